package ownership

import (
	"reflect"
	"testing"

	"leadline/internal/fact"
)

// history is a file that two branches change and a merge joins, with an edit
// of the merge's own, and another that the second branch renames.
//
//	a: f = 4 lines, g = 2      b: f line 2 replaced
//	c: f line 4 replaced, g renamed to h
//	m: merge of b and c, with one more line at the end of f
func history() *fact.History {
	at := func(year int) fact.Time { return fact.Time{Unix: int64(year-1970)*31556952 + 15778476} }
	text := func(path fact.Path, blob fact.BlobID, lines int32) fact.Change {
		return fact.Change{Path: path, Kind: fact.Modified, Mode: fact.ModeFile, Blob: blob, Lines: lines}
	}
	from := func(parent int, c fact.CommitID, path fact.Path, hunks ...fact.Hunk) fact.Source {
		return fact.Source{Parent: parent, Commit: c, Path: path, Same: len(hunks) == 0, Hunks: hunks}
	}
	fa, ga := text("f", "f1", 4), text("g", "g1", 2)
	fa.Kind, ga.Kind = fact.Added, fact.Added
	fb := text("f", "f2", 4)
	fb.Before, fb.Sources = "a", []fact.Source{from(0, "a", "f", fact.Hunk{Old: 1, OldLines: 1, New: 1, NewLines: 1})}
	fc := text("f", "f3", 4)
	fc.Before, fc.Sources = "a", []fact.Source{from(0, "a", "f", fact.Hunk{Old: 3, OldLines: 1, New: 3, NewLines: 1})}
	hc := text("h", "g1", 2)
	hc.Kind, hc.Previous, hc.Before, hc.Sources = fact.Renamed, "g", "a", []fact.Source{from(0, "a", "g")}
	fm := text("f", "f4", 5)
	fm.Before = "b"
	fm.Sources = []fact.Source{
		from(0, "b", "f", fact.Hunk{Old: 3, OldLines: 1, New: 3, NewLines: 2}),
		from(1, "c", "f", fact.Hunk{Old: 1, OldLines: 1, New: 1, NewLines: 1}, fact.Hunk{Old: 4, New: 4, NewLines: 1}),
	}
	gm := fact.Change{Path: "g", Kind: fact.Deleted, Old: "g1", Before: "a"}
	hm := text("h", "g1", 2)
	hm.Kind, hm.Sources = fact.Added, []fact.Source{from(1, "c", "h")}
	return &fact.History{
		Head: "m",
		Commits: []fact.Commit{
			{ID: "a", Authored: at(2001), Committed: at(2001), Changes: []fact.Change{fa, ga}},
			{ID: "b", Parents: []fact.CommitID{"a"}, Authored: at(2002), Committed: at(2002), Changes: []fact.Change{fb}},
			{ID: "c", Parents: []fact.CommitID{"a"}, Authored: at(2003), Committed: at(2003), Changes: []fact.Change{fc, hc}},
			{ID: "m", Parents: []fact.CommitID{"b", "c"}, Authored: at(2004), Committed: at(2004), Changes: []fact.Change{fm, gm, hm}},
		},
		Files: []fact.File{{Path: "f", Mode: fact.ModeFile, Blob: "f4", Changed: "m"}, {Path: "h", Mode: fact.ModeFile, Blob: "g1", Changed: "c"}},
	}
}

func TestReplay(t *testing.T) {
	got := Replay(history())
	want := map[fact.Path][]fact.LineRun{
		"f": {{Lines: 1, Commit: "a"}, {Lines: 1, Commit: "b"}, {Lines: 1, Commit: "a"}, {Lines: 1, Commit: "c"}, {Lines: 1, Commit: "m"}},
		"h": {{Lines: 2, Commit: "a"}},
	}
	for _, f := range got.Files {
		if !reflect.DeepEqual(f.Lines, want[f.Path]) {
			t.Errorf("%s: %v, want %v", f.Path, f.Lines, want[f.Path])
		}
	}
	// The second branch is not on the first-parent line: its lines arrive with
	// the merge.
	months := []map[int]int{{2001: 6}, {2001: 5, 2002: 1}, {2001: 4, 2002: 1, 2003: 1, 2004: 1}}
	if len(got.Survival) != len(months) {
		t.Fatalf("survival has %d months, want %d: %v", len(got.Survival), len(months), got.Survival)
	}
	for i, s := range got.Survival {
		if !reflect.DeepEqual(s.Lines, months[i]) {
			t.Errorf("month %d: %v, want %v", s.Month, s.Lines, months[i])
		}
	}
}

// An update from any earlier head of the first-parent line gives the same as a
// replay of everything; from elsewhere there is none.
func TestUpdate(t *testing.T) {
	h := history()
	want := Replay(h)
	earlier := *h
	earlier.Head, earlier.Commits = "b", h.Commits[:2]
	earlier.Files = []fact.File{{Path: "f", Mode: fact.ModeFile, Blob: "f2", Changed: "b"}, {Path: "g", Mode: fact.ModeFile, Blob: "g1", Changed: "a"}}
	got, ok := Update(h, Replay(&earlier), "b")
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("update from b: %v, %+v, want %+v", ok, got, want)
	}
	if _, ok := Update(h, Result{}, "c"); ok {
		t.Error("c is not on the first-parent line, and an update from it was made")
	}
}

// What missing contents hide is nobody's.
func TestUnknownOrigin(t *testing.T) {
	h := history()
	h.Commits[3].Changes[0].Sources[1] = fact.Source{Parent: 1, Content: fact.Missing}
	for _, f := range Replay(h).Files {
		if last := f.Lines[len(f.Lines)-1]; f.Path == "f" && (last.Commit != "" || last.Lines != 2) {
			t.Errorf("the lines that a missing source may hold are %v", f.Lines)
		}
	}
}
