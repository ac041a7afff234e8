package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// shelf is a tree in memory.
type shelf map[string]string

func (s shelf) List(_ context.Context, _ fact.CommitID, yield func(fact.Path, fact.Mode, fact.BlobID) bool) error {
	for _, p := range sortedKeys(s) {
		mode := fact.ModeFile
		if strings.HasPrefix(s[p], "link:") {
			mode = fact.ModeSymlink
		}
		if !yield(fact.Path(p), mode, fact.BlobID(p)) {
			break
		}
	}
	return nil
}

func (s shelf) Blob(_ context.Context, id fact.BlobID) ([]byte, error) {
	text, ok := s[string(id)]
	if !ok {
		return nil, errors.New("it is missing")
	}
	return []byte(strings.TrimPrefix(text, "link:")), nil
}

func readShelf(t *testing.T, s shelf, declared ...Declared) *fact.Records {
	t.Helper()
	got, err := Read(t.Context(), "", s, s, declared)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// one reads a text as docs/adr/0007-x.md.
func one(t *testing.T, text string) fact.Record {
	t.Helper()
	got := readShelf(t, shelf{"docs/adr/0007-x.md": text})
	if len(got.Records) != 1 || len(got.Problems) > 0 {
		t.Fatalf("records %+v, problems %+v", got.Records, got.Problems)
	}
	return got.Records[0]
}

func TestStatus(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		status fact.RecordStatus
		said   string
		style  fact.StatusStyle
	}{
		"heading":            {"# 7. X\n\nDate: 2020-01-02\n\n## Status\n\nAccepted\n\n## Context\n", fact.Accepted, "Accepted", fact.StatusHeading},
		"heading with value": {"# X\n\n## Status: Rejected\n", fact.Rejected, "Rejected", fact.StatusHeading},
		"bullet":             {"# X\n\n* Status: proposed\n* Date: 2020-01-02\n\n## Context\n", fact.Proposed, "proposed", fact.StatusBullet},
		"bold bullet":        {"# X\n\n- **Status:** Approved\n", fact.Accepted, "Approved", fact.StatusBullet},
		"front matter":       {"---\nstatus: draft\n---\n# X\n", fact.Draft, "draft", fact.StatusFrontMatter},
		"table":              {"# X\n\n| Status | Deprecated |\n|---|---|\n| Date | 2020-01-02 |\n", fact.Deprecated, "Deprecated", fact.StatusTable},
		"table with a head":  {"# X\n\n| Date | Status | Owner |\n|---|---|---|\n| 2020-01-02 | Active | me |\n", fact.Accepted, "Active", fact.StatusTable},
		"bold":               {"# X\n\n**Status**: Implemented\n\n## Context\n", fact.Accepted, "Implemented", fact.StatusBold},
		"bare":               {"# X\n\nStatus: On Hold\n", fact.Proposed, "On Hold", fact.StatusBold},
		"several on a line":  {"# X\n\n**Status:** Accepted | **Date:** 2020-01-02\n", fact.Accepted, "Accepted", fact.StatusBold},
		"title":              {"# Accepted: X\n\n## Context\n", fact.Accepted, "Accepted", fact.StatusTitle},
		"not in a title":     {"# Proposal: X\n\n## Context\n", fact.NoStatus, "", ""},
		"superseded":         {"# X\n\n## Status\n\nAccepted\n\nSuperceded by [9. Y](0009-y.md)\n", fact.Superseded, "Superceded by 9. Y", fact.StatusHeading},
		"supersedes":         {"# X\n\n## Status\n\nAccepted\n\nSupersedes [3. Y](0003-y.md)\n", fact.Accepted, "Accepted", fact.StatusHeading},
		"in part":            {"# X\n\n## Status\n\nPartially superseded by 9\n", fact.Accepted, "Partially superseded by 9", fact.StatusHeading},
		"struck out":         {"# X\n\n## Status\n\n~~Proposed~~ Accepted\n", fact.Accepted, "Accepted", fact.StatusHeading},
		"boxes":              {"# X\n\n## Status\n\n- [ ] Proposed\n- [x] Accepted\n- [ ] Rejected\n", fact.Accepted, "Accepted", fact.StatusHeading},
		"comment":            {"# X\n\n## Status\n\n<!-- Proposed, Accepted or Rejected -->\n\nRejected\n", fact.Rejected, "Rejected", fact.StatusHeading},
		"date below status":  {"# X\n\n## Status\n\nDate: 2020-01-02\n\nAccepted\n", fact.Accepted, "Accepted", fact.StatusHeading},
		"unknown word":       {"# X\n\n## Status\n\nPlaceholder\n", fact.NoStatus, "Placeholder", fact.StatusHeading},
		"choice":             {"# X\n\n* Status: proposed | rejected | accepted | deprecated\n", fact.NoStatus, "proposed | rejected | accepted | deprecated", fact.StatusBullet},
		"none":               {"# X\n\n## Context\n\nThe status of an order is accepted.\n", fact.NoStatus, "", ""},
		"of something else":  {"# X\n\n## A\n\n## B\n\n## C\n\n## D\n\n## Status\n\nWe report it back to the user.\n", fact.NoStatus, "", ""},
		"byte order mark":    {"\xef\xbb\xbf---\r\nstatus: accepted\r\n---\r\n# X\r\n", fact.Accepted, "accepted", fact.StatusFrontMatter},
	} {
		t.Run(name, func(t *testing.T) {
			r := one(t, c.text)
			if r.Status != c.status || r.StatusText.Text != c.said || r.StatusStyle != c.style {
				t.Errorf("got %q %q %q, want %q %q %q", r.Status, r.StatusText.Text, r.StatusStyle, c.status, c.said, c.style)
			}
		})
	}
}

