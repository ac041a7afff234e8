package run

import (
	"context"
	"fmt"
	"slices"
	"time"

	"leadline/internal/analysis/dependency"
	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	duties "leadline/internal/duty/risk"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/code"
)

// ProposeRisks writes the risks that the history, the code and the decisions of a
// repository suggest, for somebody to complete; nothing if there are none. Unknown says
// what could not be looked at, and why; it is empty if all was.
func ProposeRisks(ctx context.Context, o Options) (proposal, unknown string, err error) {
	r, err := Read(ctx, o)
	if err != nil {
		return "", "", err
	}
	var all sheet.Answer
	for _, d := range []string{"guidance", "record"} {
		a, err := r.plain(ctx, sheet.Question{Duty: d})
		if err != nil {
			return "", "", err
		}
		s := a.Sheets[0]
		if d == "record" {
			s.Findings = slices.DeleteFunc(s.Findings, func(f sheet.Finding) bool { return f.Place == nil || !r.decides(fact.Path(f.Place.Path)) })
		}
		all.Repository, all.Sheets = a.Repository, append(all.Sheets, s)
	}
	asked := duty.Duty{Needs: []duty.Need{duty.NeedImports, duty.NeedPackages, duty.NeedAuthors}}
	v, err := r.supply(ctx, duty.Place{}, sheet.Question{}, asked, nil)
	if err != nil {
		return "", "", err
	}
	before, why := r.packagesBefore(ctx)
	if ctx.Err() != nil {
		return "", "", explain(ctx.Err(), &r.options)
	}
	if why != "" {
		unknown = "whether cycles of packages grew is not known: " + why
	}
	all.Sheets = append(all.Sheets, duties.Candidates(v, before))
	return duties.Propose(r.masked(all).Sheets), unknown, nil
}

// decides reports whether a file holds a decision.
func (r *Reading) decides(p fact.Path) bool {
	all := r.view.Decisions
	return all != nil && slices.ContainsFunc(all.Records, func(x fact.Record) bool { return x.Path == p && x.Kind == fact.Decision })
}

// packagesBefore are the packages at the last release that is not the head itself, or a
// year ago where there is none; nil with the reason if the history does not go back so far,
// or code of that commit cannot be read.
func (r *Reading) packagesBefore(ctx context.Context) (before *duties.Packages, why string) {
	at, ok := r.releaseBefore()
	if !ok {
		t := r.view.Timeline()
		n := t.Before(r.view.End().AddDate(-1, 0, 0))
		if n == 0 {
			return nil, "there is no release, and the history is shorter than a year"
		}
		c := &r.view.History.Commits[t.Mainline[n-1]]
		const short = 10
		at = past{string(c.ID)[:short], c.ID, time.Unix(c.Committed.Unix, 0)}
	}
	reader := r.options.codeReader()
	defer reader.Close()
	m, _, missing, err := r.packagesAt(ctx, reader, at.commit, r.knownStructures())
	switch {
	case err != nil:
		return nil, fmt.Sprintf("%s cannot be read: %v", at.name, err)
	case missing > 0: // with a part of it, what grew would be told too often
		return nil, fmt.Sprintf("%s of code at %s cannot be read", duty.Amount(missing, "file", "files"), at.name)
	}
	return &duties.Packages{Name: at.name, Day: sheet.DateOf(at.day), Map: m}, ""
}

// releaseBefore is the last release that is not the head itself.
func (r *Reading) releaseBefore() (past, bool) {
	steps := release.Steps(r.view.Refs, r.view.End(), mostPast)
	for _, x := range slices.Backward(steps) {
		if x.Ref.Commit != r.view.History.Head {
			return past{x.Tag, x.Ref.Commit, x.When}, true
		}
	}
	return past{}, false
}

// packagesAt reads the packages of a commit, and how many files of code could not be read.
// Known structures are those read so far.
func (r *Reading) packagesAt(ctx context.Context, reader *code.Reader, at fact.CommitID, known structures) (m *dependency.Map, dependencies []fact.Dependency, missing int, err error) {
	files, err := r.settings.repository.Tree(ctx, at)
	if err != nil {
		return nil, nil, 0, err
	}
	sources, unseen := r.codeIn(files, known, regular)
	fresh, missing, err := r.readUnseen(ctx, reader, sources, unseen)
	if err != nil {
		return nil, nil, 0, err
	}
	for k, s := range fresh {
		s.Symbols = nil // they make no package, and take most of the memory
		known[k] = s
	}
	all := read(sources)
	dependencies = code.Resolve(all)
	return dependency.Of(dependency.LayoutOf(byPath(all), r.view.LeftOut), dependencies), dependencies, missing, nil
}
