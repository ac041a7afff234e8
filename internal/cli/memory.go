package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The garbage collector may let the heap grow to three times what is in use,
// which saves much of its work in short runs, as long as all memory stays
// below memoryGoal. Where what is in use is itself near that, the goal moves
// up to half as much again, so that collecting never takes most of the time.
const (
	growth     = 200 // per cent
	memoryGoal = 230 << 20
)

// limitMemory sets the goal and follows what is in use from then on. Whoever
// sets Go's own variables is obeyed instead.
func limitMemory(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(growth)
	debug.SetMemoryLimit(memoryGoal)
	watchCollections(memoryGoal)
}

// cycle is an object that dies with each garbage collection and is made anew.
// Go may lump objects of less than 16 bytes together and let them live on.
type cycle struct {
	goal uint64
	_    [24]byte
}

func watchCollections(goal uint64) {
	runtime.SetFinalizer(&cycle{goal: goal}, func(c *cycle) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		if sample[0].Value.Kind() == metrics.KindUint64 {
			if need := sample[0].Value.Uint64() * 3 / 2; need > c.goal {
				c.goal = need
				debug.SetMemoryLimit(int64(need))
			}
		}
		watchCollections(c.goal)
	})
}
