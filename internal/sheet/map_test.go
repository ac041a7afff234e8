package sheet

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// left are the fields that Map leaves as they are: ids, days, units, and words
// of a fixed list. Whoever adds a field of text to an answer has to add it to
// Map or, if it can never hold anybody's name, here.
var left = map[string]bool{
	"Answer.Format": true, "Answer.AsOf": true,
	"Repository.Head": true, "Repository.HeadDate": true, "Repository.CommitURL": true, "Repository.FileURL": true,
	"Gap.Kind": true, "Sheet.Duty": true,
	"Figure.ID": true, "Figure.Unit": true,
	"Finding.Rule": true, "Finding.Level": true, "Finding.Fingerprint": true,
	"Evidence.Commit": true, "Evidence.Date": true,
	"Section.ID": true, "Section.Kind": true,
	"Column.ID": true, "Column.Kind": true, "Column.Unit": true,
	"Chart.Unit": true, "Chart.Form": true, "Graph.Unit": true, "Graph.OfUnit": true, "Graph.Relation": true, "Tree.Unit": true, "Measure.ID": true, "Measure.Unit": true, "Window.From": true, "Window.To": true,
}

// filler fills everything that it meets: each string with another word, and
// lists with two elements.
type filler struct{ words, parts int }

func (f *filler) word() string {
	f.words++
	return fmt.Sprintf("word%d", f.words)
}

func (f *filler) fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[Value]() {
		v.Set(reflect.ValueOf(String(f.word())))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.word())
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Part]() {
			if f.parts++; f.parts > 4 { // a part holds parts
				v.Set(reflect.ValueOf(Part{Name: f.word(), Place: Place{Path: f.word(), Symbol: f.word()}}))
				return
			}
		}
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Map, reflect.Interface, reflect.Chan, reflect.Func:
		panic("Map knows nothing of a " + v.Kind().String())
	}
}

// filled is an answer in which nothing is empty, with a row of each kind of value.
func filled() Answer {
	var f filler
	var a Answer
	f.fill(reflect.ValueOf(&a).Elem())
	t := a.Sheets[0].Sections[0].Table
	t.Columns[0].ID, t.Columns[1].ID = SubjectColumn, BranchColumn
	place := Place{Path: f.word(), Symbol: f.word()}
	t.Rows = append(t.Rows, []Value{OfPerson(f.word()), At(place)}, []Value{OfPeople([]string{f.word(), f.word()}), Int(4)}, []Value{Spark([]float64{1}), OfCommit("left")}, []Value{OnDay("left"), Int(3)}, []Value{{}, {}})
	a.Sheets[0].Figures[0].Value = OfPerson(f.word())
	return a
}

// walk calls visit with each string and the field that holds it.
func walk(v reflect.Value, field string, visit func(field, s string)) {
	switch v.Kind() {
	case reflect.String:
		visit(field, v.String())
	case reflect.Pointer:
		walk(v.Elem(), field, visit)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			walk(v.Index(i), field, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, visit)
		}
	}
}

func TestMapMissesNoString(t *testing.T) {
	a := filled()
	before := written(t, a)
	mapped := a.Map(func(kind TextKind, s string) string {
		if !strings.HasPrefix(s, "word") {
			t.Errorf("%q was handed on twice, or was to stay", s)
		}
		return fmt.Sprintf("kind %d", kind)
	})
	done := regexp.MustCompile(`^kind \d$`)
	seen := map[string]bool{}
	walk(reflect.ValueOf(mapped), "", func(field, s string) {
		seen[field] = true
		switch {
		case s == "" || s == "left": // a Value holds one thing at a time
			if !strings.HasPrefix(field, "Value.") && !strings.HasPrefix(field, "Place.") {
				t.Errorf("%s is empty", field)
			}
		case left[field] == done.MatchString(s) && !strings.HasPrefix(field, "Column.ID"):
			t.Errorf("%s is %q, and is to be left: %v", field, s, left[field])
		}
	})
	for field := range left {
		if !seen[field] {
			t.Errorf("there is no field %s", field)
		}
	}
	if written(t, a) != before {
		t.Error("Map changed the answer that it copied")
	}
	apart(t, reflect.ValueOf(a), reflect.ValueOf(mapped), "Answer")
}

// apart tells whether two equal shapes share memory.
func apart(t *testing.T, a, b reflect.Value, at string) {
	t.Helper()
	switch a.Kind() {
	case reflect.Pointer, reflect.Slice:
		if a.Pointer() == b.Pointer() && !a.IsNil() {
			t.Errorf("%s is shared", at)
		}
		if a.Kind() == reflect.Pointer && !a.IsNil() {
			apart(t, a.Elem(), b.Elem(), at)
			return
		}
		for i := 0; a.Kind() == reflect.Slice && i < a.Len(); i++ {
			apart(t, a.Index(i), b.Index(i), at)
		}
	case reflect.Struct:
		for i := range a.NumField() {
			apart(t, a.Field(i), b.Field(i), at+"."+a.Type().Field(i).Name)
		}
	}
}

func written(t *testing.T, a Answer) string {
	t.Helper()
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Each string is handed on as what it is.
func TestMapKinds(t *testing.T) {
	a := full()
	e := &a.Sheets[0].Findings[0].Evidence
	*e = append(*e, Evidence{Text: "no commit's subject"})
	rows := a.Sheets[0].Sections[0].Table
	rows.Columns = append(rows.Columns, Column{ID: SubjectColumn, Label: "change", Kind: ColumnText}, Column{ID: BranchColumn, Label: "branch", Kind: ColumnText})
	rows.Rows = [][]Value{{At(Place{Path: "web/ui"}), Int(1), String("Fix it"), String("ann/fix")}}
	got := map[string]TextKind{}
	mapped := a.Map(func(kind TextKind, s string) string {
		got[s] = kind
		return s
	})
	if written(t, mapped) != written(t, a) {
		t.Error("a copy differs where nothing was replaced")
	}
	if err := Check(mapped); err != nil {
		t.Error(err)
	}
	for s, want := range map[string]TextKind{
		"prometheus": RepositoryName, "main": RefName, "refs/heads/x": RefName, "ann/fix": RefName, "Grey Heron": PersonName, "Add <it> & more": CommitText, "Fix it": CommitText,
		"no commit's subject": Prose, "What changed?": Prose, "tsdb/head.go": PathText, "Head.Append": PathText, "web/ui": PathText, "git log": CommandText, "git fetch": CommandText,
	} {
		if kind, ok := got[s]; !ok || kind != want {
			t.Errorf("%q is handed on as %d (%v), want %d", s, kind, ok, want)
		}
	}
	// What is taken away altogether leaves nothing that claims to be something.
	gone := a.Map(func(kind TextKind, s string) string {
		if kind == CommitText {
			return ""
		}
		return s
	})
	if v := gone.Sheets[0].Sections[0].Table.Rows[0][2]; v.Kind() != Nothing {
		t.Errorf("a subject that was taken away is of kind %d", v.Kind())
	}
}
