package clone

// collapser finds stretches of one file that repeat themselves with a short period.
type collapser struct {
	roll roller
	// start is where the file begins in the text, hash that of its last tokens.
	start int
	hash  uint64
	// length is the current period, repeated how many of the last tokens are the
	// same as those one period before.
	length, repeated int
	seen             []seen
}

// seen is where a window ended last.
type seen struct {
	hash uint64
	end  int
}

func newCollapser(least int) collapser {
	return collapser{roll: newRoller(least), seen: make([]seen, 1<<12)}
}

func (c *collapser) begin(start int) {
	c.start, c.hash, c.length, c.repeated = start, 0, 0, 0
}

// period looks at the last token of a text and gives the period that its end can be
// shortened by; 0 if it does not repeat itself for long enough. What repeats itself
// keeps one window and one to two periods.
func (c *collapser) period(text []uint32) int {
	n := len(text)
	window := c.roll.length
	c.hash = c.roll.next(c.hash, text[c.start:], n-1-c.start)
	if n-c.start < window {
		return 0
	}
	if c.length > 0 && text[n-1] == text[n-1-c.length] {
		c.repeated++
	} else {
		c.length, c.repeated = 0, 0
		c.look(text)
	}
	if c.length == 0 || c.repeated < window+c.length {
		return 0
	}
	c.repeated -= c.length
	return c.length
}

// look finds the last window of a text again shortly before.
func (c *collapser) look(text []uint32) {
	n, window := len(text), c.roll.length
	at := &c.seen[c.hash&uint64(len(c.seen)-1)]
	if period := n - at.end; at.end > c.start && at.hash == c.hash && period > 0 && period < window {
		repeated := 0
		for i := n - 1; i-period >= c.start && text[i] == text[i-period] && repeated < window+period; i-- {
			repeated++
		}
		if repeated >= window {
			c.length, c.repeated = period, repeated
		}
	}
	*at = seen{c.hash, n}
}
