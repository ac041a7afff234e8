package linediff

import "bytes"

// context gives the lines of a text one by one from one of its ends, and
// splits no more of it than is asked for.
type context struct {
	text     []byte
	backward bool
	ends     []int32 // the far ends of the lines split so far
}

func (c *context) reset(text []byte, backward bool) {
	c.text, c.backward, c.ends = text, backward, c.ends[:0]
}

// line gives line i, counted from the near end.
func (c *context) line(i int) ([]byte, bool) {
	for i >= len(c.ends) {
		if !c.split() {
			return nil, false
		}
	}
	lo, hi := c.near(i), int(c.ends[i])
	if c.backward {
		lo, hi = hi, lo
	}
	return c.text[lo:hi], true
}

func (c *context) near(i int) int {
	switch {
	case i > 0:
		return int(c.ends[i-1])
	case c.backward:
		return len(c.text)
	}
	return 0
}

// split finds the end of one more line.
func (c *context) split() bool {
	p := c.near(len(c.ends))
	if c.backward {
		if p == 0 {
			return false
		}
		p = bytes.LastIndexByte(c.text[:p-1], '\n') + 1
	} else {
		if p == len(c.text) {
			return false
		}
		if n := bytes.IndexByte(c.text[p:], '\n'); n >= 0 {
			p += n + 1
		} else {
			p = len(c.text)
		}
	}
	c.ends = append(c.ends, int32(p))
	return true
}
