package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

var (
	// the first key of a document, at the margin of YAML
	named = regexp.MustCompile(`(?m)^["']?(openapi|swagger)["']?[ \t]*:[ \t]*["']?([0-9][0-9.]*)`)
	// and within the outermost braces of YAML that looks like JSON and is none
	braced = regexp.MustCompile(`(?m)^(?:\{[ \t]*|[ ]{0,2}|\t?)["']?(openapi|swagger)["']?[ \t]*:[ \t]*["']?([0-9][0-9.]*)`)
	// info.version in YAML or JSON, close enough to say what a document promised when
	// it is not read as a whole
	versioned = regexp.MustCompile(`["']?info["']?\s*:[^\x00]*?["']?version["']?\s*:\s*["']?([^"'\s,}]+)`)
	// what a schema, a path, a parameter or a response has; and what few others do
	parts    = regexp.MustCompile(`(?:^|[\s{,"'])(properties|allOf|oneOf|anyOf|responses|requestBody|schemas?|\$ref|enum|type["']?[ \t]*:[ \t]*["']?(?:object|array|string|integer|number|boolean|null))\b`)
	refers   = regexp.MustCompile(`(?:^|[\s{,"'])(\$ref|properties|requestBody|responses)["']?[ \t]*:`)
	manifest = regexp.MustCompile(`(?m)^(?:apiVersion|\{?"apiVersion")[ \t]*:`)
	refs     = regexp.MustCompile(`\$ref["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'#][^\s,}]*))`)
)

// Kind tells what a file says it is: openapi or swagger, and of which version; empty
// for what is no description. Files that are none are told apart without being
// parsed, or only as far as JSON needs.
func Kind(content []byte) (kind, version string) {
	first := named
	if doc, ok := asJSON(content); ok {
		if kind, version, ok = jsonKind(doc); ok && kind != "" {
			return kind, version
		}
		first = braced
	}
	if m := first.FindSubmatch(content); m != nil && (first == named || !json.Valid(content)) {
		return string(m[1]), string(m[2])
	}
	return "", ""
}

// asJSON gives the content without what may stand before it, if it looks like JSON.
func asJSON(content []byte) ([]byte, bool) {
	doc := bytes.TrimPrefix(content, []byte("\ufeff"))
	return doc, bytes.HasPrefix(bytes.TrimSpace(doc[:min(len(doc), 1024)]), []byte("{"))
}

// jsonKind looks for the key among the outermost of a document; not ok means that it
// is no JSON, as far as it was read.
func jsonKind(doc []byte) (kind, version string, ok bool) {
	if !bytes.Contains(doc, []byte(`"openapi"`)) && !bytes.Contains(doc, []byte(`"swagger"`)) {
		return "", "", true
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	if _, err := d.Token(); err != nil {
		return "", "", false
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return "", "", false
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return "", "", false
		}
		if name == "openapi" || name == "swagger" {
			kind, _ = name.(string)
			return kind, strings.Trim(string(value), `"`), true
		}
	}
	return "", "", true
}

// Part reports whether a file may be a part of a description: a schema, a path, a
// parameter, or a collection of such. Objects of Kubernetes are none.
func Part(content []byte) bool { return parts.Match(content) && !manifest.Match(content) }

// Refers reports whether what may be a part of a description is hardly anything else.
func Refers(content []byte) bool { return refers.Match(content) && !manifest.Match(content) }

// Refs gives the files of the repository that a file refers to, each once, in order.
func Refs(p fact.Path, content []byte) (all []fact.Path) {
	seen := map[fact.Path]bool{p: true}
	for _, m := range refs.FindAllSubmatch(content, -1) {
		u, err := url.Parse(string(bytes.Join(m[1:], nil)))
		if err != nil || u.Path == "" || path.IsAbs(u.Path) {
			continue
		}
		u.Path = path.Join(path.Dir(string(p)), u.Path)
		if to, ok := within(u); ok && !seen[to] {
			seen[to] = true
			all = append(all, to)
		}
	}
	return all
}

// Version is the version that a document says it has, without reading it as a whole.
func Version(content []byte) string {
	if m := versioned.FindSubmatch(content); m != nil {
		return string(m[1])
	}
	return ""
}

// major is the major version of a version, and -1 for what is none.
func major(version string) int {
	digits := strings.TrimPrefix(strings.TrimPrefix(version, "v"), "V")
	digits, _, _ = strings.Cut(digits, ".")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// preliminary is what versions say that may still change.
var preliminary = regexp.MustCompile(`(?i)alpha|beta|rc|preview|snapshot|dev|draft|[-.+]pre`)

// promise tells whether a version promises to stay compatible: semver.org says 1.0.0
// is the first to.
func promise(version string) (promises bool, why string) {
	switch n := major(version); {
	case version == "":
		return false, "it names no version"
	case n < 0:
		return false, "its version " + version + " is not a number"
	case n == 0:
		return false, "its version " + version + " is before 1.0.0"
	case preliminary.MatchString(version):
		return false, "its version " + version + " says that it may change"
	}
	return true, "its version is " + version
}

// lineOf finds the line of an operation in the text, or of its path, or 1.
func lineOf(content []byte, pathKey, method string) int {
	at, line, found := 0, 0, 1
	for text := range bytes.Lines(content) {
		line++
		key := strings.Trim(string(bytes.TrimSpace(before(text))), `"'`)
		switch {
		case at == 0 && pathKey != "" && key == pathKey:
			at, found = line, line
		case at > 0 && strings.EqualFold(key, method):
			return line
		case at > 0 && strings.HasPrefix(key, "/"):
			return found
		}
	}
	return found
}

// before is what stands before the colon that ends a key.
func before(line []byte) []byte {
	at := bytes.Index(line, []byte(": "))
	if at < 0 {
		if line = bytes.TrimSpace(line); len(line) == 0 || line[len(line)-1] != ':' {
			return nil
		}
		return line[:len(line)-1]
	}
	return line[:at]
}

// tooDeep refuses what is nested deeper than a description is: parsers go as deep.
// Brackets are counted, and the deepest indentation.
func tooDeep(content []byte) error {
	const most = 500
	depth, indent, start := 0, 0, true
	for _, c := range content {
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth = max(0, depth-1)
		case '\n':
			start, indent = true, 0
			continue
		case ' ', '-', '?':
			if start {
				indent++
			}
			continue
		}
		start = false
		if depth > most || indent > 2*most {
			return errors.New("it is nested too deeply")
		}
	}
	return nil
}
