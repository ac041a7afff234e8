// Package tree reads the files of Go of a folder as Leadline reads those of a commit.
package tree

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code"
	"leadline/internal/source/code/gotypes"
)

// Read reads the files of Go below a folder, and how their imports resolve.
func Read(dir string) ([]gotypes.File, gotypes.Resolve, error) {
	var files []gotypes.File
	var structures []code.File
	reader := code.NewReader("")
	defer reader.Close()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		p := fact.Path(filepath.ToSlash(rel))
		language := code.LanguageOf(p)
		if language == "" {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if language == "go" {
			files = append(files, gotypes.File{Path: p, Content: content})
		}
		s, err := reader.Structure(context.Background(), language, content)
		if err != nil {
			return err
		}
		structures = append(structures, code.File{Path: p, Structure: &s})
		return nil
	})
	slices.SortFunc(structures, func(a, b code.File) int { return cmp.Compare(a.Path, b.Path) })
	type key struct{ folder, path string }
	folders := map[key]fact.Path{}
	for _, d := range code.Resolve(structures) {
		if d.Confidence == fact.Exact {
			folders[key{string(d.From.Folder()), d.Path}] = d.To
		}
	}
	return files, func(from fact.Path, path string) (fact.Path, bool) {
		to, ok := folders[key{string(from.Folder()), path}]
		return to, ok
	}, err
}
