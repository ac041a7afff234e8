package plan_test

import (
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/input/plan"
)

// What remains of an issue of Jira: 0 says nothing of one that was not estimated or is not
// done, and is no mistake of one that is.
func TestRemaining(t *testing.T) {
	const head = "Issue key,Status,Status Category,Original estimate,Remaining Estimate\n"
	for name, c := range map[string]struct{ row, want string }{
		"estimated":               {"A-1,Open,To Do,7200,7200", "A-1 120/120/120\n"},
		"partly done":             {"A-1,Open,In Progress,7200,3600", "A-1 60/60/60\n"},
		"nobody logged time":      {"A-1,Open,To Do,7200,", "A-1 120/120/120\n"},
		"logged, never estimated": {"A-1,Open,In Progress,,0", "A-1 0/0/0\ngap: 1 items have no estimate: the plan is made as if they took no time (--estimate gives them one) (A-1)\n"},
		"estimated as 0":          {"A-1,Open,To Do,0,0", "A-1 0/0/0\ngap: 1 items have no estimate: the plan is made as if they took no time (--estimate gives them one) (A-1)\n"},
		"used up": {"A-1,Open,In Progress,7200,0", "A-1 0/0/0\ngap: 1 items have no estimate: the plan is made as if they took no time (--estimate gives them one) (A-1)\n" +
			"gap: 1 items are not done, and their estimates are used up: how long they still take is not known (A-1)\n"},
		"used up and done": {"A-1,Released,Done,7200,0", "A-1 0/0/0 needs anyone:1 done\n"},
	} {
		if got := told(head + c.row + "\n"); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Issues with parts and no estimate sum them up; one with an estimate is work, and a part that
// waits for its whole does so.
func TestParts(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"by key": {
			"Issue key,Issue id,Original estimate,Parent,Parent key\nE-1,10,,,\nE-2,11,3600,10,E-1\nE-3,12,3600,10,E-1\n",
			"E-1 0/0/0 after E-2+0 after E-3+0\nE-2 60/60/60\nE-3 60/60/60\n",
		},
		"by number": {
			"Issue key,Issue id,Original estimate,Parent id\nE-2,11,3600,10\nE-1,10,,\n",
			"E-2 60/60/60\nE-1 0/0/0 after E-2+0\n",
		},
		"of an estimate": {
			"Issue key,Original estimate,Parent key\nE-1,7200,\nE-2,3600,E-1\n",
			"E-1 120/120/120\nE-2 60/60/60\n",
		},
		"outside the file": {"Issue key,Original estimate,Parent key\nE-2,3600,E-9\n", "E-2 60/60/60\n"},
		"waits for the whole": {
			"Issue key,Original estimate,Parent key,Inward issue link (Blocks)\nE-1,,,\nE-2,3600,E-1,E-3\nE-3,3600,,E-1\n",
			"E-1 0/0/0\nE-2 60/60/60 after E-3+0\nE-3 60/60/60 after E-1+0\n",
		},
		"as JSON": {
			`{"issues": [{"key": "E-1", "fields": {"summary": "a"}}, {"key": "E-2", "fields": {"parent": {"key": "E-1"}, "timeestimate": 0, "timeoriginalestimate": 60}}]}`,
			"E-1 0/0/0 after E-2+0\nE-2 0/0/0\ngap: 1 items have no estimate: the plan is made as if they took no time (--estimate gives them one) (E-2)\n" +
				"gap: 1 items are not done, and their estimates are used up: how long they still take is not known (E-2)\n",
		},
	} {
		if got := told(c.text); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A column may have the unit of its numbers in its name.
func TestUnitOfColumn(t *testing.T) {
	for head, want := range map[string]string{
		"estimate_hours": "a 180/180/180\n", "Estimate (h)": "a 180/180/180\n", "effort days": "a 1440/1440/1440\n", "estimate": "a 1440/1440/1440\n",
		"elevation": "a 0/0/0\ngap: 1 items have no estimate: the plan is made as if they took no time (--estimate gives them one) (a)\n",
	} {
		if got := told("id," + head + "\na,3\n"); got != want {
			t.Errorf("%s: %q", head, got)
		}
	}
}

// The day by which an item is to be done is read as Jira writes it too; another form is a gap.
func TestDue(t *testing.T) {
	for text, want := range map[string]string{"2026-12-24": "2026-12-24", "24/Dec/26 12:00 AM": "2026-12-24", "24/Dec/26": "2026-12-24", "Christmas": ""} {
		p, gaps, err := plan.Read([]fact.Input{{Name: "f", Data: []byte("id,estimate,due date\na,1d," + text + "\n")}}, "")
		if err != nil {
			t.Fatal(err)
		}
		if due := p.Items[0].Due; want == "" != due.IsZero() || want != "" && due.Format("2006-01-02") != want || (want == "") != (len(gaps) == 1) {
			t.Errorf("%s: %v, %v", text, due, gaps)
		}
	}
}
