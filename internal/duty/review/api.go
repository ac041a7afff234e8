package review

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var api = duty.Rule{
	ID: "review/api", Level: sheet.LevelError,
	Title: "The change breaks what others program against",
	Doc: `Something that the last release exports is gone, or is another thing, at the head of the
change, and at its base it was not: whoever uses the release cannot take the next one
as it is. It is told

- of modules of Go, by apidiff over the types in the repository. The last release is the
  highest version that the go command finds among the tags from before the base. What is
  internal, a command, below test or tests at the top, or of a module without a release is
  not told, nor that values can no longer be compared with ==, nor
  what breaks of generated code as the description changes that it is made of (.proto,
  .thrift, .graphql, .fbs, .avsc, .sql): that one is judged. What a type has from one of another
  package that it embeds, however far below, is told of that package;
- of descriptions of services: OpenAPI and Swagger, by oasdiff, and protobuf, by what
  breaks data and generated code, or what buf.yaml holds a break. What is below a folder internal is for nobody else: of
  that only what breaks data of protobuf is told. Where nothing was released they are held against the
  base, and a break is a warning that does not gate. A break that another major version, or another package, announces is none, nor
  one of a change that declares it, as Conventional Commits do (feat!:, BREAKING CHANGE:), nor
  that what a subject says to be renamed is gone, or that a message stands in another one now, and
  what several descriptions say, one for each version of a service, is told once;
- of packages of npm, distributions of Python, and public types of modules of Maven and
  Gradle, by name alone: names, members and the numbers of parameters are compared, and
  no types. What the release calls deprecated may go, and what lies in a folder called
  internal, experimental or unstable, or in buildSrc, is nobody else's; nor is a program of
  Python that says that it is no package (package-mode, package). It is told of what a
  document of the release names, and where to import it from (the module of Python or the
  package of Java before its name, or an import), as public names may be for the package
  alone and others may have the same; what is
  written for contributors (CONTRIBUTING, AGENTS, .github) is no such document.
  What is announced is not told: where a subject names it, calls the change breaking, or,
  of a single commit, says that something is removed or moved, where a document of the change
  names it more often than before, or a change log tells of what is removed, renamed or
  no longer as it was. The last release is the highest version among the tags
  from before the base that carry the name of the package, or no name.

The breaks of one release are one finding, and so are those of one description of services
or of one package of protobuf.

Who is broken is told: who implements an interface to which a method was added; who names
the type of a function that takes more, where calls of it stay right; everybody else who
uses it. The value of a constant may change. Where a difference rests on what is not
known, such as a type from outside, nothing is told, and such differences are counted.

Where the release promises compatibility, from version 1 of the module or the document
on, or of a protobuf package whose name ends in one that is final, this finding gates; of what
breaks only those who implement an interface, or leaves calls right, it is a warning. Of
a release that promises nothing it is told where the threshold below is 0, as a note. A
package of Go of which a third of the last five steps from one minor version to the next
broke something, and two at least, promises nothing, whatever its version; nor does a
module with commands (below cmd, or a main.go that is no example or tool): programs have versions, too.
What is told by name alone is a warning, and is not told of a release that promises
nothing, nor while the next major version is under way.`,
	Thresholds: []duty.Threshold{{Name: "from", Default: 1, Least: 0, Most: 1, Doc: "version from which on it is told: 0 tells of releases that promise nothing, too"}},
}

// Unpromised reports whether breaks are told of what promises no compatibility.
func Unpromised(v *duty.View) bool { return v.Threshold(&api, "from") < 1 }

// alike is how many of the first breaks are told as one: of packages those of a release,
// and of descriptions of services those of a file.
func alike(all []duty.APIBreak) int {
	n := 1
	for n < len(all) && all[n].Release == all[0].Release && descriptionOf(&all[n]) == descriptionOf(&all[0]) {
		n++
	}
	return n
}

