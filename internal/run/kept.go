package run

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
	"leadline/internal/source/input"
)

// AnswerKept answers a duty from what is kept with the commits of a repository.
func AnswerKept(ctx context.Context, o Options, name string) (sheet.Answer, error) {
	asked, _ := find(name)
	return answerKept(ctx, o, duty.Verb{Needs: asked.Needs, Read: asked.Read, Pictures: asked.Pictures})
}

func answerKept(ctx context.Context, o Options, asked duty.Verb) (sheet.Answer, error) {
	return answerFrom(ctx, o, asked, func(v *duty.View, beside *settings) error {
		return supplyKept(ctx, &o, v, beside)
	})
}

// FromFlag names the flag that says where results are kept.
const FromFlag = "from"

// supplyKept reads the results that are kept of the commits of a line: that which is read,
// its first parent, the first parent of that, and so on. Their order is that of the line.
func supplyKept(ctx context.Context, o *Options, v *duty.View, beside *settings) error {
	r, err := git.Open(ctx, o.Dir)
	if errors.Is(err, git.ErrNotRepository) {
		return fault.New(fault.Usage, "%w, and no file is named", err).WithHint("name a FILE, or with -C DIR a repository whose results are kept")
	}
	if err != nil {
		return err
	}
	place, err := keepPlace(r, beside.file.Results, FromFlag, o.Flags[FromFlag])
	if err != nil {
		return err
	}
	head, branch, err := resolve(ctx, r, o)
	if err == nil && head == "" {
		err = fault.New(fault.Usage, "the repository has no commit yet").WithHint("commit, and ingest results of the commit")
	}
	if err != nil {
		return err
	}
	v.Inputs.Names, v.Inputs.Line = []string{place}, cmp.Or(o.At, branch, string(head[:10]))
	line, err := r.FirstParents(ctx, head)
	if err != nil {
		return err
	}
	kept, err := keptOf(ctx, r, place, head, line, v)
	if err != nil {
		return err
	}
	b, gaps := input.KeptBenchmarks(kept)
	v.Inputs.Gaps = cutGaps(append(v.Inputs.Gaps, gaps...))
	if len(b.Runs) == 0 {
		return nothingKept(place, v)
	}
	if v.Inputs.Beside > 0 && r.Shallow {
		v.Inputs.Gaps = append(v.Inputs.Gaps, fact.Gap{Kind: fact.GapShallow, Count: 1})
	}
	if err := nameRuns(ctx, r, &b); err != nil {
		return err
	}
	supplyBenchmarks(v, b)
	v.Inputs.Read = append(v.Inputs.Read, duty.Count("line", len(line), "commit of "+v.Inputs.Line, "commits of "+v.Inputs.Line, nil))
	return nil
}

// keptOf reads what is kept of the commits of a line, in its order.
func keptOf(ctx context.Context, r *git.Repository, place string, head fact.CommitID, line []fact.CommitID, v *duty.View) ([]input.Kept, error) {
	s, end, err := openShelf(ctx, r, place, head)
	if err != nil {
		return nil, err
	}
	defer end()
	all, gaps, err := s.commits(ctx)
	if err != nil {
		return nil, err
	}
	has := map[fact.CommitID]bool{}
	for _, id := range all {
		has[id] = true
	}
	var out []input.Kept
	for _, id := range line {
		if !has[id] {
			continue
		}
		data, err := s.read(ctx, id)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			gaps = append(gaps, fact.Gap{Kind: fact.GapInput, Count: 1, Example: s.name(id), Detail: "the results of a commit are left out: " + err.Error()})
		default:
			out = append(out, input.Kept{Input: fact.Input{Name: s.name(id), Data: data}, Commit: id})
		}
		delete(has, id)
	}
	v.Inputs.Beside, v.Inputs.Gaps = len(has), gaps
	return out, nil
}

