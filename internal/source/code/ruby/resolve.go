package ruby

import (
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// files are those of a tree, by how they are found.
type files struct {
	// paths are by path without suffix.
	paths map[string]fact.Path
	// required are the folders below which a path that is required is.
	required map[string][]string
	// named are the files named after a constant, below folders of that kind, by the
	// name in lower case and without underscores: a name may be spelt in several ways.
	named map[string][]fact.Path
	// namespaces are the folders that a constant may stand for.
	namespaces map[string]bool
}

func newResolver(all []language.File) language.Resolver {
	x := &files{paths: map[string]fact.Path{}, required: map[string][]string{}, named: map[string][]fact.Path{}, namespaces: map[string]bool{}}
	for i := range all {
		if all[i].Structure.Language == ruby {
			x.add(all[i].Path)
		}
	}
	return func(f *language.File, i *fact.Import) []language.Target {
		switch {
		case i.Implicit:
			return x.constant(f, i)
		case strings.HasPrefix(i.Path, "."):
			to := path.Join("/", string(f.Path.Folder()), strings.TrimSuffix(i.Path, ".rb"))[1:]
			if p := x.paths[to]; p != "" {
				return exact(p)
			}
			return []language.Target{{Confidence: fact.Unresolved}}
		}
		return x.require(f, strings.TrimSuffix(i.Path, ".rb"))
	}
}

func exact(p fact.Path) []language.Target {
	return []language.Target{{To: p, Confidence: fact.Exact}}
}

func (x *files) add(p fact.Path) {
	name := strings.TrimSuffix(string(p), ".rb")
	x.paths[name] = p
	if dir, rest, ok := below(name, "lib"); ok {
		x.required[rest] = append(x.required[rest], dir)
		x.name(rest, p)
	}
	if _, rest, ok := below(name, "app"); ok && !strings.HasPrefix(name, "lib/") && !strings.Contains(name, "/lib/") {
		// A folder of app holds constants, and so does concerns in it.
		if _, rest, ok = strings.Cut(rest, "/"); ok {
			x.name(strings.TrimPrefix(rest, "concerns/"), p)
		}
	}
}

// below cuts a path after the first folder of a name.
func below(p, name string) (dir, rest string, ok bool) {
	if rest, ok = strings.CutPrefix(p, name+"/"); ok {
		return name, rest, true
	}
	i := strings.Index(p, "/"+name+"/")
	if i < 0 {
		return "", "", false
	}
	return p[:i+len(name)+1], p[i+len(name)+2:], true
}

func (x *files) name(rest string, p fact.Path) {
	key := squeeze(rest)
	x.named[key] = append(x.named[key], p)
	for {
		i := strings.LastIndexByte(key, '/')
		if i < 0 {
			return
		}
		if key = key[:i]; x.namespaces[key] {
			return
		}
		x.namespaces[key] = true
	}
}

func squeeze(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// require finds a path: in the folders above the file that may be on the load path,
// and then in the lib of any project.
func (x *files) require(f *language.File, name string) []language.Target {
	own := false
	first, _, _ := strings.Cut(name, "/")
	for at := string(f.Path.Folder()); ; {
		for _, dir := range []string{"lib", "test", "spec"} {
			in := path.Join(at, dir)
			if dir != "lib" && !strings.HasPrefix(string(f.Path), in+"/") {
				continue
			}
			if p := x.paths[in+"/"+name]; p != "" {
				return exact(p)
			}
			own = own || dir == "lib" && x.paths[in+"/"+first] != "" && first != name
		}
		if at == "" {
			break
		}
		at = at[:max(0, strings.LastIndexByte(at, '/'))]
	}
	var found []fact.Path
	for _, dir := range x.required[name] {
		found = append(found, x.paths[dir+"/"+name])
	}
	if found = within(found, f.Path); len(found) > 0 {
		return nearest(found, f.Path)
	}
	if own {
		return []language.Target{{Confidence: fact.Unresolved}}
	}
	return []language.Target{{Confidence: fact.External}}
}

// constant finds the file that is named after a constant, or after the class that
// alone can hold it: one without a folder of its own. A name that no file is named
// after says nothing.
func (x *files) constant(f *language.File, i *fact.Import) []language.Target {
	name, global := strings.CutPrefix(i.Path, "::")
	parts := strings.Split(squeeze(name), "::")
	scopes := append(slices.Clone(i.Names), "")
	if global {
		scopes = []string{""}
	}
	for _, scope := range scopes {
		base := strings.ReplaceAll(squeeze(scope), "::", "/")
		at := strings.TrimPrefix(base+"/"+parts[0], "/")
		if len(x.named[at]) == 0 && !x.namespaces[at] {
			continue
		}
		found := x.named[at]
		for _, part := range parts[1:] {
			if x.namespaces[at] {
				found = nil
			}
			if at += "/" + part; len(x.named[at]) == 0 && !x.namespaces[at] {
				break
			}
			found = x.named[at]
		}
		if found = within(found, f.Path); len(found) == 0 || slices.Contains(found, f.Path) {
			return nil
		}
		return nearest(found, f.Path)
	}
	return nil
}

// within are those that a file can mean: what is in a folder of tests is there for
// them alone.
func within(found []fact.Path, from fact.Path) []fact.Path {
	var out []fact.Path
	for _, p := range found {
		if in := tests(string(p)); in == "" || strings.HasPrefix(string(from), in) {
			out = append(out, p)
		}
	}
	return out
}

// tests is the outermost folder of tests above a file; empty where there is none.
func tests(p string) string {
	for _, name := range []string{"test", "spec"} {
		if dir, _, ok := below(p, name); ok {
			return dir + "/"
		}
	}
	return ""
}

// nearest is the one of several that has the most folders in common with a file.
func nearest(found []fact.Path, to fact.Path) []language.Target {
	if len(found) == 1 {
		return exact(found[0])
	}
	return []language.Target{{To: language.Nearest(slices.Sorted(slices.Values(found)), to), Confidence: fact.Ambiguous}}
}
