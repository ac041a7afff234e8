package run

import (
	"bytes"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
)

// documented keeps of breaks those whose symbols the documents of a tree name, and where
// to import them from, with where they do. What nobody told of, few use: a public name may
// be public for the package alone, and another may have the same one. Lists of what each release brought name everything, and tell nothing; what is
// written for those who work on the program tells of what is within.
func (n *namesReview) documented(ctx context.Context, tree *namesState, family string, breaks []duty.APIBreak) ([]duty.APIBreak, error) {
	words := make([][]*regexp.Regexp, len(breaks))
	for i := range breaks {
		words[i] = append(mentions(breaks[i].Symbol), addressed(family, &breaks[i]))
	}
	var documents []*fact.File
	for _, p := range tree.paths {
		if hotspot.NatureOf(p) == hotspot.Documentation && !hotspot.Bookkeeping(p) && !hotspot.Benchmark(p) && !forContributors(p) {
			documents = append(documents, tree.file(p))
		}
	}
	err := n.contents(ctx, documents, func(f *fact.File, text []byte) {
		for i := range breaks {
			if b := &breaks[i]; b.Told == "" || f.Path < b.Told {
				if line := lineOf(text, words[i]); line > 0 {
					b.Told, b.ToldLine = f.Path, line
				}
			}
		}
	})
	return slices.DeleteFunc(breaks, func(b duty.APIBreak) bool { return b.Told == "" }), err
}

// forContributors tells of documents for those who work on the program, not with it.
func forContributors(p fact.Path) bool {
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.ToLower(string(p)), path.Ext(string(p))), "/") {
		switch part {
		case "contributing", "hacking", "development", "developing", "agents", "claude", "gemini", "copilot-instructions", ".github":
			return true
		}
	}
	return false
}

// lineOf is the line of the last of the words, if all are in a text; otherwise 0.
func lineOf(text []byte, words []*regexp.Regexp) int {
	line := 0
	for _, w := range words {
		at := w.FindIndex(text)
		if at == nil {
			return 0
		}
		line = 1 + bytes.Count(text[:at[0]], []byte("\n"))
	}
	return line
}

// arguments are those in the symbol of a function of Java, and the name of a constructor.
var arguments = regexp.MustCompile(`\(.*|\.<new>|\.__\w+__$`)

// ordinary is a name that may be a word of a sentence.
var ordinary = regexp.MustCompile(`^([A-Z]?[a-z0-9]+|[A-Z0-9]{1,4})$`)

// mentions are the words by which a document names a symbol: a type and its member, or
// the name alone. One that may be an ordinary word has to stand as code does.
func mentions(symbol string) []*regexp.Regexp {
	owner, _, constructor := strings.Cut(symbol, ".<new>") // of Java
	if !constructor {
		owner, constructor = strings.CutSuffix(symbol, ".constructor")
	}
	if constructor { // which subclasses may have for themselves
		return []*regexp.Regexp{regexp.MustCompile(`\bnew\s+` + regexp.QuoteMeta(owner[strings.LastIndexByte(owner, '.')+1:]) + `\s*[<(]`)}
	}
	if symbol == "default" { // its user names it, where it is imported
		return nil
	}
	_, parts := inModule(symbol)
	var out []*regexp.Regexp
	for _, w := range parts {
		pattern := `\b` + regexp.QuoteMeta(w) + `\b`
		if ordinary.MatchString(w) {
			name := regexp.QuoteMeta(w)
			pattern = "[.`]" + name + `\b|\b` + name + `\(|/` + name + "[\"'`]"
		}
		out = append(out, regexp.MustCompile(pattern))
	}
	return out
}

// inModule takes the module of Python that a symbol begins with apart from the type in it
// and its member, or the name alone.
func inModule(symbol string) (module string, parts []string) {
	parts = strings.Split(arguments.ReplaceAllString(symbol, ""), ".")
	first := len(parts) - 1
	for first > 0 && strings.ToLower(parts[first-1]) != parts[first-1] { // a type that it is in
		first--
	}
	return strings.Join(parts[:first], "."), parts[first:]
}

// addressed is how a text says where what breaks is imported from: by its full name, or in
// an import.
func addressed(family string, b *duty.APIBreak) *regexp.Regexp {
	switch family {
	case "python":
		module, parts := inModule(b.Symbol)
		from, name := regexp.QuoteMeta(module), regexp.QuoteMeta(parts[0])
		return regexp.MustCompile(`\b` + from + `\.` + name + `\b|\bfrom\s+` + from + `\s+import\s+(\([^)]*|[^\n]*)\b` + name + `\b`)
	case "java":
		name, _, _ := strings.Cut(b.Symbol, ".")
		return regexp.MustCompile(`\b` + regexp.QuoteMeta(path.Base(string(b.Path.Folder()))) + `\.` + regexp.QuoteMeta(name) + `\b`)
	}
	if b.Symbol == "default" {
		return regexp.MustCompile(`\bimport\s+\w+\s+from\b|\brequire\(`)
	}
	name, _, _ := strings.Cut(b.Symbol, ".") // a name, or an entry point
	name = regexp.QuoteMeta(name)
	return regexp.MustCompile(`\bimport\b[^;'"]*\b` + name + `\b[^;'"]*\bfrom\s*['"][^.'"]|\b` + name + `\b[^;\n]*\brequire\(['"][^.'"]|['"][^.'"][^'"\n]*/` + name + `['"]`)
}
