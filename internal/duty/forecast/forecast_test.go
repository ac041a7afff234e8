package forecast

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/throughput"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var update = flag.Bool("update", false, "write the golden files anew")

var start = time.Date(2024, 1, 1, 9, 0, 0, 0, time.UTC)

// view is of a repository of so many people, who together land about eight commits a
// week, now more and now less, for so many weeks; a bot lands as many.
func view(weeks, people int) *duty.View {
	rng := rand.New(rand.NewPCG(5, 1))
	h := &fact.History{}
	add := func(who string, at time.Time) {
		c := fact.Commit{ID: fact.CommitID(fmt.Sprintf("%040x", len(h.Commits)+1)), Author: fact.Identity{Name: who, Email: strings.ToLower(strings.Fields(who)[0]) + "@example.org"}}
		c.Committer = c.Author
		c.Authored.Unix, c.Committed.Unix = at.Unix(), at.Unix()
		if h.Head != "" {
			c.Parents = []fact.CommitID{h.Head}
		}
		h.Commits, h.Head = append(h.Commits, c), c.ID
	}
	names := []string{"Ann Example", "Ben Sample", "Cyd Token", "Dee Model", "Eve Instance", "Fay Pattern"}
	level := 8.0
	for w := range weeks {
		level = max(3, min(16, level+1.5*rng.NormFloat64()))
		for i := range int(level + 4*rng.Float64()) {
			at := start.AddDate(0, 0, 7*w+i%5)
			add(names[rng.IntN(people)], at)
			add("dependabot[bot]", at)
		}
	}
	v := &duty.View{History: h, AsOf: start.AddDate(0, 0, 7*weeks-1), Repository: duty.Repository{Name: "team", Branch: "main"}}
	series := throughputOf(v)
	v.Records = map[string]backtest.Record{backtest.Throughput: backtest.RecordOfThroughput(&series)}
	return v
}

// throughputOf is the series that the duty makes of a history.
func throughputOf(v *duty.View) throughput.Series {
	a := answer{view: v}
	a.ofHistory()
	return a.series
}

