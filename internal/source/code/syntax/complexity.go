package syntax

import "leadline/internal/fact"

// Role is what a node of a kind does to the flow of a function.
type Role uint8

// The roles.
const (
	// If is a condition. What it holds in the role "alternative" is its else: an
	// If there, or in an Else there, goes on with the same condition.
	If Role = iota + 1
	// ElseIf is a further condition, Else the rest, where the grammar has a node
	// for them.
	ElseIf
	Else
	Loop
	// Switch chooses among cases, each a Case, which counts unless Default says so.
	Switch
	Case
	Catch
	// Conditional is an expression that chooses between two others.
	Conditional
	// Logical is an expression whose operator may be one of Operators.
	Logical
	// Lambda is a function without a name of its own, which is counted with the
	// function that it stands in.
	Lambda
	// Jump leaves a place for another; it counts where it names which: where one
	// of its parts is of the kinds Labels.
	Jump
	// Branch counts for McCabe alone.
	Branch
)

// Flow says how a grammar calls what makes a function complex.
type Flow struct {
	Roles map[string]Role
	// Bodies are kinds of parts that stand one level deeper than the structure
	// they are part of, besides those in the roles body, consequence and
	// alternative.
	Bodies map[string]bool
	// Part gives the role of a node in the structure that it is part of where the
	// grammar has no field for it: body, consequence, alternative; nil where all have.
	Part func(t *Tree, n int32) string
	// Operators are the tokens that end an expression early: && and ||, and and or.
	Operators map[string]bool
	// Labels are the kinds of nodes that name where a Jump leads.
	Labels map[string]bool
	// Default tells that a Case is what is left; nil where a kind of its own does.
	Default func(t *Tree, n int32) bool
	// Without tells that a node is not what others of its kind are; nil where the
	// kind says it all.
	Without func(t *Tree, n int32) bool
}

// Complexity is that of a function. Cyclomatic is one more than its branches
// (McCabe, A Complexity Measure, 1976). Cognitive counts each break in the flow
// once, and once more for each structure that it stands in, and a run of equal
// operators once (Campbell, Cognitive Complexity, 2018, appendix B); recursion is
// not in it. Nesting is how deep structures stand in each other.
type Complexity struct{ Cyclomatic, Cognitive, Nesting int }

// Measure gives the complexity of the functions of a tree: those nodes that own
// says are counted by themselves. What stands in none of them is not counted.
func (f *Flow) Measure(t *Tree, own func(n int32) bool) map[int32]Complexity {
	m := measure{Flow: f, tree: t, state: make([]flowState, len(t.Nodes)), of: map[int32]*Complexity{}}
	for i := range t.Nodes {
		m.visit(int32(i), own)
	}
	out := make(map[int32]Complexity, len(m.of))
	for n, c := range m.of {
		out[n] = *c
	}
	return out
}

// flowState is what the parts of a node inherit.
type flowState struct {
	owner int32 // the function that counts; None
	depth int32 // how many structures it stands in
	root  int32 // of a Logical: the first node of its expression
	last  string
	role  Role
}

type measure struct {
	*Flow
	tree  *Tree
	state []flowState
	of    map[int32]*Complexity
}

func (m *measure) visit(n int32, own func(int32) bool) {
	x := &m.tree.Nodes[n]
	s := &m.state[n]
	s.owner, s.root = None, None
	up := &flowState{owner: None, root: None}
	if x.Parent >= 0 {
		up = &m.state[x.Parent]
		s.owner, s.depth = up.owner, up.depth
	}
	if own(n) {
		m.of[n] = &Complexity{Cyclomatic: 1}
		s.owner, s.depth = n, 0
		return
	}
	c := m.of[s.owner]
	if c == nil {
		return
	}
	if !x.Named {
		was := c.Cognitive
		m.operator(c, x.Kind, up)
		m.note(n, c.Cognitive-was)
		return
	}
	s.role = m.Roles[x.Kind]
	if s.role != 0 && m.Without != nil && m.Without(m.tree, n) {
		s.role = 0
	}
	goesOn := m.goesOn(n, up)
	if m.deeper(n, up, goesOn) {
		s.depth++
	}
	was := c.Cognitive
	m.count(c, n, s, up, goesOn)
	m.note(n, c.Cognitive-was)
}

