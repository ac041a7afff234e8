package record

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// Draft is a record that is to be written.
type Draft struct {
	Kind        fact.RecordKind
	Title, Slug string
	Number      int // of a numbered folder
	Day         fact.Day
	Folder      fact.Path
	// Like is the record whose habit is followed, and LikeText its file; nil where there
	// is none yet.
	Like     *fact.Record
	LikeText []byte
	// Template is that of the folder; nil where it has none.
	Template []byte
}

// Write gives the name and the content of the file.
func (d *Draft) Write() (fact.Path, []byte) {
	name := d.name()
	if d.Template != nil {
		if content, ok := d.fill(name); ok {
			return name, content
		}
	}
	return name, []byte(d.byStyle())
}

// name follows that of the record that it is like.
func (d *Draft) name() fact.Path {
	ending := ".md"
	if d.Like == nil {
		return d.Folder + "/" + fact.Path(d.firstName()+ending)
	}
	base := path.Base(string(d.Like.Path))
	old, perRecord := stem(d.Like.Path), isIndex(d.Like.Path)
	folder := d.Like.Path.Folder()
	if perRecord {
		old, folder = path.Base(string(folder)), folder.Folder()
	} else {
		ending = path.Ext(base)
	}
	fresh := d.stemLike(old)
	if folder != "" {
		folder += "/"
	}
	if perRecord {
		return folder + fact.Path(fresh+"/"+base)
	}
	return folder + fact.Path(fresh+ending)
}

