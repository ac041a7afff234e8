package main

import (
	"math"
	"testing"
)

// The examples that TCPDBench gives of its own measure.
func TestScore(t *testing.T) {
	for _, c := range []struct {
		people [][]int
		points []int
		want   float64
	}{
		{[][]int{{10, 20}, {11, 20}, {10}, {0, 5}}, []int{10, 20}, 1},
		{[][]int{{}, {10}, {50}}, []int{10}, 0.9090909090909091},
		{[][]int{{}, {10}, {50}}, nil, 0.8},
	} {
		if got := scoreOf(c.people, c.points).f1; math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v of %v: %v, want %v", c.points, c.people, got, c.want)
		}
	}
}
