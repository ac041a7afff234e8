package protobuf

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// TestAgreesWithBuf holds the breaks against those of buf: LEADLINE_BUF is the
// program, LEADLINE_PROTOS a folder of pairs, each with a folder from and a folder to
// that hold files which buf can build, with what they import.
// Compared is which declarations break, each a message, an enum or a service.
func TestAgreesWithBuf(t *testing.T) {
	program, dir := os.Getenv("LEADLINE_BUF"), os.Getenv("LEADLINE_PROTOS")
	if program == "" || dir == "" {
		t.Skip("LEADLINE_BUF and LEADLINE_PROTOS do not say where buf and the files are")
	}
	pairs, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	both, onlyBuf, onlyOurs := 0, 0, 0
	for _, p := range pairs {
		from, to := filepath.Join(dir, p.Name(), "from"), filepath.Join(dir, p.Name(), "to")
		was, is := protos(t, from), protos(t, to)
		theirs, err := bufBreaking(program, from, to, was)
		if err != nil {
			t.Logf("%s: not compared, buf says %v", p.Name(), err)
			continue
		}
		r := compare(t, was, is, nil)
		ours := map[string][]string{}
		for _, c := range r.Changes {
			if c.Kind.Breaks() {
				for _, name := range container(was, is, c) {
					ours[name] = append(ours[name], fmt.Sprintf("%s %s", c.Symbol, c.What))
				}
			}
		}
		b, o, u := 0, 0, 0
		for name, words := range theirs {
			if ours[name] != nil {
				b++
				continue
			}
			u++
			t.Logf("%s: only buf: %s %q", p.Name(), name, words)
		}
		for name, words := range ours {
			if theirs[name] == nil {
				o++
				t.Logf("%s: only ours: %s %q", p.Name(), name, words)
			}
		}
		t.Logf("%s: %d both, %d only buf, %d only ours; %d not read", p.Name(), b, u, o, len(r.Unchecked))
		both, onlyBuf, onlyOurs = both+b, onlyBuf+u, onlyOurs+o
	}
	t.Logf("in all: %d both, %d only buf, %d only ours", both, onlyBuf, onlyOurs)
}

// rules of buf are those of its categories PACKAGE and WIRE_JSON, but for what is
// about options, syntax and reservations.
const rules = `{"version":"v2","breaking":{"use":["PACKAGE","WIRE_JSON"],"except":["FILE_SAME_CC_ENABLE_ARENAS","FILE_SAME_CC_GENERIC_SERVICES","FILE_SAME_CSHARP_NAMESPACE","FILE_SAME_GO_PACKAGE","FILE_SAME_JAVA_GENERIC_SERVICES","FILE_SAME_JAVA_MULTIPLE_FILES","FILE_SAME_JAVA_OUTER_CLASSNAME","FILE_SAME_JAVA_PACKAGE","FILE_SAME_OBJC_CLASS_PREFIX","FILE_SAME_OPTIMIZE_FOR","FILE_SAME_PHP_CLASS_PREFIX","FILE_SAME_PHP_METADATA_NAMESPACE","FILE_SAME_PHP_NAMESPACE","FILE_SAME_PY_GENERIC_SERVICES","FILE_SAME_RUBY_PACKAGE","FILE_SAME_SWIFT_PREFIX","FIELD_SAME_CPP_STRING_TYPE","FIELD_SAME_JAVA_UTF8_VALIDATION","FIELD_SAME_JSTYPE","FIELD_SAME_UTF8_VALIDATION","MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR","RESERVED_ENUM_NO_DELETE","RESERVED_MESSAGE_NO_DELETE","RPC_SAME_IDEMPOTENCY_LEVEL"]}}`

// bufBreaking gives what buf says of each declaration that breaks, by file and name.
func bufBreaking(program, from, to string, was map[fact.Path]string) (map[string][]string, error) {
	config := filepath.Join(to, "..", "rules.json")
	if err := os.WriteFile(config, []byte(rules), 0o600); err != nil {
		return nil, err
	}
	image := filepath.Join(to, "..", "from.binpb")
	if out, err := exec.Command(program, "build", from, "-o", image).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %.200s", err, out)
	}
	c := exec.Command(program, "breaking", to, "--against", image, "--config", config, "--error-format", "json")
	var errors bytes.Buffer
	c.Stderr = &errors
	out, _ := c.Output() // fails where something breaks
	if errors.Len() > 0 {
		return nil, fmt.Errorf("%.300s", errors.String())
	}
	all := map[string][]string{}
	for line := range bytes.Lines(out) {
		var m struct{ Path, Type, Message string }
		if err := json.Unmarshal(line, &m); err != nil {
			return nil, fmt.Errorf("%w: %s", err, line)
		}
		if m.Type == "COMPILE" {
			return nil, fmt.Errorf("%s: %s", m.Path, m.Message)
		}
		for _, name := range subjects(was, m.Message) {
			all[name] = append(all[name], m.Type+" "+m.Message)
		}
	}
	return all, nil
}

// subject finds what declaration a message of buf is about, and deleted a package.
var (
	subject = regexp.MustCompile(`on (?:message|enum|service) "([^"]+)"|RPC "[^"]+" on service "([^"]+)"|(?:[Mm]essage|[Ee]num|[Ss]ervice|[Ee]xtension) "([^"]+)"`)
	deleted = regexp.MustCompile(`^Previously present package "([^"]+)" was deleted`)
)

// subjects names the declarations that a message of buf is about, by the last element
// of their names: it has no more of those within others.
func subjects(was map[fact.Path]string, text string) (names []string) {
	if m := deleted.FindStringSubmatch(text); m != nil {
		for p, content := range was {
			if f, err := parse(p, []byte(content)); err == nil && f.pkg == m[1] {
				names = append(names, declared(f)...)
			}
		}
		return names
	}
	if m := subject.FindStringSubmatch(text); m != nil {
		if name := last(cmp.Or(m[1:]...)); !strings.HasSuffix(name, "Entry") { // of a map
			names = append(names, name)
		}
		return names
	}
	return []string{text}
}

func declared(f *file) (names []string) {
	for _, d := range f.decls {
		names = append(names, last(d.name))
	}
	return names
}

// container names the declarations that a change is about.
func container(was, is map[fact.Path]string, c fact.APIChange) (names []string) {
	for _, files := range []map[fact.Path]string{is, was} {
		f, err := parse(c.Unit, []byte(files[c.Unit]))
		if err != nil {
			continue
		}
		for _, d := range f.decls {
			if c.Symbol == "" || d.name == c.Symbol || c.Kind == fact.APIRemoved && strings.HasPrefix(d.name, c.Symbol+".") { // what is gone with it
				names = append(names, last(d.name))
			}
		}
	}
	if within := c.Symbol[:max(0, strings.LastIndexByte(c.Symbol, '.'))]; len(names) == 0 && within != "" {
		return []string{last(within)}
	}
	return names
}

func protos(t *testing.T, dir string) map[fact.Path]string {
	t.Helper()
	all := map[fact.Path]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".proto" {
			return err
		}
		content, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[fact.Path(filepath.ToSlash(rel))] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
