package openapi

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"leadline/internal/fact"
)

const pets = `openapi: 3.0.3
info:
  title: Pets
  version: 1.4.0
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: limit, in: query, required: false, schema: {type: integer, maximum: 100}}
        - {name: kind, in: query, schema: {type: string, enum: [cat, dog]}}
      responses:
        "200":
          description: the pets
          content:
            application/json:
              schema:
                type: array
                items: {$ref: "#/components/schemas/Pet"}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/NewPet"}
      responses:
        "201":
          description: made
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
  /pets/{id}:
    delete:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "204": {description: gone}
components:
  schemas:
    NewPet:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 80}
        age: {type: integer}
        tag: {type: string}
    Pet:
      type: object
      required: [id, name]
      properties:
        id: {type: string}
        name: {type: string}
        kind: {type: string, enum: [cat, dog]}
`

func edit(t *testing.T, text string, oldNew ...string) string {
	t.Helper()
	for i := 0; i < len(oldNew); i += 2 {
		if strings.Count(text, oldNew[i]) != 1 {
			t.Fatalf("%q is there %d times", oldNew[i], strings.Count(text, oldNew[i]))
		}
		text = strings.Replace(text, oldNew[i], oldNew[i+1], 1)
	}
	return text
}

// document is one of several files.
func document(p fact.Path, files map[fact.Path]string) Document {
	return Document{p, []byte(files[p]), func(_ context.Context, p fact.Path) ([]byte, error) {
		if text, ok := files[p]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("not there")
	}}
}

func compare(t *testing.T, p fact.Path, from, to map[fact.Path]string) (Result, error) {
	t.Helper()
	return Compare(t.Context(), document(p, from), document(p, to))
}

func breaks(r Result) (all []string) {
	for _, c := range r.Changes {
		if c.Kind.Breaks() {
			all = append(all, fmt.Sprintf("%d %s %s: %s", c.Line, c.Symbol, c.Kind, c.What))
		}
	}
	return all
}