// TestPassages holds what is said of places against the bytes there.
func TestPassages(t *testing.T) {
	text := "\xef\xbb\xbf---\r\nstatus: \"accepted\"\r\ndate: 2020-01-02\r\nlinks: {affects: [internal/auth/**], supersedes: [3]}\r\n---\r\n# 7. Sessions end\r\n\r\nSee [three](0003-y.md#why) and `internal/auth/session.go:12`.\r\n"
	r := one(t, text)
	for _, c := range []struct {
		p    fact.Passage
		want string
		line int
	}{
		{r.StatusText, "accepted", 2},
		{r.Title, "7. Sessions end", 6},
		{r.Links[0].To, "internal/auth/**", 4},
		{r.Links[1].To, "3", 4},
		{r.References[0].To, "0003-y.md", 8},
		{r.References[1].To, "internal/auth/session.go:12", 8},
	} {
		if got := text[c.p.Start:c.p.End]; got != c.want || c.p.Line != c.line {
			t.Errorf("bytes %q in line %d, want %q in %d", got, c.p.Line, c.want, c.line)
		}
	}
	if r.Title.Text != "Sessions end" || r.Date != "2020-01-02" || r.References[1].To.Text != "internal/auth/session.go" || r.References[1].Fragment != "12" {
		t.Errorf("%+v", r)
	}
}

func TestFields(t *testing.T) {
	r := one(t, "---\nstatus: superseded by ADR-0009\ndecision-makers: Ann, Ben and Cleo\nreview-by: 2027-05-01\ngate: true\nseverity: high\n---\n# ADR-0007: X\n\n## Context and Problem Statement\n\nWhy?\n\n## Decision Outcome\n\nChosen: Y.\n")
	if got := strings.Join(r.Owners, "|"); got != "Ann|Ben|Cleo" {
		t.Errorf("owners %s", got)
	}
	if r.ReviewBy != "2027-05-01" || !r.Gate || r.Format != "madr 4" || r.Title.Text != "X" || r.Text.Text != "Chosen: Y." {
		t.Errorf("%+v", r)
	}
	if len(r.Links) != 1 || r.Links[0].Kind != fact.SupersededBy || r.Links[0].To.Text != "ADR-0009" {
		t.Errorf("links %+v", r.Links)
	}
	if len(r.Fields) != 1 || r.Fields[0].Name != "severity" || r.Fields[0].Value.Text != "high" {
		t.Errorf("fields %+v", r.Fields)
	}
}

