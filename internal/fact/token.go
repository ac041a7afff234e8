package fact

// Token is a word, a value or an operator of source code, as far as comparing
// takes it.
type Token struct {
	// Hash tells different tokens apart.
	Hash uint64
	// Line and Last are where it begins and ends, from 1.
	Line, Last int32
	Kind       TokenKind
}

// TokenKind says what a token is.
type TokenKind uint8

// The kinds of token.
const (
	Word  TokenKind = iota + 1 // a name or a keyword
	Value                      // a number or a string
	Mark                       // anything else
)
