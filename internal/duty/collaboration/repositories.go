package collaboration

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/crossing"
	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// What is told of repositories.
const (
	mostRepositoryPairs = 10
	// leastClose is how many landings of each repository are close to one of the other for
	// the pair to be told, and leastNamed how many are named alike where they are not.
	leastClose = 5
	leastNamed = 3
	// leastAuthors are those whose landings are linked: what one of them did is theirs.
	leastAuthors = 2
	// leastLandings of each repository are compared.
	leastLandings = 10
	// mostRepositoryFindings is how many pairs are findings.
	mostRepositoryFindings = 2
	what                   = "which changes needed two of the repositories"
)

// Member is a repository of a workspace, as much of it as is kept until all are read.
type Member struct {
	// Name is set when all are read, as it tells one from the others.
	Name     string
	changes  *crossing.Repository
	settings duty.Settings
	end      time.Time
}

// MemberOf takes of a view what is said of its repository together with others.
func MemberOf(v *duty.View) *Member {
	return &Member{
		changes: crossing.Collect(v.Timeline(), v.End(), slug(v.Repository.CommitURL), func(p fact.Path) bool {
			return v.Written(p) && counts(p)
		}),
		settings: v.Settings, end: v.End(),
	}
}

// slug is what a repository is called at its forge, owner/name, given where the pages of
// its commits are; empty if that is nowhere.
func slug(commitURL string) string {
	path := strings.TrimSuffix(strings.TrimSuffix(commitURL, "/commit/"), "/commits/")
	_, path, _ = strings.Cut(strings.TrimPrefix(strings.TrimSuffix(path, "/-"), "https://"), "/")
	return path
}

// pair is two members that are told.
type pair struct {
	crossing.Pair
	a, b *Member
}

// Together tells which changes needed two of the members, by the settings of the first.
// Subjects of commits are passed through mask.
func Together(members []*Member, mask func(of *Member, subject string) string) *sheet.Together {
	out := &sheet.Together{}
	view := &duty.View{Settings: members[0].settings, AsOf: members[0].end.AddDate(0, 0, -1)}
	pairs, few, small := compare(members)
	if n := few + small; n > 0 {
		out.Unknown = append(out.Unknown, unpaired(n, few, small))
	}
	compared := len(members)*(len(members)-1)/2 - few - small
	if compared == 0 {
		return out
	}
	out.Sections = []sheet.Section{repositories(pairs, compared, members[0].end)}
	if view.Off(&crossings) {
		return out
	}
	for i := range pairs {
		if p := &pairs[i]; len(out.Findings) < mostRepositoryFindings && frequent(view, p) {
			out.Findings = append(out.Findings, sheet.Located{Repository: p.a.Name, Finding: finding(view, p, mask)})
		}
	}
	return out
}

// compare gives the pairs that are told, the strongest first, and counts those of which
// nothing is known for too few landings, and for too few people.
func compare(members []*Member) (told []pair, few, small int) {
	var all []*crossing.Repository
	var rules people.Rules
	for _, m := range members {
		all = append(all, m.changes)
		rules = joinedRules(rules, m.settings.People)
	}
	who := crossing.People(all, rules)
	for i, a := range members {
		for _, b := range members[i+1:] {
			if min(a.changes.Landings(), b.changes.Landings()) < leastLandings {
				few++
				continue
			}
			p := pair{crossing.Compare(a.changes, b.changes, crossing.Window(a.end), who), a, b}
			switch {
			case p.People < duty.PacePeople:
				small++
			case p.Authors >= leastAuthors && (p.often() || min(p.A.Named, p.B.Named) >= leastNamed):
				told = append(told, p)
			}
		}
	}
	slices.SortStableFunc(told, func(x, y pair) int { return cmp.Compare(y.Excess(), x.Excess()) })
	return told, few, small
}

// often: the two come together beyond chance, and not just a few times.
func (p *pair) often() bool { return p.Beyond() && min(p.A.Close, p.B.Close) >= leastClose }

// joinedRules are what two teams say of people.
func joinedRules(a, b people.Rules) people.Rules {
	out := people.Rules{
		Mailmap: slices.Concat(a.Mailmap, []byte("\n"), b.Mailmap), Ignored: map[fact.CommitID]bool{},
		Merge: slices.Concat(a.Merge, b.Merge), Split: slices.Concat(a.Split, b.Split), Bots: slices.Concat(a.Bots, b.Bots),
		Agents: slices.Concat(a.Agents, b.Agents), Humans: slices.Concat(a.Humans, b.Humans),
	}
	for _, ignored := range []map[fact.CommitID]bool{a.Ignored, b.Ignored} {
		for id := range ignored {
			out.Ignored[id] = true
		}
	}
	return out
}

// unpaired says of how many pairs nothing is known.
func unpaired(n, few, small int) sheet.Unknown {
	var why []string
	if few > 0 {
		why = append(why, fmt.Sprintf("in %s one has fewer than %d landings in 180 days", duty.Amount(few, "pair", "pairs"), leastLandings))
	}
	if small > 0 {
		why = append(why, fmt.Sprintf("on %s fewer than %d people worked: it would be what each of them did", duty.Amount(small, "pair", "pairs"), duty.PacePeople))
	}
	return sheet.Unknown{What: what, Why: strings.Join(why, "; ")}
}

