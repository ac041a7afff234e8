package input_test

import (
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/input"
)

func TestBenchmarksOfSeveralFiles(t *testing.T) {
	file := func(name, text string) fact.Input { return fact.Input{Name: name, Data: []byte(text)} }
	a, b := file("a.txt", "BenchmarkX 1 5 ns/op\n"), file("b.txt", "BenchmarkX 1 6 ns/op\nBenchmarkY 1 7 ns/op\n")
	all, _, err := input.Benchmarks([]fact.Input{a, b})
	if err != nil || len(all.Runs) != 2 || len(all.Series) != 2 || len(all.Series[0].Samples) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if s := all.Series[0].Samples[1]; s.Run != 1 || s.Value != 6 || all.Runs[s.Run].File != "b.txt" {
		t.Errorf("%+v", s)
	}
	_, _, err = input.Benchmarks([]fact.Input{file("a.csv", "benchmark,value,unit\nx,1,ms\n"), file("b.csv", "benchmark,value,unit\nx,1,s\n")})
	if err == nil || err.Error() != `b.csv: x is measured in "s" here and in "ms" before` {
		t.Error(err)
	}
}
