package run

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"leadline/internal/analysis/agreement"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// Sample says how much is compared with git.
type Sample struct {
	Files   int    // text files whose lines are compared with git blame
	Commits int    // commits whose numbers are compared with git log; 0 means all
	Seed    uint64 // what is drawn depends on nothing else
}

// Verify compares a random sample of what is read with what git says.
func Verify(ctx context.Context, o Options, s Sample) (sheet.Answer, error) {
	f, err := Scan(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	a, err := timeless(ctx, f, &o)
	if err != nil {
		return a, err
	}
	if f.History.Head == "" {
		a.Sheets = append(a.Sheets, sheet.Sheet{Duty: "verify", Question: question, Unknown: []sheet.Unknown{
			{What: "agreement with git", Why: "there is no commit yet"},
		}})
		return f.masked(ctx, &o, a)
	}
	lines, err := f.compareLines(ctx, s, &o)
	if err != nil {
		return a, explain(err, &o)
	}
	counts, err := f.compareCounts(ctx, s, &o)
	if err != nil {
		return a, explain(err, &o)
	}
	a.Sheets = append(a.Sheets, verifySheet(lines, counts, s))
	return f.masked(ctx, &o, a)
}

// blamed is a sample of the text files and what came of it.
type blamed struct {
	*agreement.Lines
	all bool // the sample is all text files
}

// compareLines blames a sample of the text files.
func (f *Facts) compareLines(ctx context.Context, s Sample, o *Options) (blamed, error) {
	authors := make(map[fact.CommitID]fact.Identity, len(f.History.Commits))
	for i := range f.History.Commits {
		authors[f.History.Commits[i].ID] = f.History.Commits[i].Author
	}
	var text []*fact.File
	for i := range f.History.Files {
		file := &f.History.Files[i]
		regular := file.Mode&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask
		if regular && file.Content == fact.Text && len(file.Lines) > 0 {
			text = append(text, file)
		}
	}
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	rng.Shuffle(len(text), func(i, j int) { text[i], text[j] = text[j], text[i] })
	out := blamed{Lines: &agreement.Lines{}, all: s.Files >= len(text)}
	text = text[:min(s.Files, len(text))]
	for i, file := range text {
		if unknownLines(file) { // git could read it no better
			out.Skipped++
			continue
		}
		blame, err := f.Repository.Blame(ctx, f.History.Head, file.Path)
		var ge *git.Error
		switch {
		case err == nil:
			out.AddFile(file, blame, authors)
		case ctx.Err() == nil && errors.As(err, &ge):
			out.Skipped++ // git itself cannot blame it: contents are missing
		default:
			return out, err
		}
		if o.Progress != nil {
			o.Progress("blame", i+1, len(text))
		}
	}
	return out, nil
}

// unknownLines reports whether missing contents hide the origin of lines.
func unknownLines(f *fact.File) bool {
	return slices.ContainsFunc(f.Lines, func(l fact.LineRun) bool { return l.Commit == "" })
}

// compareCounts counts the lines of a sample of the commits.
func (f *Facts) compareCounts(ctx context.Context, s Sample, o *Options) (*agreement.Counts, error) {
	out := &agreement.Counts{}
	var commits []fact.CommitID
	whole := map[fact.CommitID]bool{}
	for i := range f.History.Commits {
		c := &f.History.Commits[i]
		switch {
		case c.Merge():
		case incomplete(c): // git would die of it
			out.Missing += len(c.Changes)
		default:
			commits = append(commits, c.ID)
			whole[c.ID] = true
		}
	}
	only := whole
	if s.Commits > 0 && s.Commits < len(commits) {
		rng := rand.New(rand.NewPCG(s.Seed, 2))
		rng.Shuffle(len(commits), func(i, j int) { commits[i], commits[j] = commits[j], commits[i] })
		commits = commits[:s.Commits]
		only = make(map[fact.CommitID]bool, len(commits))
		for _, c := range commits {
			only[c] = true
		}
	}
	if len(commits) == 0 {
		return out, nil
	}
	t := agreement.NewTable(f.History, only)
	out.CountRenames(t)
	err := f.Repository.Numstat(ctx, commits, func(r git.Counted) {
		out.Add(t, agreement.Row(r))
		if o.Progress != nil && out.Rows%1000 == 0 {
			o.Progress("numstat", out.Rows, 0)
		}
	})
	return out, err
}

// NewSeed makes a seed from the time, for a sample that is new each day.
func NewSeed(now time.Time) uint64 { return uint64(now.UTC().Unix() / 86400) }