// repositories tells which of them change together.
func repositories(pairs []pair, compared int, end time.Time) sheet.Section {
	s := sheet.Section{
		ID: "collaboration/repositories", Title: "Repositories that change together", Kind: sheet.KindTable,
		Window: &sheet.Window{From: sheet.DateOf(crossing.Window(end)), To: sheet.DateOf(end.AddDate(0, 0, -1))},
	}
	if len(pairs) == 0 {
		s.Kind = sheet.KindText
		s.Text = fmt.Sprintf("None: in %s compared, landings of the one come with landings of the other no more often than by chance, or hardly ever.", duty.Amount(compared, "pair that was", "pairs that were"))
		return s
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: sheet.RepositoryColumn, Label: "repository", Kind: sheet.ColumnText},
		{ID: "with", Label: "with", Kind: sheet.ColumnText},
		{ID: "linked", Label: "linked", Kind: sheet.ColumnNumber},
		{ID: "of", Label: "of", Kind: sheet.ColumnNumber},
		{ID: "alike", Label: "alike", Kind: sheet.ColumnNumber},
		{ID: "lift", Label: "× chance", Kind: sheet.ColumnNumber},
		{ID: "commit", Label: "last in", Kind: sheet.ColumnCommit},
	}}
	for i := range pairs {
		if i >= mostRepositoryPairs {
			t.Others += 2
			continue
		}
		p := &pairs[i]
		last, lift := p.Newest(), sheet.Value{}
		if x, ok := p.Lift(); ok {
			lift = sheet.Float(math.Round(10*x) / 10)
		}
		row := func(one, other *Member, c crossing.Count, l *crossing.Landing) {
			t.Rows = append(t.Rows, []sheet.Value{
				sheet.String(one.Name), sheet.String(other.Name), sheet.Int(c.Linked), sheet.Int(c.Landings), sheet.Int(c.Named), lift, sheet.OfCommit(string(l.ID)),
			})
		}
		row(p.a, p.b, p.A, last.A)
		row(p.b, p.a, p.B, last.B)
	}
	s.Table = t
	s.Note = fmt.Sprintf("Of %s compared. Linked: landings of the repository that name a ticket which one of the other names too, within %d days, or that their author calls the same as one there (alike), or that were written and landed within %d hours of one of the same author. × chance: landings of both that are linked by the last, by how many there are when one repository is moved against the other by 1 to 8 weeks; empty where that is fewer than one.",
		duty.Amount(compared, "pair that was", "pairs that were"), crossing.Days, crossing.Hours)
	return s
}

// frequent reports whether a pair is a finding.
func frequent(v *duty.View, p *pair) bool {
	landings := int(v.Threshold(&crossings, "landings"))
	if min(p.A.Linked, p.B.Linked) < landings || max(share(p.A), share(p.B)) < v.Threshold(&crossings, "share")/100 {
		return false
	}
	x, known := p.Lift()
	return min(p.A.Named, p.B.Named) >= landings || p.often() && (!known || x >= v.Threshold(&crossings, "lift"))
}

func share(c crossing.Count) float64 { return float64(c.Linked) / float64(c.Landings) }

// finding tells of a pair.
func finding(v *duty.View, p *pair, mask func(*Member, string) string) sheet.Finding {
	var how []string
	if p.A.Named > 0 {
		how = append(how, fmt.Sprintf("%d by a ticket or what they are called", p.A.Named))
	}
	if x, ok := p.Lift(); ok && p.often() {
		how = append(how, fmt.Sprintf("by one author within %d hours %.1f × chance", crossing.Hours, x))
	}
	f := sheet.Finding{
		Rule: crossings.ID, Level: v.Level(&crossings),
		Message: fmt.Sprintf("%d of %d changes come with one of %s, and %d of %d there with one of here", p.A.Linked, p.A.Landings, p.b.Name, p.B.Linked, p.B.Landings),
		Why:     "work that is in two repositories waits for two reviews, builds and releases, and is whole only when both have landed",
		Next:    "see what the pairs share, and keep it in one of the two, or behind an interface that holds still",
	}
	if len(how) > 0 {
		f.Message += ": " + strings.Join(how, ", ")
	}
	for _, l := range examples(p.Links) {
		f.Evidence = append(f.Evidence, sheet.Evidence{
			Commit: string(l.A.ID), Date: sheet.DateOf(time.Unix(l.A.Landed, 0)), Text: inWords(p, l, mask),
		})
	}
	f.Fingerprint = sheet.Fingerprint(crossings.ID, p.a.Name, p.b.Name)
	return f
}

// examples are links that stand for all: the surest first, each partner once.
func examples(all []crossing.Link) []crossing.Link {
	links := slices.Clone(all)
	slices.SortStableFunc(links, func(x, y crossing.Link) int { return cmp.Compare(certainty(x), certainty(y)) })
	seen := map[string]bool{}
	links = slices.DeleteFunc(links, func(l crossing.Link) bool {
		partner, ticket := string(l.B.ID), l.Ticket
		told := seen[partner] || ticket != "" && seen[ticket]
		seen[partner], seen[ticket] = true, true
		return told
	})
	return links[:min(mostEvidence, len(links))]
}

// inWords names the partner of a landing first, as it is what is cut last.
func inWords(p *pair, l crossing.Link, mask func(*Member, string) string) string {
	text := fmt.Sprintf("with %.10s there: %s", l.B.ID, mask(p.a, l.A.Work.Subject))
	if other := mask(p.b, l.B.Work.Subject); !l.Alike {
		text += "; " + other
	}
	return text
}

// certainty orders links: those by a ticket, by what they are called, by their author.
func certainty(l crossing.Link) int {
	switch {
	case l.Ticket != "":
		return 0
	case l.Alike:
		return 1
	}
	return 2
}
