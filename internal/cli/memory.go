package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Garbage is collected only when memory would pass memoryGoal: short runs,
// which are most, never get there. Where what is in use is itself near the
// goal, it moves up to half as much again, so that collecting never takes most
// of the time.
const memoryGoal = 230 << 20

// limitMemory sets the goal and follows what is in use from then on. Whoever
// sets Go's own variables is obeyed instead.
func limitMemory(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
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
