// Package scriptcalls finds which functions of TypeScript and JavaScript call which,
// for those who ask what a change of one reaches. It follows names as the language
// does: through scopes, imports, and the types that are written or that an
// initialiser shows, and never by a name alone. What it cannot tell it leaves out.
//
// Types are told as far as members need them: what is generic is replaced where an
// argument shows it, a condition in a type is both of its branches, and what is not
// in the repository is unknown, but for the few types of the language that hold
// others, such as arrays and promises.
//
// Everything is bounded: what one call may take, and all of them together.
package scriptcalls

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// File is a file and its syntax tree.
type File struct {
	Path fact.Path
	Tree *syntax.Tree
}

// Resolve tells to which files a specifier of an import in a file leads: none for
// what is outside of the repository, several where it cannot tell.
type Resolve func(from fact.Path, specifier string) []fact.Path

// Find gives the calls between the functions of files: sorted, each pair once. A
// call through a type that is an interface leads to what the interface declares.
func Find(files []File, resolve Resolve) []fact.Call {
	c := newChecker(files, resolve)
	calls := map[pair]*fact.Call{}
	for _, f := range c.files {
		// What stands in a call is asked first: a long chain of calls needs no depth.
		for i := len(f.Nodes) - 1; i >= 0; i-- {
			c.call(f, int32(i), calls)
		}
	}
	out := make([]fact.Call, 0, len(calls))
	for _, x := range calls {
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b fact.Call) int { return cmp.Or(compare(a.From, b.From), compare(a.To, b.To)) })
	return out
}

type pair struct{ from, to fact.Callable }

func compare(a, b fact.Callable) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Name, b.Name))
}

// call adds what a node calls, if it calls something.
func (c *checker) call(f *file, n int32, calls map[pair]*fact.Call) {
	switch f.Kind(n) {
	case "call_expression", "new_expression", "decorator":
	default:
		return
	}
	c.begin()
	to := c.callees(f, n)
	if len(to) == 0 {
		return
	}
	confidence := fact.Exact
	if len(to) > 1 {
		confidence = fact.Ambiguous
	}
	from := f.caller(n)
	for _, t := range to {
		x := calls[pair{from, t}]
		if x == nil {
			x = &fact.Call{From: from, To: t, Line: f.Line(n), Confidence: confidence}
			calls[pair{from, t}] = x
		}
		x.Line, x.Confidence = min(x.Line, f.Line(n)), min(x.Confidence, confidence)
	}
}

// The bounds, in steps: one is a node or a type that is looked at. callSteps are for
// one call, nodeSteps for all, by the nodes that there are; deepest is how many may
// wait for each other.
const (
	callSteps = 30_000
	nodeSteps = 300
	deepest   = 150
)

// checker tells types.
type checker struct {
	files   []*file
	byPath  map[fact.Path]*file
	resolve Resolve

	aliases map[place]int // how often each is being read

	steps, all int
	depth      int
	cuts       int // how often there was no step left
}

func newChecker(files []File, resolve Resolve) *checker {
	c := &checker{byPath: map[fact.Path]*file{}, resolve: resolve, aliases: map[place]int{}}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	for _, x := range files {
		if c.byPath[x.Path] != nil || x.Tree == nil || len(x.Tree.Nodes) == 0 {
			continue
		}
		f := newFile(x)
		c.files = append(c.files, f)
		c.byPath[x.Path] = f
		c.all += nodeSteps * len(x.Tree.Nodes)
	}
	return c
}

// begin gives a call its steps.
func (c *checker) begin() { c.steps, c.depth = min(callSteps, c.all), 0 }

// enter takes a step down; it is false where there are none left. Who enters leaves.
func (c *checker) enter() bool {
	if c.depth == deepest || c.steps <= 0 {
		c.cuts++
		return false
	}
	c.depth++
	c.step()
	return true
}

func (c *checker) leave() { c.depth-- }

func (c *checker) step() {
	c.steps--
	c.all--
}
