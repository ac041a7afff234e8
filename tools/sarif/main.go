// Command sarif holds files against the JSON schema of SARIF 2.1.0 (OASIS), as the
// module go-sarif carries it: go run . FILE… It fails on the first that is not valid.
package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // which has the schema
	"github.com/xeipuuv/gojsonschema"
)

func main() {
	if err := check(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%d files are valid SARIF 2.1.0\n", len(os.Args)-1)
}

func check(names []string) error {
	text, err := schema()
	if err != nil {
		return err
	}
	s, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(text))
	if err != nil {
		return err
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		result, err := s.Validate(gojsonschema.NewBytesLoader(content))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, e := range result.Errors() {
			return fmt.Errorf("%s: %s", name, e)
		}
	}
	return nil
}

// schema is a constant of the module, which it does not export.
func schema() (string, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		return "", err
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "pkg", "report", "v210", "sarif", "schema.go"), nil, 0)
	if err != nil {
		return "", err
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && len(g.Specs) == 1 {
			if v, ok := g.Specs[0].(*ast.ValueSpec); ok && len(v.Values) == 1 {
				if literal, ok := v.Values[0].(*ast.BasicLit); ok {
					return strconv.Unquote(literal.Value)
				}
			}
		}
	}
	return "", errors.New("the module has no schema")
}
