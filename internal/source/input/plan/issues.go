package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// issue is one of Jira's or of GitHub's.
type issue struct {
	Key    string      `json:"key"`
	Fields *jiraFields `json:"fields"`

	Number    int             `json:"number"`
	Title     string          `json:"title"`
	State     string          `json:"state"`
	Body      string          `json:"body"`
	Labels    []label         `json:"labels"`
	Assignees []assignee      `json:"assignees"`
	Pull      json.RawMessage `json:"pull_request"`
}

type label struct {
	Name string `json:"name"`
}

type assignee struct {
	Login string `json:"login"`
}

type jiraFields struct {
	Summary string `json:"summary"`
	Status  struct {
		Name     string `json:"name"`
		Category struct {
			Key string `json:"key"`
		} `json:"statusCategory"`
	} `json:"status"`
	Assignee *struct {
		Name string `json:"displayName"`
	} `json:"assignee"`
	Priority *struct {
		Name string `json:"name"`
	} `json:"priority"`
	Original  *float64 `json:"timeoriginalestimate"` // seconds
	Remaining *float64 `json:"timeestimate"`
	Due       string   `json:"duedate"`
	Parent    *struct {
		Key string `json:"key"`
	} `json:"parent"`
	Links []struct {
		Type struct {
			Name string `json:"name"`
		} `json:"type"`
		Inward  *struct{ Key string } `json:"inwardIssue"`
		Outward *struct{ Key string } `json:"outwardIssue"`
	} `json:"issuelinks"`
}

// issueReader reads issues one after the other, and knows the line of each.
type issueReader struct {
	b      *builder
	in     *fact.Input
	dec    *json.Decoder
	offset int64
	line   int
	later  map[string][]string
}

// readIssues reads lists of issues: arrays, one behind the other as GitHub's program
// pages them, or objects with a field issues, as the search of Jira gives them.
func (b *builder) readIssues(in *fact.Input) {
	b.convert()
	r := &issueReader{b: b, in: in, dec: json.NewDecoder(bytes.NewReader(in.Data)), line: 1, later: map[string][]string{}}
	before := len(b.plan.Items)
	var err error
	for err == nil {
		var t json.Token
		if t, err = r.dec.Token(); err == nil {
			if err = r.value(t); errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF // a list that does not end
			}
		}
	}
	if !errors.Is(err, io.EOF) {
		line, column := in.At(r.dec.InputOffset())
		var wrong *json.SyntaxError
		if errors.As(err, &wrong) {
			line, column = in.At(wrong.Offset)
		}
		b.Wrong(line, column, "give an export of issues as JSON", "it cannot be read: %v", err)
		return
	}
	if len(b.plan.Items) == before {
		b.Wrong(0, 0, "give issues of Jira (a field issues) or of GitHub (gh issue list --json number,title,state,body,labels,assignees)", "there is no issue in it")
	}
	b.addLater(r.later)
}

// value reads a list, or an object that has one.
func (r *issueReader) value(t json.Token) error {
	switch t {
	case json.Delim('['):
		return r.array()
	case json.Delim('{'):
		for r.dec.More() {
			if err := r.field(); err != nil {
				return err
			}
		}
		_, err := r.dec.Token()
		return err
	}
	return nil
}

// field reads the list issues, and passes over every other field.
func (r *issueReader) field() error {
	key, err := r.dec.Token()
	if err != nil {
		return err
	}
	if key != "issues" {
		var skipped json.RawMessage
		return r.dec.Decode(&skipped)
	}
	t, err := r.dec.Token()
	if err != nil || t != json.Delim('[') {
		return err
	}
	return r.array()
}

func (r *issueReader) array() error {
	for r.dec.More() {
		at := r.dec.InputOffset()
		r.line += bytes.Count(r.in.Data[r.offset:at], []byte{'\n'})
		r.offset = at
		var is issue
		err := r.dec.Decode(&is)
		var wrong *json.UnmarshalTypeError
		switch {
		case errors.As(err, &wrong):
			r.b.Wrong(r.line, 0, "give an export as the tool writes it", "an issue has a field %s that is a %s", wrong.Field, wrong.Value)
			continue
		case err != nil:
			return err
		}
		r.issue(&is, r.line+leading(r.in.Data[at:r.dec.InputOffset()]))
	}
	_, err := r.dec.Token()
	return err
}

