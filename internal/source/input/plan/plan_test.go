package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/input/plan"
)

// told is what a plan comes to, in short lines, with its gaps or what is wrong.
func told(files ...string) string {
	var in []fact.Input
	for k, text := range files {
		in = append(in, fact.Input{Name: fmt.Sprintf("f%d", k+1), Data: []byte(text)})
	}
	p, gaps, err := plan.Read(in, "")
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, r := range p.Resources {
		fmt.Fprintf(&b, "%s %g %v\n", r.Name, r.Units, r.Skills)
	}
	for _, it := range p.Items {
		fmt.Fprintf(&b, "%s %g/%g/%g", it.ID, it.Low, it.Likely, it.High)
		for _, a := range it.After {
			fmt.Fprintf(&b, " after %s+%g", a.ID, a.Lag)
		}
		for _, n := range it.Needs {
			fmt.Fprintf(&b, " needs %s:%g", n.Name, n.Units)
		}
		if it.Done {
			b.WriteString(" done")
		}
		b.WriteString("\n")
	}
	for _, g := range gaps {
		fmt.Fprintf(&b, "gap: %s (%s)\n", g.Detail, g.Example)
	}
	return b.String()
}

const planFile = `
plan: A
start: 2026-12-01
calendars:
  office:
    hours: ["09:00-12:00", "13:00-17:00"]
    holidays: [2026-12-24..2026-12-26]
resources:
  - {name: Ada, skills: [go, sql], away: [2026-12-10]}
  - {name: core, units: 3}
factors:
  - {name: vendor, low: 0.9, high: 2}
items:
  - {id: a, estimate: 1d/2d/1w, needs: [go]}
  - id: b
    estimate: 4h
    after: [a+1d]
    needs: {core: 2}
    factors: [vendor]
`

func TestPlanFile(t *testing.T) {
	want := "Ada 1 [go sql]\ncore 3 []\na 420/840/2100 needs go:1\nb 240/240/240 after a+420 needs core:2\n"
	if got := told(planFile); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	for change, want := range map[string]string{
		"estimate: 4h|estimate: 4x":                     "f1:16:15: item b: \"4x\" is no duration",
		"estimate: 4h|estimate: -4h":                    "f1:16:15: item b: \"-4h\" is no duration",
		"estimate: 4h|estimate: NaN":                    "f1:16:15: item b: \"NaN\" is no duration",
		"estimate: 4h|estimate: 4":                      "f1:15: estimates with and without a unit are mixed: this one has none, and the one of line 14 has",
		"1d/2d/1w|3d/2d/1w":                             "f1:14:23: item a: the least is above the likeliest, or that above the most",
		"after: [a+1d]|after: [c]":                      "f1:15: item b waits for c, which is not there",
		"needs: [go]|needs: [rust]":                     "f1:14: item a needs rust, which nobody is or has",
		"core: 2|core: 4":                               "f1:15: item b needs 4 of core, and there are 3",
		"factors: [vendor]|factors: [x]":                "f1:15: item b: there is no factor x",
		"id: b|id: a":                                   "f1:15: item a is there twice; it is in line 14 of f1 as well",
		"needs: [go]}|needs: [go], after: [b]}":         "f1:14: items wait for one another: a -> b -> a",
		"plan: A|plans: A":                              "f1:2:1: the plan: there is no field \"plans\"",
		"2026-12-24..2026-12-26|2026-12-26..2026-12-24": "f1:7:15: \"2026-12-26..2026-12-24\" is no day and no days",
		"name: Ada|name: core":                          "f1:10: resource core is there twice",
		"high: 2|high: 0.5":                             "f1:12:5: factor \"vendor\" has no name, or no range",
		"09:00-12:00|09:00-14:00":                       "f1:6:12: \"13:00-17:00\" are no hours that follow",
		"needs: [go]}|needs: [go":                       "f1:15:7: this is no YAML",
	} {
		from, to, _ := strings.Cut(change, "|")
		if got := told(strings.Replace(planFile, from, to, 1)); !strings.HasPrefix(got, want) {
			t.Errorf("%s:\n%s\nwant %s", change, got, want)
		}
	}
}