// TestFaults changes a description in ways that break, each beside a change of the
// same place that does not.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault []string
		want  []string // how each begins
		twin  []string
	}{
		{
			"path",
			[]string{pets[strings.Index(pets, "  /pets/{id}:"):strings.Index(pets, "components:")], ""},
			[]string{"0 DELETE /pets/{id} removed: api path removed without deprecation"},
			[]string{"  /pets/{id}:\n", "  /owners:\n    get: {responses: {\"200\": {description: ok}}}\n  /pets/{id}:\n"},
		},
		{
			"operation",
			[]string{"    delete:\n", "    put:\n"},
			[]string{"0 DELETE /pets/{id} removed: api removed without deprecation"},
			[]string{"    delete:\n", "    # was always here\n    delete:\n"},
		},
		{
			"parameter added as required",
			[]string{"        - {name: limit, in: query,", "        - {name: owner, in: query, required: true, schema: {type: string}}\n        - {name: limit, in: query,"},
			[]string{"10 GET /pets changed: added the new required `query` request parameter `owner`"},
			[]string{"        - {name: limit, in: query,", "        - {name: owner, in: query, schema: {type: string}}\n        - {name: limit, in: query,"},
		},
		{
			"parameter became required",
			[]string{"required: false", "required: true"},
			[]string{"10 GET /pets changed: the `query` request parameter `limit` became required"},
			[]string{"required: false, ", ""},
		},
		{
			"parameter's bound",
			[]string{"maximum: 100", "maximum: 50"},
			[]string{"10 GET /pets changed: for the `query` request parameter `limit`, the max was decreased"},
			[]string{"maximum: 100", "maximum: 200"},
		},
		{
			"parameter's values",
			[]string{"in: query, schema: {type: string, enum: [cat, dog]}", "in: query, schema: {type: string, enum: [cat]}"},
			[]string{"7 GET /pets changed: removed the enum value `dog` from the `query` request parameter `kind`"},
			[]string{"in: query, schema: {type: string, enum: [cat, dog]}", "in: query, schema: {type: string, enum: [dog, cat, fox]}"},
		},
		{
			"parameter's type",
			[]string{"name: id, in: path, required: true, schema: {type: string}", "name: id, in: path, required: true, schema: {type: integer}"},
			[]string{"35 DELETE /pets/{id} changed: for the `path` request parameter `id`, the `type` was changed from `string` to `integer`"},
			[]string{"name: id, in: path, required: true, schema: {type: string}", "name: id, in: path, required: true, description: which, schema: {type: string}"},
		},
		{
			"request's property added as required",
			[]string{"required: [name]\n      properties:\n", "required: [name, owner]\n      properties:\n        owner: {type: string}\n"},
			[]string{"44 POST /pets changed: added the new required request property `owner`"},
			[]string{"required: [name]\n      properties:\n", "required: [name]\n      properties:\n        owner: {type: string}\n"},
		},
		{
			"request's property became required",
			[]string{"required: [name]\n", "required: [name, tag]\n"},
			[]string{"42 POST /pets changed: the request property `tag` became required"},
			[]string{"required: [name]\n", "required: [ name ]\n"},
		},
		{
			"request's bound",
			[]string{"maxLength: 80", "maxLength: 40"},
			[]string{"44 POST /pets changed: the `name` request property's maxLength was decreased to `40`"},
			[]string{"maxLength: 80", "maxLength: 160"},
		},
		{
			"request's type",
			[]string{"age: {type: integer}", "age: {type: string}"},
			[]string{"45 POST /pets changed: the `age` request property `type` changed from `integer` to `string`"},
			[]string{"age: {type: integer}", "age: {type: integer, title: Age in years, example: 4}"},
		},
		{
			"request's width",
			[]string{"age: {type: integer}", "age: {type: integer, format: int32}"},
			[]string{"45 POST /pets changed: the `age` request property `format` changed from `none` to `int32`"},
			[]string{"age: {type: integer}", "age: {type: integer, format: int64}"},
		},
		{
			"request's media type",
			[]string{"content:\n          application/json:\n            schema: {$ref: \"#/components/schemas/NewPet\"}", "content:\n          application/xml:\n            schema: {$ref: \"#/components/schemas/NewPet\"}"},
			[]string{"20 POST /pets changed: removed the media type `application/json` from the request body"},
			[]string{"content:\n          application/json:\n            schema: {$ref: \"#/components/schemas/NewPet\"}", "content:\n          application/xml:\n            schema: {$ref: \"#/components/schemas/NewPet\"}\n          application/json:\n            schema: {$ref: \"#/components/schemas/NewPet\"}"},
		},
		{
			"response's property, in two operations",
			[]string{"required: [id, name]", "required: [id]", "        name: {type: string}\n", ""},
			[]string{"20 POST /pets changed: removed the required property `name` from the response with the `201` status; and so in another operation"},
			[]string{"        name: {type: string}\n", "        name: {type: string}\n        born: {type: string, format: date}\n"},
		},
		{
			"two of a response's properties",
			[]string{"required: [id, name]", "required: []", "        id: {type: string}\n        name: {type: string}\n", ""},
			[]string{"20 POST /pets changed: removed the required property `id` from the response with the `201` status; and so in another operation", "20 POST /pets changed: removed the required property `name` from the response with the `201` status; and so in another operation"},
			[]string{"        id: {type: string}\n        name: {type: string}\n", "        name: {type: string}\n        id: {type: string}\n"},
		},
		{
			"two of a response's values",
			[]string{"        kind: {type: string, enum: [cat, dog]}\n", "        kind: {type: string, enum: [cat, dog, fox, owl]}\n"},
			[]string{"53 POST /pets changed: added the new `fox` enum value to the `kind` response property", "53 POST /pets changed: added the new `owl` enum value to the `kind` response property"},
			[]string{"        kind: {type: string, enum: [cat, dog]}\n", "        kind:\n          type: string\n          enum:\n            - dog\n            - cat\n"},
		},
		{
			"two parameters' values",
			[]string{"required: false, schema: {type: integer, maximum: 100}", "required: false, schema: {type: integer, maximum: 100, enum: [1, 2]}", "in: query, schema: {type: string, enum: [cat, dog]}", "in: query, schema: {type: string, enum: [fox]}"},
			[]string{"7 GET /pets changed: removed the enum value `cat` from", "7 GET /pets changed: removed the enum value `dog` from", "10 GET /pets changed: the `query` request parameter `limit` was restricted to a list of enum values"},
			[]string{"        - {name: limit,", "        -   {name: limit,"},
		},
		{
			"response's property no longer required",
			[]string{"required: [id, name]", "required: [id]"},
			[]string{"20 POST /pets changed: the response property `name` became optional for the status `201`; and so in another operation"},
			[]string{"required: [id, name]", "required: [name, id]"},
		},
		{
			"response's type",
			[]string{"        id: {type: string}\n", "        id: {type: integer}\n"},
			[]string{"51 POST /pets changed: the `id` response's property `type` changed from `string` to `integer` for status `201`; and so in another operation"},
			[]string{"        id: {type: string}\n", "        id: {type: string, description: which it is}\n"},
		},
		{
			"response's status",
			[]string{`"201":`, `"202":`},
			[]string{"20 POST /pets changed: removed the success response with the status `201`"},
			[]string{`"201":`, "\"202\": {description: later}\n        \"201\":"},
		},
		{
			"response's values",
			[]string{"        kind: {type: string, enum: [cat, dog]}\n", "        kind: {type: string, enum: [cat, dog, fox]}\n"},
			[]string{"53 POST /pets changed: added the new `fox` enum value to the `kind` response property"},
			[]string{"        kind: {type: string, enum: [cat, dog]}\n", "        kind: {type: string, enum: [cat, dog]} # kinds\n"},
		},
		{
			"security",
			[]string{"paths:\n", "security: [{key: []}]\npaths:\n", "components:\n", "components:\n  securitySchemes: {key: {type: apiKey, name: k, in: header}}\n"},
			[]string{"5 DELETE /pets/{id} changed: the endpoint no longer allows anonymous access and now only accepts `key`; and so in 2 other operations"},
			[]string{"components:\n", "components:\n  securitySchemes: {key: {type: apiKey, name: k, in: header}}\n"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			from := map[fact.Path]string{"api.yaml": pets}
			r, err := compare(t, "api.yaml", from, map[fact.Path]string{"api.yaml": edit(t, pets, c.fault...)})
			got := breaks(r)
			ok := err == nil && len(got) == len(c.want)
			for i := range c.want {
				ok = ok && strings.HasPrefix(got[i], c.want[i])
			}
			if !ok {
				t.Errorf("the fault gives\n%s\n%v\nwant\n%s", strings.Join(got, "\n"), err, strings.Join(c.want, "\n"))
			}
			r, err = compare(t, "api.yaml", from, map[fact.Path]string{"api.yaml": edit(t, pets, c.twin...)})
			if got := breaks(r); err != nil || len(got) > 0 {
				t.Errorf("the twin gives\n%s\n%v", strings.Join(got, "\n"), err)
			}
		})
	}
}