// leading counts the lines before a value begins.
func leading(data []byte) int {
	return bytes.Count(data[:len(data)-len(bytes.TrimLeft(data, " \t\r\n,"))], []byte{'\n'})
}

func (r *issueReader) issue(is *issue, line int) {
	switch {
	case is.Fields != nil && is.Key != "":
		r.jira(is, line)
	case is.Number > 0 && (len(is.Pull) == 0 || string(is.Pull) == "null"):
		r.github(is, line)
	case is.Number > 0: // a pull request is the work itself
	default:
		r.b.Wrong(line, 0, "give issues with key and fields (Jira) or number and title (GitHub)", "this is no issue")
	}
}

func (r *issueReader) jira(is *issue, line int) {
	f := is.Fields
	it := fact.Item{ID: is.Key, Title: f.Summary, Line: line, Done: f.Status.Category.Key == "done" || finished[strings.ToLower(f.Status.Name)]}
	if f.Assignee != nil {
		it.Owner = f.Assignee.Name
	}
	if f.Priority != nil {
		it.Priority = priorities[strings.ToLower(f.Priority.Name)]
	}
	if wrong := r.b.jiraEstimate(&it, f.Remaining, f.Original); wrong != "" {
		r.b.Wrong(line, 0, "write seconds", "issue %s: %s", is.Key, wrong)
	}
	if f.Due != "" {
		r.b.due(&it, f.Due)
	}
	if f.Parent != nil {
		r.b.part(is.Key, "", f.Parent.Key)
	}
	for _, l := range f.Links {
		if l.Type.Name != "Blocks" {
			continue
		}
		if l.Inward != nil {
			it.After = append(it.After, fact.After{ID: l.Inward.Key})
		}
		if l.Outward != nil {
			r.later[is.Key] = append(r.later[is.Key], l.Outward.Key)
		}
	}
	r.add(it)
}

// add leaves what nobody has to anyone.
func (r *issueReader) add(it fact.Item) {
	if it.Owner == "" {
		it.Needs = []fact.ItemNeed{{Name: fact.Anyone, Units: 1}}
	}
	r.b.add(it, true)
}

var (
	estimateLine = regexp.MustCompile(`(?im)^[\s>*_-]*(?:estimate|effort)[*_]*\s*:[*_\s]*([^\s*_][^\n\r*_]*)$`)
	waitsFor     = regexp.MustCompile(`(?i)\b(?:blocked by|depends on)\b[:\s]*((?:#[0-9]+(?:\s*(?:,|and|&)\s*)?)+)`)
	issueNumber  = regexp.MustCompile(`#[0-9]+`)
)

// github reads an issue of GitHub. Its estimate is a label or a line of its text,
// "estimate: 2d", and what it waits for is told as "blocked by #12".
func (r *issueReader) github(is *issue, line int) {
	it := fact.Item{ID: "#" + strconv.Itoa(is.Number), Title: is.Title, Line: line, Done: strings.EqualFold(is.State, "closed")}
	if len(is.Assignees) > 0 {
		it.Owner = is.Assignees[0].Login
	}
	texts := []string{is.Body}
	for _, l := range is.Labels {
		texts = append(texts, l.Name)
	}
	for _, text := range texts {
		m := estimateLine.FindStringSubmatch(text)
		if m == nil || it.Estimated {
			continue
		}
		if wrong := r.b.estimate(&it, strings.TrimSpace(m[1])); wrong != "" && !it.Done {
			r.b.Wrong(line, 0, durationHint, "issue %s: %s", it.ID, wrong)
		}
	}
	seen := map[string]bool{it.ID: true}
	for _, m := range waitsFor.FindAllStringSubmatch(is.Body, -1) {
		for _, id := range issueNumber.FindAllString(m[1], -1) {
			if !seen[id] {
				seen[id] = true
				it.After = append(it.After, fact.After{ID: id})
			}
		}
	}
	r.add(it)
}
