package python

import (
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"leadline/internal/fact"
)

// readProject reads the folders in which a pyproject.toml says that packages are. The
// import path of each is empty: they hold whatever is in them.
func readProject(content []byte) fact.Structure {
	s := fact.Structure{Language: project}
	var p map[string]any
	if err := toml.Unmarshal(content, &p); err != nil {
		s.Partial = true
		return s
	}
	var folders []string
	for _, where := range []string{
		"setuptools package-dir ", "setuptools packages find where", "pdm build package-dir", "uv build-backend module-root", "maturin python-source",
		"poetry packages from", "pytest ini_options pythonpath",
	} {
		folders = append(folders, texts(p["tool"], strings.Split(where, " "))...)
	}
	for _, x := range texts(p["tool"], strings.Fields("hatch build targets wheel packages")) {
		if i := strings.LastIndexByte(strings.TrimSuffix(x, "/"), '/'); i > 0 {
			folders = append(folders, x[:i])
		}
	}
	s.Mapped = mapped(folders)
	return s
}

// texts are those at the end of a path of keys: one, or those of a list on the way.
func texts(value any, keys []string) []string {
	switch x := value.(type) {
	case string:
		if len(keys) == 0 {
			return strings.Fields(x)
		}
	case []any:
		var out []string
		for _, v := range x {
			out = append(out, texts(v, keys)...)
		}
		return out
	case map[string]any:
		if len(keys) > 0 {
			return texts(x[keys[0]], keys[1:])
		}
	}
	return nil
}

func mapped(folders []string) []fact.Mapping {
	slices.Sort(folders)
	var out []fact.Mapping
	for _, f := range slices.Compact(folders) {
		if f != "" {
			out = append(out, fact.Mapping{Folder: f})
		}
	}
	return out
}

// readSetup reads the folders in which a setup.cfg says that packages are.
func readSetup(content []byte) fact.Structure {
	var folders []string
	section, key := "", ""
	for line := range strings.Lines(string(content)) {
		text := strings.TrimSpace(line)
		if text == "" || text[0] == '#' || text[0] == ';' {
			continue
		}
		if text[0] == '[' {
			section, key = strings.Trim(text, "[]"), ""
			continue
		}
		value := text
		if line[0] != ' ' && line[0] != '\t' {
			i := strings.IndexAny(text, "=:")
			if i < 0 {
				continue
			}
			key, value = strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
		}
		switch section + " " + key {
		case "options.packages.find where", "options.packages.find_namespace where", "tool:pytest pythonpath":
			folders = append(folders, strings.FieldsFunc(value, func(c rune) bool { return c == ',' || c == ' ' || c == '\t' })...)
		case "options package_dir", "options package-dir":
			if name, folder, ok := strings.Cut(value, "="); ok && strings.TrimSpace(name) == "" {
				folders = append(folders, strings.TrimSpace(folder))
			}
		}
	}
	return fact.Structure{Language: setup, Mapped: mapped(folders)}
}
