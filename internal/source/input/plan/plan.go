// Package plan reads plans: items of work with their estimates, what they wait for and
// what they need, and resources with their calendars. It knows files of PSPLIB, plan
// files in YAML, project files in MSPDI (the XML of Microsoft Project), issues of Jira
// (CSV and JSON) and of GitHub (JSON), and CSV with a row for each item.
//
// Several files are one plan: the resources in one, the items in another. Days and
// weeks become minutes by the working time of the first calendar. A duration that is
// not positive or no number, an item that is named twice, an unknown dependency, a
// cycle and a mix of numbers with and without units are mistakes. Links of an export
// that lead out of it are a gap.
package plan

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// form is a kind of file.
type form int

const (
	formCSV form = iota
	formYAML
	formJSON
	formXML
	formPSPLIB
)

var yamlLine = regexp.MustCompile(`^[A-Za-z][A-Za-z ]*:(\s|$)`)

// formOf tells what a file is by its content.
func formOf(data []byte) form {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case bytes.HasPrefix(text, []byte("<")):
		return formXML
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return formJSON
	case bytes.Contains(text[:min(len(text), 1<<12)], []byte("PRECEDENCE RELATIONS:")):
		return formPSPLIB
	}
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' && !bytes.Equal(line, []byte("---")) {
			if yamlLine.Match(line) {
				return formYAML
			}
			return formCSV
		}
	}
	return formCSV
}

// Read makes one plan of files. Every mistake is told; the gaps are parts that were
// left out. Items without an estimate have the one given, if it is not empty.
func Read(files []fact.Input, estimate string) (*fact.Plan, []fact.Gap, error) {
	b := &builder{index: map[string]int{}, bare: -1, united: -1}
	// Plan files first: they have the calendars, by which days become minutes.
	order := slices.Clone(files)
	slices.SortStableFunc(order, func(x, y fact.Input) int { return rank(x) - rank(y) })
	for _, in := range order {
		b.open(in.Name)
		b.read(&in)
		b.close()
	}
	return b.finish(estimate)
}

// finish checks the plan as a whole.
func (b *builder) finish(estimate string) (*fact.Plan, []fact.Gap, error) {
	b.sumUp()
	b.resolve()
	b.assume(estimate)
	if err := errors.Join(b.errs...); err != nil {
		return nil, nil, err
	}
	return &b.plan, b.gaps(), nil
}

// assume gives items without an estimate one.
func (b *builder) assume(text string) {
	var given fact.Item
	if text != "" {
		if wrong := b.estimate(&given, text); wrong != "" {
			b.errs = append(b.errs, fault.New(fault.Usage, "--estimate: %s", wrong).WithHint(durationHint))
		}
	}
	if given.Estimated {
		b.points, b.used = counted{}, counted{} // they have that one
	}
	for i := range b.plan.Items {
		it := &b.plan.Items[i]
		switch {
		case it.Estimated || it.Done:
		case given.Estimated:
			it.Estimated, it.Low, it.Likely, it.High = true, given.Low, given.Likely, given.High
		default:
			b.unknown.add(it.ID)
		}
	}
}

func rank(in fact.Input) int {
	if formOf(in.Data) == formYAML {
		return 0
	}
	return 1
}

func (b *builder) read(in *fact.Input) {
	if len(bytes.TrimSpace(in.Data)) == 0 {
		b.Wrong(0, 0, "give a plan, see leadline planning --help", "the file is empty")
		return
	}
	switch formOf(in.Data) {
	case formXML:
		b.readMSPDI(in)
	case formJSON:
		b.readIssues(in)
	case formPSPLIB:
		b.readPSPLIB(in)
	case formYAML:
		b.readYAML(in)
	default:
		b.readRows(in)
	}
}

// builder is a plan that is being read.
type builder struct {
	fault.Mistakes
	plan fact.Plan
	errs []error
	// index is where each item is, by id.
	index map[string]int
	files []string // by item
	// export is whether links may lead out of the file, by item.
	export []bool
	// bare and united are the lines of the first estimate without and with a unit.
	bare, united int

	// said is what each record says, by its line, of a file that holds records; nil of
	// one that does not. kept: the plan is of records.
	said map[int]*fact.Record
	kept bool

	// parts are issues and what each is a part of, by its key or number; numbers are the keys by
	// number.
	parts   [][2]string
	numbers map[string]string

	outside, points, leads, kinds, extra, unknown, used, dates counted
}

// counted is things that were left out: how many, and the first.
type counted struct {
	n       int
	example string
}

func (c *counted) add(example string) {
	if c.n++; c.n == 1 {
		c.example = example
	}
}

func (b *builder) open(name string) {
	b.Mistakes = fault.Mistakes{Name: name}
	b.bare, b.united = -1, -1
}

func (b *builder) close() {
	if b.bare >= 0 && b.united >= 0 {
		b.Wrong(b.bare, 0, "write a unit behind every estimate: 4h, 2d, 1w",
			"estimates with and without a unit are mixed: this one has none, and the one of line %d has", b.united)
	}
	if err := b.Err(); err != nil {
		b.errs = append(b.errs, err)
	}
}