func TestRows(t *testing.T) {
	for text, want := range map[string]string{
		"id,estimate,after,needs\na,2d,,\nb,1d/2d/3d,a+4h;a,\n": "a 960/960/960\nb 480/960/1440 after a+240 after a+0\n",
		"id,low,likely,high\na,1,2,3\n":                         "a 480/960/1440\n",
		"id,low,likely,high\na,1,2,\n":                          "f1:2:5: likely: item a: \"\" is no duration",
		"id,estimate,owner,status\na,2d,Ada,\nb,1d,Bob,done\n":  "Ada 1 []\na 960/960/960 needs Ada:1\nb 480/480/480 done\n",
		"id,estimate\na,2d\nb,3\n":                              "f1:3: estimates with and without a unit are mixed: this one has none, and the one of line 2 has",
		"id,estimate\na,2\nb,3\n":                               "a 960/960/960\nb 1440/1440/1440\n",
		"id,estimate\na,-2d\nb,NaN\nc,\n":                       "f1:2:3: estimate: item a: \"-2d\" is no duration\nf1:3:3: estimate: item b: \"NaN\" is no duration",
		"id,estimate,after\na,1d,b\nb,1d,c\nc,1d,b\n":           "f1:3: items wait for one another: b -> c -> b",
		"":                               "f1: the file is empty",
		"id,estimate\n":                  "f1: there is no item",
		"name,estimate\nx,1d\n":          "f1: there is no item",
		"id,estimate,needs\na,1d,go:x\n": "f1:2:6: needs: item a: \"go:x\" is no name with a number of units",
		"Issue key,Summary,Original Estimate,Assignee,Status,Inward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Blocks)\nP-1,x,7200,Ada,Open,,,P-2\nP-2,y,3600,,Open,P-1,P-9,\nP-3,z,,Bob,Done,,,\n": "Ada 1 []\nP-1 120/120/120 needs Ada:1\nP-2 60/60/60 after P-1+0 needs anyone:1\nP-3 0/0/0 done\n" +
			"gap: 1 links lead to items that are not in the file: nothing waits for those (P-2 waits for P-9)\n",
	} {
		if got := told(text); got != want {
			t.Errorf("%q:\n%s\nwant %s", text, got, want)
		}
	}
	if got := told("id,estimate,needs\na,1w,go\n", "name,units,skills,away\nAda,1,go;sql,2026-12-01..2026-12-03\n"); got != "Ada 1 [go sql]\na 2400/2400/2400 needs go:1\n" {
		t.Error(got)
	}
}

func TestIssues(t *testing.T) {
	for text, want := range map[string]string{
		`[{"number":1,"title":"x","state":"OPEN","body":"Estimate: 2d\nmore","assignees":[{"login":"ada"}]},
{"number":2,"title":"y","state":"open","body":"Blocked by #1 and #7","labels":[{"name":"estimate: 1d/2d/3d"}]},
{"number":3,"state":"closed"},{"number":4,"pull_request":{}}]`: "ada 1 []\n#1 960/960/960 needs ada:1\n#2 480/960/1440 after #1+0 needs anyone:1\n#3 0/0/0 needs anyone:1 done\n" +
			"gap: 1 links lead to items that are not in the file: nothing waits for those (#2 waits for #7)\n",
		`{"total":2,"issues":[{"key":"P-1","fields":{"summary":"x","timeestimate":3600,"status":{"statusCategory":{"key":"new"}},"issuelinks":[{"type":{"name":"Blocks"},"outwardIssue":{"key":"P-2"}}]}},
{"key":"P-2","fields":{"timeoriginalestimate":7200}}]}`: "P-1 60/60/60\nP-2 120/120/120 after P-1+0\n",
		"[{\"number\":1,\n\"body\":\"estimate: soon\"}]": "f1:1: issue #1: \"soon\" is no duration",
		"[\n{\"number\":\"x\"}]":                         "f1:2: an issue has a field number that is a string",
		"[\n{\"number\":1}":                              "f1:2:13: it cannot be read: unexpected EOF",
		"{\"a\":[1]}":                                    "f1: there is no issue in it",
	} {
		if got := told(text); !strings.HasPrefix(got, want) {
			t.Errorf("%s:\n%s\nwant %s", text, got, want)
		}
	}
}

const project = `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>P</Name><StartDate>2026-12-01T08:00:00</StartDate>
<MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek><CalendarUID>1</CalendarUID>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay></WeekDays></Calendar></Calendars>
<Tasks><Task><UID>1</UID><ID>1</ID><Name>sum</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>
<Task><UID>2</UID><ID>2</ID><OutlineLevel>2</OutlineLevel><Duration>PT16H0M0S</Duration></Task>
<Task><UID>3</UID><ID>3</ID><OutlineLevel>2</OutlineLevel><Duration>PT8H0M0S</Duration><RemainingDuration>PT4H0M0S</RemainingDuration><PercentComplete>50</PercentComplete></Task>
<Task><UID>4</UID><ID>4</ID><OutlineLevel>1</OutlineLevel><Duration>PT0H0M0S</Duration><PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>4800</LinkLag></PredecessorLink></Task></Tasks>
<Resources><Resource><UID>1</UID><Name>Ada</Name><Type>1</Type><MaxUnits>1.00</MaxUnits></Resource></Resources>
<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID><Units>0.5</Units></Assignment></Assignments></Project>`

