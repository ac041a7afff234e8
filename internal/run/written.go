package run

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/input"
)

// written are the needs that supplyWritten supplies: all take the records.
var written = []duty.Need{duty.NeedDecisions, duty.NeedRisks, duty.NeedRiskPast, duty.NeedPlan}

// supplyWritten reads what the team wrote down: records, and the risks and the plan
// among them. What is wrong with those is kept for whoever asks about them.
func (r *Reading) supplyWritten(ctx context.Context, needs []duty.Need, flags map[string]string) error {
	if err := r.supplyDecisions(ctx); err != nil || r.view.Decisions == nil {
		return err
	}
	in := &r.view.Inputs
	in.Recorded = true
	if slices.Contains(needs, duty.NeedRisks) {
		r.riskGaps = lostIn(r.view.Decisions, fact.RiskRecord)
		files, records, err := r.recordFiles(ctx, fact.RiskRecord)
		if err != nil {
			return err
		}
		if in.Register, r.wrongRisks = risksOf(files, records); r.wrongRisks != nil {
			in.Register, in.WrongRisks = fact.Register{}, problemsIn(r.wrongRisks)
		}
	}
	if slices.Contains(needs, duty.NeedPlan) {
		if err := r.supplyPlan(ctx, flags["estimate"]); err != nil {
			return err
		}
	}
	if slices.Contains(needs, duty.NeedRiskPast) && len(in.Register.Risks) > 0 {
		var err error
		in.Past, err = r.pastRisks(ctx)
		return err
	}
	return nil
}

// supplyPlan reads the plan among the records. Items without an estimate have the one
// given, if it is not empty.
func (r *Reading) supplyPlan(ctx context.Context, estimate string) error {
	in := &r.view.Inputs
	in.Plan, in.WrongPlan, r.wrongPlan = nil, nil, nil
	r.planGaps = lostIn(r.view.Decisions, fact.PlanRecord)
	files, records, err := r.recordFiles(ctx, fact.PlanRecord)
	if err != nil || len(files) == 0 {
		return err
	}
	var gaps []fact.Gap
	if in.Plan, gaps, r.wrongPlan = input.PlanRecords(files, records, estimate); r.wrongPlan != nil {
		in.Plan, in.WrongPlan = nil, problemsIn(r.wrongPlan)
	}
	r.planGaps = append(r.planGaps, gaps...)
	in.PlanFiles = planFiles(in.Plan, r.view.History)
	return nil
}

// planFiles are the files at the head that items name: by patterns, or as folders.
func planFiles(p *fact.Plan, h *fact.History) map[string][]fact.Path {
	out := map[string][]fact.Path{}
	if p == nil {
		return out
	}
	for i := range p.Items {
		it := &p.Items[i]
		if len(it.Paths) == 0 || it.Done {
			continue
		}
		patterns := slices.Clone(it.Paths)
		for _, x := range it.Paths {
			patterns = append(patterns, strings.TrimSuffix(x, "/")+"/**")
		}
		fits := fitPath(patterns)
		for k := range h.Files {
			if f := &h.Files[k]; fits(f.Path) {
				out[it.ID] = append(out[it.ID], f.Path)
			}
		}
	}
	return out
}

// risksOf are the risks of records.
func risksOf(files []fact.Input, records []fact.Record) (fact.Register, error) {
	reg, err := input.Risks(files, records)
	if err == nil {
		err = distributions(&reg)
	}
	return reg, err
}

// wrong is what is wrong in the records from which a duty answers; nil if nothing is,
// or the duty answers from others.
func (r *Reading) wrong(needs []duty.Need) error {
	if slices.Contains(needs, duty.NeedRisks) && r.wrongRisks != nil {
		return r.wrongRisks
	}
	if slices.Contains(needs, duty.NeedPlan) {
		return r.wrongPlan
	}
	return nil
}

// gaps are the files of records from which a duty answers that were not understood.
func (r *Reading) gaps(needs []duty.Need) []fact.Gap {
	var out []fact.Gap
	if slices.Contains(needs, duty.NeedRisks) {
		out = append(out, r.riskGaps...)
	}
	if slices.Contains(needs, duty.NeedPlan) {
		out = append(out, r.planGaps...)
	}
	return out
}

// lostIn are the files in the folders of a kind of record that were not understood.
func lostIn(all *fact.Records, kind fact.RecordKind) []fact.Gap {
	g := fact.Gap{Kind: fact.GapInput}
	for i := range all.Problems {
		if p := &all.Problems[i]; p.Lost && p.Kind == kind {
			if g.Count++; g.Count == 1 {
				g.Example = fmt.Sprintf("%s:%d", p.Path, p.Line)
				g.Detail = string(p.Path) + ": " + p.Message
			}
		}
	}
	if g.Count == 0 {
		return nil
	}
	if g.Count > 1 {
		g.Detail += fmt.Sprintf(", and %d more files of %ss: nothing is said of them", g.Count-1, kind)
	}
	return []fact.Gap{g}
}

func problemsIn(err error) []fact.RecordProblem {
	var out []fact.RecordProblem
	for _, m := range fault.MistakesIn(err) {
		out = append(out, fact.RecordProblem{Path: fact.Path(m.Name), Line: m.Line, Column: m.Column, Message: m.What, Next: m.Hint})
	}
	return out
}

// recordFiles are the records of a kind at the head, and the files that hold them.
func (r *Reading) recordFiles(ctx context.Context, kind fact.RecordKind) ([]fact.Input, []fact.Record, error) {
	if !slices.ContainsFunc(r.view.Decisions.Records, func(x fact.Record) bool { return x.Kind == kind }) {
		return nil, nil, nil
	}
	blobs := r.settings.repository.OpenBlobs(ctx, mostRecord)
	defer blobs.Close()
	return filesOf(r.view.Decisions, kind, func(p fact.Path) ([]byte, error) {
		f := r.view.History.File(p)
		if f == nil {
			return nil, nil
		}
		return blobs.Blob(ctx, f.Blob)
	})
}

// filesOf are the records of a kind among all, and the files that hold them.
func filesOf(all *fact.Records, kind fact.RecordKind, content func(fact.Path) ([]byte, error)) (files []fact.Input, records []fact.Record, err error) {
	for _, x := range all.Records {
		if x.Kind != kind {
			continue
		}
		if n := len(files); n == 0 || files[n-1].Name != string(x.Path) {
			text, err := content(x.Path)
			if err != nil {
				return nil, nil, err
			}
			files = append(files, fact.Input{Name: string(x.Path), Data: text})
		}
		records = append(records, x)
	}
	return files, records, nil
}
