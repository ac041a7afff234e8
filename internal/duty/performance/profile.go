package performance

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"leadline/internal/analysis/profiling"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const profileQuestion = "Where does the time go, what changed, and where would work on it pay?"

// profile says where the time goes.
var profile = duty.Verb{
	Name:     "profile",
	Question: profileQuestion,
	Doc: `A FILE is a profile as pprof has it: of time, or of memory, then memory is meant
where time is said here. One file tells where time goes, by function and package; two,
of a base and of a head that did the same work, what changed between them, and whether
that is more than chance makes of samples.

In a repository it also tells of the functions that the repository declares where they
stand, how complex they are, how many of their lines are new, how often their file
changes, and who knows it. New are lines of the last 180 days, or with --base REV those
of commits since REV. The code is that of the commit that is read: --at names another.`,
	Args: "[BASE] FILE", Least: 1, Most: 2,
	Flags:        []duty.Flag{{Name: "base", Value: "REV", Doc: "the commit that BASE was built from"}},
	InRepository: true,
	Needs:        []duty.Need{duty.NeedHotspots, duty.NeedImports, duty.NeedSymbols, duty.NeedKnowledge},
	Read:         readProfile,
}

var costlier = duty.Rule{
	ID: "performance/costlier", Level: sheet.LevelNote,
	Title: "A function costs more than in the profile of the base, by more than chance",
	Doc: `For "leadline performance profile BASE HEAD". Samples are counted in both
profiles: in a repository those of its functions, with what ran for them in code from
elsewhere, such as a library's; otherwise those of each function's own code. The
difference over the root of the sum is taken for normal (Przyborowski and Wilenski
1940), and adjusted for all that were compared (Benjamini and Hochberg 1995, 5 %). The
two runs must have done the same work: twice the requests are twice the samples. Named
are the five with the largest difference, with how many of their lines are new: of the
last 180 days, or since the commit that --base names. One without new lines is called
more, or with other data. Work that the runtime does on its own, such as collecting
garbage, is of no function. A profile of memory does not count samples, and nothing is
found in it.`,
}

const (
	mostFunctions = 30
	mostPackages  = 15
	mostCostlier  = 5
)

func readProfile(v *duty.View) (sheet.Sheet, error) {
	p := &profiled{view: v, head: &v.Inputs.Profiles[len(v.Inputs.Profiles)-1]}
	if len(v.Inputs.Profiles) == 2 {
		p.base = &v.Inputs.Profiles[0]
	}
	p.functions = profiling.Functions(p.base, p.head)
	p.factor, p.unit = duty.Scaled(float64(p.head.Total), unitOf(p.head))
	p.place()
	s := sheet.Sheet{Duty: name, Question: profileQuestion, Figures: p.figures(), Findings: p.findings()}
	s.Sections = append(s.Sections, p.table("functions", "Functions", p.functions, mostFunctions), p.table("packages", "Packages", p.packages(), mostPackages))
	if v.History == nil {
		s.Unknown = append(s.Unknown, sheet.Unknown{
			What: "where the code stands, how complex and how new it is, and who knows it", Why: "the command does not run in a repository",
			Next: "run it in the clone that the program was built from, or name that with -C DIR",
		})
		return s, nil
	}
	s.Sections = append(s.Sections, p.where())
	return s, nil
}

// profiled is a profile, or two, to be told.
type profiled struct {
	view       *duty.View
	base, head *fact.Profile
	functions  []profiling.Cost
	placed     map[string]*placed
	outside    int64 // what ran in none of the repository's functions
	factor     float64
	unit       string
}

// unitOf is the unit of a profile as people write it.
func unitOf(p *fact.Profile) string {
	switch p.Unit {
	case "nanoseconds":
		return "ns"
	case "bytes":
		return "B"
	}
	return p.Unit
}

// amount is a value in words.
func (p *profiled) amount(x int64) string {
	factor, unit := duty.Scaled(math.Abs(float64(x)), unitOf(p.head))
	return fmt.Sprintf("%.3g %s", float64(x)*factor, unit)
}

func (p *profiled) figures() []sheet.Figure {
	total := func(id, label string, x *fact.Profile) sheet.Figure {
		return sheet.Figure{ID: name + "/" + id, Label: label, Unit: p.unit, State: sheet.Known, Value: sheet.Float(figures(float64(x.Total)*p.factor, 4)), N: int(x.Count)}
	}
	if p.base == nil {
		return []sheet.Figure{total("total", p.unit+" of "+p.head.Kind+" in the profile", p.head)}
	}
	return []sheet.Figure{
		total("base", p.unit+" of "+p.head.Kind+" in the base", p.base),
		total("head", p.unit+" in the head", p.head),
		duty.Count(name+"/differ", len(p.differing()), "function differs by more than chance", "functions differ by more than chance", nil),
	}
}

// differing are the functions whose own cost differs by more than chance.
func (p *profiled) differing() []*profiling.Cost {
	var out []*profiling.Cost
	for i := range p.functions {
		if p.functions[i].Q <= 0.05 {
			out = append(out, &p.functions[i])
		}
	}
	return out
}