const swagger = `{
  "swagger": "2.0",
  "info": {"title": "Pets", "version": "2.0.0"},
  "basePath": "/v2",
  "paths": {
    "/pets": {
      "get": {
        "parameters": [{"name": "limit", "in": "query", "type": "integer"}],
        "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Pet"}}}
      },
      "post": {
        "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pet"}}],
        "responses": {"201": {"description": "ok"}}
      }
    }
  },
  "definitions": {
    "Pet": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
  }
}
`

func TestSwagger(t *testing.T) {
	for _, c := range []struct {
		name              string
		fault, want, twin []string
	}{
		{
			"operation",
			[]string{`"post"`, `"put"`},
			[]string{"0 POST /pets removed: api removed without deprecation"},
			[]string{`"post": {`, `"put": {"responses": {"200": {"description": "ok"}}}, "post": {`},
		},
		{
			"type",
			[]string{`"type": "integer"`, `"type": "boolean"`},
			[]string{"7 GET /pets changed: for the `query` request parameter `limit`, the `type` was changed from `integer` to `boolean`"},
			[]string{`"type": "integer"`, `"type": "integer", "description": "how many"`},
		},
		{
			"definition",
			[]string{`"id": {"type": "string"}`, `"id": {"type": "integer"}`},
			[]string{"7 GET /pets changed: the `id` response's property `type` changed from `string` to `integer`", "11 POST /pets changed: the `id` request property `type` changed from `string` to `integer`"},
			[]string{`"id": {"type": "string"}`, `"id": {"type": "string"}, "name": {"type": "string"}`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			from := map[fact.Path]string{"swagger.json": swagger}
			r, err := compare(t, "swagger.json", from, map[fact.Path]string{"swagger.json": edit(t, swagger, c.fault...)})
			got := breaks(r)
			ok := err == nil && len(got) == len(c.want) && r.Promises
			for i := range c.want {
				ok = ok && strings.HasPrefix(got[i], c.want[i])
			}
			if !ok {
				t.Errorf("the fault gives\n%s\n%v\nwant\n%s", strings.Join(got, "\n"), err, strings.Join(c.want, "\n"))
			}
			r, err = compare(t, "swagger.json", from, map[fact.Path]string{"swagger.json": edit(t, swagger, c.twin...)})
			if got := breaks(r); err != nil || len(got) > 0 {
				t.Errorf("the twin gives\n%s\n%v", strings.Join(got, "\n"), err)
			}
		})
	}
}

