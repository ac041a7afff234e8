// Command std prints what the types of Go's standard library have: a line for each,
// with its name, whether values of it can be compared (= if so, - if not), and its
// exported fields and methods.
//
//	go run ./std >../../internal/source/code/goapi/std.txt
package main

import (
	"fmt"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	loaded, err := packages.Load(&packages.Config{
		Env:  append(os.Environ(), "GOOS=linux", "GOARCH=amd64"),
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps | packages.NeedSyntax | packages.NeedTypesInfo,
	}, "std")
	if err != nil {
		fmt.Fprintln(os.Stderr, "std:", err)
		os.Exit(1)
	}
	var lines []string
	for _, p := range loaded {
		if strings.Contains(p.PkgPath, "internal") || strings.HasPrefix(p.PkgPath, "vendor/") {
			continue
		}
		for _, name := range p.Types.Scope().Names() {
			if t, ok := p.Types.Scope().Lookup(name).(*types.TypeName); ok && t.Exported() {
				lines = append(lines, line(p.PkgPath+"."+name, types.Unalias(t.Type())))
			}
		}
	}
	slices.Sort(lines)
	for _, l := range lines {
		fmt.Println(l)
	}
}

func line(name string, t types.Type) string {
	members := map[string]bool{}
	for _, x := range []types.Type{t, types.NewPointer(t)} {
		set := types.NewMethodSet(x)
		for i := range set.Len() {
			members[set.At(i).Obj().Name()] = true
		}
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			members[f.Name()] = true
		}
	}
	mark := "-"
	if types.Comparable(t) {
		mark = "="
	}
	exported := slices.DeleteFunc(slices.Sorted(maps.Keys(members)), func(m string) bool { return m[0] < 'A' || m[0] > 'Z' })
	return strings.Join(append([]string{name, mark}, exported...), " ")
}
