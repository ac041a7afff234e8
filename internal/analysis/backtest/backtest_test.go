package backtest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/fixlink"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/fact"
)

// line is a history of one commit after the other, a day apart.
func line(n int, at func(i int) (author string, paths []string)) *fact.History {
	h := &fact.History{}
	there := map[string]bool{}
	for i := range n {
		author, paths := at(i)
		c := fact.Commit{
			ID: fact.CommitID(fmt.Sprintf("%040d", i)), Author: fact.Identity{Name: author},
			Committed: fact.Time{Unix: int64(i) * 24 * 60 * 60},
		}
		if i > 0 {
			c.Parents = []fact.CommitID{h.Commits[i-1].ID}
		}
		for _, p := range paths {
			kind := fact.Modified
			if !there[p] {
				kind, there[p] = fact.Added, true
			}
			c.Changes = append(c.Changes, fact.Change{Path: fact.Path(p), Kind: kind, Mode: fact.ModeFile})
		}
		h.Commits = append(h.Commits, c)
		h.Head = c.ID
	}
	return h
}

func input(h *fact.History, landings int) Input {
	in := Input{
		Timeline: activity.NewTimeline(h), Landings: landings,
		Credit: func(c *fact.Commit) fact.PersonID { return fact.PersonID(c.Author.Name) },
		Keep:   func(fact.Path) bool { return true },
		// Who reviews has to do with the folder alone.
		Landing: func(p int) reviewer.Landing {
			c := &h.Commits[p]
			return reviewer.Landing{Author: fact.PersonID(c.Author.Name), Reviewers: []fact.PersonID{"of " + fact.PersonID(c.Changes[0].Path.Folder())}}
		},
	}
	in.Fixes = func() []fixlink.Fix {
		return fixlink.Of(in.Timeline, fixlink.Options{Keep: in.Keep, Landings: landings})
	}
	return in
}

// turns: two people who each keep to a folder, the first far more active; and
// files that change in pairs across folders, beside a busy one of the folder.
func turns(i int) (string, []string) {
	switch i % 4 {
	case 0:
		return "bob", []string{"b/main.go", "doc/b.md"}
	case 1:
		return "ann", []string{"a/main.go", "doc/a.md"}
	default:
		return "ann", []string{"b/busy.go"}
	}
}

// replayed are the predictors that learn from a first half.
func replayed() []Predictor {
	return slices.DeleteFunc(Predictors(), func(p Predictor) bool { return p.replay == nil })
}

func TestRun(t *testing.T) {
	h := line(800, turns)
	for _, p := range replayed() {
		r := Run(input(h, 800), p)
		if r.Verdict == TooLittle || len(r.Metrics) != len(p.metrics) || r.N < p.Least {
			t.Fatalf("%s: %+v", p.ID, r)
		}
		m := r.Metrics[len(r.Metrics)-1] // the first guess, or the reciprocal rank
		if m.Value <= m.Baseline || m.Lower > m.Value-m.Baseline || m.Upper < m.Value-m.Baseline {
			t.Errorf("%s: %+v", p.ID, m)
		}
		if again := Run(input(h, 800), p); !reflect.DeepEqual(again, r) {
			t.Errorf("%s: two runs differ", p.ID)
		}
	}
}

// By hand: two files change together and, from some day on, one of them alone: the
// habit is held against that for as long as the last changes let it be one.
func TestAlarmByHand(t *testing.T) {
	const landings, apart = 800, 760
	r := Run(input(line(landings, func(i int) (string, []string) {
		switch {
		case i%2 == 0:
			return "ann", []string{"busy.go"}
		case i < apart:
			return "ann", []string{"a.go", "b.go"}
		}
		return "ann", []string{"a.go"}
	}), landings), alarm)
	// Of the second half 180 landings before that and 4 after it are of a.go with the
	// habit there: 12 less 4 of the last are under seven of ten. b.go had its own 180.
	if m, _ := r.Metric("held"); r.N != 364 || r.Landings != 400 || r.Alarmed != 4 || m.Value != 360./364 {
		t.Errorf("%+v", r)
	}
}

// By hand: who changes a/main.go is always ann, and whoever looks at the last
// 180 days names ann first too; b/main.go is always bob's, whom the baseline
// names second.
func TestNextAuthorByHand(t *testing.T) {
	r := Run(input(line(800, turns), 800), nextAuthor)
	// Of 400 commits in the second half, 100 change two files by bob, 100 two
	// by ann, 200 one by ann: 600 trials, of which bob's 200 are lost on the
	// first guess of the baseline.
	if m, _ := r.Metric("hit@1"); r.N != 600 || m.Value != 1 || m.Baseline != 400.0/600 {
		t.Errorf("%d trials, %+v", r.N, m)
	}
	if m, _ := r.Metric("hit@3"); m.Value != 1 || m.Baseline != 1 || r.Verdict != NotBetter {
		t.Errorf("%+v, %s", m, r.Verdict)
	}
}

