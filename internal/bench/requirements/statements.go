package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"os/exec"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/bench"
)

// statement is a requirement as a repository has it.
type statement struct {
	repository, path string
	line             int
	text             string
}

// statements reads the requirements of a repository, of every format that is known: the
// StrictDoc form, items of Doorstop, directives of sphinx-needs, OpenFastTrace, OpenSpec,
// acceptance criteria of Kiro, and rows of tables. What is read is the commit at HEAD.
func statements(ctx context.Context, name, dir string) ([]statement, error) {
	var paths []string
	err := bench.Lines(exec.CommandContext(ctx, "git", "-C", dir, "ls-tree", "-r", "--name-only", "HEAD"), func(line []byte) {
		if reader(string(line)) != nil {
			paths = append(paths, string(line))
		}
	})
	var out []statement
	for _, p := range paths {
		content, err := exec.CommandContext(ctx, "git", "-C", dir, "show", "HEAD:"+p).Output()
		if err != nil {
			return nil, err
		}
		for _, s := range reader(p)(string(content)) {
			if s.text = strings.TrimSpace(s.text); s.text != "" {
				s.repository, s.path = name, p
				out = append(out, s)
			}
		}
	}
	return out, err
}

var skipped = regexp.MustCompile(`(?i)(?:^|/)(?:\.claude|\.github|node_modules|templates?|archive|fixtures?|testdata|integration|changes)/|_tsrm\.sdoc$`)

// reader gives what reads a file; nil for one that holds no requirements.
func reader(p string) func(string) []statement {
	switch base := p[strings.LastIndexByte(p, '/')+1:]; {
	case skipped.MatchString(p):
		return nil
	case strings.HasSuffix(p, ".sdoc"):
		return readStrictDoc
	case strings.HasSuffix(p, ".rst"):
		return readNeeds
	case base == "requirements.md" && strings.Contains(p, ".kiro/"):
		return readCriteria
	case base == "spec.md" && strings.Contains(p, "openspec/"):
		return readOpenSpec
	case strings.HasSuffix(p, ".csv") && strings.Contains(strings.ToLower(p), "requirement"):
		return readCSV
	case strings.HasSuffix(p, ".yml") && doorstopItem.MatchString(base):
		return readDoorstop
	case strings.HasSuffix(p, ".md"):
		return readMarkdown
	}
	return nil
}

var doorstopItem = regexp.MustCompile(`^[A-Za-z]+[-_.]?\d+\.yml$`)

// lines calls a function with each line and its number.
func lines(content string, each func(n int, line string)) {
	n := 0
	for in := bufio.NewScanner(strings.NewReader(content)); in.Scan(); {
		n++
		each(n, in.Text())
	}
}

func readStrictDoc(content string) []statement {
	var out []statement
	node, in := "", false
	lines(content, func(n int, line string) {
		switch {
		case in && strings.TrimSpace(line) == "<<<":
			in = false
		case in:
			out[len(out)-1].text += line + "\n"
		case strings.HasPrefix(line, "["):
			node = strings.Trim(line, "[]")
		case strings.HasPrefix(line, "STATEMENT:") && node == "REQUIREMENT":
			text := strings.TrimSpace(strings.TrimPrefix(line, "STATEMENT:"))
			in = text == ">>>"
			out = append(out, statement{line: n, text: strings.TrimPrefix(text, ">>>")})
		}
	})
	return out
}

var needed = regexp.MustCompile(`^(\s*)\.\.\s+\w*req::`)

// standards are quoted from those who made them.
var standards = regexp.MustCompile(`\bstd_\w+::`)

func readNeeds(content string) []statement {
	var out []statement
	depth, options := -1, false
	lines(content, func(n int, line string) {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		switch at := needed.FindStringSubmatch(line); {
		case at != nil && !standards.MatchString(line):
			depth, options = len(at[1]), true
			out = append(out, statement{line: n})
		case depth >= 0 && strings.TrimSpace(line) != "" && indent <= depth:
			depth = -1
		case depth >= 0 && options:
			// What is said of the directive ends with a blank line.
			options = strings.TrimSpace(line) != ""
		case depth >= 0:
			out[len(out)-1].text += strings.TrimSpace(line) + "\n"
		}
	})
	return out
}

