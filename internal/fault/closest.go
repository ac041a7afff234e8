package fault

// Closest gives the name that word most likely stands for, for hints: the one
// with the fewest edits, at most a third of its length, or nothing. The first
// of equals wins.
func Closest(word string, names []string) string {
	best, least := "", 0
	for _, name := range names {
		if longer := max(len(word)-len(name), len(name)-len(word)); 3*longer > len(name) {
			continue // as many edits at least, and a word can be of any length
		}
		d := distance(word, name)
		if 3*d <= len(name) && (best == "" || d < least) {
			best, least = name, d
		}
	}
	return best
}

// OneEdit reports whether one edit turns a word into a name.
func OneEdit(word, name string) bool {
	return max(len(word)-len(name), len(name)-len(word)) <= 1 && distance(word, name) == 1
}

// distance is the number of bytes to insert, delete, replace or swap with
// their neighbour that turn a into b (the restricted distance of Damerau 1964
// and Levenshtein 1966).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			differ := 0
			if a[i-1] != b[j-1] {
				differ = 1
			}
			row[j] = min(last[j-1]+differ, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