// standing is where a new record stands: what happened, may happen or is asked for is open
// and not proposed.
func (d *Draft) standing() string {
	switch d.Kind {
	case fact.Incident, fact.RiskRecord, fact.Request:
		return "open"
	}
	return "proposed"
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// firstName is that of the first record of a kind.
func (d *Draft) firstName() string {
	switch d.Kind {
	case fact.Decision:
		return fmt.Sprintf("%04d-%s", d.Number, d.Slug)
	case fact.Incident:
		return string(d.Day) + "-" + d.Slug
	}
	return idPrefix[d.Kind] + d.Slug
}

var idPrefix = map[fact.RecordKind]string{
	fact.Requirement: "REQ-", fact.RiskRecord: "RISK-", fact.Request: "ASK-", fact.PlanRecord: "PLAN-", fact.Objective: "OBJ-", fact.Runbook: "RUN-", fact.Standard: "STD-",
}

// stemLike gives another name in the form of an old one.
func (d *Draft) stemLike(old string) string {
	n := parseName(old)
	switch {
	case n.digits > 0 && n.date != "":
		return string(d.Day) + n.prefix[len(n.prefix)-1:] + fmt.Sprintf("%0*d", n.digits, d.Number) + separator(old, n.slug) + d.Slug
	case n.digits > 0 && n.slug == "":
		return n.prefix + fmt.Sprintf("%0*d", n.digits, d.Number)
	case n.digits > 0:
		return n.prefix + fmt.Sprintf("%0*d", n.digits, d.Number) + separator(old, n.slug) + d.slugLike(n.slug)
	case n.date != "" && !strings.Contains(old[:8], "-"):
		return strings.ReplaceAll(string(d.Day), "-", "") + separator(old, n.slug) + d.slugLike(n.slug)
	case n.date != "":
		return string(d.Day) + separator(old, n.slug) + d.slugLike(n.slug)
	}
	if p := idPrefix[d.Kind]; p != "" && strings.HasPrefix(old, p) {
		return p + d.Slug
	}
	return d.slugLike(old)
}

func (d *Draft) slugLike(old string) string {
	if strings.Contains(old, "_") && !strings.Contains(old, "-") {
		return strings.ReplaceAll(d.Slug, "-", "_")
	}
	return d.Slug
}

// separator is what stands before the words of a name.
func separator(name, slug string) string {
	if at := len(name) - len(slug); slug != "" && at > 0 && strings.ContainsRune("-_. ", rune(name[at-1])) {
		return name[at-1 : at]
	}
	return "-"
}

// heading is the title as the folder writes it: "12. Title", "ADR-0012: Title", "Title".
func (d *Draft) heading() string {
	if d.Like == nil {
		if d.Kind == fact.Decision {
			return fmt.Sprintf("%d. %s", d.Number, d.Title)
		}
		return d.Title
	}
	t := d.Like.Title
	if t.End > len(d.LikeText) || t.Start >= t.End || d.Like.Digits == 0 {
		return d.Title
	}
	raw := string(d.LikeText[t.Start:t.End])
	at := numberIn(raw, d.Like.Number)
	if at == nil {
		return d.Title
	}
	rest := raw[at[1]:]
	lead := len(rest) - len(strings.TrimLeft(rest, ".:)-–— "))
	return raw[:at[0]] + fmt.Sprintf("%0*d", at[1]-at[0], d.Number) + rest[:lead] + d.Title
}

var digitRun = regexp.MustCompile(`\d+`)

// numberIn finds a number among the first words of a heading.
func numberIn(raw string, number int) []int {
	for _, at := range digitRun.FindAllStringIndex(raw[:min(len(raw), 40)], 2) {
		if n, err := strconv.Atoi(raw[at[0]:at[1]]); err == nil && n == number && !strings.Contains(strings.TrimSpace(raw[:at[0]]), ". ") {
			return at
		}
	}
	return nil
}

// fill puts the title, the status and the day into the template of the folder.
func (d *Draft) fill(name fact.Path) ([]byte, bool) {
	var out read
	doc, fields := parseText(markdown(), name, d.Template, &out)
	title, ok := titleOf(doc)
	if len(out.problems) > 0 || !ok {
		return nil, false
	}
	edits := []edit{{title.Start, title.End, d.heading()}}
	r := fact.Record{Path: name, Kind: d.Kind}
	status(&r, doc, fields)
	if s := r.StatusText; s.End > s.Start && isChoice(s.Text) || s.End > s.Start && mapStatus(s.Text) != fact.NoStatus {
		if at := bytes.LastIndexByte(doc.text[s.Start:s.End], ':'); at >= 0 && r.StatusStyle != fact.StatusFrontMatter && r.StatusStyle != fact.StatusHeading {
			s.Start += at + 1
			for s.Start < s.End && strings.ContainsRune("* ", rune(doc.text[s.Start])) {
				s.Start++
			}
		}
		edits = append(edits, edit{s.Start, s.End, d.standing()})
	}
	for _, at := range templateDay.FindAllIndex(d.Template, -1) {
		edits = append(edits, edit{at[0], at[1], string(d.Day)})
	}
	return apply(d.Template, edits), true
}

var templateDay = regexp.MustCompile(`\bYYYY-MM-DD\b`)

// edit replaces the bytes from start to end.
type edit struct {
	start, end int
	by         string
}

// apply makes edits that do not overlap; of those that do, the first one holds.
func apply(text []byte, edits []edit) []byte {
	sortEdits(edits)
	var out []byte
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue
		}
		out = append(append(out, text[at:e.start]...), e.by...)
		at = e.end
	}
	return append(out, text[at:]...)
}

// byStyle writes a record in the way in which the folder writes its status.
func (d *Draft) byStyle() string {
	style := fact.StatusFrontMatter
	if d.Kind == fact.Decision {
		style = fact.StatusHeading
	}
	if d.Like != nil && d.Like.StatusStyle != "" {
		style = d.Like.StatusStyle
	}
	h := d.heading()
	body := "\n## Context\n\n## Decision\n\n## Consequences\n"
	if d.Kind != fact.Decision {
		body = ""
	}
	switch style {
	case fact.StatusFrontMatter, fact.StatusKey:
		return fmt.Sprintf("---\nstatus: %s\ndate: %s\n---\n# %s\n%s", d.standing(), d.Day, h, body)
	case fact.StatusBullet:
		return fmt.Sprintf("# %s\n\n- Status: %s\n- Date: %s\n%s", h, d.standing(), d.Day, body)
	case fact.StatusTable:
		return fmt.Sprintf("# %s\n\n| Status | %s |\n|---|---|\n| Date | %s |\n%s", h, d.standing(), d.Day, body)
	case fact.StatusBold:
		return fmt.Sprintf("# %s\n\n**Status:** %s\n**Date:** %s\n%s", h, capital(d.standing()), d.Day, body)
	}
	return fmt.Sprintf("# %s\n\nDate: %s\n\n## Status\n\n%s\n%s", h, d.Day, capital(d.standing()), body)
}
