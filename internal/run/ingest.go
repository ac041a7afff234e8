package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"leadline/internal/config"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/git"
	"leadline/internal/source/input"
)

// Ingested says what became of results.
type Ingested struct {
	// Place is a folder from the top of the repository, or a ref of notes.
	Place string
	Notes bool
	// Commits are those whose results they are, in the order of the files.
	Commits []IngestedCommit
	// Gaps are parts of the files that were left out.
	Gaps []string
}

// IngestedCommit says what became of the results of a commit.
type IngestedCommit struct {
	// Name is where they are.
	Name string
	// Measures and Samples are what the files hold of it; Added and Replaced are measures
	// that were not kept, or otherwise.
	Measures, Samples, Added, Replaced int
}

// Ingest is what to keep, and where.
type Ingest struct {
	Files []string
	// Commit is a revision; empty means those that the files name.
	Commit string
	// To is a folder or a ref of notes; empty means what is configured.
	To string
}

// IngestBenchmarks keeps results of benchmarks with the commits whose they are. Measures
// that are kept already are replaced, so that the same files twice change nothing.
func IngestBenchmarks(ctx context.Context, o Options, what Ingest, stdin io.Reader) (Ingested, error) {
	r, err := git.Open(ctx, o.Dir)
	if err != nil {
		return Ingested{}, explain(err, &o)
	}
	beside, err := settingsBeside(ctx, &o)
	if err != nil {
		return Ingested{}, explain(err, &o)
	}
	place, err := keepPlace(r, beside.file.Results, "to", what.To)
	if err != nil {
		return Ingested{}, err
	}
	out := Ingested{Place: place, Notes: strings.HasPrefix(place, config.NotesPrefix)}
	if !out.Notes && r.Root == "" {
		return Ingested{}, fault.New(fault.Usage, "a bare repository has no folder %s that could be written", place).
			WithHint("go to a clone with a work tree, or keep results in notes: --to refs/notes/benchmarks")
	}
	files, err := readInputs(ctx, &o, beside, false, what.Files, stdin)
	if err != nil {
		return Ingested{}, err
	}
	b, gaps, err := input.Benchmarks(files)
	if err != nil {
		return Ingested{}, err
	}
	for _, g := range gaps {
		out.Gaps = append(out.Gaps, strings.TrimPrefix(g.Example+": "+g.Detail, ": "))
	}
	all, left, err := sortOut(ctx, r, &b, what.Commit)
	if err != nil {
		return Ingested{}, explain(err, &o)
	}
	if left != "" {
		out.Gaps = append(out.Gaps, left)
	}
	if out.Notes {
		err = ingestNotes(ctx, r, place, all)
	} else {
		err = ingestFolder(ctx, r, place, all)
	}
	if err != nil {
		return Ingested{}, explain(err, &o)
	}
	for _, x := range all {
		out.Commits = append(out.Commits, x.told)
	}
	return out, nil
}

// arrival is what arrived of a commit.
type arrival struct {
	fact.KeptBenchmarks
	told IngestedCommit
}

// sortOut gives the results of files to commits: all to the one that is named, or each to
// the one that it names. Left says of what is none of the repository's.
func sortOut(ctx context.Context, r *git.Repository, b *fact.Benchmarks, named string) (out []*arrival, left string, err error) {
	var ids []fact.CommitID
	if named != "" {
		ids, err = commitGiven(ctx, r, b, named)
	} else {
		ids, left, err = commitsNamed(ctx, r, b)
	}
	if err != nil {
		return nil, "", err
	}
	var order []fact.CommitID
	runs := map[fact.CommitID]bool{"": true}
	for _, id := range ids {
		if !runs[id] {
			runs[id] = true
			order = append(order, id)
		}
	}
	names, err := r.Names(ctx, order)
	if err != nil {
		return nil, "", err
	}
	for _, id := range order {
		x := &arrival{KeptBenchmarks: fact.KeptBenchmarks{Commit: id, Date: names[id].Date}}
		x.Measures = input.Keep(b, func(run int) bool { return ids[run] == id })
		x.told.Measures = len(x.Measures)
		for _, m := range x.Measures {
			x.told.Samples += len(m.Samples)
		}
		if len(x.Measures) > 0 {
			out = append(out, x)
		}
	}
	return out, left, nil
}

// commitGiven is the commit that a person names, for each run.
func commitGiven(ctx context.Context, r *git.Repository, b *fact.Benchmarks, named string) ([]fact.CommitID, error) {
	id, err := r.Resolve(ctx, named)
	if err == nil && id == "" {
		err = fmt.Errorf("%w: %q, for there is no commit yet", git.ErrNoRevision, named)
	}
	if err != nil {
		return nil, err
	}
	return slices.Repeat([]fact.CommitID{id}, len(b.Runs)), agree(b, named, id)
}