func TestUnfilled(t *testing.T) {
	filled := one(t, "# Use X\n\n* Status: accepted\n\n## Context\n\n[see this](a.md) and {braces} in a text\n")
	if len(filled.Unfilled) > 0 {
		t.Errorf("%+v", filled.Unfilled)
	}
	bare := one(t, "---\nstatus: {proposed | rejected | accepted}\ndate: {YYYY-MM-DD when the decision was last updated}\n---\n# {short title, representative of solved problem}\n\n## Context\n\nThe issue motivating this decision, and any context that influences or constrains the decision.\n")
	if len(bare.Unfilled) < 4 {
		t.Errorf("only %+v", bare.Unfilled)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]named{
		"0042-use-go":             {number: 42, digits: 4, slug: "use-go", id: "0042"},
		"ADR-042":                 {prefix: "ADR-", number: 42, digits: 3, id: "ADR-042"},
		"ODH-ADR-Operator-0008-x": {prefix: "ODH-ADR-Operator-", number: 8, digits: 4, slug: "x", id: "ODH-ADR-Operator-0008"},
		"20221004-use-x":          {date: "2022-10-04", slug: "use-x", id: "20221004-use-x"},
		"2022-03-28_017-udp":      {prefix: "2022-03-28_", number: 17, digits: 3, date: "2022-03-28", slug: "udp", id: "017"},
		"20229904-use-x":          {slug: "20229904-use-x", id: "20229904-use-x"},
		"http2-push":              {slug: "http2-push", id: "http2-push"},
		"migrate-to-java-17":      {slug: "migrate-to-java-17", id: "migrate-to-java-17"},
	} {
		if got := parseName(name); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]fact.Day{
		"2026-11-22": "2026-11-22", "on 2026/1/2": "2026-01-02", "21 August 2020": "2020-08-21", "August 3rd, 2021": "2021-08-03",
		"2026-02-30": "", "03/04/2021": "", "soon": "", "3 mai 2021": "",
	} {
		if got := dayIn(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestNothingVanishes: each file of a folder of records is a record, a problem or passed
// over.
func TestNothingVanishes(t *testing.T) {
	s := shelf{
		"docs/adr/0001-a.md":                 "# A\n",
		"docs/adr/0002-yaml.md":              "---\nstatus: a: b: c\n---\n# B\n",
		"docs/adr/0003-latin.md":             "# Gr\xfc\xdfe\n",
		"docs/adr/0004-long.md":              "# L\n" + strings.Repeat("a", most),
		"docs/adr/0005-no-title.md":          "Words alone.\n",
		"docs/adr/0006-bomb.md":              "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nstatus: *e\n---\n# F\n",
		"docs/adr/0007-types.md":             "---\nstatus: [accepted]\ndate: {a: 1}\ndeciders: 12\n---\n# G\n",
		"docs/adr/0008-out.md":               "link:../../../etc/passwd",
		"docs/adr/0009-in.md":                "link:0001-a.md",
		"docs/adr/0010-notes.docx":           "binary",
		"docs/adr/0011-empty.md":             "",
		"docs/adr/README.md":                 "# Decisions\n",
		"docs/adr/template.md":               "# {title}\n",
		"docs/adr/img/a.png":                 "\x89PNG",
		"docs/adr/about-this.md":             "# About\n",
		"docs/adr/2020-01-02-wide/README.md": "# Wide\n",
		"docs/adr/2020-01-02-wide/more.md":   "# More\n",
		"src/adr/adr.go":                     "package adr\n",
	}
	got := readShelf(t, s)
	seen := map[fact.Path]string{}
	for _, r := range got.Records {
		seen[r.Path] = "record"
	}
	for _, p := range got.Problems {
		if !p.Lost {
			continue // it is of a record
		}
		seen[p.Path] = fmt.Sprintf("%s %d:%d", p.Rule, p.Line, p.Column)
	}
	for _, p := range got.PassedOver {
		seen[p.Path] = "passed"
	}
	want := map[fact.Path]string{
		"docs/adr/0001-a.md": "record", "docs/adr/0002-yaml.md": "yaml 2:10", "docs/adr/0003-latin.md": "encoding 1:5", "docs/adr/0004-long.md": "size 0:0",
		"docs/adr/0005-no-title.md": "not-understood 1:1", "docs/adr/0006-bomb.md": "record", "docs/adr/0007-types.md": "record", "docs/adr/0008-out.md": "link-out 0:0",
		"docs/adr/0009-in.md": "passed", "docs/adr/0010-notes.docx": "not-understood 0:0", "docs/adr/0011-empty.md": "not-understood 1:1", "docs/adr/README.md": "passed",
		"docs/adr/template.md": "passed", "docs/adr/img/a.png": "passed", "docs/adr/about-this.md": "passed",
		"docs/adr/2020-01-02-wide/README.md": "record", "docs/adr/2020-01-02-wide/more.md": "passed",
	}
	if !reflect.DeepEqual(seen, want) {
		for _, p := range sortedKeys(s) {
			if seen[fact.Path(p)] != want[fact.Path(p)] {
				t.Errorf("%s: %q, want %q", p, seen[fact.Path(p)], want[fact.Path(p)])
			}
		}
	}
}

func TestFolders(t *testing.T) {
	s := shelf{
		".adr-dir": "doc/choices\n", "doc/choices/0001-a.md": "# A\n",
		"web/.log4brains.yml": "project:\n  adrFolder: ./why\n", "web/why/20200101-b.md": "# B\n",
		"lib/adrs.toml": "adr_dir = \"dec\"\n", "lib/dec/0001-c.md": "# C\n",
		"deep/down/architecture-decisions/0001-d.md": "# D\n",
		"pages/text/0001-e.md":                       "# no\n",
		"vendor/x/docs/adr/0001-f.md":                "# no\n",
		"lead/risks/RISK-a.md":                       "# R\n",
		"kept/here/x.md":                             "# K\n",
	}
	got := readShelf(t, s, Declared{Kind: fact.PlanRecord, Fits: func(p fact.Path) bool { return p == "kept/here" }})
	var found []string
	for _, f := range got.Folders {
		found = append(found, string(f.Path)+" "+string(f.Kind)+" "+f.Why)
	}
	want := []string{
		"deep/down/architecture-decisions decision its name", "doc/choices decision .adr-dir", "kept/here plan leadline.yaml", "lead/risks risk its name",
		"lib/dec decision lib/adrs.toml", "web/why decision web/.log4brains.yml",
	}
	if !slices.Equal(found, want) {
		t.Errorf("got  %q\nwant %q", found, want)
	}
}

func TestRequirements(t *testing.T) {
	s := shelf{
		"reqs/.doorstop.yml": "settings:\n  digits: 3\n  prefix: REQ\n  sep: ''\n",
		"reqs/REQ003.yml":    "active: true\nlinks:\n- SYS001: abc=\nnormative: true\nreferences:\n- path: src/a.c\n  keyword: REQ003\ntext: |\n  It **shall** end\n  the session.\n",
		"reqs/REQ004.yml":    "active: [\n",
		"doc/spec/design.md": "# Loading\n`dsn~load~1`\n\nIt loads plugins.\n\nCovers:\n\n* [req~load~1](#load)\n\nNeeds: impl, utest\n\n```\n`dsn~example~1`\n```\n",
		"docs/a.sdoc":        "[DOCUMENT]\nTITLE: A\n\n[[SECTION]]\nTITLE: B\n\n[REQUIREMENT]\nUID: A-1\nSTATUS: Draft\nTITLE: T\nSTATEMENT: >>>\nIt shall.\n<<<\nRELATIONS:\n- TYPE: Parent\n  VALUE: S-8\n- TYPE: File\n  VALUE: src/a.c\n\n[[/SECTION]]\n",
		"build/needs.json":   `{"current_version":"1","versions":{"1":{"needs":{"R_1":{"id":"R_1","title":"T","content":"It shall.","status":"open","type":"req","links":["R_2"]}}}}}`,
	}
	got := readShelf(t, s)
	by := map[string]fact.Record{}
	for _, r := range got.Records {
		by[r.ID] = r
	}
	if len(by) != 4 || len(got.Problems) != 1 || got.Problems[0].Path != "reqs/REQ004.yml" {
		t.Fatalf("records %v, problems %+v", sortedKeys(by), got.Problems)
	}
	for id, want := range map[string]struct{ text, links string }{
		"REQ003":     {"It **shall** end the session.", "implements SYS001; see src/a.c"},
		"dsn~load~1": {"It loads plugins.", "implements req~load~1"},
		"A-1":        {"It shall.", "implements S-8; see src/a.c"},
		"R_1":        {"It shall.", "see R_2"},
	} {
		r := by[id]
		var links []string
		for _, l := range r.Links {
			links = append(links, string(l.Kind)+" "+l.To.Text)
		}
		if got := strings.Join(links, "; "); r.Text.Text != want.text || got != want.links || r.Kind != fact.Requirement {
			t.Errorf("%s: %q, %q", id, r.Text.Text, got)
		}
	}
	if needs := by["dsn~load~1"].Needs; !slices.Equal(needs, []string{"impl", "utest"}) {
		t.Errorf("needs %v", needs)
	}
}

func TestYAMLList(t *testing.T) {
	got := readShelf(t, shelf{"lead/risks.yaml": "- id: RISK-a\n  title: A\n  status: open\n  severity: high\n- just words\n- id: RISK-b\n  title: B\n"})
	if len(got.Records) != 2 || got.Records[1].ID != "RISK-b" || got.Records[1].Line != 6 || got.Records[0].Fields[0].Name != "severity" {
		t.Errorf("%+v", got.Records)
	}
	if len(got.Problems) != 1 || got.Problems[0].Line != 5 || got.Problems[0].Rule != "type" {
		t.Errorf("%+v", got.Problems)
	}
}

func TestDraftFollowsHabit(t *testing.T) {
	for name, c := range map[string]struct{ path, text, want, head string }{
		"nygard":        {"docs/adr/0007-old.md", "# 7. Old\n\n## Status\n\nAccepted\n", "docs/adr/0008-use-the-outbox.md", "# 8. Use the outbox\n"},
		"prefix":        {"d/ADR-007-old.md", "# ADR-007: Old\n\n- Status: accepted\n", "d/ADR-008-use-the-outbox.md", "# ADR-008: Use the outbox\n\n- Status: proposed\n"},
		"day":           {"d/20200102-old.md", "# Old\n\n- Status: accepted\n", "d/20261122-use-the-outbox.md", "# Use the outbox\n\n- Status: proposed\n"},
		"folder":        {"d/2020-01-02-old/README.md", "# Old\n", "d/2026-11-22-use-the-outbox/README.md", "# Use the outbox\n"},
		"words":         {"d/0007_old_one.md", "# Old\n\n**Status:** accepted\n", "d/0008_use_the_outbox.md", "# Use the outbox\n\n**Status:** Proposed\n"},
		"number in all": {"d/2022-03-28_007-old.md", "---\nstatus: accepted\n---\n# 7. Old\n", "d/2026-11-22_008-use-the-outbox.md", "---\nstatus: proposed\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := prose(markdown(), fact.Path(c.path), []byte(c.text), fact.Decision)
			if len(got.records) != 1 {
				t.Fatalf("%+v", got.problems)
			}
			d := Draft{Kind: fact.Decision, Title: "Use the outbox", Slug: "use-the-outbox", Number: 8, Day: "2026-11-22", Like: &got.records[0], LikeText: []byte(c.text)}
			path, text := d.Write()
			if string(path) != c.want || !bytes.HasPrefix(text, []byte(c.head)) {
				t.Errorf("%s\n%s", path, text)
			}
			again := prose(markdown(), path, text, fact.Decision)
			if len(again.records) != 1 || again.records[0].Status != fact.Proposed || again.records[0].Title.Text != "Use the outbox" {
				t.Errorf("it is read as %+v", again)
			}
		})
	}
}

func TestTemplateIsFilled(t *testing.T) {
	d := Draft{
		Kind: fact.Decision, Title: "Use X", Slug: "use-x", Number: 1, Day: "2026-11-22", Folder: "d",
		Template: []byte("---\nstatus: \"{proposed | rejected | accepted}\"\ndate: YYYY-MM-DD\n---\n\n# {short title}\n\nKeep this.\n"),
	}
	_, text := d.Write()
	if want := "---\nstatus: \"proposed\"\ndate: 2026-11-22\n---\n\n# 1. Use X\n\nKeep this.\n"; string(text) != want {
		t.Errorf("got %s", text)
	}
}

func TestRenumbered(t *testing.T) {
	r := Renumbered{Record: &fact.Record{Path: "docs/adr/0007-old-one.md", Number: 7, Digits: 4}, Number: 12}
	text := "\ufeffsee [7. Old](0007-old-one.md#why), [ADR-0007](../adr/0007-old-one.md), `docs/adr/0007-old-one.md`,\r\n" +
		"[7. Old](0007-old-one-more.md), x0007-old-one.md and ADR-0007\n"
	want := "\ufeffsee [12. Old](0012-old-one.md#why), [ADR-0012](../adr/0012-old-one.md), `docs/adr/0012-old-one.md`,\r\n" +
		"[7. Old](0007-old-one-more.md), x0007-old-one.md and ADR-0007\n"
	if got, n := r.Links([]byte(text)); string(got) != want || n != 3 {
		t.Errorf("%d links\n got %q\nwant %q", n, got, want)
	}
	own := "---\nid: ADR-0007\nnumber: 7\nweight: 7\n---\n# 7. Old one\n\n7 of 7.\n"
	read := prose(markdown(), r.Record.Path, []byte(own), fact.Decision)
	r.Record = &read.records[0]
	if got, want := string(r.Own([]byte(own))), "---\nid: ADR-0012\nnumber: 12\nweight: 7\n---\n# 12. Old one\n\n7 of 7.\n"; got != want {
		t.Errorf("got %q", got)
	}
}

// FuzzRead: whatever files hold, each is told of, places are in the file, and nothing
// panics.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"# 7. X\n\n## Status\n\nAccepted\n", "---\nstatus: a\nlinks: [{target: 2, kind: supersedes}]\n---\n# X\n| Status | a |\n|--|--|\n",
		"\xef\xbb\xbf---\r\na: &a [*a]\r\n...\r\n", "= X\n:status: accepted\n\nxref:a.adoc[b]\n", "X\n=\n\n:Status: Draft\n",
		"[REQUIREMENT]\nUID: A\nSTATEMENT: >>>\nx\n<<<\nRELATIONS:\n- TYPE: Parent\n  VALUE: B\n", "`req~a~1`\nNeeds: impl\nCovers:\n- b~c~1\n",
		`{"current_version":"","versions":{"":{"needs":{"a":{}}}}}`, "settings: {prefix: R, sep: ''}\n", "- [x] a\n- `a/b.go:1`\n[a]: b\n[c][a]\n",
	} {
		f.Add(s)
	}
	names := []string{"docs/adr/0001-a.md", "docs/adr/0002-a.adoc", "docs/adr/0003-a.rst", "r/.doorstop.yml", "r/R1.yml", "r/R2.md", "doc/spec/a.md", "a.sdoc", "needs.json", "lead/risks.yaml", ".log4brains.yml", "adrs.toml", ".adr-dir", "k/keps/1-a/kep.yaml"}
	f.Fuzz(func(t *testing.T, text string) {
		s := shelf{}
		for _, n := range names {
			s[n] = text
		}
		s["r/.doorstop.yml"] += "\nsettings: {prefix: R}\n"
		got, err := Read(t.Context(), "", s, s, nil)
		if err != nil {
			t.Fatal(err)
		}
		told := map[fact.Path]bool{}
		for i := range got.Records {
			r := &got.Records[i]
			told[r.Path] = true
			passages := slices.Concat([]fact.Passage{r.Title, r.StatusText, r.Text}, r.Unfilled)
			for _, l := range r.Links {
				passages = append(passages, l.To)
			}
			for _, x := range r.References {
				passages = append(passages, x.To)
			}
			for _, p := range passages {
				if p.Start < 0 || p.End < p.Start || p.End > len(s[string(r.Path)]) {
					t.Errorf("%s: %+v is not in %d bytes", r.Path, p, len(s[string(r.Path)]))
				}
			}
			d := Draft{Kind: r.Kind, Title: "T", Slug: "t", Number: 1, Day: "2026-11-22", Like: r, LikeText: []byte(s[string(r.Path)]), Template: []byte(text)}
			d.Write()
		}
		for _, p := range got.Problems {
			told[p.Path] = true
		}
		for _, p := range got.PassedOver {
			told[p.Path] = true
		}
		for _, n := range names[:3] {
			if !told[fact.Path(n)] && text != "link:" {
				t.Errorf("nothing is said of %s", n)
			}
		}
	})
}

// Folders of incidents are known by their names: postmortems whatever is in them, others
// where what is in them has a day or a number.
func TestIncidents(t *testing.T) {
	for path, want := range map[string]fact.RecordKind{
		"docs/postmortems/why-it-broke.md": fact.Incident, "Post-Mortem/a.md": fact.Incident, "ops/incidents/2026-01-02-no-disk.md": fact.Incident,
		"ops/incident-reports/0007-no-disk.md": fact.Incident, "docs/incidents/how-to-report.md": "", "test/postmortems/a.md": "", "docs/postmortems.md": "",
		"lead/incidents/a.md": fact.Incident,
	} {
		got := fact.RecordKind("")
		if all := readShelf(t, shelf{path: "# It broke\n"}).Records; len(all) == 1 {
			got = all[0].Kind
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