func TestGolden(t *testing.T) {
	team := view(150, 6)
	file := &duty.View{AsOf: team.AsOf}
	s := throughputOf(team)
	file.Inputs.Names, file.Inputs.Finished = []string{"items.csv"}, &fact.Finished{Start: s.Start, Daily: s.Daily}
	risky, calm := view(150, 6), view(150, 6)
	risky.Inputs.Register, calm.Inputs.Register = register(), register()
	for name, c := range map[string]struct {
		view  *duty.View
		flags map[string]string
	}{
		"risks":       {risky, map[string]string{Items: "40", By: "2027-03-31"}},
		"risks-ahead": {risky, nil},
		"items-no":    {calm, map[string]string{Items: "40", duty.RisksFlag: "no"}},
		"ahead":       {team, nil},
		"items":       {team, map[string]string{Items: "40"}},
		"by":          {team, map[string]string{By: "2027-03-31"}},
		"far":         {team, map[string]string{Items: "100000", By: "2030-01-01"}},
		"file":        {file, map[string]string{Items: "40"}},
	} {
		v, head := c.view, duty.HeadOfFiles
		if v.Flags = c.flags; v.History != nil {
			inputs := v.Inputs
			v, head = v.Asking(duty.Place{}, c.flags), duty.Head
			v.Inputs = inputs
		}
		a := head(v)
		read, err := Read(v)
		if err != nil {
			t.Fatal(err)
		}
		a.Sheets = []sheet.Sheet{read}
		if err := sheet.Check(a); err != nil {
			t.Error(err)
		}
		got, err := json.MarshalIndent(a.Sheets[0], "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", strings.TrimSuffix(name, "-no")+".golden.json") // what is left out changes nothing
		if *update {
			if err := os.WriteFile(golden, append(got, '\n'), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(golden); err != nil || !bytes.Equal(append(got, '\n'), want) {
			t.Errorf("%s differs from %s (%v)", name, golden, err)
		}
	}
}

// register has a risk that stops work, and some that do not.
func register() fact.Register {
	often := fact.Spread{Kind: fact.Range, Low: 2, Mode: 6, High: 12, Lambda: 4}
	long := fact.Spread{Kind: fact.Interval, Low: 1, High: 10}
	at := func(line int) fact.Spot { return fact.Spot{File: "lead/risks.yaml", Line: line} }
	return fact.Register{Risks: []fact.Risk{
		{Spot: at(2), ID: "R1", Title: "The build is down", Frequency: often, Loss: long, Unit: fact.Days},
		{Spot: at(3), ID: "R2", Title: "Closed", Frequency: often, Loss: long, Unit: fact.Days, Closed: true},
		{Spot: at(4), ID: "R3", Title: "Money", Frequency: often, Loss: long, Unit: "EUR"},
		{Spot: at(5), ID: "R4", Title: "Work beside", Frequency: often, Loss: long, Unit: fact.PersonDays},
		{Spot: at(6), ID: "R5", Title: "Unknown", Unit: fact.Days, Unestimated: true},
		{Spot: at(7), ID: "R6", Title: "A freeze", Frequency: fact.Spread{Mean: 1}, Loss: fact.Spread{Mean: 5}, Unit: fact.ScheduleDays},
	}}
}

// What cannot be told is not, and says what would be enough; its twin is told.
func TestRefusals(t *testing.T) {
	worse := view(150, 6)
	r := worse.Records[backtest.Throughput]
	r.Verdict = backtest.NotBetter
	worse.Records = map[string]backtest.Record{backtest.Throughput: r}
	for name, c := range map[string]struct {
		view *duty.View
		want string // "" is told
	}{
		"a team":            {view(150, 6), ""},
		"five people":       {view(150, 5), ""},
		"four people":       {view(150, 4), "4 people finished something in the last 13 weeks, and a pace is told of 5 or more only"},
		"a year and a week": {view(53, 6), ""},
		"half a year":       {view(26, 6), "13 forecasts can be replayed, and 39 are needed"},
		"twelve weeks":      {view(12, 6), "the history has 12 whole weeks, and 13 are needed"},
		"better without":    {worse, "dates did no better than those of the plain bootstrap"},
	} {
		s, err := Read(c.view)
		if err != nil {
			t.Fatal(err)
		}
		told := len(s.Figures) > 0
		switch {
		case told != (c.want == ""):
			t.Errorf("%s: figures %v, unknown %v", name, s.Figures, s.Unknown)
		case !told && !strings.Contains(s.Unknown[0].Why, c.want):
			t.Errorf("%s: %q", name, s.Unknown[0].Why)
		case !told && len(s.Sections) > 0:
			t.Errorf("%s: sections without figures", name)
		}
	}
}

func TestFlags(t *testing.T) {
	v := view(60, 6)
	for flags, ok := range map[[2]string]bool{
		{Items, "1"}: true, {Items, "0"}: false, {Items, "-3"}: false, {Items, "ten"}: false, {Items, "1e3"}: false, {Items, "1000001"}: false, {Items, "1000000"}: true,
		{duty.RisksFlag, "no"}: true, {duty.RisksFlag, "yes"}: true, {duty.RisksFlag, "false"}: false,
		{By, "2025-12-31"}: true, {By, "2025-02-23"}: false, {By, "2025-02-24"}: true, {By, "2035-12-31"}: false, {By, "soon"}: false, {By, "2025-02-30"}: false,
	} {
		v.Flags = map[string]string{flags[0]: flags[1]}
		_, err := Read(v)
		var wrong *duty.Mistake
		if (err == nil) != ok || err != nil && (!errors.As(err, &wrong) || wrong.Hint == "") {
			t.Errorf("--%s %s: %v", flags[0], flags[1], err)
		}
	}
}
