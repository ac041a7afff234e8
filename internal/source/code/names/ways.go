package names

import (
	"fmt"
	"slices"
	"strings"
)

// span is how few and how many arguments a way takes.
func (w Way) span() (least, most int, rest bool) {
	for i, p := range w {
		switch {
		case p.Form == Rest:
			return least, most, true
		case !p.Optional:
			least = i + 1
		}
		most++
	}
	return least, most, rest
}

// takes tells whether one of several ways takes a number of arguments.
func takes(all []Way, n int) bool {
	return slices.ContainsFunc(all, func(w Way) bool {
		least, most, rest := w.span()
		return n >= least && (rest || n <= most)
	})
}

// scriptWays finds a number of arguments that is no longer taken.
func scriptWays(from, to []Way) string {
	if len(from) == 0 || len(to) == 0 {
		return ""
	}
	top := 0
	for _, w := range slices.Concat(from, to) {
		top = max(top, len(w)+1)
	}
	for n := range top + 1 {
		if !takes(from, n) || takes(to, n) {
			continue
		}
		least, most := top, 0
		for _, w := range to {
			l, m, _ := w.span()
			least, most = min(least, l), max(most, m)
		}
		switch {
		case n < least:
			return fmt.Sprintf("needs %s, where %d %s enough", amount(least), n, was(n))
		case n > most:
			return fmt.Sprintf("takes at most %s, where it took more", amount(most))
		}
		return fmt.Sprintf("does not take %s any more", amount(n))
	}
	return ""
}

func amount(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// pythonWays finds the first parameter of a function that breaks who calls it.
func pythonWays(from, to []Way) string {
	if len(from) != 1 || len(to) != 1 {
		return ""
	}
	was, is := from[0], to[0]
	if what := lost(was, is); what != "" {
		return what
	}
	for i, p := range is {
		if p.Form >= Rest || p.Optional {
			continue
		}
		old := was.find(p.Name)
		switch {
		case old < 0 && !was.placed(i, p):
			return "needs a parameter " + p.Name
		case old >= 0 && was[old].Optional:
			return "needs its parameter " + p.Name + ", which had a default"
		}
	}
	return ""
}

// placed: a parameter that is given by place alone has the place of another one that
// was needed.
func (w Way) placed(i int, p Param) bool {
	return i < len(w) && !w[i].Optional && (p.Form == ByPlace || w[i].Form == ByPlace || strings.HasPrefix(w[i].Name, "_"))
}

// lost finds the first parameter that can no longer be given.
func lost(was, is Way) string {
	rest, names := is.form(Rest), is.form(RestByNames)
	for i, p := range was {
		now := is.find(p.Name)
		switch {
		case p.Form == Rest && rest < 0:
			return "takes no further arguments by place, as *" + p.Name + " did"
		case p.Form == RestByNames && names < 0:
			return "takes no further arguments by name, as **" + p.Name + " did"
		case p.Form >= Rest:
		case now < 0 && (p.Form == ByPlace || strings.HasPrefix(p.Name, "_")):
			if rest < 0 && (i >= len(is) || is[i].Form > ByPlace) {
				return "has no parameter " + p.Name + " any more"
			}
		case now < 0 && names < 0:
			return "has no parameter " + p.Name + " any more"
		case now >= 0 && p.Form == Plain && is[now].Form == ByName && rest < 0:
			return "takes its parameter " + p.Name + " by name alone now"
		case now >= 0 && p.Form != ByPlace && is[now].Form == ByPlace && names < 0:
			return "takes its parameter " + p.Name + " by place alone now"
		}
	}
	if n := is.places(); rest < 0 && n < was.places() {
		return "takes at most " + amount(n) + " by place"
	}
	return ""
}

// places is how many arguments may be given by place.
func (w Way) places() int {
	n := 0
	for _, p := range w {
		if p.Form == Plain || p.Form == ByPlace {
			n++
		}
	}
	return n
}

func (w Way) find(name string) int {
	return slices.IndexFunc(w, func(p Param) bool { return p.Name == name && p.Form < Rest })
}

func (w Way) form(f Form) int {
	return slices.IndexFunc(w, func(p Param) bool { return p.Form == f })
}

// javaGone tells that a missing member of Java is missed: a method that overrides is
// inherited still, and one whose types alone changed is another of as many parameters.
func javaGone(from, to *Entry, m Member) bool {
	if m.Overrides || to.Name.Open {
		return false
	}
	name, _, method := strings.Cut(m.Name.Name, "(")
	if !method {
		return true
	}
	if object[name] {
		return false
	}
	n := len(m.Ways[0])
	count := func(e *Entry) (same int, rest bool) {
		for _, x := range e.Members {
			other, _, ok := strings.Cut(x.Name.Name, "(")
			if !ok || other != name || len(x.Ways) == 0 {
				continue
			}
			w := x.Ways[0]
			if len(w) == n {
				same++
			}
			rest = rest || w.form(Rest) >= 0 && len(w)-1 <= n
		}
		return same, rest
	}
	before, _ := count(from)
	after, rest := count(to)
	return after < before && !rest
}

// object are the methods that all objects have.
var object = map[string]bool{"equals": true, "hashCode": true, "toString": true, "clone": true, "finalize": true}