// breaks tells what others cannot go on with.
func (a *answer) breaks() []sheet.Finding {
	var out []sheet.Finding
	all := slices.Clone(a.change.API.Breaks)
	grown := map[string]bool{} // interfaces
	for i := range all {
		if name, _, method := strings.Cut(all[i].Symbol, "."); method && all[i].Kind == fact.APIImplementers {
			grown[string(all[i].Unit)+"\x00"+name] = true
		}
	}
	all = slices.DeleteFunc(all, func(b duty.APIBreak) bool {
		of, implements := strings.CutPrefix(b.What, "no longer implements ")
		return b.Kind == fact.APIValue || b.Approximate && (!b.Promised || reserved.MatchString(string(b.Path)+"/"+b.Symbol) || a.announced(&b)) || implements && grown[string(b.Unit)+"\x00"+of] ||
			strings.HasPrefix(b.What, "old is comparable") || // hardly anybody compares by value
			b.What == anotherType || // which the type says itself
			strings.Contains(b.Symbol, ".XXX_") || // what generated code keeps for itself
			a.described(&b) || offered.MatchString(b.What) || ofDescription(&b) && (ownUse(&b) || a.declaresBreak() || a.renamed(&b)) ||
			forTests(b.Unit)
	})
	slices.SortStableFunc(all, func(x, y duty.APIBreak) int {
		return cmp.Or(cmp.Compare(x.Release, y.Release), strings.Compare(descriptionOf(&x), descriptionOf(&y)))
	})
	all, also := onceEach(all)
	all, asWell := eachMethodOnce(all)
	for len(all) > 0 {
		n := alike(all)
		if n > 1 {
			out = append(out, a.brokenUnits(all[:n]))
		} else {
			out = append(out, a.broken(&all[0], also[sameBreak(&all[0])], asWell[methodOf(&all[0])]))
		}
		all = all[n:]
	}
	return out
}

// breakKey is a break, whichever description of a service has it, or whichever package
// passes on what stands in a file.
type breakKey struct {
	symbol, what, release string
	path                  fact.Path
	kind                  fact.APIChangeKind
}

func sameBreak(b *duty.APIBreak) breakKey {
	if b.Approximate {
		return breakKey{symbol: b.Symbol[strings.LastIndexByte(b.Symbol, '.')+1:], what: b.What, path: b.Path, kind: b.Kind}
	}
	return breakKey{symbol: b.Symbol, what: b.What, release: b.Release, kind: b.Kind}
}

// descriptionOf is the description of a service that a break is of, the folder of one of
// protobuf, which is a package of several; empty for a package of code.
func descriptionOf(b *duty.APIBreak) string {
	switch {
	case path.Ext(string(b.Unit)) == ".proto":
		return string(b.Unit.Folder()) + "/"
	case ofDescription(b):
		return string(b.Unit)
	}
	return ""
}

// ofDescription tells a break of a service that a file describes.
func ofDescription(b *duty.APIBreak) bool {
	return describes(b.Unit)
}

func describes(p fact.Path) bool {
	switch path.Ext(string(p)) {
	case ".yaml", ".yml", ".json", ".proto":
		return true
	}
	return false
}

// onceEach are breaks, those that several descriptions of services have once, as teams keep
// a description for each version of a service, and those that several packages pass on.
// Also are the units that have them besides.
func onceEach(all []duty.APIBreak) (kept []duty.APIBreak, also map[breakKey][]fact.Path) {
	also = map[breakKey][]fact.Path{}
	seen := map[breakKey]fact.Path{}
	for i := range all {
		b := &all[i]
		if key := sameBreak(b); ofDescription(b) || b.Approximate {
			if first, known := seen[key]; known && (ofDescription(b) || first != b.Unit) {
				also[key] = append(also[key], b.Unit)
				continue
			}
			seen[key] = b.Unit
		}
		kept = append(kept, *b)
	}
	return kept, also
}

// method is one that interfaces of a package gained.
type method struct {
	unit                fact.Path
	name, what, release string
}

// methodOf is the method of a break; the zero method where it is something else.
func methodOf(b *duty.APIBreak) method {
	_, name, of := strings.Cut(b.Symbol, ".")
	if !of || b.Kind != fact.APIImplementers || !strings.HasPrefix(b.What, "added") {
		return method{}
	}
	return method{b.Unit, name, b.What, b.Release}
}

// anotherType is what is said of a thing that names its types as before.
const anotherType = "changed: a type of the same name is another one"

// described tells of a break of generated code that it comes of a description that changed
// as well. That an interface is sealed does not: it is how code is generated.
func (a *answer) described(b *duty.APIBreak) bool {
	generated, source := false, false
	for i := range a.change.Files {
		f := &a.change.Files[i]
		generated = generated || (f.Path == b.Path || f.PathBefore() == b.Path) && !f.After.Written && !f.Before.Written
		source = source || descriptions[path.Ext(string(f.Path))]
	}
	return generated && source && !ofDescription(b) && b.What != "added unexported method"
}

// descriptions are the ends of files of which code is generated.
var descriptions = map[string]bool{".proto": true, ".thrift": true, ".graphql": true, ".graphqls": true, ".fbs": true, ".avsc": true, ".sql": true}