// TestRefs follows references within the repository and never out of it.
func TestRefs(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.yaml")
	if err := os.WriteFile(secret, []byte("type: string\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	split := edit(t, pets, `              schema:
                type: array
                items: {$ref: "#/components/schemas/Pet"}`, `              schema: {$ref: "../schemas/pets.yaml#/Pets"}`)
	files := func(pet string) map[fact.Path]string {
		return map[fact.Path]string{
			"docs/api/openapi.yaml": split, "docs/schemas/pets.yaml": "Pets:\n  type: array\n  items:\n    $ref: pet.json\n",
			"docs/schemas/pet.json": pet,
		}
	}
	was, is := files(`{"type": "object", "properties": {"id": {"type": "string"}}}`), files("{\n\"type\": \"object\", \"properties\": {\n\"id\": {\"type\": \"integer\"}}}")
	r, err := compare(t, "docs/api/openapi.yaml", was, is)
	if err != nil || len(r.Changes) != 1 || r.Changes[0].Path != "docs/schemas/pet.json" || r.Changes[0].Line != 3 || r.Changes[0].Unit != "docs/api/openapi.yaml" {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := compare(t, "docs/api/openapi.yaml", was, was); err != nil || len(r.Changes) > 0 {
		t.Errorf("against itself: %+v, %v", r, err)
	}
	for _, ref := range []string{
		"http://127.0.0.1:9/a.yaml", "https://example.com/a.yaml#/A", "file:///etc/passwd", "file://" + secret, "/etc/passwd", secret,
		"../../../etc/passwd", "../../../../../../../../etc/passwd", "//127.0.0.1/a.yaml", "file:secret.yaml", "file:../../secret.yaml", "..%2f..%2f..%2fsecret.yaml",
		"secret.yaml", "../../secret.yaml", // within, and not there
		"git://127.0.0.1/a", "data:application/json,{}",
	} {
		for _, text := range []string{
			strings.Replace(split, "../schemas/pets.yaml#/Pets", ref, 1),
			strings.Replace(swagger, "#/definitions/Pet\"}}}\n", ref+"\"}}}\n", 1),
			strings.Replace(split, "  /pets/{id}:\n", "  /else: {$ref: \""+ref+"\"}\n  /pets/{id}:\n", 1),
		} {
			out := files("{}")
			out["docs/api/openapi.yaml"] = text
			if r, err := compare(t, "docs/api/openapi.yaml", was, out); err == nil {
				t.Errorf("%s was read: %+v", ref, r)
			} else if why := map[bool]string{true: "not there", false: "outside of the repository"}[ref == "secret.yaml" || ref == "../../secret.yaml"]; !strings.Contains(err.Error(), why) {
				t.Errorf("%s: %v", ref, err)
			}
		}
	}
}

func TestUnchecked(t *testing.T) {
	for name, bad := range map[string]string{
		"broken":   "openapi: 3.0.0\ninfo: [\n",
		"old":      edit(t, swagger, `"swagger": "2.0"`, `"swagger": "1.2"`),
		"dangling": edit(t, pets, "schema: {$ref: \"#/components/schemas/NewPet\"}", "schema: {$ref: \"#/components/schemas/Newt\"}"),
		"no info":  "openapi: 3.0.0\npaths: {}\n",
		"deep":     "openapi: 3.0.0\ninfo: {title: t, version: 1.0.0, x: " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + "}\npaths: {}\n",
		"huge":     pets + strings.Repeat("# more\n", Most/7),
	} {
		for _, texts := range [][2]string{{pets, bad}, {bad, pets}} {
			r, err := compare(t, "api.yaml", map[fact.Path]string{"api.yaml": texts[0]}, map[fact.Path]string{"api.yaml": texts[1]})
			if err == nil || len(r.Changes) > 0 || len(err.Error()) > 500 {
				t.Errorf("%s: %+v, %v", name, r, err)
			}
		}
	}
}

func TestKind(t *testing.T) {
	for content, want := range map[string]string{
		pets: "openapi 3.0.3", swagger: "swagger 2.0", "\ufeff" + swagger: "swagger 2.0",
		"'openapi' : '3.1.0'\n": "openapi 3.1.0", "# a\nswagger: 2.0\n": "swagger 2.0",
		`{"info":{"openapi":"3"},"paths":{},"openapi":"3.1.0"}`: "openapi 3.1.0",
		`{"info":{"openapi":"3.0.0"}}`:                          " ",
		"spec:\n  openapi: 3.0.0\n":                             " ", "openapi: true\n": " ", "": " ", "{": " ", "{openapi: 3.0.0}": "openapi 3.0.0",
		"{\n  'info': { 'version': '1' },\n  'swagger': '2.0',\n}\n": "swagger 2.0", "{\n  'spec': {\n    'swagger': '2.0' } }\n": " ",
		"kind: CustomResourceDefinition\n": " ",
	} {
		if kind, version := Kind([]byte(content)); kind+" "+version != want {
			t.Errorf("%.40q: %s %s, want %s", content, kind, version, want)
		}
	}
}

func TestPromise(t *testing.T) {
	for version, want := range map[string]bool{
		"1.0.0": true, "v2": true, "1": true, "12.3": true, "0.9.0": false, "": false, "1.0.0-rc.1": false, "2.0.0-beta": false, "v1alpha1": false,
		"2024-01-01": false, "latest": false, "1.0.0-SNAPSHOT": false, "1.0.0+build": true,
	} {
		if got, why := promise(version); got != want || why == "" {
			t.Errorf("%q promises: %v, %s", version, got, why)
		}
	}
	r, err := compare(t, "api.yaml", map[fact.Path]string{"api.yaml": pets}, map[fact.Path]string{"api.yaml": edit(t, pets, "1.4.0", "2.0.0")})
	if err != nil || !r.Promises || !r.Announced || len(r.Changes) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if v := Version([]byte(pets)) + Version([]byte(swagger)); v != "1.4.02.0.0" {
		t.Error(v)
	}
}

func TestRefsOf(t *testing.T) {
	got := Refs("a/b/c.yaml", []byte("$ref: d.yaml\nx: {$ref: '../e.json#/A'}\n\"$ref\": \"#/B\"\n$ref: d.yaml#/C\n$ref: http://h/f.yaml\n$ref: ../../../g.yaml\n$ref: \"c.yaml#/D\"\n"))
	if want := []fact.Path{"a/b/d.yaml", "a/e.json"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add([]byte(pets), []byte(swagger))
	f.Add([]byte(swagger), []byte(`{"openapi":"3.1.0","info":{"version":"1"},"paths":{"/a":{"$ref":"../x.yaml"}}}`))
	f.Add([]byte("openapi: 3.0.0\ninfo: {}\npaths: {/a: {get: {responses: {default: {$ref: '#/components/responses/A'}}}}}\ncomponents: {responses: {A: {$ref: '#/components/responses/A'}}}\n"), []byte("swagger: '2.0'\ninfo: {}\npaths: {/a: {get: {parameters: [{in: body, schema: {allOf: [{$ref: b.yaml}]}}]}}}\n"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		d := func(content []byte) Document {
			return Document{"a/a.yaml", content, func(_ context.Context, p fact.Path) ([]byte, error) {
				if strings.HasPrefix(string(p), "/") || strings.HasPrefix(string(p), "..") {
					t.Errorf("it reads %s", p)
				}
				return b, nil
			}}
		}
		Kind(a)
		Part(a)
		Version(a)
		for _, p := range Refs("a/a.yaml", a) {
			if strings.HasPrefix(string(p), "/") || strings.HasPrefix(string(p), "..") {
				t.Errorf("it refers to %s", p)
			}
		}
		r, err := Compare(t.Context(), d(a), d(b))
		for _, c := range r.Changes {
			if err != nil || c.What == "" || c.Line < 0 || c.Path == "" || c.Kind == 0 {
				t.Errorf("%+v, %v", c, err)
			}
		}
	})
}

// TestExchanged takes an alternative without a name away, and puts one in its place that
// takes more.
func TestExchanged(t *testing.T) {
	const body = "schema: {$ref: \"#/components/schemas/NewPet\"}\n"
	with := func(alternatives string) map[fact.Path]string {
		return map[fact.Path]string{"a.yaml": edit(t, pets, body, "schema: {oneOf: ["+alternatives+"]}\n")}
	}
	const a, b = "{type: object, properties: {x: {type: string}}}", "{type: object, properties: {y: {type: string}}, required: [y]}"
	const wide = "{type: object, properties: {x: {type: string}, z: {type: string}}}"
	const more = "{type: object, properties: {y: {type: string}, z: {type: string}}, required: [y]}"
	for to, want := range map[string]int{a: 1, a + ", " + more: 0, wide + ", " + more: 0, a + ", " + b: 0} {
		r, err := compare(t, "a.yaml", with(a+", "+b), with(to))
		if err != nil || len(breaks(r)) != want {
			t.Errorf("%s: %v, %q", to, err, breaks(r))
		}
	}
}

// What frameworks list beside JSON is no more than it, as long as that stays.
func TestTwinOfJSON(t *testing.T) {
	const body = "          application/json:\n            schema: {$ref: \"#/components/schemas/NewPet\"}"
	twin := func(kind string) string { return strings.ReplaceAll(body, "application/json", kind) }
	both := strings.Replace(pets, body, strings.Join([]string{body, twin("text/json"), twin("application/*+json"), twin("application/xml")}, "\n"), 1)
	for _, c := range []struct {
		left []string
		want int
	}{
		{[]string{body, twin("application/xml")}, 0},
		{[]string{body}, 1},
		{[]string{twin("text/json"), twin("application/xml")}, 2},
	} {
		r, err := compare(t, "api.yaml", map[fact.Path]string{"api.yaml": both}, map[fact.Path]string{"api.yaml": strings.Replace(pets, body, strings.Join(c.left, "\n"), 1)})
		if got := breaks(r); err != nil || len(got) != c.want {
			t.Errorf("%v: %s, %v", c.left, strings.Join(got, "\n"), err)
		}
	}
}
