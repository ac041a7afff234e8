package ecmascript

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// BenchmarkRead tells what reading costs beside parsing, for the files below the
// directory that LEADLINE_TREE names.
func BenchmarkRead(b *testing.B) {
	dir := os.Getenv("LEADLINE_TREE")
	if dir == "" {
		b.Skip("LEADLINE_TREE names no directory")
	}
	type text struct {
		content []byte
		l       sitter.Language
	}
	var texts []text
	size := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		l := map[string]sitter.Language{".ts": sitter.TypeScript, ".tsx": sitter.TSX, ".js": sitter.JavaScript}[filepath.Ext(name)]
		if err != nil || l == "" || d.IsDir() || strings.Contains(name, "node_modules") {
			return err
		}
		content, err := os.ReadFile(name)
		texts = append(texts, text{content, l})
		size += len(content)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, whole := range []bool{false, true} {
		b.Run(map[bool]string{false: "parse", true: "read"}[whole], func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportMetric(float64(len(texts)), "files")
			for b.Loop() {
				for _, x := range texts {
					parsed, err := pool.Parse(b.Context(), x.l, x.content)
					if err != nil {
						continue
					}
					if whole {
						structure(syntax.New(parsed, x.content), x.l != sitter.JavaScript)
					}
				}
			}
		})
	}
}
