package api

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

const (
	root = `openapi: 3.0.0
info: {title: t, version: 1.0.0}
paths:
  /a:
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: schemas/a.yaml}}}}}}
`
	part  = "type: object\nproperties:\n  id: {type: string}\n"
	broke = "type: object\nproperties:\n  id: {type: integer}\n"
	proto = "syntax = \"proto3\";\npackage a.v1;\nmessage A { string id = 1; }\n"
)

// repository is a state of files that counts what is read of it.
func repository(files map[fact.Path]string, read *int) State {
	s := State{Read: func(_ context.Context, p fact.Path) ([]byte, error) {
		*read++
		text, ok := files[p]
		if !ok || text == "broken" {
			return nil, errors.New("the object is damaged")
		}
		return []byte(text), nil
	}}
	for p := range files {
		s.Paths = append(s.Paths, p)
	}
	slices.Sort(s.Paths)
	return s
}

// compare compares two states and gives what was read besides what changed.
func compare(t *testing.T, from, to map[fact.Path]string) (r Result, read int) {
	t.Helper()
	var pairs []Pair
	for p, text := range from {
		if is, ok := to[p]; !ok {
			pairs = append(pairs, Pair{From: p, Old: []byte(text)})
		} else if is != text {
			pairs = append(pairs, Pair{p, p, []byte(text), []byte(is)})
		}
	}
	for p, text := range to {
		if _, ok := from[p]; !ok {
			pairs = append(pairs, Pair{To: p, New: []byte(text)})
		}
	}
	r, err := Compare(t.Context(), repository(from, &read), repository(to, &read), pairs)
	if err != nil {
		t.Fatal(err)
	}
	return r, read
}

func words(r Result) (all []string) {
	for _, c := range r.Changes {
		all = append(all, fmt.Sprintf("%s %s %s:%d %s", c.Unit, c.Symbol, c.Path, c.Line, c.Kind))
	}
	for _, u := range r.Unchecked {
		all = append(all, fmt.Sprintf("%s unchecked: %s", u.Path, u.Why))
	}
	return all
}

func TestCompare(t *testing.T) {
	type files = map[fact.Path]string
	for _, c := range []struct {
		name     string
		from, to files
		want     []string
		read     int
	}{
		{
			"nothing of an interface",
			files{"a.go": "x", "b.yaml": "a: 1\n", "c.yaml": root},
			files{"a.go": "y", "b.yaml": "a: 2\n", "c.yaml": root},
			nil, 0,
		},
		{
			"an object of Kubernetes",
			files{"b.yaml": "apiVersion: v1\nkind: X\ntype: object\n", "c.yaml": root},
			files{"b.yaml": "apiVersion: v1\nkind: X\ntype: array\n", "c.yaml": root},
			nil, 0,
		},
		{
			"a part of a document",
			files{"api/a.yml": root, "api/schemas/a.yaml": part, "z.json": "{}"},
			files{"api/a.yml": root, "api/schemas/a.yaml": broke, "z.json": "{}"},
			[]string{"api/a.yml GET /a api/schemas/a.yaml:3 changed"},
			2 + 1,
		},
		{
			"a part of nothing",
			files{"api/a.yml": root, "api/schemas/a.yaml": part, "b.yaml": part},
			files{"api/a.yml": root, "api/schemas/a.yaml": part, "b.yaml": broke},
			nil, 1 + 1 + 2,
		},
		{
			"a part that is gone",
			files{"api/a.yml": root, "api/schemas/a.yaml": part},
			files{"api/a.yml": root},
			[]string{"api/a.yml unchecked: it cannot be read: it refers to api/schemas/a.yaml: there is no such file in the repository"},
			2,
		},
		{
			"a part that is damaged",
			files{"api/a.yml": root, "api/schemas/a.yaml": "broken"},
			files{"api/a.yml": root + "# more\n", "api/schemas/a.yaml": "broken"},
			[]string{"api/a.yml unchecked: the earlier state cannot be read: it refers to api/schemas/a.yaml: the object is damaged"},
			2,
		},
		{
			"a document added",
			files{},
			files{"api/a.yml": root, "api/schemas/a.yaml": part},
			[]string{"api/a.yml  api/a.yml:1 added"},
			0,
		},
		{
			"a document removed",
			files{"api/a.yml": root},
			files{"api/a.yml": "gone: 1\n"},
			[]string{"api/a.yml  api/a.yml:0 removed"},
			0,
		},
		{
			"protobuf",
			files{"a.proto": proto, "z.proto": proto},
			files{"a.proto": strings.Replace(proto, "string", "int32", 1), "z.proto": proto},
			[]string{"a.proto A.id a.proto:3 changed"},
			0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, read := compare(t, c.from, c.to)
			if got := words(r); !reflect.DeepEqual(got, c.want) || read != c.read {
				t.Errorf("%q, read %d, want %q, %d", got, read, c.want, c.read)
			}
			for _, u := range r.Units {
				if !u.Promises || u.Why == "" || u.Announced {
					t.Errorf("%+v", u)
				}
			}
		})
	}
}

// TestFar looks for a document among too many files.
func TestFar(t *testing.T) {
	from := map[fact.Path]string{"elsewhere/a.yml": strings.Replace(root, "schemas", "../parts", 1), "parts/a.yaml": part}
	for i := range mostSearched {
		from[fact.Path(fmt.Sprintf("parts/of/all/kinds/%03d.yaml", i))] = "a: 1\n"
	}
	to := map[fact.Path]string{}
	for p, text := range from {
		to[p] = text
	}
	to["parts/a.yaml"] = broke
	r, _ := compare(t, from, to)
	if got, want := words(r), []string{"elsewhere/a.yml GET /a parts/a.yaml:3 changed"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for i := range mostSearched { // nearer
		from[fact.Path(fmt.Sprintf("parts/%03d.yaml", i))] = "a: 1\n"
		to[fact.Path(fmt.Sprintf("parts/%03d.yaml", i))] = "a: 1\n"
	}
	r, read := compare(t, from, to)
	if got, want := words(r), []string{"parts/a.yaml unchecked: it looks like a part of an OpenAPI document, which was not found among the 500 files next to it"}; !reflect.DeepEqual(got, want) || read > mostSearched+1 {
		t.Errorf("%q, read %d, want %q", got, read, want)
	}
}

func TestCandidate(t *testing.T) {
	for p, want := range map[fact.Path]bool{"a.proto": true, "a/b.yaml": true, "c.YML": true, "d.json": true, "e.go": false, "yaml": false, "f.yaml.tmpl": false} {
		if Candidate(p) != want {
			t.Errorf("%s: %v", p, !want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "a", 0}, {"", "a/b", 2}, {"a/b", "a", 1}, {"a/b", "a/c", 2}, {"ab", "a", 2}, {"a/b/c", "a/d/e", 4}} {
		if got := distance(c.a, c.b); got != c.want || got != distance(c.b, c.a) {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
