// Package workflow writes findings as workflow commands of GitHub Actions, which shows
// them beside the lines of a pull request.
package workflow

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// mostShown is how many annotations of a level GitHub shows of one step.
const mostShown = 10

var commands = map[sheet.Level]string{sheet.LevelError: "error", sheet.LevelWarning: "warning", sheet.LevelNote: "notice"}

// Write writes the findings, of each level as many as are shown, and then how many
// there are besides.
func Write(w io.Writer, a sheet.Answer) error {
	var b bytes.Buffer
	for _, g := range a.Gaps {
		fmt.Fprintf(&b, "::warning title=incomplete::%s\n", text(g.Message))
	}
	shown, left := map[string]int{}, 0
	for _, f := range surface.LocatedFindings(a) {
		command := commands[f.Level]
		if shown[command] == mostShown {
			left++
			continue
		}
		shown[command]++
		fmt.Fprintf(&b, "::%s file=%s,line=%d,title=%s::%s\n", command, property(f.Path), f.Line, property(f.Rule), text(f.Sentence()))
	}
	if left > 0 {
		fmt.Fprintf(&b, "leadline: %d more findings are not shown here\n", left)
	}
	_, err := w.Write(b.Bytes())
	return err
}

var (
	data       = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	properties = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// text and property escape what would end a command or a property.
func text(s string) string     { return data.Replace(fault.Visible(s)) }
func property(s string) string { return properties.Replace(fault.Visible(s)) }