func (p *profiled) packages() []profiling.Cost {
	return profiling.Packages(p.functions, p.counted())
}

// table tells what functions or packages cost.
func (p *profiled) table(id, title string, costs []profiling.Cost, most int) sheet.Section {
	byFunction := id == "functions"
	t := &sheet.Table{Columns: []sheet.Column{{ID: id, Label: id[:len(id)-1], Kind: sheet.ColumnText}}, Others: max(0, len(costs)-most)}
	add := func(id, label, unit string) {
		t.Columns = append(t.Columns, sheet.Column{ID: id, Label: label, Kind: sheet.ColumnNumber, Unit: unit})
	}
	note := "Self is the cost of a function's own code, total that with what it calls, of all in per cent."
	if p.base != nil {
		add("base", "base", p.unit)
		add("head", "head", p.unit)
		add("difference", "difference", p.unit)
		add("q", "q", "")
		note = "Base and head are the cost of a function's own code; q is how likely chance makes such a difference of samples, adjusted for all that stand here. The larger difference comes first."
	} else {
		add("self", "self", "%")
		if byFunction {
			add("total", "total", "%")
		}
	}
	for _, c := range costs[:min(most, len(costs))] {
		label := c.Name
		if label == "" {
			label = "(no name)"
		}
		row := []sheet.Value{sheet.String(label)}
		switch {
		case p.base != nil:
			row = append(row, p.value(c.Base.Self), p.value(c.Head.Self), p.value(c.Difference()), p.chance(&c))
		case byFunction:
			row = append(row, p.share(c.Head.Self), p.share(c.Head.Total))
		default:
			row = append(row, p.share(c.Head.Self))
		}
		t.Rows = append(t.Rows, row)
	}
	return sheet.Section{ID: name + "/" + id, Title: title, Kind: sheet.KindTable, Table: t, Note: note}
}

func (p *profiled) value(x int64) sheet.Value { return sheet.Float(figures(float64(x)*p.factor, 4)) }

// share is a part of the whole head, in per cent.
func (p *profiled) share(x int64) sheet.Value {
	return sheet.Float(math.Round(1e4*float64(x)/float64(p.head.Total)) / 100)
}

// chance is a cost's q; nothing where samples were not counted.
func (p *profiled) chance(c *profiling.Cost) sheet.Value {
	if !p.counted() {
		return sheet.Value{}
	}
	return sheet.Float(figures(c.Q, 3))
}

// suspects are what may have become costlier: functions of the repository with what ran
// for them elsewhere, or all functions where no repository is known. Each of the former
// is found by its name.
func (p *profiled) suspects() ([]profiling.Cost, map[string]*placed) {
	if len(p.placed) == 0 {
		return p.functions, nil
	}
	var out []profiling.Cost
	at := map[string]*placed{}
	for _, x := range p.ours() {
		c := profiling.Cost{Name: x.symbol.FullName() + " in " + string(x.path), Base: x.was, Head: x.own}
		out, at[c.Name] = append(out, c), x
	}
	profiling.Judge(out, p.counted())
	return out, at
}

func (p *profiled) findings() []sheet.Finding {
	if p.base == nil || p.view.Off(&costlier) {
		return nil
	}
	var out []sheet.Finding
	costs, at := p.suspects()
	for i := range costs {
		if c := &costs[i]; c.Q <= 0.05 && c.Difference() > 0 && len(out) < mostCostlier {
			out = append(out, p.costlier(c, at[c.Name]))
		}
	}
	return out
}

// costlier is the finding of a function that costs more, with where it stands if that is
// known.
func (p *profiled) costlier(c *profiling.Cost, at *placed) sheet.Finding {
	f := sheet.Finding{
		Rule: costlier.ID, Level: p.view.Level(&costlier),
		Message: fmt.Sprintf("%s costs %s more: %s, and %s in the base", c.Name, p.amount(c.Difference()), p.amount(c.Head.Self), p.amount(c.Base.Self)),
		Why:     "the head does in it, or for it, what the base did not, or does it more often",
		Evidence: []sheet.Evidence{{Text: fmt.Sprintf("%d samples of %d in the base, %d of %d in the head, q %.2g",
			c.Base.Samples, p.base.Count, c.Head.Samples, p.head.Count, c.Q)}},
		Fingerprint: sheet.Fingerprint(costlier.ID, c.Name),
	}
	name := c.Name
	if at != nil { // the place says the rest
		f.Message = strings.Replace(f.Message, c.Name, at.symbol.FullName(), 1)
		name = at.symbol.Name
		place := at.at()
		f.Place = &place
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &place, Text: fmt.Sprintf("%d of its %d lines are new", at.fresh, at.lines())})
	}
	f.Next = sheet.Command("go", "tool", "pprof", "-list", regexp.QuoteMeta(name)+"$", p.view.Inputs.Names[1]) + " shows which lines cost it"
	return f
}

// counted says that samples were counted in both.
func (p *profiled) counted() bool { return p.base != nil && p.base.Count > 0 && p.head.Count > 0 }
