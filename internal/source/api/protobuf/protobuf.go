// Package protobuf tells how services and messages described in protobuf files
// changed between two states of a repository.
//
// What is compared is what others depend upon: the binary form (the wire), the form
// in JSON, and the source that is generated. Data of the earlier state that the later
// one does not read, or reads as something else, in either form, is a break; so is
// what is gone. What only the source that is generated notices is call-compatible.
// What can be told from the text of the files is told: options have no say but for
// json_name, default and the features of editions, and imports from outside of the
// repository are not needed, since types are compared by their names.
//
// Where the repository says in a buf.yaml what it holds a break (WIRE, WIRE_JSON, or what
// is to be ignored), nothing else is one: the earlier state has the word.
package protobuf

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// Most is the size in bytes above which a file is not read.
const Most = 4 << 20

// State is a state of the repository.
type State struct {
	// Paths are those of all its files; others than *.proto are passed over.
	Paths []fact.Path
	// Read gives the content of one of them.
	Read func(ctx context.Context, p fact.Path) ([]byte, error)
}

// Pair is a file that differs between the states. What was added has no From, what
// was removed no To; a file that was moved has two of which one is not the other.
type Pair struct {
	From, To fact.Path
	Old, New []byte
}

// Unit is a file, and what its version says of changes that break.
type Unit struct {
	Path fact.Path
	// Promises: the earlier state promised to stay compatible, by the version at the
	// end of its package; Why says how that is known.
	Promises bool
	Why      string
	// Announced: the package has another name, so that nothing is both old and new.
	Announced bool
}

// Result is what changed, ordered; the units that were compared; and those that could
// not be.
type Result struct {
	Changes   []fact.APIChange
	Units     []Unit
	Unchecked []fact.APIUnchecked
}

// Compare compares the files that differ. The error is that of the context; what
// cannot be read or does not parse is part of the result.
//
// What moved to another file of the same package is the same as before.
func Compare(ctx context.Context, from, to State, pairs []Pair) (Result, error) {
	c := comparison{renamed: map[string]string{}, inside: map[string]string{}, appeared: map[string]*decl{}, heirs: map[*decl]*decl{}}
	earlier, later := newTree(from), newTree(to)
	pairs = slices.Clone(pairs)
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From)) })
	for _, p := range pairs {
		earlier.put(p.From, p.Old)
		later.put(p.To, p.New)
	}
	var both []parsed
	for _, p := range pairs {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		b, err := read(ctx, earlier, later, p)
		if err != nil {
			c.result.Unchecked = append(c.result.Unchecked, fact.APIUnchecked{Path: cmp.Or(p.To, p.From), Why: err.Error()})
			continue
		}
		both = append(both, b)
		c.expect(b)
	}
	for _, b := range both {
		c.follow(b)
	}
	for _, b := range both {
		c.files(b)
	}
	held := policiesOf(from)
	for _, t := range c.told {
		if !t.Kind.Breaks() || held.tells(ctx, t.Unit, t.reach) {
			c.result.Changes = append(c.result.Changes, t.APIChange)
		}
	}
	return c.ordered(), ctx.Err()
}

// parsed is a file at both states; either may be nil.
type parsed struct{ old, new *file }

func read(ctx context.Context, earlier, later *tree, p Pair) (b parsed, err error) {
	if p.From != "" {
		if b.old, err = earlier.file(ctx, p.From); err != nil {
			return b, fmt.Errorf("the earlier state cannot be read: %w", err)
		}
		earlier.resolve(ctx, b.old)
	}
	if p.To != "" {
		if b.new, err = later.file(ctx, p.To); err != nil {
			return b, fmt.Errorf("it cannot be read: %w", err)
		}
		later.resolve(ctx, b.new)
	}
	return b, nil
}

// comparison is the state of one comparison.
type comparison struct {
	// renamed gives the later names of packages that were renamed, by the earlier.
	renamed map[string]string
	// inside gives the full names of messages that stand in another one now, and of what
	// stands in them, by the earlier.
	inside map[string]string
	// appeared is what files have that they, or their like, did not have before.
	appeared map[string]*decl
	// heirs gives what became of declarations of the earlier state.
	heirs  map[*decl]*decl
	result Result
	told   []told
	unit   fact.Path // of what is compared
}

// told is a change, and whom it reaches if it breaks.
type told struct {
	fact.APIChange
	reach reach
}

// expect notes what a pair of files says about others.
func (c *comparison) expect(b parsed) {
	if b.old != nil && b.new != nil && b.old.pkg != b.new.pkg {
		c.renamed[b.old.pkg] = b.new.pkg
	}
	if b.new == nil {
		return
	}
	for _, d := range b.new.decls {
		if b.old == nil || b.old.named(d.name) == nil {
			c.appeared[b.new.full(d.name)] = d
		}
	}
}

// follow finds what became of what a file declared: in the file, or else in another
// one of the same package, or of the package as it is called now, or inside of a message.
func (c *comparison) follow(b parsed) {
	if b.old == nil {
		return
	}
	for _, d := range b.old.decls {
		if b.new != nil && b.new.named(d.name) != nil {
			c.heirs[d] = b.new.named(d.name)
			continue
		}
		to := c.appeared[b.old.full(d.name)]
		if pkg, ok := c.renamed[b.old.pkg]; ok && to == nil {
			to = c.appeared[join(pkg, d.name)]
		}
		if to == nil {
			if to = c.nested(b.old, d); to != nil {
				c.inside[b.old.full(d.name)] = to.file.full(to.name)
			}
		}
		if to != nil {
			to.moved = true
			c.heirs[d] = to
		}
	}
}

