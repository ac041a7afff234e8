package record

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// The whole of a text in brackets, as templates have it: {short title}, [option 1],
// <name of the decider>.
var placeholder = regexp.MustCompile(`^(?:\{[^{}]{3,}\}|\[[^\[\]()]{3,}\]|<[^<>@/]{3,}>|YYYY-MM-DD|yyyy-mm-dd)$`)

// asked are sentences of the template of adr-tools, which ask for what should be there.
var asked = []string{
	"The issue motivating this decision, and any context that influences or constrains the decision.",
	"The change that we're proposing or have agreed to implement.",
	"The change that we’re proposing or have agreed to implement.",
	"What becomes easier or more difficult to do and any risks introduced by the change that will need to be mitigated.",
	"What is the issue that we're seeing that is motivating this decision or change?",
	"What is the change that we're proposing and/or doing?",
	"What becomes easier or more difficult to do because of this change?",
}

func isPlaceholder(text string) bool {
	text = strings.TrimSpace(text)
	return placeholder.MatchString(text) && (strings.ContainsAny(text, " -|") || text[0] == '{')
}

// unfilledIn are the blocks of a template that were left as they were.
func unfilledIn(d *document) []fact.Passage {
	var out []fact.Passage
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.kind == comment || b.kind == row || len(b.links) > 0 || b.boxed {
			continue
		}
		if isPlaceholder(b.Text) {
			out = append(out, b.Passage)
			continue
		}
		for _, sentence := range asked {
			if b.Text == sentence {
				out = append(out, b.Passage)
			}
		}
	}
	return out
}
