package record

import (
	"path"
	"regexp"
	"strings"
)

var (
	pathLike = regexp.MustCompile(`^\.?[A-Za-z0-9_@+-][A-Za-z0-9_.@+/-]*$`)
	// A line or lines behind a path: :12, :12-20, #L12.
	lineMark = regexp.MustCompile(`(?::(\d+(?:[-:]\d+)?)|#L(\d+(?:-L?\d+)?))$`)
)

// codePath reads a code span as a path in the repository: at least a folder and a name,
// and either an ending or a slash at the end. What it says of lines is the fragment.
func codePath(span string) (p, fragment string, ok bool) {
	p = strings.TrimSpace(span)
	if m := lineMark.FindStringSubmatchIndex(p); m != nil {
		p, fragment = p[:m[0]], strings.TrimLeft(p[m[0]:], ":#L")
	}
	p = strings.TrimPrefix(p, "./")
	if !pathLike.MatchString(p) || !strings.Contains(strings.TrimSuffix(p, "/"), "/") || strings.Contains(p, "//") || strings.Contains(p, "..") {
		return "", "", false
	}
	if strings.HasSuffix(p, "/") {
		return p, fragment, true
	}
	return p, fragment, sourceEnding[strings.ToLower(path.Ext(p))]
}

// sourceEnding are endings that tell a path from a name such as user/role or a module.
var sourceEnding = func() map[string]bool {
	out := map[string]bool{}
	for e := range strings.FieldsSeq(`.go .py .pyi .js .jsx .ts .tsx .mjs .cjs .java .kt .kts .scala .rb .rs .c .h .cc .cpp .hpp .cs .fs .php .swift .m .sh .bash
		.yaml .yml .json .toml .xml .md .rst .adoc .txt .sql .proto .graphql .html .css .scss .vue .svelte .tf .hcl .gradle .csproj .sln .cfg .ini .conf .lock .mod .dockerfile .ex .exs .erl .hs .ml .clj .lua .pl .r .dart .zig .nix .cmake .mk .ipynb .tmpl .erb`) {
		out[e] = true
	}
	return out
}()

var (
	nameLike = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*(?:(?:\.|::|#|->)[A-Za-z_][A-Za-z0-9_]*){0,3})(\(.*\))?$`)
	hump     = regexp.MustCompile(`[a-z0-9][A-Z]|[A-Z]{2}[a-z]`)
)

// codeName reads a code span as a name of code: what is called, is qualified, or is
// written with humps or underscores. Words such as true are none.
func codeName(span string) (name string, ok bool) {
	m := nameLike.FindStringSubmatch(strings.TrimSpace(span))
	if m == nil || len(m[1]) < 4 {
		return "", false
	}
	return m[1], m[2] != "" || strings.ContainsAny(m[1], ".:#>_") || hump.MatchString(m[1])
}
