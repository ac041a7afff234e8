package goapi

import (
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// inside is what stands before the name of a type of a package called internal.
var inside = regexp.MustCompile("(?:[^][()*{}, \x00]*/)?internal(?:/[^][()*{}, \x00]*)?\x00\\w+\\.")

// written is a type without the packages that only the repository can name.
func written(t types.Type) string { return inside.ReplaceAllString(types.TypeString(t, nil), "") }

// standsFor reports whether a type became another name of the one by which it was defined,
// which has its methods: whoever uses the name goes on as before.
func (c *comparison) standsFor(was, is types.Object) bool {
	a, named := was.(*types.TypeName)
	b, renamed := is.(*types.TypeName)
	if !named || !renamed || a.IsAlias() || !b.IsAlias() {
		return false
	}
	now, named := types.Unalias(b.Type()).(*types.Named)
	if !named || now.Obj().Pkg() == nil {
		return false
	}
	then := now.Obj()
	folder, _, _ := strings.Cut(now.Obj().Pkg().Path(), "\x00")
	if p := typesAt(c.from, folder); p != nil && p.Scope().Lookup(then.Name()) != nil {
		then, _ = p.Scope().Lookup(then.Name()).(*types.TypeName)
	}
	methods := methodsOf(now)
	return then != nil && alike(a.Type().Underlying(), then.Type().Underlying()) &&
		!slices.ContainsFunc(methodsOf(a.Type()), func(m string) bool { return !slices.Contains(methods, m) })
}

// movedInside reports whether a name stands, by what apidiff says of it, for a type that
// is made alike and only stands elsewhere in the repository, where nobody else can name
// it: whoever uses the name goes on as before.
func movedInside(what string, was, is types.Object) bool {
	from, to, ok := strings.Cut(strings.TrimPrefix(what, "changed from "), " to ")
	if !ok || from == to || inside.ReplaceAllString(from, "") != inside.ReplaceAllString(to, "") {
		return false
	}
	if _, named := was.(*types.TypeName); !named {
		return false
	}
	a, b := types.Unalias(was.Type()), types.Unalias(is.Type())
	return written(a.Underlying()) == written(b.Underlying()) && slices.Equal(methodsOf(a), methodsOf(b))
}

// methodsOf are the methods of a type and of pointers to it, as they are written.
func methodsOf(t types.Type) []string {
	if types.IsInterface(t) {
		return nil // what it is made of says them
	}
	var out []string
	set := types.NewMethodSet(types.NewPointer(t))
	for i := range set.Len() {
		f := set.At(i).Obj()
		out = append(out, f.Name()+written(f.Type()))
	}
	return out
}
