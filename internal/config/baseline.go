package config

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadline/internal/fault"
)

// BaselineName is the name of the file, at the root, that lists the breaches of the
// declared architecture that are known.
const BaselineName = "leadline-baseline.txt"

// Breach is a line of the baseline: a rule of the architecture is broken by what
// one package needs of another.
type Breach struct {
	Rule     string
	From, To string // folders; the top one is "."
	Reason   string
	Position
}

// Same tells whether two breaches are the same, whatever their reason.
func (b *Breach) Same(o *Breach) bool { return b.compare(o) == 0 }

func (b *Breach) compare(o *Breach) int {
	return cmp.Or(cmp.Compare(b.Rule, o.Rule), cmp.Compare(b.From, o.From), cmp.Compare(b.To, o.To))
}

const baselineHead = `# Breaches of the architecture in leadline.yaml that are known: rule | from | to | reason.
# This file only shrinks: a line whose breach is gone fails the check until it is taken out.
# Written by: leadline architecture baseline
`

// FormatBaseline writes breaches, sorted.
func FormatBaseline(breaches []Breach) []byte {
	sorted := slices.SortedFunc(slices.Values(breaches), func(a, b Breach) int { return a.compare(&b) })
	var out strings.Builder
	out.WriteString(baselineHead)
	for _, b := range sorted {
		for i, field := range []string{b.Rule, b.From, b.To, b.Reason} {
			if i > 0 {
				out.WriteString(" | ")
			}
			out.WriteString(quoted(field))
		}
		out.WriteByte('\n')
	}
	return []byte(out.String())
}

// quoted is a field as it stands in a line: in quotes if it would be misread.
func quoted(s string) string {
	misread := func(r rune) bool { return r == '|' || r == '"' || r == utf8.RuneError || !strconv.IsPrint(r) }
	if s == "" || strings.HasPrefix(s, "#") || strings.TrimSpace(s) != s || strings.ContainsFunc(s, misread) {
		return strconv.Quote(s)
	}
	return s
}

// ParseBaseline reads a baseline. Its errors are like those of Parse.
func ParseBaseline(content []byte) ([]Breach, error) {
	var out []Breach
	var errs []error
	wrong := func(line int, hint, format string, args ...any) {
		if len(errs) < maxErrors {
			at := Position{BaselineName, line, 1}
			errs = append(errs, fault.New(fault.Usage, at.String()+": "+format, args...).WithHint("%s", hint))
		}
	}
	const again = "mend the line, or take it out: `leadline architecture baseline` writes it as it has to be"
	if len(content) > maxFile {
		wrong(1, again, "the file has %d bytes, and no more than %d are read", len(content), maxFile)
		return nil, errors.Join(errs...)
	}
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields, ok := baselineFields(line)
		if !ok {
			wrong(number, again, "this is no breach: rule | from | to | reason is asked for")
			continue
		}
		b := Breach{Rule: fields[0], From: fields[1], To: fields[2], Reason: fields[3], Position: Position{BaselineName, number, 1}}
		if b.Reason == "" {
			wrong(number, "say behind the last | why it is accepted", "the breach has no reason")
			continue
		}
		if n := len(out); n > 0 && out[n-1].compare(&b) >= 0 {
			wrong(number, again, "the lines are not sorted, or one stands twice")
			continue
		}
		out = append(out, b)
	}
	return out, errors.Join(errs...)
}

// baselineFields divides a line at the | that are not in quotes.
func baselineFields(line string) (fields [4]string, ok bool) {
	for i := range fields {
		line = strings.TrimLeft(line, " ")
		if strings.HasPrefix(line, `"`) {
			q, err := strconv.QuotedPrefix(line)
			if err != nil {
				return fields, false
			}
			fields[i], _ = strconv.Unquote(q)
			line = strings.TrimLeft(line[len(q):], " ")
			if i < 3 && !strings.HasPrefix(line, "|") || i == 3 && line != "" {
				return fields, false
			}
			line = strings.TrimPrefix(line, "|")
			continue
		}
		field, rest, more := strings.Cut(line, "|")
		if more != (i < 3) {
			return fields, false
		}
		fields[i], line = strings.TrimSpace(field), rest
	}
	return fields, true
}
