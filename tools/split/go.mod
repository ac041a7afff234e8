module leadline/tools/split

go 1.26.0