// note keeps a break, if they are wanted.
func (m *measure) note(n int32, cost int) {
	s := &m.state[n]
	if m.tree.Noted && (cost > 0 || s.role == Case || s.role == Else) {
		m.tree.Breaks = append(m.tree.Breaks, fact.Break{Function: int(s.owner), Line: m.tree.Line(n), End: m.tree.EndLine(n), Cost: cost})
	}
}

// part is the role of a node in the structure that it is part of.
func (m *measure) part(n int32) string {
	if x := &m.tree.Nodes[n]; x.Field != "" || m.Part == nil {
		return x.Field
	}
	return m.Part(m.tree, n)
}

// goesOn tells that a condition is the else of another one.
func (m *measure) goesOn(n int32, up *flowState) bool {
	if m.state[n].role != If {
		return false
	}
	switch up.role {
	case If:
		return m.part(n) == "alternative"
	case Else:
		// else { if … } is not the same as else if …: the block is between.
		return true
	}
	return false
}

// deeper tells that a node stands in the structure that it is part of.
func (m *measure) deeper(n int32, up *flowState, goesOn bool) bool {
	switch up.role {
	case Lambda:
		return true
	case If, ElseIf, Else, Loop, Switch, Catch, Conditional:
	default:
		return false
	}
	role := m.state[n].role
	switch {
	case goesOn, role == Else, role == ElseIf:
		return false
	case up.role == Else, m.Bodies[m.tree.Kind(n)]:
		return true
	}
	switch m.part(n) {
	case "body", "consequence", "alternative":
		return true
	case "": // the grammar does not tell the parts of a choice apart
		return up.role == Conditional
	}
	return false
}

func (m *measure) count(c *Complexity, n int32, s, up *flowState, goesOn bool) {
	if up.role == If && m.part(n) == "alternative" && s.role != Else && s.role != ElseIf && !goesOn {
		c.Cognitive++ // an else without a node of its own
	}
	switch s.role {
	case If:
		c.Cyclomatic++
		if goesOn {
			if up.role == If {
				c.Cognitive++
			}
			return
		}
		c.structure(s.depth)
	case ElseIf:
		c.Cyclomatic++
		c.Cognitive++
	case Else:
		if up.role != Switch { // what is left of the cases is one of them
			c.Cognitive++
		}
	case Loop, Catch, Conditional:
		c.Cyclomatic++
		c.structure(s.depth)
	case Switch:
		c.structure(s.depth)
	case Case:
		if m.Default == nil || !m.Default(m.tree, n) {
			c.Cyclomatic++
		}
	case Branch:
		c.Cyclomatic++
	case Jump:
		for p := range m.tree.Children(n) {
			if m.Labels[m.tree.Kind(p)] {
				c.Cognitive++
				break
			}
		}
	case Logical:
		s.root = n
		if up.root != None {
			s.root = up.root
		}
	default:
		if m.tree.Kind(n) == "parenthesized_expression" {
			s.root = up.root
		}
	}
}

// structure counts a structure at a depth.
func (c *Complexity) structure(depth int32) {
	c.Cognitive += 1 + int(depth)
	c.Nesting = max(c.Nesting, int(depth)+1)
}

// operator counts a token that ends an expression early; one that follows an equal
// one in the same expression, in the order of the text, adds nothing for Campbell.
func (m *measure) operator(c *Complexity, kind string, up *flowState) {
	if up.root == None || up.role != Logical || !m.Operators[kind] {
		return
	}
	c.Cyclomatic++
	if first := &m.state[up.root]; first.last != kind {
		first.last = kind
		c.Cognitive++
	}
}
