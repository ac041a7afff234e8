package token

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// language is one that is read, and what its words mean.
type language struct {
	family *family
	// branches are the words and operators at which the way through a function
	// forks.
	branches map[string]bool
	// imports are the words that begin a line that says what a file needs.
	imports map[string]bool
	// anyCase: words mean the same in upper case.
	anyCase bool
}

// Words at which the way forks, of languages that are like each other. A ? counts
// where blanks stand on both sides of it: elsewhere it belongs to a type.
const (
	cBranches = "if for while case catch && || ? ??"
	words     = "if elif elsif elseif unless for foreach while until case when rescue catch except and or && ||"
)

var table = []row{
	{"go", "go", goLike, "if for case && ||", "import"},
	{"c", "c", cLike, cBranches, "#include"},
	{"cpp", "cc cpp cxx c++ h hh hpp hxx h++ inl cu cuh glsl hlsl metal", cLike, cBranches, "#include #import using"},
	{"objective-c", "m mm", objC, cBranches, "#include #import @import"},
	{"java", "java", java, cBranches, "import package"},
	{"csharp", "cs csx", csharp, cBranches + " foreach when and or", "using"},
	{"kotlin", "kt kts", nesting, "if for while when catch && || ?:", "import package"},
	{"scala", "scala sc", scala, "if for while case catch && ||", "import package"},
	{"swift", "swift", nesting, "if for while case catch guard && || ? ??", "import"},
	{"groovy", "groovy gradle", dart, cBranches + " ?:", "import package"},
	{"dart", "dart", dart, cBranches, "import export part library"},
	{"javascript", "js jsx mjs cjs", script, cBranches, "import export"},
	{"typescript", "ts tsx mts cts", script, cBranches, "import export"},
	{"vue", "vue svelte astro", page, cBranches + " v-if v-for", "import export"},
	{"rust", "rs", rust, "if for while loop => && ||", "use extern"},
	{"d", "d", dLike, cBranches, "import"},
	{"zig", "zig", zig, "if for while catch orelse => and or", ""},
	{"solidity", "sol", java, cBranches, "import pragma"},
	{"protobuf", "proto", goLike, "", "import package option syntax"},
	{"thrift", "thrift", java, "", "include namespace"},
	{"php", "php phtml", php, cBranches + " elseif foreach and or", "use namespace require require_once include include_once"},
	{"css", "css", style, "", "@import"},
	{"scss", "scss sass less", sass, "@if @for @each @while", "@import @use"},
	{"terraform", "tf hcl", hcl, "? for if && ||", ""},

	{"python", "py pyi pyx pyw", python, "if elif for while except case and or", "import from"},
	{"ruby", "rb rake gemspec cr", ruby, words + " ?", "require require_relative load"},
	{"perl", "pl pm t", perl, words + " ?", "use no require"},
	{"shell", "sh bash zsh ksh", shell, "if elif for while until ;; && ||", "source"},
	{"elixir", "ex exs", elixir, words + " cond", "import alias require use"},
	{"r", "r", plainHash, "if for while && || & |", "library require"},
	{"tcl", "tcl", plainHash, words, "package"},
	{"coffeescript", "coffee", plainHash, words, ""},
	{"julia", "jl", julia, words + " ?", "using import"},
	{"nim", "nim", nim, words + " of", "import from include"},
	{"powershell", "ps1 psm1", powershell, "if elseif for foreach while switch catch -and -or", "using import-module"},

	{"sql", "sql psql plsql ddl", sql, "case when if elsif while for loop and or", ""},
	{"lua", "lua", lua, "if elseif for while repeat and or", ""},
	{"haskell", "hs elm purs", haskell, "if case && ||", "import"},
	{"ada", "adb ads vhd vhdl", ada, "if elsif for while loop when and or", "with use library"},
	{"fsharp", "fs fsx fsi", fsharp, "if elif for while when && ||", "open"},
	{"ocaml", "ml mli", ocaml, "if for while when && ||", "open"},
	{"pascal", "pas pp dpr", pascal, "if for while repeat case except and or", "uses"},
	{"lisp", "lisp lsp el scm rkt clj cljs cljc", lisp, "if when unless cond case and or if-let when-let", ""},
	{"erlang", "erl hrl", erlang, "if case receive catch when andalso orelse", ""},
	{"vb", "vb bas vbs", basic, "if elseif for while until case catch andalso orelse and or", "imports"},
	{"fortran", "f90 f95 f03 f08", fortran, "if elseif do case where", "use"},
}

var (
	languages  = byName(table)
	extensions = byExtension(table)
)

// row is a language in the table, with its extensions.
type row struct {
	name, extensions  string
	family            *family
	branches, imports string
}

func byName(rows []row) map[string]*language {
	all := map[string]*language{}
	for _, r := range rows {
		all[r.name] = &language{
			family: r.family, branches: setOf(r.branches), imports: setOf(r.imports),
			anyCase: r.family == sql || r.family == ada || r.family == pascal || r.family == basic || r.family == fortran || r.family == powershell,
		}
	}
	return all
}

func byExtension(rows []row) map[string]string {
	all := map[string]string{}
	for _, r := range rows {
		for extension := range strings.FieldsSeq(r.extensions) {
			all[extension] = r.name
		}
	}
	return all
}

func setOf(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

func byFirst(operators string) (by [256][]string) {
	for o := range strings.FieldsSeq(operators) {
		by[o[0]] = append(by[o[0]], o)
	}
	return by
}

// LanguageOf tells the language of a file whose tokens can be read, by its name, in
// lower case, e.g. go; empty for any other.
func LanguageOf(p fact.Path) string {
	return extensions[strings.ToLower(strings.TrimPrefix(path.Ext(string(p)), "."))]
}
