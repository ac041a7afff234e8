package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadline/internal/analysis/clone"
	"leadline/internal/analysis/generated"
	"leadline/internal/fact"
	"leadline/internal/source/code/token"
)

// gather copies the files that are compared: source code with one of the ends of
// names that people wrote, and did not make small.
func gather(from, to string, extensions []string) (n int, err error) {
	err = walk(from, func(p fact.Path, content []byte) error {
		named := slices.ContainsFunc(extensions, func(e string) bool { return strings.HasSuffix(string(p), e) })
		head := content[:min(len(content), generated.HeadBytes)]
		if !named || token.LanguageOf(p) == "" || generated.Of(p, fact.Attributes{}) != generated.Written || generated.Marked(head) || token.Minified(content) {
			return nil
		}
		n++
		name := filepath.Join(to, filepath.FromSlash(string(p)))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		return os.WriteFile(name, content, 0o644)
	})
	return n, err
}

// walk reads the regular files below a directory, in the order of their paths.
func walk(root string, each func(p fact.Path, content []byte) error) error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case !d.Type().IsRegular() || token.LanguageOf(fact.Path(d.Name())) == "":
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		p, err := below(root, name)
		if err != nil {
			return err
		}
		return each(p, content)
	})
}

func below(root, name string) (fact.Path, error) {
	rel, err := filepath.Rel(root, name)
	return fact.Path(filepath.ToSlash(rel)), err
}

// clonesOf searches a tree.
func clonesOf(tree string, least int) ([]clone.Clone, error) {
	s := clone.New(least)
	var tokens []fact.Token
	err := walk(tree, func(p fact.Path, content []byte) error {
		tokens = token.Stream(token.LanguageOf(p), content, tokens[:0])
		s.Add(p, tokens)
		return nil
	})
	clones, complete := s.Clones()
	if err == nil && !complete {
		err = errors.New("there are more clones than can be followed")
	}
	return clones, err
}

// find writes the clones of a tree.
func find(o *options) error {
	clones, err := clonesOf(o.tree, o.least)
	if err != nil {
		return err
	}
	out, err := json.Marshal(clones)
	if err != nil {
		return err
	}
	return os.WriteFile(o.find, out, 0o644)
}
