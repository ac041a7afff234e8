package fact

// Token is a word, a value or an operator of source code, as far as comparing
// takes it.
type Token struct {
	// Hash tells different tokens apart.
	Hash uint64
	// Line and Last are where it begins and ends, from 1.
	Line, Last int32
	// Value: it is a number or a string.
	Value bool
}