// add puts an item into the plan.
func (b *builder) add(it fact.Item, export bool) {
	if it.ID == "" {
		b.Wrong(it.Line, 0, "give every item an id of its own", "an item has no id")
		return
	}
	if at, ok := b.index[it.ID]; ok {
		b.Wrong(it.Line, 0, "give every item an id of its own", "item %s is there twice; it is in line %d of %s as well", it.ID, b.plan.Items[at].Line, b.files[at])
		return
	}
	b.index[it.ID] = len(b.plan.Items)
	it.File = b.Name
	b.plan.Items = append(b.plan.Items, it)
	b.files = append(b.files, b.Name)
	b.export = append(b.export, export)
}

// resolve checks what items wait for and need, and that none waits for itself.
func (b *builder) resolve() {
	for _, check := range []func(){b.checkLinks, b.staff, b.checkCycle, b.checkEmpty} {
		if len(b.errs) == 0 {
			check()
		}
	}
}

// checkLinks refuses links to items that are not there, but for those of exports,
// which lead out of them.
func (b *builder) checkLinks() {
	var told fault.Mistakes
	for i := range b.plan.Items {
		it := &b.plan.Items[i]
		told.Name = b.files[i]
		it.After = slices.DeleteFunc(it.After, func(a fact.After) bool {
			if _, ok := b.index[a.ID]; ok {
				return false
			}
			if b.export[i] {
				b.outside.add(it.ID + " waits for " + a.ID)
			} else {
				told.Wrong(it.Line, 0, "name an item that is there, or take the dependency out", "item %s waits for %s, which is not there", it.ID, a.ID)
			}
			return true
		})
	}
	b.tell(&told)
}

// tell keeps mistakes, if there are any.
func (b *builder) tell(m *fault.Mistakes) {
	if err := m.Err(); err != nil {
		b.errs = append(b.errs, err)
	}
}

func (b *builder) checkCycle() {
	if cycle := b.cycle(); cycle != nil {
		m := fault.Mistakes{Name: b.files[cycle[0]]}
		m.Wrong(b.plan.Items[cycle[0]].Line, 0, "take one of these dependencies out", "items wait for one another: %s", b.spell(cycle))
		b.tell(&m)
	}
}

func (b *builder) checkEmpty() {
	if len(b.plan.Items) == 0 {
		m := fault.Mistakes{Name: b.Name}
		m.Wrong(0, 0, "give a file with items", "there is no item")
		b.tell(&m)
	}
}

// spell writes a cycle, its middle left out where it is long.
func (b *builder) spell(cycle []int) string {
	const most = 20
	var ids []string
	for k, i := range cycle {
		if len(cycle) > most && k == most/2 {
			ids = append(ids, fmt.Sprintf("(%d more)", len(cycle)-most))
		}
		if len(cycle) <= most || k < most/2 || k >= len(cycle)-most/2 {
			ids = append(ids, b.plan.Items[i].ID)
		}
	}
	return strings.Join(ids, " -> ")
}

// cycle gives items that wait for one another, the first again at the end; nil if none
// do. Each but the first waits for the one before it.
func (b *builder) cycle() []int {
	items := b.plan.Items
	waits := make([]int, len(items))
	then := make([][]int32, len(items))
	var ready []int
	for i, it := range items {
		waits[i] = len(it.After)
		for _, a := range it.After {
			then[b.index[a.ID]] = append(then[b.index[a.ID]], int32(i)) // #nosec G115 -- items of one file
		}
		if waits[i] == 0 {
			ready = append(ready, i)
		}
	}
	for k := 0; k < len(ready); k++ {
		for _, j := range then[ready[k]] {
			if waits[j]--; waits[j] == 0 {
				ready = append(ready, int(j))
			}
		}
	}
	if len(ready) == len(items) {
		return nil
	}
	at := slices.IndexFunc(waits, func(n int) bool { return n > 0 })
	seen, path := map[int]int{}, []int{}
	for {
		if k, ok := seen[at]; ok {
			path = append(path[k:], at)
			slices.Reverse(path)
			return path
		}
		seen[at] = len(path)
		path = append(path, at)
		k := slices.IndexFunc(items[at].After, func(a fact.After) bool { return waits[b.index[a.ID]] > 0 })
		at = b.index[items[at].After[k].ID]
	}
}

// gaps says what was left out.
func (b *builder) gaps() []fact.Gap {
	var out []fact.Gap
	tell := func(c counted, format string) {
		if c.n > 0 {
			out = append(out, fact.Gap{Kind: fact.GapInput, Count: c.n, Example: c.example, Detail: fmt.Sprintf(format, c.n)})
		}
	}
	tell(b.unknown, "%d items have no estimate: the plan is made as if they took no time (--estimate gives them one)")
	tell(b.used, "%d items are not done, and their estimates are used up: how long they still take is not known")
	tell(b.dates, "%d days by which items are to be done are written otherwise than 2026-12-24: they are left out")
	tell(b.outside, "%d links lead to items that are not in the file: nothing waits for those")
	tell(b.points, "%d items have points and no time: how long they take is not known")
	tell(b.leads, "%d links let an item begin before another one has ended: it waits for the end")
	tell(b.extra, "%d exceptions of calendars add working time: they are left out")
	tell(b.kinds, "%d links are not from finish to start: they are left out")
	return out
}