var criterion = regexp.MustCompile(`^\s*(?:[-*]|\d+(?:\.\d+)*\.?)\s+(.*\b(?:SHALL|MUST|shall|must)\b.*)$`)

func readCriteria(content string) []statement {
	var out []statement
	lines(content, func(n int, line string) {
		if at := criterion.FindStringSubmatch(line); at != nil {
			out = append(out, statement{line: n, text: at[1]})
		}
	})
	return out
}

func readOpenSpec(content string) []statement {
	var out []statement
	in := false
	lines(content, func(n int, line string) {
		switch {
		case strings.HasPrefix(line, "### Requirement:"):
			in = true
			out = append(out, statement{line: n})
		case strings.HasPrefix(line, "#"):
			in = false
		case in:
			out[len(out)-1].text += line + "\n"
		}
	})
	return out
}

func readCSV(content string) []statement {
	in := csv.NewReader(strings.NewReader(content))
	in.LazyQuotes, in.FieldsPerRecord = true, -1
	rows, err := in.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil
	}
	column := -1
	for i, h := range rows[0] {
		if strings.EqualFold(strings.TrimSpace(h), "description") {
			column = i
		}
	}
	var out []statement
	for i, row := range rows[1:] {
		if column >= 0 && column < len(row) {
			out = append(out, statement{line: i + 2, text: row[column]})
		}
	}
	return out
}

func readDoorstop(content string) []statement {
	var item struct {
		Active    *bool
		Normative *bool
		Text      string
	}
	if yaml.NewDecoder(bytes.NewReader([]byte(content))).Decode(&item) != nil || item.Active != nil && !*item.Active || item.Normative != nil && !*item.Normative {
		return nil
	}
	return []statement{{line: 1, text: item.Text}}
}

var (
	traced    = regexp.MustCompile("^`?[a-z]+~[\\w.-]+~\\d+`?\\s*$")
	covering  = regexp.MustCompile(`^(?:Needs|Covers|Depends|Rationale|Comment|Tags|Description|Status):?`)
	cell      = regexp.MustCompile(`^\|\s*[*\x60]*[A-Za-z][\w./-]*-[\w.-]+[*\x60]*\s*\|(.*)\|\s*$`)
	numbered  = regexp.MustCompile(`^\s*[-*]\s+\*\*(?:FR|NFR|SC)-\d+[a-z]?\*\*:?\s+(.*\b(?:MUST|SHALL|must|shall)\b.*)$`)
	oblige    = regexp.MustCompile(`(?i)\b(?:shall|must)\b`)
	separator = regexp.MustCompile(`\s*\|\s*`)
)

// readMarkdown reads specification items of OpenFastTrace, rows of tables whose first
// cell is an id and one of whose others obliges, and items of Spec Kit.
func readMarkdown(content string) []statement {
	var out []statement
	in := false
	lines(content, func(n int, line string) {
		switch {
		case traced.MatchString(line):
			in = true
			out = append(out, statement{line: n})
		case in && (covering.MatchString(line) || strings.HasPrefix(line, "#")):
			in = false
		case in:
			out[len(out)-1].text += line + "\n"
		default:
			if text := single(line); text != "" {
				out = append(out, statement{line: n, text: text})
			}
		}
	})
	return out
}

// single is the requirement that a line holds; empty if none.
func single(line string) string {
	if at := numbered.FindStringSubmatch(line); at != nil {
		return at[1]
	}
	at := cell.FindStringSubmatch(line)
	if at == nil {
		return ""
	}
	for _, c := range separator.Split(at[1], -1) {
		if oblige.MatchString(c) {
			return c
		}
	}
	return ""
}
