package php

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// readManifest reads the namespaces that a composer.json puts into folders, by PSR-4
// or by PSR-0, which has the namespace in the path as well.
func readManifest(content []byte) fact.Structure {
	s := fact.Structure{Language: composer}
	var m struct {
		Autoload    any
		AutoloadDev any `json:"autoload-dev"`
	}
	if json.Unmarshal(content, &m) != nil {
		s.Partial = true
		return s
	}
	for _, given := range []any{m.Autoload, m.AutoloadDev} {
		rules, _ := given.(map[string]any)
		s.Mapped = append(s.Mapped, mapped(rules["psr-4"], func(_, dir string) string { return dir })...)
		s.Mapped = append(s.Mapped, mapped(rules["psr-0"], func(name, dir string) string {
			return path.Join(dir, strings.ReplaceAll(name, `\`, "/"))
		})...)
	}
	return s
}

// mapped are the folders of namespaces, in order.
func mapped(given any, at func(name, dir string) string) []fact.Mapping {
	all, _ := given.(map[string]any)
	var out []fact.Mapping
	for _, name := range slices.Sorted(maps.Keys(all)) {
		dirs, ok := all[name].([]any)
		if !ok {
			dirs = []any{all[name]}
		}
		for _, d := range dirs {
			if dir, ok := d.(string); ok {
				name := strings.Trim(name, `\`)
				out = append(out, fact.Mapping{Path: name, Folder: at(name, dir)})
			}
		}
	}
	return out
}

// classes are those of a tree.
type classes struct {
	// files are by path.
	files map[string]bool
	// named are the files that are named after a class, by its whole name: the
	// namespace in the file and the name of the file.
	named map[string][]fact.Path
	// namespaces are those of files, and those above.
	namespaces map[string]bool
	// mapped are the folders of namespaces, as manifests say.
	mapped map[string][]string
}

func newResolver(files []language.File) language.Resolver {
	c := &classes{files: map[string]bool{}, named: map[string][]fact.Path{}, namespaces: map[string]bool{}, mapped: map[string][]string{}}
	for i := range files {
		f := &files[i]
		switch f.Structure.Language {
		case php:
			c.add(f)
		case composer:
			for _, m := range f.Structure.Mapped {
				c.mapped[m.Path] = append(c.mapped[m.Path], path.Join("/", string(f.Path.Folder()), m.Folder)[1:])
			}
		}
	}
	return func(f *language.File, x *fact.Import) []language.Target {
		if !x.Implicit && strings.HasSuffix(x.Path, ".php") {
			return c.included(f.Path, x.Path)
		}
		return c.class(f.Path, x)
	}
}

func (c *classes) add(f *language.File) {
	c.files[string(f.Path)] = true
	namespace := f.Structure.Package
	stem := strings.TrimSuffix(path.Base(string(f.Path)), path.Ext(string(f.Path)))
	name := within(namespace, stem)
	c.named[name] = append(c.named[name], f.Path)
	for namespace != "" && !c.namespaces[namespace] {
		c.namespaces[namespace] = true
		namespace = above(namespace)
	}
}

// above is the namespace that holds a name.
func above(name string) string { return name[:max(0, strings.LastIndexByte(name, '\\'))] }

// included finds a file that is included: from the folder of the file, or from the
// top. What Composer installs is outside.
func (c *classes) included(from fact.Path, name string) []language.Target {
	near := path.Join("/", string(from.Folder()), name)[1:]
	top := path.Join("/", name)[1:]
	switch {
	case c.files[near]:
		return []language.Target{{To: fact.Path(near), Confidence: fact.Exact}}
	case !strings.HasPrefix(name, ".") && c.files[top]:
		return []language.Target{{To: fact.Path(top), Confidence: fact.Exact}}
	case strings.HasPrefix(name, ".") && !strings.Contains("/"+name, "/vendor/"):
		return []language.Target{{Confidence: fact.Unresolved}}
	}
	return []language.Target{{Confidence: fact.External}}
}

// class finds the file of a class. Of several those are preferred that are where
// a manifest says that the class is, and among them the nearest.
func (c *classes) class(from fact.Path, x *fact.Import) []language.Target {
	found := c.named[x.Path]
	if len(found) > 1 {
		if placed := c.placed(x.Path, found); len(placed) > 0 {
			found = placed
		}
	}
	switch {
	case len(found) == 1 && found[0] == from:
		return nil
	case len(found) == 1:
		return []language.Target{{To: found[0], Confidence: fact.Exact}}
	case len(found) > 1:
		if best := language.Nearest(slices.Sorted(slices.Values(found)), from); best != from {
			return []language.Target{{To: best, Confidence: fact.Ambiguous}}
		}
		return nil
	case x.Implicit, c.namespaces[x.Path]:
		return nil
	case c.owned(x.Path):
		return []language.Target{{Confidence: fact.Unresolved}}
	}
	return []language.Target{{Confidence: fact.External}}
}

// placed are the files that are where a manifest says that a class is.
func (c *classes) placed(name string, found []fact.Path) []fact.Path {
	var out []fact.Path
	for namespace := above(name); ; namespace = above(namespace) {
		rest := strings.ReplaceAll(strings.TrimPrefix(name[len(namespace):], `\`), `\`, "/")
		for _, dir := range c.mapped[namespace] {
			if p := fact.Path(path.Join(dir, rest) + ".php"); slices.Contains(found, p) && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
		if namespace == "" || len(out) > 0 {
			return out
		}
	}
}

// owned tells whether the namespace of a class is one of the tree, by a manifest and
// by its files: other libraries may begin with the same word.
func (c *classes) owned(name string) bool {
	if !c.namespaces[above(name)] {
		return false
	}
	for namespace := above(name); namespace != ""; namespace = above(namespace) {
		if len(c.mapped[namespace]) > 0 {
			return true
		}
	}
	return false
}