// cutGaps leaves so many gaps as are told at once; the last stands for the rest.
func cutGaps(gaps []fact.Gap) []fact.Gap {
	if len(gaps) <= fault.MostMistakes {
		return gaps
	}
	rest := gaps[fault.MostMistakes-1:]
	last := fact.Gap{Kind: fact.GapInput, Example: rest[0].Example, Detail: "further parts of what is kept cannot be used"}
	for _, g := range rest {
		last.Count += g.Count
	}
	return append(gaps[:fault.MostMistakes-1:fault.MostMistakes-1], last)
}

// nothingKept says that there is nothing to answer from, and why.
func nothingKept(place string, v *duty.View) error {
	in := &v.Inputs
	switch {
	case len(in.Gaps) > 0:
		return fault.New(fault.Usage, "nothing that %s keeps of %s can be read: %s: %s", place, in.Line, in.Gaps[0].Example, in.Gaps[0].Detail).WithHint("mend it, or ingest the results again")
	case in.Beside > 0:
		return fault.New(fault.Usage, "%s keeps results of %s, none of them in the line of first parents of %s", place, duty.Amount(in.Beside, "commit", "commits"), in.Line).
			WithHint("name another line with --at REV, or ingest results of its commits: leadline ingest bench FILE --commit REV")
	}
	return fault.New(fault.Usage, "%s keeps no results of benchmarks", place).WithHint("leadline ingest bench FILE --commit REV keeps some there; leadline performance FILE answers from a file")
}

// nameRuns puts what git knows of the commits to the runs.
func nameRuns(ctx context.Context, r *git.Repository, b *fact.Benchmarks) error {
	var ids []fact.CommitID
	for _, x := range b.Runs {
		ids = append(ids, fact.CommitID(x.Commit))
	}
	names, err := r.Names(ctx, ids)
	if err != nil {
		return err
	}
	for i := range b.Runs {
		n := names[fact.CommitID(b.Runs[i].Commit)]
		b.Runs[i].Time, b.Runs[i].Subject = n.Date, n.Subject
	}
	return nil
}

// readInputs reads the files that a person named. Where kept is set, a name that no file
// has may be that of a revision whose results are kept.
func readInputs(ctx context.Context, o *Options, beside *settings, kept bool, names []string, stdin io.Reader) ([]fact.Input, error) {
	var out []fact.Input
	for _, name := range names {
		in, ok, err := fact.Input{}, false, error(nil)
		if kept && name != "-" && beside.file.Results != "" {
			in, ok, err = keptInput(ctx, o, beside.file.Results, name)
		}
		if err == nil && !ok {
			in, err = readInput(name, stdin)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, in)
	}
	return out, nil
}

// keptInput is what is kept of a revision; ok is false where there is a file of that name,
// or no such revision.
func keptInput(ctx context.Context, o *Options, place, rev string) (in fact.Input, ok bool, err error) {
	if _, err := os.Stat(rev); !errors.Is(err, fs.ErrNotExist) {
		return in, false, nil
	}
	r, err := git.Open(ctx, o.Dir)
	if err != nil {
		return in, false, err
	}
	id, err := r.Resolve(ctx, rev)
	if errors.Is(err, git.ErrNoRevision) || id == "" {
		return in, false, nil
	}
	if err != nil {
		return in, false, err
	}
	head, _, err := resolve(ctx, r, o)
	if err != nil {
		return in, false, err
	}
	s, end, err := openShelf(ctx, r, place, head)
	if err != nil {
		return in, false, err
	}
	defer end()
	data, err := s.read(ctx, id)
	if err != nil {
		return in, false, err
	}
	if data == nil {
		return in, false, fault.New(fault.Usage, "%s keeps no results of %s, the commit %.10s", place, rev, id).
			WithHint("leadline ingest bench FILE --commit %s keeps some there; or name a file", rev)
	}
	in = fact.Input{Name: s.name(id), Data: data}
	_, err = input.ParseKept(in, id)
	in.Name = rev + " in " + place
	return in, true, err
}
