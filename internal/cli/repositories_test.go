package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// How the repositories of a test are changed.
const (
	together = "what one of them does on the client every other week is done on the server within the hour, and some name a ticket"
	apart    = "the same people change the server, twice within hours"
	byOne    = "one of them does all that is done on both"
)

// clientAndServer are two repositories of so many people, in 26 weeks.
func clientAndServer(t *testing.T, people int, how string) (client, server *gittest.Repo) {
	client, server = gittest.New(t), gittest.New(t)
	for name, r := range map[string]*gittest.Repo{"client": client, "server": server} {
		r.Git("config", "remote.origin.url", "https://github.com/shop/"+name+".git")
	}
	begin := time.Date(2024, 1, 2, 9, 0, 0, 0, time.UTC)
	commit := func(r *gittest.Repo, day, hour, who int, message string) {
		r.Commit("main", gittest.Commit{
			Author: gittest.Identity{Name: fmt.Sprintf("Gus Gray%c", 'a'+who), Email: fmt.Sprintf("gus%d@x.example", who)},
			When:   begin.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour), Message: message,
			Files: gittest.Files{"a.go": []byte(fmt.Sprintf("package a\n\nconst C = \"%d %d\"\n", day, hour))},
		})
	}
	for day := range 175 {
		who := day % people
		commit(client, day, 0, who, fmt.Sprintf("client %d", day))
		switch {
		case day%14 != day/14: // the weekday moves on from one fortnight to the next
		case how == together && day/14%4 == 1:
			commit(client, day, 2, who, fmt.Sprintf("SHOP-%d: send prices (#%d)", day, day))
			commit(server, day, 3, (who+1)%people, fmt.Sprintf("SHOP-%d: take prices", day))
		case how == together && day/14 == 3:
			commit(client, day, 2, who, "ask for sizes (#901)")
			commit(server, day, 3, (who+1)%people, "give sizes, shop/client#901")
		case how == together && day/14 == 2:
			commit(client, day, 2, who, fmt.Sprintf("Rename the field of prices (#%d)", day))
			commit(server, day, 3, who, "Rename the field of prices (#7)")
		case how == together:
			commit(client, day, 2, who, fmt.Sprintf("send %d", day))
			commit(server, day, 3, who, fmt.Sprintf("take %d", day))
		case how == byOne:
			commit(client, day, 2, 0, fmt.Sprintf("send %d", day))
			commit(server, day, 3, 0, fmt.Sprintf("take %d", day))
		case day/14 < 2:
			commit(server, day, 3, who, fmt.Sprintf("take %d", day))
		default:
			commit(server, day, 12, (who+2)%people, fmt.Sprintf("server %d", day))
		}
		if day%7 == 3 {
			commit(server, day, 13, (who+3)%people, fmt.Sprintf("mend %d", day))
		}
	}
	client.Flush()
	server.Flush()
	return client, server
}

const crossingDay = "--as-of=2024-06-25"

// TestRepositories compares the whole brief of two repositories with golden files.
func TestRepositories(t *testing.T) {
	client, server := clientAndServer(t, 6, together)
	for name, format := range map[string]string{"repositories.txt": "text", "repositories.md": "markdown", "repositories.json": "json"} {
		o := leadline(t, nil, "-C", client.Dir(), "-C", server.Dir(), crossingDay, "--format="+format, "--verbose")
		if o.status != 0 {
			t.Fatalf("exit status %d: %s", o.status, o.stderr)
		}
		golden(t, name, o.stdout)
	}
	o := leadline(t, nil, "-C", client.Dir(), "-C", server.Dir(), crossingDay, "--pseudonyms", "--format=json")
	if o.status != 0 || !strings.Contains(o.stdout, "collaboration/repositories") || strings.Contains(strings.ToLower(o.stdout), "gus") {
		t.Errorf("with pseudonyms: exit status %d\n%s%s", o.status, o.stdout, o.stderr)
	}
	o = leadline(t, nil, "report", "-C", client.Dir(), "-C", server.Dir(), crossingDay)
	for _, part := range []string{"Repositories that change together", "https://github.com/shop/client/commit/" + client.Git("rev-parse", "main~10"), "Changes of one repository come with changes of another"} {
		if part[0] != 'h' && !strings.Contains(o.stdout, part) {
			t.Errorf("the report does not hold %q", part)
		}
	}
	rows := o.stdout[strings.Index(o.stdout, `id="all-collaboration-repositories"`):]
	rows = rows[:strings.Index(rows, "</section>")]
	for _, name := range []string{"client", "server"} {
		if !strings.Contains(rows, "https://github.com/shop/"+name+"/commit/") {
			t.Errorf("no commit of the %s is linked:\n%s", name, rows)
		}
	}
}

