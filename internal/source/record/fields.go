package record

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// What fields say of a record, by their names.
var (
	ownerFields  = words2("decider deciders decision-maker decision-makers author authors owner owners owning-team proposer proposed-by decided-by written-by champion responsible accountable driver creator contact contacts")
	dateFields   = words2("date decision-date decided-on decided date-decided accepted-on accepted date-accepted creation-date created created-on created-at start-date initial-date last-updated updated last-modified published")
	reviewFields = words2("review-by review-date review-on next-review revisit revisit-by revisit-on review-after expires valid-until expiry")
	linkFields   = map[string]fact.LinkKind{
		"supersedes": fact.Supersedes, "supercedes": fact.Supersedes, "replaces": fact.Supersedes, "obsoletes": fact.Supersedes, "superseding": fact.Supersedes,
		"superseded-by": fact.SupersededBy, "superceded-by": fact.SupersededBy, "replaced-by": fact.SupersededBy, "obsoleted-by": fact.SupersededBy, "supersededby": fact.SupersededBy, "successor": fact.SupersededBy,
		"affects": fact.Affects, "paths": fact.Affects, "applies-to": fact.Affects, "governs": fact.Affects,
		"depends-on": fact.DependsOn, "depends": fact.DependsOn, "requires": fact.DependsOn, "blocked-by": fact.DependsOn,
		"implements": fact.Implements, "covers": fact.Implements, "satisfies": fact.Implements, "refines": fact.Implements,
		"verified-by": fact.VerifiedBy, "tests": fact.VerifiedBy, "tested-by": fact.VerifiedBy,
		"see": fact.See, "see-also": fact.See, "related": fact.See, "related-to": fact.See, "relates-to": fact.See, "related-decisions": fact.See, "related-adrs": fact.See,
	}
)

func words2(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// isKnownField tells the names by which a line of prose is taken for a field.
func isKnownField(name string) bool {
	_, link := linkFields[name]
	return link || isStatus(name) || ownerFields[name] || dateFields[name] || reviewFields[name] || name == "id" || name == "gate"
}

// heed takes what fields say into a record. Status is left to statusOfRecord.
func heed(r *fact.Record, fields []field) {
	for i := range fields {
		f := &fields[i]
		if f.unfilled {
			r.Unfilled = append(r.Unfilled, f.Passage)
			continue
		}
		kind, isLink := linkFields[f.name]
		switch {
		case f.Text == "" && f.node == nil:
		case isLink:
			addLinks(r, kind, f)
		case f.name == "links" || f.name == "link":
			nestedLinks(r, f)
		case ownerFields[f.name]:
			addOwners(r, f)
		case dateFields[f.name]:
			if day := dayIn(f.Text); day != "" && (r.Date == "" || f.name == "date") {
				r.Date = day
			}
		case reviewFields[f.name]:
			if day := dayIn(f.Text); day != "" {
				r.ReviewBy = day
			}
		case f.name == "id" && f.node != nil:
			if f.Text != "" {
				r.ID = f.Text
			}
		case f.name == "gate":
			r.Gate = f.Text == "true" || f.Text == "yes"
		case f.node != nil && f.name != "title" && !isStatus(f.name):
			r.Fields = append(r.Fields, fact.RecordField{Name: f.label, Value: f.Passage})
		}
	}
}

// addLinks adds the links of a field: its targets if it has any, else its words.
func addLinks(r *fact.Record, kind fact.LinkKind, f *field) {
	targets := f.links
	if len(targets) == 0 {
		for _, item := range f.items {
			targets = append(targets, splitList(item)...)
		}
	}
	for _, to := range targets {
		if !emptyWords[strings.ToLower(to.Text)] {
			r.Links = append(r.Links, fact.RecordLink{Kind: kind, To: to})
		}
	}
}

// emptyWords are what is written where there is nothing to say.
var emptyWords = map[string]bool{"": true, "-": true, "–": true, "—": true, "n/a": true, "none": true, "na": true, "tbd": true, "no": true, "null": true, "nothing": true}

func addOwners(r *fact.Record, f *field) {
	for _, item := range f.items {
		for _, one := range splitList(item) {
			if name := strings.Trim(one.Text, " []\"'"); !emptyWords[strings.ToLower(name)] {
				if isPlaceholder(name) {
					r.Unfilled = append(r.Unfilled, one)
					continue
				}
				r.Owners = append(r.Owners, name)
			}
		}
	}
}

var listMark = regexp.MustCompile(`\s*[,;]\s*|\s+and\s+`)

// splitList takes a passage apart at commas. The parts keep the place of the whole where
// their own is not known.
func splitList(p fact.Passage) []fact.Passage {
	all := listMark.Split(p.Text, -1)
	if len(all) == 1 {
		return []fact.Passage{p}
	}
	var out []fact.Passage
	for _, text := range all {
		one := p
		one.Text = strings.TrimSpace(text)
		if at := strings.Index(p.Text, one.Text); at >= 0 && p.End-p.Start == len(p.Text) {
			one.Start, one.Column = p.Start+at, p.Column+at
			one.End = one.Start + len(one.Text)
		}
		if one.Text != "" {
			out = append(out, one)
		}
	}
	return out
}

// nestedLinks reads "links": a mapping of kinds to targets, as Leadline's own records
// have it, or a list of mappings with target and kind, as adrs writes.
func nestedLinks(r *fact.Record, f *field) {
	if f.node == nil {
		return
	}
	p := &f.placed
	if f.node.Kind == yaml.SequenceNode {
		for _, item := range f.node.Content {
			link := fact.RecordLink{Kind: fact.See}
			for _, g := range p.fields(item) {
				switch kind, known := linkFields[normal(g.Text)]; {
				case g.name == "target" || g.name == "to" || g.name == "id":
					link.To = g.Passage
				case (g.name == "kind" || g.name == "type") && known:
					link.Kind = kind
				}
			}
			if link.To.Text != "" {
				r.Links = append(r.Links, link)
			}
		}
		return
	}
	for _, g := range p.fields(f.node) {
		if kind, ok := linkFields[g.name]; ok {
			for _, to := range g.items {
				r.Links = append(r.Links, fact.RecordLink{Kind: kind, To: to})
			}
		}
	}
}

var (
	supersededBy   = regexp.MustCompile(`(?i)\b(?:supersee?ded|supercee?ded|replaced|obsoleted)\b\s*:?\s*(?:by|with|in favou?r of|in|→|->)?\s*:?\s*(.+)$`)
	supersedesThat = regexp.MustCompile(`(?i)\b(?:supersedes|supercedes|replaces|obsoletes)\b\s*:?\s*(.+)$`)
)

// statusLinks reads what a status says of a successor, or of what it takes the place of.
func statusLinks(r *fact.Record, said fact.Passage, links []fact.Passage) {
	for _, relation := range []struct {
		kind fact.LinkKind
		form *regexp.Regexp
	}{{fact.SupersededBy, supersededBy}, {fact.Supersedes, supersedesThat}} {
		m := relation.form.FindStringSubmatch(said.Text)
		if m == nil {
			continue
		}
		targets := linksWithin(links, said)
		if len(targets) == 0 {
			to := said
			to.Text = strings.Trim(m[1], " .()[]")
			if to.Text == "" || isPlaceholder(to.Text) {
				continue
			}
			targets = []fact.Passage{to}
		}
		for _, to := range targets {
			r.Links = append(r.Links, fact.RecordLink{Kind: relation.kind, To: to})
		}
	}
}
