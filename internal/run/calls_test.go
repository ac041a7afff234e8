package run

import (
	"reflect"
	"testing"

	"leadline/internal/duty"
	"leadline/internal/fact"
)

func TestCallsKept(t *testing.T) {
	a, b := fact.Callable{Path: "a/x.go", Owner: "T", Name: "F", Line: 3}, fact.Callable{Path: "b/y.go", Name: "G", Line: 9}
	c := &duty.Calls{
		Calls: []fact.Call{{From: a, To: b, Line: 4, Confidence: fact.Exact}, {From: b, To: a, Line: 10, Confidence: fact.Ambiguous}}, Partial: []fact.Path{"b"},
	}
	data := encodeCalls(c)
	if got := decodeCalls(data); !reflect.DeepEqual(got, c) {
		t.Errorf("%+v", got)
	}
	for n := range data {
		if got := decodeCalls(data[:n]); got != nil {
			t.Errorf("cut to %d bytes: %+v", n, got)
		}
	}
	if got := decodeCalls(encodeCalls(&duty.Calls{})); !reflect.DeepEqual(got, &duty.Calls{}) {
		t.Errorf("nothing: %+v", got)
	}
}

func FuzzDecodeCalls(f *testing.F) {
	f.Add(encodeCalls(&duty.Calls{Calls: []fact.Call{{From: fact.Callable{Path: "a"}, To: fact.Callable{Path: "b"}, Line: 4}}}))
	f.Fuzz(func(_ *testing.T, data []byte) { decodeCalls(data) })
}
