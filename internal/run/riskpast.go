package run

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/fact"
)

// mostPast is how many commits of the past the risks are read at.
const mostPast = 8

// past is a commit of the past, by the name under which people know it.
type past struct {
	name   string
	commit fact.CommitID
	day    time.Time
}

// pastRisks are the risks at the last releases, or at the ends of the last quarters
// where there are fewer than three releases. One listing of a tree is the cost of each.
func (r *Reading) pastRisks(ctx context.Context) ([]duty.PastRegister, error) {
	blobs := r.settings.repository.OpenBlobs(ctx, mostRecord)
	defer blobs.Close()
	var out []duty.PastRegister
	for _, p := range r.pasts() {
		x := duty.PastRegister{Name: p.name, Day: p.day}
		tree, err := riskTree(ctx, r.settings, p.commit)
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			continue // it is not in this clone: nothing is told of it
		}
		var gaps []fact.Gap
		if x.Register, gaps, err = risksIn(ctx, r.settings, p.commit, tree, blobs); err != nil {
			return nil, err
		}
		x.Unread = len(gaps) > 0
		out = append(out, x)
	}
	return out, nil
}

// pasts are the commits, the earliest first.
func (r *Reading) pasts() []past {
	const fewest = 3
	var out []past
	for _, x := range release.Steps(r.view.Refs, r.view.End(), mostPast) {
		out = append(out, past{x.Tag, x.Ref.Commit, x.When})
	}
	if len(out) >= fewest {
		return out
	}
	return r.quarters()
}

// quarters are the commits at the ends of the last quarters before the as-of day, those
// in which nothing landed left out.
func (r *Reading) quarters() []past {
	t := r.view.Timeline()
	var out []past
	end := r.view.AsOf.UTC().Truncate(24 * time.Hour)
	end = time.Date(end.Year(), (end.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	for range mostPast {
		if w := t.Window(end.AddDate(0, -3, 0), end); !w.Empty() {
			c := &r.view.History.Commits[t.Mainline[w.End-1]]
			before := end.AddDate(0, 0, -1)
			out = append(out, past{fmt.Sprintf("Q%d %d", (before.Month()+2)/3, before.Year()), c.ID, before})
		}
		end = end.AddDate(0, -3, 0)
	}
	slices.Reverse(out)
	return out
}

// listedTree is a tree as a source reads it.
type listedTree []fact.File

func (t listedTree) List(_ context.Context, _ fact.CommitID, yield func(fact.Path, fact.Mode, fact.BlobID) bool) error {
	for _, f := range t {
		if !yield(f.Path, f.Mode, f.Blob) {
			break
		}
	}
	return nil
}

func (t listedTree) blob(p fact.Path) fact.BlobID {
	for _, f := range t {
		if f.Path == p {
			return f.Blob
		}
	}
	return ""
}

// riskTree is what of a commit's tree may hold risks: what is declared now, and the
// places that are known by their names.
func riskTree(ctx context.Context, s *settings, at fact.CommitID) (listedTree, error) {
	files, err := s.repository.Tree(ctx, at)
	declared := fitPath(s.file.Records[string(fact.RiskRecord)])
	var out listedTree
	for _, f := range files {
		holds := strings.HasPrefix(string(f.Path), "lead/risks")
		for p := f.Path; p != "" && !holds; p = p.Folder() {
			holds = declared(p)
		}
		if holds {
			out = append(out, f)
		}
	}
	return out, err
}