// offered is one more alternative of what a service answers, as a value of an
// enumeration is, which oasdiff holds no break.
var offered = regexp.MustCompile("^added `.*` to the .*\\bresponse\\b.* `?(anyOf|oneOf)`? list")

// ownUse tells of a description that only the repository is served by what it says. Messages
// that are kept have to be read all the same.
func ownUse(b *duty.APIBreak) bool {
	return strings.Contains("/"+string(b.Unit), "/internal/") && (path.Ext(string(b.Unit)) != ".proto" || b.Kind == fact.APICallable)
}

// renamed tells of a declaration that it has another name, as a subject says, or that it
// stands in another message now: who reads the change sees that.
func (a *answer) renamed(b *duty.APIBreak) bool {
	return strings.HasPrefix(b.What, "message is called ") || strings.HasSuffix(b.What, "removed") && a.says(renaming)
}

var renaming = regexp.MustCompile(`(?i)\brenam(e|es|ed|ing)\b`)

// reserved is a name by which others are told to leave alone what is in it.
var reserved = regexp.MustCompile(`(?i)\b(do[-_]not|dont)[-_](use|import)\b|(^|[/._])(unstable|experimental|private)\b`)

// forTests tells a package that is for the tests of the repository.
func forTests(unit fact.Path) bool {
	top, _, _ := strings.Cut(string(unit), "/")
	return top == "test" || top == "tests"
}

// eachMethodOnce are breaks, those by one method that several interfaces of a package
// gained once. Others are the interfaces that gained it besides.
func eachMethodOnce(all []duty.APIBreak) (kept []duty.APIBreak, others map[method][]string) {
	others = map[method][]string{}
	seen := map[method]bool{}
	for i := range all {
		m := methodOf(&all[i])
		if m.name != "" && seen[m] {
			owner, _, _ := strings.Cut(all[i].Symbol, ".")
			others[m] = append(others[m], owner)
			continue
		}
		seen[m] = true
		kept = append(kept, all[i])
	}
	return kept, others
}

// broken tells of the one break of a release: also are the units that have it besides,
// asWell the interfaces that gained its method besides.
func (a *answer) broken(b *duty.APIBreak, also []fact.Path, asWell []string) sheet.Finding {
	f := a.breakOf(b)
	f.Message = cmp.Or(b.Symbol, unitName(b)) + " " + worded(&b.APIChange) + " since " + b.Release + whom(b)
	if b.Approximate {
		f.Message += byName
	}
	if b.Told != "" {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(b.Told), Line: b.ToldLine}, Text: "tells of it, in " + b.Release})
	}
	f.Evidence = append(f.Evidence, a.users(b)...)
	if len(also) > 0 {
		where := duty.Amount(len(also), "other description", "other descriptions")
		if b.Approximate {
			where = duty.Amount(len(also), "other package", "other packages")
		}
		f.Message += "; and so in " + where
		for _, p := range also[:min(len(also), mostNamed-1)] {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(p)}, Text: "says the same"})
		}
	}
	if len(asWell) > 0 {
		f.Message += "; and to " + strings.Join(asWell, ", ")
	}
	f.Fingerprint = sheet.Fingerprint(api.ID, string(a.packageBefore(b.Unit)), b.Symbol, b.Kind.String())
	return f
}

// unitName is what a break is of.
func unitName(b *duty.APIBreak) string {
	if ofDescription(b) {
		return "the description " + string(b.Unit)
	}
	return packageName(b.Unit)
}

func packageName(p fact.Path) string {
	if p == "" {
		return "the package at the top"
	}
	return "the package " + string(p)
}

// brokenUnits tells of many breaks of one release.
func (a *answer) brokenUnits(all []duty.APIBreak) sheet.Finding {
	first := slices.MaxFunc(all, func(x, y duty.APIBreak) int { return cmp.Or(promises(&x)-promises(&y), cmp.Compare(x.Kind, y.Kind)) })
	f := a.breakOf(&first)
	var names []string
	key := make([]string, len(all))
	units := map[fact.Path]bool{}
	for i := range all {
		units[all[i].Unit] = true
		if name := cmp.Or(all[i].Symbol, unitName(&all[i])); !slices.Contains(names, name) {
			names = append(names, name)
		}
		key[i] = string(a.packageBefore(all[i].Unit)) + "\x00" + all[i].Symbol + " " + all[i].Kind.String()
		if i < mostNamed {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: placeOf(&all[i]), Text: all[i].Symbol + " " + worded(&all[i].APIChange)})
		}
	}
	who := "uses"
	if first.Kind == fact.APIImplementers {
		who = "implements interfaces of"
	}
	of := unitName(&first)
	if n := len(units); n > 1 && ofDescription(&first) {
		of = duty.Amount(n, "description", "descriptions")
	} else if n > 1 {
		of = duty.Amount(n, "package", "packages")
	}
	f.Message = fmt.Sprintf("%s of %s break who %s %s: %s", duty.Amount(len(all), "change", "changes"), of,
		who, first.Release, strings.Join(names[:min(len(names), mostNamed)], ", "))
	if more := len(names) - mostNamed; more > 0 {
		f.Message += fmt.Sprintf(" and %d more", more)
	}
	if first.Approximate {
		f.Message += byName
	}
	f.Fingerprint = sheet.Fingerprint(api.ID, key...)
	return f
}

