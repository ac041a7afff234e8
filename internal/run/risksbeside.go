package run

import (
	"context"
	"fmt"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/record"
)

// delaysBeside supplies an answer from files with the risks in days that are written
// down in the repository in which the command runs, if it runs in one and --risks no was
// not said. The answer can be had without them: risks that cannot be reckoned with are a
// gap, not an error.
func delaysBeside(ctx context.Context, o *Options, beside *settings, v *duty.View) error {
	if beside.repository == nil || v.Flags[duty.RisksFlag] == "no" {
		return nil
	}
	head, _, err := resolve(ctx, beside.repository, o)
	if err != nil {
		return err
	}
	reg, gaps, err := risksAt(ctx, beside, head)
	if err != nil {
		return err
	}
	delaying := 0
	for i := range reg.Risks {
		if reg.Risks[i].Delays() {
			delaying++
		}
	}
	if delaying > 0 {
		v.Inputs.Read = append(v.Inputs.Read, duty.Count("risks", delaying, "risk in days of the repository", "risks in days of the repository", nil))
	}
	v.Inputs.Register, v.Inputs.Gaps = reg, append(v.Inputs.Gaps, gaps...)
	return nil
}

// risksAt are the risks among the records of a commit; the gaps are those that cannot be
// reckoned with.
func risksAt(ctx context.Context, s *settings, at fact.CommitID) (fact.Register, []fact.Gap, error) {
	tree, err := riskTree(ctx, s, at)
	if err != nil || len(tree) == 0 {
		return fact.Register{}, nil, err
	}
	blobs := s.repository.OpenBlobs(ctx, mostRecord)
	defer blobs.Close()
	return risksIn(ctx, s, at, tree, blobs)
}

// risksIn are the risks among the records of a tree.
func risksIn(ctx context.Context, s *settings, at fact.CommitID, tree listedTree, blobs fact.Blobs) (fact.Register, []fact.Gap, error) {
	all, err := record.Read(ctx, at, tree, blobs, declaredRecords(s.file))
	if err != nil {
		return fact.Register{}, nil, err
	}
	gaps := lostIn(all, fact.RiskRecord)
	files, records, err := filesOf(all, fact.RiskRecord, func(p fact.Path) ([]byte, error) { return blobs.Blob(ctx, tree.blob(p)) })
	var reg fact.Register
	if err == nil {
		reg, err = risksOf(files, records)
	}
	if err == nil {
		return reg, gaps, nil
	}
	g := fact.Gap{Kind: fact.GapInput, Count: 1, Detail: "no risk of the repository is reckoned with: " + err.Error()}
	if m := fault.MistakesIn(err); len(m) > 0 {
		first := m[0]
		g.Count, g.Example = len(m), fmt.Sprintf("%s:%d", first.Name, first.Line)
		g.Detail = fmt.Sprintf("no risk of the repository is reckoned with: %s: %s", g.Example, first.What)
	}
	return fact.Register{}, append(gaps, g), nil
}