// By hand: whoever reviewed most lately is who reviews b/, where three of four landings
// are. A landing that nobody but its author reviewed is no trial.
func TestReviewersByHand(t *testing.T) {
	in := input(line(800, turns), 800)
	r := Run(in, reviewers)
	if m, _ := r.Metric("hit@1"); r.N != 400 || m.Value != 1 || m.Baseline != 0.75 || r.Verdict != NotBetter {
		t.Errorf("%d trials, %+v, %s", r.N, m, r.Verdict)
	}
	if m, _ := r.Metric("MRR"); m.Value != 1 || m.Baseline != 0.875 {
		t.Errorf("%+v", m)
	}
	reviewed := in.Landing
	in.Landing = func(p int) reviewer.Landing {
		if l := reviewed(p); p%4 != 3 {
			return l
		}
		return reviewer.Landing{}
	}
	if r := Run(in, reviewers); r.N != 300 {
		t.Errorf("%d trials", r.N)
	}
	// Two who review each other: neither is named for their own.
	in.Landing = func(p int) reviewer.Landing {
		both := []fact.PersonID{"ann", "bob"}
		return reviewer.Landing{Author: both[p%2], Reviewers: both[1-p%2 : 2-p%2]}
	}
	r = Run(in, reviewers)
	if m, _ := r.Metric("hit@1"); m.Value != 1 || m.Baseline != 1 {
		t.Errorf("%+v", m)
	}
}

// A prediction knows nothing of what came after it: another future changes no
// score before it.
func TestNoLeakage(t *testing.T) {
	scores := func(h *fact.History, p Predictor, until int64) (out []float64) {
		p.replay(input(h, 800), func(c *fact.Commit, ours, baseline []float64) {
			if c.Committed.Unix < until*24*60*60 {
				out = append(append(out, ours...), baseline...)
			}
		})
		return out
	}
	other := line(800, func(i int) (string, []string) {
		if i >= 600 {
			return "cyd", []string{"a/main.go", "b/main.go", "c/new.go"}
		}
		return turns(i)
	})
	for _, p := range replayed() {
		want, got := scores(line(800, turns), p, 600), scores(other, p, 600)
		if len(want) == 0 || !reflect.DeepEqual(want, got) {
			t.Errorf("%s: the future changes what was predicted before it", p.ID)
		}
		// And nothing after the landings that count is looked at at all.
		a, b := Run(input(line(800, turns), 600), p), Run(input(other, 600), p)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: landings that do not count matter", p.ID)
		}
	}
}

func TestRefusal(t *testing.T) {
	for _, n := range []int{0, 1, 60} {
		for _, p := range Predictors() {
			r := Run(input(line(n, turns), n), p)
			if r.Verdict != TooLittle || r.Reason == "" || len(r.Metrics) != 0 {
				t.Errorf("%s of %d commits: %+v", p.ID, n, r)
			}
		}
	}
}

// A prediction does not know the very commit that it is scored on.
func TestKnowsNotItself(t *testing.T) {
	// Two people take turns: whoever was last is named, and wrong.
	r := Run(input(line(800, func(i int) (string, []string) {
		return []string{"ann", "bob"}[i%2], []string{"a/main.go"}
	}), 800), nextAuthor)
	if m, _ := r.Metric("hit@1"); r.N != 400 || m.Value != 0 {
		t.Errorf("next author, %d trials: %+v", r.N, m)
	}
	// Every landing brings a file that was not there before.
	r = Run(input(line(800, func(i int) (string, []string) {
		return "ann", []string{"a/main.go", fmt.Sprintf("b/new%d.go", i)}
	}), 800), coChange)
	if m, _ := r.Metric("MRR"); r.N != 800 || m.Value != 0 {
		t.Errorf("co-change, %d trials: %+v", r.N, m)
	}
}

// By hand: of a pair that always changes together each is missed first; the
// baseline names the busy file of the folder.
func TestLeftOutByHand(t *testing.T) {
	r := Run(input(line(800, func(i int) (string, []string) {
		if i%3 == 0 {
			return "ann", []string{"a/x.go", "a/y.go"}
		}
		return "ann", []string{"a/busy.go"}
	}), 800), leftOut)
	// Of 400 landings in the second half, 133 change two files: 266 trials.
	if m, _ := r.Metric("hit@3"); r.N != 266 || m.Value != 1 || m.Baseline != 1 {
		t.Errorf("%d trials, %+v", r.N, m)
	}
	if m, _ := r.Metric("MRR"); m.Value != 1 || m.Baseline != 0.5 {
		t.Errorf("%+v", m)
	}
	// What the other files say is joined: y is named by x half of the time and by
	// w always; z by x alone, as often.
	l := ledger{ordinal: map[fact.Path]int32{}}
	x, w, y, z := l.of("x"), l.of("w"), l.of("y"), l.of("z")
	for _, files := range [][]int32{{x, y}, {x, z}, {w, y}} {
		l.learn(files)
	}
	k := l.linked([]int32{x, w, y})
	if got := k.rank(&l, 2); got != 1 {
		t.Errorf("y ranks %d", got)
	}
	k = l.linked([]int32{x, w, z})
	if got := k.rank(&l, 2); got != 2 {
		t.Errorf("z ranks %d, behind y", got)
	}
	if got := k.rank(&l, 1); got != 0 {
		t.Errorf("w, which nothing here speaks of, ranks %d", got)
	}
}