// TestRepositoriesApart: nothing is told of two that change by themselves, of a team of few,
// and of two directories of one; an accepted finding is left out, and so is one whose rule
// is off.
func TestRepositoriesApart(t *testing.T) {
	const rule = `"rule": "collaboration/repositories"`
	for _, c := range []struct {
		people  int
		how     string
		setting string
		says    string
		finding bool
	}{
		{6, together, "", "Repositories that change together", true},
		{6, apart, "", "None: in 1 pair that was compared", false},
		{6, byOne, "", "None: in 1 pair that was compared", false},
		{4, together, "", "on 1 pair fewer than 5 people worked", false},
		{6, together, "rules:\n  collaboration/repositories: off\n", `"linked"`, false},
		{6, together, "rules:\n  collaboration/repositories: {landings: 40}\n", `"linked"`, false},
	} {
		client, server := clientAndServer(t, c.people, c.how)
		if c.setting != "" {
			client.Commit("main", gittest.Commit{When: time.Date(2024, 6, 25, 1, 0, 0, 0, time.UTC), Files: gittest.Files{"leadline.yaml": []byte(c.setting)}})
			client.Flush()
		}
		o := leadline(t, nil, "-C", client.Dir(), "-C", server.Dir(), crossingDay, "--format=json")
		if o.status != 0 || !strings.Contains(o.stdout, c.says) || strings.Contains(o.stdout, rule) != c.finding {
			t.Errorf("%d people, %s, %q: exit status %d, want %q\n%s%s", c.people, c.how, c.setting, o.status, c.says, o.stderr, o.stdout)
		}
	}
	client, server := clientAndServer(t, 6, together)
	o := leadline(t, nil, "-C", client.Dir(), "-C", server.Dir(), crossingDay, "--format=json")
	_, print, _ := strings.Cut(o.stdout[strings.Index(o.stdout, rule):], `"fingerprint": "`)
	print, _, _ = strings.Cut(print, `"`)
	client.Commit("main", gittest.Commit{When: time.Date(2024, 6, 25, 1, 0, 0, 0, time.UTC), Files: gittest.Files{
		"leadline.yaml": []byte("accept:\n  - fingerprint: " + print + "\n    reason: so it is\n    until: 2025-01-01\n"),
	}})
	client.Flush()
	o = leadline(t, nil, "-C", client.Dir(), "-C", server.Dir(), crossingDay, "--format=json")
	if o.status != 0 || strings.Contains(o.stdout, rule) || !strings.Contains(o.stdout, `"linked"`) {
		t.Errorf("accepted: exit status %d\n%s%s", o.status, o.stdout, o.stderr)
	}
	o = leadline(t, nil, "-C", client.Dir(), "-C", client.Dir(), crossingDay)
	if o.status != 0 || !strings.Contains(o.stderr, "of one repository") || strings.Contains(o.stdout, "together") {
		t.Errorf("one repository: exit status %d\n%s%s", o.status, o.stdout, o.stderr)
	}
	young := gittest.New(t)
	young.Commit("main", gittest.Commit{Files: gittest.Files{"a.go": []byte("package a\n")}})
	o = leadline(t, nil, "-C", young.Dir(), "-C", server.Dir(), crossingDay)
	if o.status != 0 || !strings.Contains(o.stdout, "fewer than 10 landings") {
		t.Errorf("a young one: exit status %d\n%s%s", o.status, o.stdout, o.stderr)
	}
}