func TestMSPDI(t *testing.T) {
	want := "Ada 1 []\n2 960/960/960 needs Ada:0.5\n3 240/240/240\n1 0/0/0 after 2+0 after 3+0\n4 0/0/0 after 1+480\n"
	if got := told(project); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	for change, want := range map[string]string{
		"PT16H0M0S|16 hours":                      "f1:5: task 2: Duration: \"16 hours\" is no duration",
		"<Type>1</Type><Link|<Type>3</Type><Link": "Ada 1 []\n2 960/960/960 needs Ada:0.5\n3 240/240/240\n1 0/0/0 after 2+0 after 3+0\n4 0/0/0\ngap: 1 links are not",
		"4800|-4800":                              "Ada 1 []\n2 960/960/960 needs Ada:0.5\n3 240/240/240\n1 0/0/0 after 2+0 after 3+0\n4 0/0/0 after 1+0\ngap: 1 links let",
		"</Tasks>|":                               "f1:9",
		"<Units>0.5|<Units>NaN":                   "f1: task 2: Units of Ada cannot be used",
	} {
		from, to, _ := strings.Cut(change, "|")
		if got := told(strings.Replace(project, from, to, 1)); !strings.HasPrefix(got, want) {
			t.Errorf("%s:\n%s\nwant %s", change, got, want)
		}
	}
}

const instance = `************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          1           2
   2        1          1           3
   3        1          0
************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------
  1      1     0       0    0
  2      1     8       4    0
  3      1     0       0    0
************
RESOURCEAVAILABILITIES:
  R 1  R 2
   12    4
`

func TestPSPLIB(t *testing.T) {
	want := "R1 12 []\nR2 4 []\n1 0/0/0\n2 8/8/8 after 1+0 needs R1:4\n3 0/0/0 after 2+0\n"
	if got := told(instance); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	for change, want := range map[string]string{
		"     8       4|     -8       4":                    "f1:12: job 2: a duration is negative",
		"    8       4|    8       -4":                      "f1:12: job 2 takes -4 units",
		"    8       4|    8       14":                      "f1:12: item 2 needs 14 of R1, and there are 12",
		"   1        1          1|   1        2          1": "f1:4: job 1 has 2 modes",
		"   2\n|   9\n":                                     "f1:11: job 1 is followed by 9, which is not there",
		"1           3|1           1":                       "f1:11: items wait for one another: 1 -> 2 -> 1",
		"RESOURCEAVAILABILITIES:|X:":                        "f1: it is no complete file of PSPLIB",
	} {
		from, to, _ := strings.Cut(change, "|")
		if got := told(strings.Replace(instance, from, to, 1)); !strings.HasPrefix(got, want) {
			t.Errorf("%s:\n%s\nwant %s", change, got, want)
		}
	}
}

// FuzzRead: no file makes a plan whose numbers cannot be used, or whose links lead
// nowhere.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		planFile, project, instance, "id,estimate,after\na,1d,\nb,2d,a\n", "Issue key,Original Estimate\nP-1,60\n",
		`[{"number":1,"body":"estimate: 2d"}]`, `{"issues":[{"key":"a","fields":{"timeestimate":60}}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := plan.Read([]fact.Input{{Name: "f", Data: data}}, "")
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for _, it := range p.Items {
			ids[it.ID] = true
		}
		for _, it := range p.Items {
			if !(it.Low >= 0 && it.Low <= it.Likely && it.Likely <= it.High && it.High < 1e9) {
				t.Errorf("%s takes %g/%g/%g", it.ID, it.Low, it.Likely, it.High)
			}
			for _, a := range it.After {
				if !ids[a.ID] || !(a.Lag >= 0 && a.Lag < 1e9) {
					t.Errorf("%s waits for %s+%g", it.ID, a.ID, a.Lag)
				}
			}
			for _, n := range it.Needs {
				if !(n.Units >= 0 && n.Units < 1e10) {
					t.Errorf("%s needs %g of %s", it.ID, n.Units, n.Name)
				}
			}
		}
	})
}
