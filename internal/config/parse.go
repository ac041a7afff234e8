package config

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"path"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// maxFile is the longest file that is read. Real ones have a few kilobytes.
const maxFile = 1 << 20

// Parse reads a configuration file. Its name is for messages. A file without
// any value is an empty File.
//
// Errors are of kind fault.Usage, joined, each with its position and a hint,
// in the order of the file. What is no YAML has one error.
func Parse(name string, content []byte, from Origin, k Known) (*File, error) {
	c := &check{name: name}
	var v value
	if root := c.load(content); root != nil {
		v = c.read(root, declare(from, k), "")
		c.architecture(v.fields["architecture"])
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	return build(v, from), nil
}

// load parses the YAML. It gives nothing for a file that has no document, and
// for one that is no YAML, which it notes.
func (c *check) load(content []byte) *yaml.Node {
	if len(content) > maxFile {
		c.wrong(Position{c.name, 1, 1}, "", "make it shorter", "the file has %d bytes, and no more than %d are read", len(content), maxFile)
		return nil
	}
	if at, bad := c.unreadable(content); bad {
		c.wrong(at, "", "write the file in UTF-8, without control characters", "there is a byte here that is no text")
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(content))
	if err != nil {
		c.noYAML(err, content)
		return nil
	}
	var document, second yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		c.noYAML(err, content)
		return nil
	}
	switch err := loader.Load(&second); {
	case err == nil:
		c.wrong(c.at(&second), "", "leave one document, without --- between parts", "a second document begins here")
		return nil
	case !errors.Is(err, io.EOF):
		c.noYAML(err, content)
		return nil
	}
	return document.Content[0]
}

// noYAML notes what the YAML library says.
func (c *check) noYAML(err error, content []byte) {
	at, message := Position{c.name, 1, 1}, err.Error()
	var e *yaml.LoadError
	if errors.As(err, &e) {
		message = e.Message
		if e.ContextMsg != "" {
			message += " " + e.ContextMsg
		}
		// What ends too early has the line after the last one.
		if last := lines(content); e.Mark.Line > last {
			at.Line = last
		} else if e.Mark.Line > 0 {
			at.Line, at.Column = e.Mark.Line, max(e.Mark.Column, 1)
		}
	}
	c.wrong(at, "", "indent with spaces, close brackets and quotes, and quote a text that begins with a special character",
		"this is no YAML: %s", message)
}

func lines(content []byte) int { return bytes.Count(bytes.TrimSuffix(content, newline), newline) + 1 }

var newline = []byte{'\n'}

// unreadable finds the first byte that belongs in no text: one that is not
// UTF-8, or a control character. The YAML library would not say where it is.
func (c *check) unreadable(content []byte) (Position, bool) {
	at := Position{c.name, 1, 1}
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		switch {
		case r == '\n':
			at.Line, at.Column = at.Line+1, 0
		case r == '\t' || r == '\r':
		case r == utf8.RuneError && size == 1, unicode.IsControl(r):
			return at, true
		}
		at.Column++
		content = content[size:]
	}
	return at, false
}

// build makes a File of a value that was found right.
func build(v value, from Origin) *File {
	who, where := v.fields["people"], v.fields["paths"]
	f := &File{
		People: People{
			Split:  who.fields["split"].texts(),
			Bots:   who.fields["bots"].texts(),
			Agents: who.fields["agents"].texts(),
			Humans: who.fields["humans"].texts(),
		},
		Paths: Paths{
			Generated: where.fields["generated"].texts(),
			Vendored:  where.fields["vendored"].texts(),
			Written:   where.fields["written"].texts(),
		},
	}
	f.People.Merge = each(who.fields["merge"], value.texts)
	f.Workspace = each(v.fields["workspace"], func(v value) Member {
		return Member{Path: path.Clean(v.text), Origin: from, Position: v.Position}
	})
	f.Accept = each(v.fields["accept"], acceptance)
	f.CoChange = each(v.fields["cochange"], func(v value) CoChange {
		return CoChange{When: v.fields["when"].texts(), Then: v.fields["then"].texts(), Reason: v.fields["reason"].text, Position: v.Position}
	})
	for kind, places := range v.fields["records"].fields {
		if f.Records == nil {
			f.Records = map[string][]string{}
		}
		f.Records[kind] = places.patterns()
		for _, x := range places.items {
			if x.fields["style"].text == "ears" {
				f.Patterned = append(f.Patterned, x.fields["path"].text)
			}
		}
	}
	f.Teams = each(v.fields["teams"], func(v value) Team {
		return Team{Name: v.fields["name"].text, Members: v.fields["members"].texts()}
	})
	f.Results = resultsPlace(v.fields["performance"].fields["results"].text)
	f.Architecture = buildArchitecture(v.fields["architecture"])
	for id, s := range v.fields["rules"].fields {
		if f.Rules == nil {
			f.Rules = map[string]Setting{}
		}
		f.Rules[id] = s.setting()
	}
	return f
}

// patterns are those of a list of places, which are texts or mappings.
func (v value) patterns() []string {
	return each(v, func(x value) string { return cmp.Or(x.text, x.fields["path"].text) })
}

// each converts the items of a list; of one that is not set it makes nil.
func each[T any](v value, convert func(value) T) []T {
	if !v.set {
		return nil
	}
	all := make([]T, 0, len(v.items))
	for _, item := range v.items {
		all = append(all, convert(item))
	}
	return all
}

func (v value) texts() []string { return each(v, func(v value) string { return v.text }) }

func acceptance(v value) Acceptance {
	a := Acceptance{Fingerprint: v.fields["fingerprint"].text, Reason: v.fields["reason"].text, Position: v.Position}
	if until := v.fields["until"]; until.set {
		a.Until, _ = time.Parse(time.DateOnly, until.text) // the check did the same
	}
	return a
}

func (v value) setting() Setting {
	s := Setting{Level: v.fields["level"].text, Position: v.Position}
	off := v.fields["off"].text
	if v.text != "" { // a word instead of a mapping
		off = strconv.FormatBool(v.text == "off" || v.text == "false")
	}
	if off != "" {
		silent := off == "true"
		s.Off = &silent
	}
	for name, field := range v.fields {
		if name != "off" && name != "level" {
			if s.Thresholds == nil {
				s.Thresholds = map[string]float64{}
			}
			s.Thresholds[name] = field.number
		}
	}
	return s
}
