package text

import (
	"strings"

	"charm.land/lipgloss/v2"

	"leadline/internal/sheet"
)

// styles are the functions that colour words. Each takes text without styles.
type styles struct {
	title, dim, added, deleted func(string) string
	level                      func(sheet.Level, string) string
}

func same(s string) string { return s }

var plain = styles{same, same, same, same, func(_ sheet.Level, s string) string { return s }}

// colored uses the sixteen colours that a terminal's own theme defines.
var colored = styles{
	title:   paint(lipgloss.NewStyle().Bold(true)),
	dim:     paint(lipgloss.NewStyle().Faint(true)),
	added:   paint(lipgloss.NewStyle().Foreground(lipgloss.Green)),
	deleted: paint(lipgloss.NewStyle().Foreground(lipgloss.Red)),
	level: func(l sheet.Level, s string) string {
		switch l {
		case sheet.LevelError:
			return paint(lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Red))(s)
		case sheet.LevelWarning:
			return paint(lipgloss.NewStyle().Foreground(lipgloss.Yellow))(s)
		}
		return paint(lipgloss.NewStyle().Foreground(lipgloss.Cyan))(s)
	},
}

func paint(s lipgloss.Style) func(string) string {
	return func(text string) string { return s.Render(text) }
}

// columns is how many columns of the terminal a string takes, styles aside.
func columns(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return lipgloss.Width(s)
		}
	}
	return len(s)
}

// pad fills up with spaces on the right.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-columns(s)))
}

// truncate cuts a string without styles at the end.
func truncate(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	used := 0
	for i, r := range s {
		if used += columns(string(r)); used > width-1 {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// truncateStart cuts at the beginning: the end of a path tells more.
func truncateStart(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	runes := []rune(s)
	used, i := 0, len(runes)
	for i > 0 && used+columns(string(runes[i-1])) <= width-1 {
		i--
		used += columns(string(runes[i]))
	}
	return "…" + string(runes[i:])
}

// wrap breaks text into lines at spaces, but not between a number and its %;
// a word that is too long is cut.
func wrap(s string, width int) []string {
	const tie = "\u00a0" // escaped in anything that comes from a repository
	lines := breakLines(strings.ReplaceAll(s, " %", tie+"%"), width)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], tie, " ")
	}
	return lines
}

func breakLines(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(s, " ") {
		switch {
		case line == "" && len(lines) == 0 && word == "":
			continue
		case line == "":
			line = word
		case columns(line)+1+columns(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
		for columns(line) > width {
			head := line[:cut(line, width)]
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	return append(lines, line)
}

// cut is how many bytes of s fit into the width, at least one character.
func cut(s string, width int) int {
	used := 0
	for i, r := range s {
		if used += columns(string(r)); used > width && i > 0 {
			return i
		}
	}
	return len(s)
}
