package run

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// RecordColumns are those of exported records; columns are only ever added, at the end.
var RecordColumns = []string{
	"path", "line", "kind", "id", "number", "title", "status", "status_text", "date", "dated_by", "review_by", "owners", "links", "gate", "format", "text",
}

// ExportRecords gives every record as a row.
func ExportRecords(ctx context.Context, o Options, yield func([]sheet.Value) error) error {
	_, v, err := readRecords(ctx, o, false)
	if err != nil || v.Register() == nil {
		return err
	}
	for i := range v.Register().Entries {
		e := &v.Register().Entries[i]
		when, stated := e.Day()
		by := ""
		if when != "" {
			if by = "git"; stated {
				by = "text"
			}
		}
		var number sheet.Value
		if e.Digits > 0 {
			number = sheet.Int(e.Number)
		}
		row := []sheet.Value{
			sheet.At(sheet.Place{Path: string(e.Path)}), sheet.Int(e.Line), sheet.String(string(e.Kind)), sheet.String(e.ID), number, sheet.String(e.Title.Text),
			sheet.String(string(e.Status)), sheet.String(e.StatusText.Text), sheet.String(string(when)), sheet.String(by), sheet.String(string(e.ReviewBy)),
			sheet.String(strings.Join(e.Owners, "; ")), sheet.String(linkWords(e.Record)), sheet.String(fmt.Sprint(e.Gate)), sheet.String(e.Format), sheet.String(e.Text.Text),
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

func linkWords(r *fact.Record) string {
	var out []string
	for _, l := range r.Links {
		out = append(out, string(l.Kind)+" "+l.To.Text)
	}
	return strings.Join(out, "; ")
}

// ExportNeeds gives the records in the form of needs.json, which sphinx-needs and others
// read: one version, called by the commit.
func ExportNeeds(ctx context.Context, o Options) ([]byte, error) {
	_, v, err := readRecords(ctx, o, false)
	if err != nil {
		return nil, err
	}
	type need struct {
		ID         string   `json:"id"`
		Type       string   `json:"type"`
		Title      string   `json:"title"`
		Status     string   `json:"status"`
		Content    string   `json:"content"`
		Docname    string   `json:"docname"`
		Lineno     int      `json:"lineno"`
		Links      []string `json:"links"`
		Implements []string `json:"implements"`
	}
	needs := map[string]need{}
	if r := v.Register(); r != nil {
		for i := range r.Entries {
			e := &r.Entries[i]
			n := need{ID: e.ID, Type: string(e.Kind), Title: e.Title.Text, Status: string(e.Status), Content: e.Text.Text, Docname: string(e.Path), Lineno: e.Line, Links: []string{}, Implements: []string{}}
			for _, l := range e.Links {
				to := l.To.Text
				if found := r.Resolve(e.Record, to); len(found) == 1 {
					to = found[0].ID
				}
				if l.Kind == fact.Implements {
					n.Implements = append(n.Implements, to)
				} else if l.Kind != fact.Affects {
					n.Links = append(n.Links, to)
				}
			}
			id := e.ID
			if _, twice := needs[id]; twice || id == "" {
				id = fmt.Sprintf("%s:%d", e.Path, e.Line)
				n.ID = id
			}
			needs[id] = n
		}
	}
	version := string(v.History.Head)
	out := map[string]any{
		"current_version": version, "project": v.Repository.Name,
		"versions": map[string]any{version: map[string]any{"needs": needs, "needs_amount": len(needs)}},
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("write needs.json: %w", err)
	}
	return b.Bytes(), nil
}