// nested finds the one new message inside of another that has the fields of one that is
// gone and whose name its own ended with, or what stood in such a one.
func (c *comparison) nested(f *file, d *decl) (to *decl) {
	if holder := c.heirs[f.named(d.parent)]; holder != nil {
		return c.appeared[holder.file.full(join(holder.name, last(d.name)))]
	}
	for _, x := range c.appeared {
		if x.kind != message || x.parent == "" || x.moved || x.file.pkg != f.pkg || !strings.HasSuffix(d.name, last(x.name)) || !d.alike(x) {
			continue
		}
		if to != nil {
			return nil // nobody knows which
		}
		to = x
	}
	return to
}

func (c *comparison) files(b parsed) {
	at := cmp.Or(b.new, b.old)
	c.unit = at.path
	u := Unit{Path: at.path}
	u.Promises, u.Why = promise(cmp.Or(b.old, b.new).pkg)
	switch {
	case b.old == nil:
		c.added(b.new)
	case b.new == nil:
		c.removed(b.old)
	default:
		if b.old.pkg != b.new.pkg {
			u.Announced = true
			c.reportTo(source, fact.APIChanged, "", b.new.line, "its package changed from %s to %s, and with it every name in it", orNone(b.old.pkg), orNone(b.new.pkg))
		}
		c.became(b.old)
		c.came(b)
	}
	c.result.Units = append(c.result.Units, u)
}

func orNone(pkg string) string { return cmp.Or(pkg, "none") }

// added tells of a new file, unless all it has was somewhere else before.
func (c *comparison) added(f *file) {
	if slices.ContainsFunc(f.decls, func(d *decl) bool { return !d.moved }) {
		c.report(fact.APIAdded, "", 1, "added")
	}
}

// removed tells of a file that is gone: of the whole, if all that it had is gone.
func (c *comparison) removed(f *file) {
	if len(f.decls) > 0 && !slices.ContainsFunc(f.decls, func(d *decl) bool { return c.heirs[d] != nil }) {
		c.reportTo(source, fact.APIRemoved, "", 0, "removed")
		return
	}
	c.became(f)
}

// became tells what became of all that a file declared.
func (c *comparison) became(old *file) {
	unit := c.unit
	for _, d := range old.decls {
		if to := c.heirs[d]; to != nil {
			c.unit = to.file.path
			if d.parent == "" && c.inside[old.full(d.name)] != "" {
				c.report(fact.APICallable, d.name, to.line, "message is called %s now: data are the same, generated source is not", to.name)
			}
			c.decls(d, to)
		} else if parent := old.named(d.parent); parent == nil || c.heirs[parent] != nil {
			c.reportTo(source, fact.APIRemoved, d.name, 0, "%s removed", d.kind)
		}
		c.unit = unit
	}
}

// came tells what is new in a file.
func (c *comparison) came(b parsed) {
	for _, d := range b.new.decls {
		if b.old.named(d.name) == nil && !d.moved && (d.parent == "" || b.old.named(d.parent) != nil) {
			c.report(fact.APIAdded, d.name, d.line, "%s added", d.kind)
		}
	}
}

// report adds a change that reaches who reads the binary form, or names it in source alone
// where calls stay right.
func (c *comparison) report(kind fact.APIChangeKind, symbol string, line int, format string, args ...any) {
	r := binary
	if kind == fact.APICallable {
		r = source
	}
	c.reportTo(r, kind, symbol, line, format, args...)
}

func (c *comparison) reportTo(r reach, kind fact.APIChangeKind, symbol string, line int, format string, args ...any) {
	c.told = append(c.told, told{fact.APIChange{
		Kind: kind, Unit: c.unit, Symbol: symbol, What: fmt.Sprintf(format, args...), Path: c.unit, Line: line,
	}, r})
}

// ordered gives the result in one order, without repetitions.
func (c *comparison) ordered() Result {
	r := c.result
	slices.SortFunc(r.Changes, func(a, b fact.APIChange) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Symbol, b.Symbol), cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.What, b.What))
	})
	r.Changes = slices.Compact(r.Changes)
	return r
}

// stable is the last element of a package that promises to stay as it is, and
// unstable of one that says it may not, as buf has it (PACKAGE_NO_DELETE and others
// with ignore_unstable_packages).
var (
	stable   = regexp.MustCompile(`^v[1-9][0-9]*$`)
	unstable = regexp.MustCompile(`^v[1-9][0-9]*(test.*|(p[1-9][0-9]*)?(alpha|beta)([1-9][0-9]*)?)$`)
)

// promise tells whether a package promises to stay compatible, by its name.
func promise(pkg string) (promises bool, why string) {
	version := last(pkg)
	switch {
	case stable.MatchString(version):
		return true, fmt.Sprintf("its package %s ends with a version", pkg)
	case unstable.MatchString(version):
		return false, fmt.Sprintf("its package %s ends with a version that is not stable", pkg)
	}
	return false, "its package names no version"
}
