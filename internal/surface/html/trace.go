package html

import (
	"fmt"
	"html/template"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// traces draws a line for each series over positions that are no days; it is
// interrupted where a value is not known.
func (p *plot) traces(c *sheet.Chart) {
	highest := 0.0
	for _, s := range c.Series {
		for _, v := range s.Values {
			highest = max(highest, v.Number())
		}
	}
	top := ceiling(highest)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d 100" preserveAspectRatio="none" role="img" aria-label="%s">`, max(1, 10*len(c.X)), template.HTMLEscapeString(p.Label))
	for k, s := range c.Series {
		colour := shade(k, len(c.Series))
		p.band(colour, s.Label)
		fmt.Fprintf(&b, `<g class="seq-%d"><title>%s</title>`, colour, template.HTMLEscapeString(fault.Visible(s.Label)))
		var at []string
		flush := func() {
			if len(at) > 0 {
				fmt.Fprintf(&b, `<polyline fill="none" stroke="currentColor" stroke-width="1.5" vector-effect="non-scaling-stroke" points="%s"/>`, strings.Join(at, " "))
			}
			at = at[:0]
		}
		for i, v := range s.Values {
			if v.Kind() != sheet.Number {
				flush()
				continue
			}
			at = append(at, fmt.Sprintf("%d,%s", 10*i+5, coordinate(100-100*max(0, v.Number())/top)))
		}
		flush()
		b.WriteString("</g>")
	}
	b.WriteString("</svg>")
	p.SVG = template.HTML(b.String()) //nolint:gosec // numbers and escaped words
	p.scale(c, top)
}

// scale names the ends of the axes, and their middles.
func (p *plot) scale(c *sheet.Chart, top float64) {
	p.Axes = axes{Unit: fault.Visible(c.Unit), Y: []string{surface.Number(top), surface.Number(top / 2), "0"}}
	if c.XLabel != "" {
		p.Axes.Unit += " by " + fault.Visible(c.XLabel)
	}
	if n := len(c.X); n > 0 {
		for _, i := range []int{0, n / 2, n - 1} {
			p.Axes.X = append(p.Axes.X, surface.Value(c.X[i]))
		}
	}
}
