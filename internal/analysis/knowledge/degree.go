package knowledge

import (
	"math"
	"time"
)

// Degree is how well a person knows a place, in a word.
type Degree uint8

// The degrees. None: they touched it, which is not to know it.
const (
	None Degree = iota
	// Main: active, and author of the file by DOA or of half of its lines.
	Main
	// Some: active, and a real share: a tenth of the lines or of the changes, or
	// work of three landings within two years, which in a large old file is less.
	Some
	// Former: would be Main or Some if they were active, or had changed the place
	// within three years.
	Former
)

// Current reports whether the degree is that of an active person who knows the
// place.
func (d Degree) Current() bool { return d == Main || d == Some }

// HalfLife is the time in which half of what a person knows of a file is
// forgotten, if they do not change it again.
const HalfLife = 365 * 24 * time.Hour

// retained is the share of knowledge left after a time without rehearsal: an
// exponential forgetting curve (Ebbinghaus 1885).
func retained(since time.Duration) float64 {
	return math.Exp2(-float64(max(since, 0)) / float64(HalfLife))
}

// Landings within a time that make somebody know a file, if with each they changed
// so many lines of it, in commits that are not sweeping: a typing mistake and a
// rename throughout show no knowledge.
const (
	lately        = 2 * 365 * 24 * time.Hour
	latelyChanges = 3
	latelyLines   = 5
)

// faded is the share of knowledge below which somebody only knew a place: what
// three half-lives leave.
const faded = 1. / 8

// fresh reports whether what somebody knew of a place, who changed it last then,
// has not faded. Of those who only merged it nothing is known.
func fresh(last, now time.Time) bool { return last.IsZero() || retained(now.Sub(last)) > faded }

// fading reports whether less than half of it is left.
func fading(last, now time.Time) bool { return !last.IsZero() && retained(now.Sub(last)) < 1./2 }

// degree is that of a knower; active says whether they are, at all and there.
func degree(k *Knower, lines, changes int, active bool) Degree {
	switch {
	case k.Author || lines > 0 && 2*k.Lines >= lines:
		if active {
			return Main
		}
		return Former
	case k.Lately >= latelyChanges && active:
		return Some
	case 10*k.Lines >= lines && k.Lines > 0, 10*k.Changes >= changes && k.Changes > 0:
		if active {
			return Some
		}
		return Former
	}
	return None
}