// commitsNamed are the commits that runs name. That of a run that names none of the
// repository's is empty, and left says so: commits that were squashed, and those of forks,
// stay in the histories of other tools.
func commitsNamed(ctx context.Context, r *git.Repository, b *fact.Benchmarks) (ids []fact.CommitID, left string, err error) {
	found := map[string]fact.CommitID{}
	var strangers []string
	ids = make([]fact.CommitID, len(b.Runs))
	for i := range b.Runs {
		run := &b.Runs[i]
		if run.Commit == "" {
			return nil, "", fault.New(fault.Usage, "%s does not say of which commit its results are", run.File).WithHint("say so with --commit REV")
		}
		id, ok := found[run.Commit]
		if !ok {
			id, err = r.Resolve(ctx, run.Commit)
			if err != nil && !errors.Is(err, git.ErrNoRevision) {
				return nil, "", err
			}
			if found[run.Commit] = id; id == "" {
				strangers = append(strangers, run.Commit)
			}
		}
		ids[i] = id
	}
	switch n := len(strangers); {
	case n == len(found):
		return nil, "", fault.New(fault.Usage, "%s holds results of %q, which is no commit of this repository", b.Runs[0].File, strangers[0]).
			WithHint("name its clone with -C DIR, or say with --commit REV which commit that is")
	case n > 0:
		left = fmt.Sprintf("%s: results of %s that are none of this repository, such as %.10s", b.Runs[0].File, duty.Amount(n, "commit", "commits"), strangers[0])
	}
	return ids, left, nil
}

// agree refuses results that say themselves that they are of another commit, or of several.
func agree(b *fact.Benchmarks, named string, id fact.CommitID) error {
	states := map[string]bool{}
	for i := range b.Runs {
		run := &b.Runs[i]
		if run.Commit == "" {
			continue
		}
		if isID(run.Commit) && !strings.HasPrefix(string(id), run.Commit) {
			return fault.New(fault.Usage, "%s holds results of the commit %.10s, and --commit %s is %.10s", run.File, run.Commit, named, id).
				WithHint("leave --commit out: the file says whose they are")
		}
		if states[run.Commit] = true; len(states) > 1 {
			return fault.New(fault.Usage, "%s holds results of several states of the code, and --commit names one", run.File).
				WithHint("leave --commit out, or give a file of one commit")
		}
	}
	return nil
}

// isID reports whether a text looks like the id of a commit, perhaps cut, and like no number.
func isID(s string) bool {
	return len(s) >= 7 && strings.Trim(s, "0123456789abcdef") == "" && strings.Trim(s, "0123456789") != ""
}

// merge puts what arrived of a commit to what is kept of it; nil where that changes nothing.
func (x *arrival) merge(name string, old []byte) ([]byte, error) {
	kept := fact.KeptBenchmarks{Commit: x.Commit, Date: x.Date}
	if old != nil {
		var err error
		if kept, err = input.ParseKept(fact.Input{Name: name, Data: old}, x.Commit); err != nil {
			return nil, err
		}
	}
	x.told.Name = name
	x.told.Added, x.told.Replaced = input.MergeKept(&kept, x.Measures)
	if x.told.Added+x.told.Replaced == 0 {
		return nil, nil
	}
	return input.FormatKept(&kept), nil
}

func ingestFolder(ctx context.Context, r *git.Repository, place string, all []*arrival) error {
	dir, err := openFolder(r.Root, place, true)
	if err != nil {
		return err
	}
	defer dir.Close()
	s := &folderShelf{place, dir}
	for _, x := range all {
		err := s.edit(ctx, x.Commit, func(old []byte) ([]byte, error) { return x.merge(s.name(x.Commit), old) })
		if err != nil {
			return err
		}
	}
	return nil
}

// ingestNotes keeps what arrived in one commit of the notes. A note that holds something
// else is somebody else's, and ends it.
func ingestNotes(ctx context.Context, r *git.Repository, ref string, all []*arrival) error {
	message := "Keep benchmarks of " + string(all[0].Commit[:10])
	if n := len(all) - 1; n > 0 {
		message += " and " + duty.Amount(n, "commit", "commits") + " more"
	}
	return r.EditNotes(ctx, ref, message, func(n *git.Notes) (map[fact.CommitID][]byte, error) {
		blobs := r.OpenBlobs(ctx, maxInput)
		defer blobs.Close()
		s := &notesShelf{ref, n, blobs}
		now := map[fact.CommitID][]byte{}
		for _, x := range all {
			text, err := x.mergeNote(ctx, s)
			if err != nil {
				return nil, err
			}
			if text != nil {
				now[x.Commit] = text
			}
		}
		return now, nil
	})
}

// mergeNote puts what arrived of a commit to its note; nil where that changes nothing.
func (x *arrival) mergeNote(ctx context.Context, s *notesShelf) ([]byte, error) {
	old, err := s.read(ctx, x.Commit)
	if err != nil {
		return nil, err
	}
	if old != nil && !input.LooksKept(old) {
		return nil, fault.New(fault.Usage, "%s is a note of somebody else, and no results of benchmarks", s.name(x.Commit)).
			WithHint("keep results in notes of their own, such as refs/notes/benchmarks")
	}
	return x.merge(s.name(x.Commit), old)
}

// Changed reports whether something was kept that was not before.
func (x *Ingested) Changed() bool {
	return slices.ContainsFunc(x.Commits, func(c IngestedCommit) bool { return c.Added+c.Replaced > 0 })
}

// Lines say what was done, a line for each commit.
func (x *Ingested) Lines() []string {
	var out []string
	for _, c := range x.Commits {
		what := duty.Amount(c.Measures, "measure", "measures") + ", " + duty.Amount(c.Samples, "sample", "samples")
		var done []string
		if c.Added > 0 {
			done = append(done, duty.Thousands(c.Added)+" added")
		}
		if c.Replaced > 0 {
			done = append(done, duty.Thousands(c.Replaced)+" replaced")
		}
		out = append(out, c.Name+": "+what+"; "+cmp.Or(strings.Join(done, ", "), "kept already"))
	}
	return out
}
