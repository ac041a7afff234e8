package queue_test

import (
	"math"
	"testing"

	"leadline/internal/stat/queue"
)

// TestServers holds waiting and Erlang's formulas against the exact recursion.
func TestServers(t *testing.T) {
	for _, c := range []struct {
		servers                          int
		load, chance, time, length, loss float64
	}{
		{1, .5, .5, 1, .5, .3333333333},
		{2, 1, .3333333333, .3333333333, .33333333, .2},
		{3, 2, .4444444444, .4444444444, .88888889, .2105263158},
		{5, 4, .5541125541, .5541125541, 2.21645022, .1990668740},
		{10, 8, .4091801508, .2045900754, 1.6367206, .1216610643},
		{20, 18, .5507690048, .2753845024, 4.95692104, .1092128459},
	} {
		w, ok := queue.Servers(c.servers, c.load, 1)
		if !ok {
			t.Fatalf("%d servers do not bear %g", c.servers, c.load)
		}
		near(t, "chance", w.Chance, c.chance, 1e-9)
		near(t, "time", w.Time, c.time, 1e-9)
		near(t, "length", w.Length, c.length, 5e-8)
		near(t, "loss", queue.ErlangB(c.servers, c.load), c.loss, 1e-9)
		// The same in another unit of time.
		u, _ := queue.Servers(c.servers, c.load*1000, .001)
		near(t, "time in thousandths", u.Time*1000, w.Time, 1e-12)
		near(t, "utilisation", u.Utilisation, c.load/float64(c.servers), 1e-12)
	}
}

func TestServer(t *testing.T) {
	w, ok := queue.Server(.8, 1, .5)
	if !ok {
		t.Fatal("one server does not bear .8")
	}
	near(t, "time", w.Time, 3, 1e-9)
	near(t, "length", w.Length, 2.4, 1e-9)
	one, _ := queue.Servers(1, .8, 1)
	same, _ := queue.Server(.8, 1, 1)
	near(t, "exponential service", same.Time, one.Time, 1e-12)
}

func TestOverload(t *testing.T) {
	for _, load := range []float64{1, 1.5} {
		if _, ok := queue.Servers(1, load, 1); ok {
			t.Errorf("one server bears %g", load)
		}
		if _, ok := queue.Server(load, 1, 1); ok {
			t.Errorf("one server bears %g", load)
		}
	}
	if w, ok := queue.Servers(100000, 99990, 1); !ok || math.IsNaN(w.Time) {
		t.Errorf("many servers: %+v, %v", w, ok)
	}
}

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > relative*math.Abs(want) {
		t.Errorf("%s is %.10g, want %.10g", what, got, want)
	}
}