func promises(b *duty.APIBreak) int {
	if b.Promised {
		return 1
	}
	return 0
}

// breakOf is what findings of breaks have in common.
func (a *answer) breakOf(b *duty.APIBreak) sheet.Finding {
	f := sheet.Finding{
		Rule: api.ID, Level: a.view.Level(&api), Gate: b.Promised, Place: placeOf(b), Next: a.diff(string(b.Path)),
		Why: "whoever uses " + b.Release + " cannot take the next release as it is",
	}
	if b.Of > 1 {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: fmt.Sprintf("%d of the last %s to %s broke nothing of it", b.Kept, duty.Amount(b.Of, "release", "releases"), b.Release)})
	}
	switch {
	case !b.Promised:
		f.Level, f.Why = sheet.LevelNote, f.Why+"; no compatibility is promised of it"
	case b.Unreleased:
		f.Level, f.Gate, f.Why = sheet.LevelWarning, false, "whoever uses it as "+b.Release+" has it cannot go on as they are; nothing was released that promises it"
	case soft(b.Kind), b.Approximate:
		f.Level, f.Gate = sheet.LevelWarning, false
	}
	return f
}

// byName tells that no types were compared.
const byName = ", by name alone"

// soft tells that a break reaches few, or that teams disagree whether it is one.
func soft(k fact.APIChangeKind) bool { return k == fact.APIImplementers || k == fact.APICallable }

func placeOf(b *duty.APIBreak) *sheet.Place { return &sheet.Place{Path: string(b.Path), Line: b.Line} }

// worded tells what happened.
func worded(c *fact.APIChange) string {
	if c.What == "removed" || strings.HasPrefix(c.What, "added") {
		return "was " + c.What
	}
	return c.What
}

// whom tells whom a break reaches, where that is not everybody and it does not say so.
func whom(b *duty.APIBreak) string {
	switch {
	case ofDescription(b):
		return ""
	case b.Kind == fact.APIImplementers:
		return ": what implements the interface outside no longer does; calls stay right"
	case b.Kind == fact.APICallable:
		return ": calls of it stay right, but where it stands as a value it has another type"
	}
	return ""
}

// users are places of the repository, outside of the package, that call what is broken.
func (a *answer) users(b *duty.APIBreak) []sheet.Evidence {
	if a.view.Calls == nil {
		return nil
	}
	owner, name, method := strings.Cut(b.Symbol, ".")
	if !method {
		owner, name = "", b.Symbol
	}
	var out []sheet.Evidence
	for i := range a.view.Calls.Calls {
		c := &a.view.Calls.Calls[i]
		if c.To.Owner == owner && c.To.Name == name && c.To.Path.Folder() == b.Unit && c.From.Path.Folder() != b.Unit && c.Confidence == fact.Exact {
			out = append(out, sheet.Evidence{Place: &sheet.Place{Path: string(c.From.Path), Line: c.Line}, Text: "calls it, on the default branch"})
		}
	}
	return out[:min(len(out), mostNamed)]
}

// unknownAPI tells what of the interfaces could not be compared.
func (a *answer) unknownAPI() []sheet.Unknown {
	var out []sheet.Unknown
	for _, u := range a.change.API.Unchecked {
		of := duty.FolderPlace(u.Path).Path
		if describes(u.Path) {
			of = string(u.Path)
		}
		out = append(out, sheet.Unknown{What: "what the change breaks of " + of, Why: u.Why})
	}
	if n := a.change.API.Unresolved; n > 0 {
		out = append(out, sheet.Unknown{
			What: duty.Amount(n, "difference of an interface", "differences of interfaces"),
			Why:  "they rest on types from outside of the repository, of which nothing is known but their names",
		})
	}
	return out
}
