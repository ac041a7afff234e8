//go:build !unix

package sitter

// reserve gives nothing: memory grows by doubling.
func reserve(int) []byte { return nil }

func release([]byte) {}
