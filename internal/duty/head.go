package duty

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// Head makes the head of an answer: what was read, as of when, and what could
// not be read. The sheets are left to the caller.
func Head(v *View) sheet.Answer {
	h := v.History
	a := sheet.Answer{
		Format:     sheet.Format,
		Repository: sheet.Repository{Name: v.Repository.Name, Branch: v.Repository.Branch, Head: string(h.Head), CommitURL: v.Repository.CommitURL},
		AsOf:       sheet.DateOf(v.AsOf),
		Complete:   len(h.Gaps) == 0,
	}
	identities := map[fact.Identity]bool{}
	for i := range h.Commits {
		c := &h.Commits[i]
		identities[c.Author] = true
		if c.ID == h.Head {
			a.Repository.HeadDate = Date(c.Committed)
		}
	}
	if v.Repository.FilesURL != "" && h.Head != "" {
		a.Repository.FileURL = v.Repository.FilesURL + string(h.Head) + "/"
	}
	if h.Head != "" && a.Repository.HeadDate == "" {
		// The head itself could not be read; the gaps say so.
		a.Repository.Head = ""
	}
	a.Read = []sheet.Figure{
		{ID: "commits", Label: Plural(len(h.Commits), "commit", "commits"), State: sheet.Known, Value: sheet.Int(len(h.Commits))},
		{ID: "identities", Label: Plural(len(identities), "author identity", "author identities"), State: sheet.Known, Value: sheet.Int(len(identities))},
	}
	a.Read = append(a.Read, tree(h)...)
	for _, g := range h.Gaps {
		a.Gaps = append(a.Gaps, gap(g, cmp.Or(string(h.Head), "HEAD")))
	}
	return a
}

// HeadOfFiles is the head of an answer about files that a person named.
func HeadOfFiles(v *View) sheet.Answer {
	a := sheet.Answer{
		Format: sheet.Format, Repository: sheet.Repository{Name: strings.Join(v.Inputs.Names, ", ")}, AsOf: sheet.DateOf(v.AsOf),
		Read: v.Inputs.Read, Complete: len(v.Inputs.Gaps) == 0,
	}
	for _, g := range v.Inputs.Gaps {
		a.Gaps = append(a.Gaps, gap(g, ""))
	}
	return a
}

// tree counts files and lines at the head. Files whose content is missing have
// lines that nobody knows: then the figure says of how many files it is made.
func tree(h *fact.History) []sheet.Figure {
	files, text, missing, lines := 0, 0, 0, 0
	for i := range h.Files {
		f := &h.Files[i]
		if f.Mode == fact.ModeSubmodule {
			continue
		}
		files++
		switch f.Content {
		case fact.Text:
			text++
			lines += f.LineCount()
		case fact.Missing:
			missing++
		}
	}
	unread := ""
	for _, g := range h.Gaps {
		if g.Kind == fact.GapTree {
			unread = "the tree at the head could not be read"
		}
	}
	f := sheet.Figure{ID: "files", Label: Plural(files, "file", "files")}
	l := sheet.Figure{ID: "lines", Label: Plural(lines, "line", "lines"), Unit: "lines", N: text}
	switch {
	case unread != "" && files == 0:
		f.Reason, l.Reason = unread, unread
		return []sheet.Figure{f, l}
	case missing > 0 && text == 0:
		l.Reason = "the contents of all files are missing"
	default:
		l.State, l.Value = sheet.Known, sheet.Int(lines)
	}
	f.State, f.Value = sheet.Known, sheet.Int(files)
	if missing > 0 && text > 0 {
		l.Label = fmt.Sprintf("lines in %s of the files", Thousands(files-missing))
	}
	return []sheet.Figure{f, l}
}

// gap gives a gap words, its source's own if there are any, and a next step.
func gap(g fact.Gap, head string) sheet.Gap {
	out := sheet.Gap{Kind: string(g.Kind), Count: g.Count, Example: g.Example}
	meaning := ""
	switch g.Kind {
	case fact.GapShallow:
		meaning = "the clone is shallow: older commits are not in it, and every count and date that reaches back that far is too small"
		out.Next = sheet.Command("git", "fetch", "--unshallow")
	case fact.GapBlob:
		meaning = "contents of files are missing: their lines are not counted"
		out.Next = sheet.Command("git", "rev-list", "--objects", "--missing=print", head) + " | grep '^?'"
	case fact.GapOrigin:
		out.Next = "if programs wrote it, as documentation or bundles, keep it out of the repository"
	case fact.GapTree:
		meaning = "the tree at the head could not be read: nothing is said of the files in it"
		out.Next = sheet.Command("git", "fsck", "--connectivity-only")
	case fact.GapInput:
		meaning = "parts of the files could not be used: nothing is said of them"
		out.Next = "mend what is named, and ask again"
	default:
		meaning = "not all commits could be read: counts are too small"
		out.Next = sheet.Command("git", "fsck", "--connectivity-only")
	}
	out.Message = cmp.Or(g.Detail, meaning)
	return out
}

// Date is the UTC day of a moment in a commit.
func Date(t fact.Time) sheet.Date { return sheet.DateOf(time.Unix(t.Unix, 0)) }

// Plural chooses the noun for a number.
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Amount is a number with its noun, for a sentence: 1,668 files.
func Amount(n int, one, many string) string { return Thousands(n) + " " + Plural(n, one, many) }

// Thousands writes a number for a sentence: 1,668.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Percent writes a share for a sentence, in whole per cent: of what is not nothing
// never 0, and of what is not all never 100.
func Percent(x, of float64) string {
	switch p := 100 * x / of; {
	case p > 0 && p < 1:
		return "under 1"
	case p > 99 && p < 100:
		return "over 99"
	default:
		return strconv.Itoa(int(p + .5))
	}
}
