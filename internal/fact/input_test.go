package fact_test

import (
	"testing"

	"leadline/internal/fact"
)

func TestWhereInAnInput(t *testing.T) {
	in := fact.Input{Data: []byte("ab\n\ncd")}
	for offset, want := range map[int64][2]int{-1: {1, 1}, 0: {1, 1}, 1: {1, 2}, 2: {1, 3}, 3: {2, 1}, 4: {3, 1}, 5: {3, 2}, 99: {3, 3}} {
		if line, column := in.At(offset); line != want[0] || column != want[1] {
			t.Errorf("offset %d is at %d:%d, not %v", offset, line, column, want)
		}
	}
}
