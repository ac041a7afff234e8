package performance

import (
	"slices"

	"leadline/internal/duty"
)

// moved says how the environment of the runs changed along with a level; empty where it
// did not, or nothing is known.
func (a *answer) moved(c *change) string {
	before, after := duty.Environments{}, duty.Environments{}
	at, _ := slices.BinarySearch(c.starts, c.index)
	end := len(c.points)
	if at+1 < len(c.starts) {
		end = c.starts[at+1]
	}
	for i := c.starts[at-1]; i < end; i++ {
		to := before
		if i >= c.index {
			to = after
		}
		to.Add(a.run(c.points[i].run).Environment)
	}
	name, was, is := duty.Moved(before, after)
	if name == "" {
		return ""
	}
	return name + " is " + is + " since, and was " + was + " before"
}
