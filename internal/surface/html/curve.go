package html

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// The colours of a curve with a band, and the size of the drawing in its own units.
const (
	bandColour, lineColour, pointColour = 4, 3, 8
	curveWidth, curveHeight             = 1000.0, 100.0
)

// curve draws a band, a line within it and points, over numbers.
func (p *plot) curve(c *sheet.Chart) {
	low, high := math.Inf(1), math.Inf(-1)
	highest := 0.0
	for _, x := range c.X {
		low, high = min(low, x.Number()), max(high, x.Number())
	}
	for _, s := range c.Series {
		for _, v := range s.Values {
			highest = max(highest, v.Number())
		}
	}
	if len(c.Series) < 4 || !(low < high) {
		p.columns(c)
		return
	}
	top := ceiling(highest)
	at := func(i int, v sheet.Value) string {
		return coordinate(curveWidth*(c.X[i].Number()-low)/(high-low)) + "," + coordinate(curveHeight-curveHeight*v.Number()/top)
	}
	corner := make([]string, len(c.X))
	back := make([]string, len(c.X))
	line := make([]string, len(c.X))
	for i := range c.X {
		corner[i] = at(i, c.Series[0].Values[i])
		back[len(c.X)-1-i] = at(i, c.Series[1].Values[i])
		line[i] = at(i, c.Series[2].Values[i])
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="curve" viewBox="0 0 %g %g" preserveAspectRatio="none" role="img" aria-label="%s">`, curveWidth, curveHeight, template.HTMLEscapeString(p.Label))
	fmt.Fprintf(&b, `<polygon class="seq-%d" fill-opacity=".25" points="%s %s"/>`, bandColour, strings.Join(corner, " "), strings.Join(back, " "))
	fmt.Fprintf(&b, `<g class="seq-%d"><polyline fill="none" stroke="currentColor" stroke-width="2" vector-effect="non-scaling-stroke" points="%s"/></g>`, lineColour, strings.Join(line, " "))
	fmt.Fprintf(&b, `<g class="seq-%d">`, pointColour)
	for i, v := range c.Series[3].Values {
		if v.Kind() != sheet.Number {
			continue
		}
		// A line without length and with a round end stays round however the drawing is stretched.
		words := surface.Value(c.X[i]) + ": " + surface.Number(v.Number()) + " " + fault.Visible(c.Unit)
		fmt.Fprintf(&b, `<path d="M%s h0" stroke="currentColor" stroke-width="8" stroke-linecap="round" vector-effect="non-scaling-stroke"><title>%s</title></path>`, at(i, v), template.HTMLEscapeString(words))
	}
	b.WriteString("</g></svg>")
	p.SVG = template.HTML(b.String()) //nolint:gosec // numbers and escaped words
	p.Axes = axes{Unit: fault.Visible(c.Unit), Y: []string{surface.Number(top), surface.Number(top / 2), "0"}}
	if c.XLabel != "" {
		p.Axes.Unit = strings.TrimSpace(p.Axes.Unit + " by " + fault.Visible(c.XLabel))
	}
	p.Axes.X = []string{surface.Number(low), surface.Number((low + high) / 2), surface.Number(high)}
	p.band(bandColour, c.Series[0].Label+" to "+c.Series[1].Label)
	p.band(lineColour, c.Series[2].Label)
	p.band(pointColour, c.Series[3].Label)
}
