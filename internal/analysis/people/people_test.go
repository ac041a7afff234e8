package people

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
)

// history is one commit by each identity, in order.
func history(ids ...fact.Identity) *fact.History {
	h := &fact.History{}
	for i, id := range ids {
		h.Commits = append(h.Commits, fact.Commit{Author: id, Committer: id, Authored: fact.Time{Unix: int64(i)}, Committed: fact.Time{Unix: int64(i)}})
	}
	return h
}

func person(s string) fact.Identity {
	id, _, ok := contact(s)
	if !ok {
		return fact.Identity{Name: s}
	}
	return id
}

// Which identities are one person; each group is one, and all groups differ.
func TestMerging(t *testing.T) {
	for name, c := range map[string]struct {
		rules  Rules
		groups [][]string
	}{
		"same e-mail": {groups: [][]string{
			{"Ann Example <ann@a.example>", "ann <ANN@a.example>"}, {"Ann Example-Other <ann@b.example>"},
		}},
		"same full name, accents apart": {groups: [][]string{
			{"José Müller <jose@a.example>", "jose  muller <jm@b.example>"}, {"José <j@c.example>"},
		}},
		"never by a first name": {groups: [][]string{{"Ann <a@a.example>"}, {"Ann <b@b.example>"}, {"ann <c@c.example>"}}},
		"forge addresses": {groups: [][]string{
			{"lin <123+lin@users.noreply.github.com>", "Lin Chen <lin@users.noreply.github.com>", "lin2 <123+lin-new@users.noreply.github.com>"},
			{"lin <lin@users.noreply.gitlab.com>"},
		}},
		"placeholders join nobody": {groups: [][]string{
			{"John Doe <a@a.example>"},
			{"John Doe <b@b.example>"},
			{"Your Name <you@example.com>"},
			{"Other Person <you@example.com>"},
			{"root <root@localhost>"},
			{"admin <root@localhost>"},
		}},
		"an office is nobody's": {groups: [][]string{
			{"Ann Example <shared@a.example>"}, {"Bob Sample <shared@a.example>"}, {"Cyd Token <shared@a.example>"},
		}},
		"one with two names and no other address": {groups: [][]string{
			{"Ann Example <ann@a.example>", "Anneliese Sample <ann@a.example>"},
		}},
		"a namesake elsewhere tells two apart": {groups: [][]string{
			{"Ann Example <ann@a.example>"}, {"Bob Sample <ann@a.example>", "Bob Sample <bob@b.example>"},
		}},
		"a program's account is a program's under every name": {groups: [][]string{
			{"zaniebot <zaniebot@zanie.example>"}, {"zaniebot <77+zaniebot@users.noreply.github.com>", "Helper <77+zaniebot@users.noreply.github.com>"},
		}},
		"the mailmap joins": {rules: Rules{Mailmap: []byte("Ann Example <ann@a.example> <old@b.example>\n")}, groups: [][]string{
			{"Ann Example <ann@a.example>", "annie <old@b.example>"},
		}},
		"the team joins and splits": {rules: Rules{Merge: [][]string{{"<x@a.example>", "y@b.example"}}, Split: []string{"Kim Lee <kim@b.example>"}}, groups: [][]string{
			{"Xu <x@a.example>", "Yu <y@b.example>"}, {"Kim Lee <kim@a.example>"}, {"Kim Lee <kim@b.example>"},
		}},
		"a bot is no person's": {groups: [][]string{
			{"Ann Example <ann@a.example>"}, {"dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var ids []fact.Identity
			for _, g := range c.groups {
				for _, s := range g {
					ids = append(ids, person(s))
				}
			}
			p := Of(history(ids...), c.rules)
			owner := map[*Person]int{}
			for i, g := range c.groups {
				first := p.Of(person(g[0]))
				if j, taken := owner[first]; taken {
					t.Errorf("%v and %v are one person", c.groups[j], g)
				}
				owner[first] = i
				for _, s := range g[1:] {
					if p.Of(person(s)) != first {
						t.Errorf("%s and %s are two persons", g[0], s)
					}
				}
			}
			merged := 0
			for _, q := range p.Persons {
				merged += len(q.Identities) - 1
			}
			if merged != len(p.Merges) {
				t.Errorf("%d merges are listed, %d identities were merged", len(p.Merges), merged)
			}
		})
	}
}

// The persons do not depend on what came later, nor their ids.
func TestPersonsStayAsHistoryGrows(t *testing.T) {
	ids := []fact.Identity{
		person("Ann Example <ann@a.example>"), person("ann <ann@a.example>"), person("Bob Sample <bob@b.example>"), person("Ann Example <ann@c.example>"),
	}
	before := Of(history(ids[:3]...), Rules{})
	after := Of(history(ids...), Rules{})
	for _, id := range ids[:3] {
		if before.Of(id).ID != after.Of(id).ID {
			t.Errorf("%v is %s, then %s", id, before.Of(id).ID, after.Of(id).ID)
		}
	}
}

func TestKinds(t *testing.T) {
	c := newClassifier(&Rules{})
	for s, want := range map[string]Kind{
		"dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>":                      Bot,
		"renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>":                          Bot,
		"github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>":              Bot,
		"prombot <prometheus-team@example.org>":                                                    Bot,
		"Travis CI <builds@travis-ci.org>":                                                         Bot,
		"semantic-release-bot <semantic-release-bot@martynus.net>":                                 Bot,
		"k8s-ci-robot <k8s-ci-robot@example.org>":                                                  Bot,
		"Claude <noreply@anthropic.com>":                                                           Agent,
		"Claude Opus 4.5 <noreply@anthropic.com>":                                                  Agent,
		"Copilot <198982749+Copilot@users.noreply.github.com>":                                     Agent,
		"copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>":                      Agent,
		"Cursor Agent <cursoragent@cursor.com>":                                                    Agent,
		"devin-ai-integration[bot] <158243242+devin-ai-integration[bot]@users.noreply.github.com>": Agent,
		"google-labs-jules[bot] <161369871+google-labs-jules[bot]@users.noreply.github.com>":       Agent,
		// Look-alikes are people.
		"Rodrigo Campos <rodrigo@a.example>": Human, "Alice Zhao <alice@a.example>": Human, "Claude Monet <claude@monet.example>": Human,
		"Devin Smith <devin@a.example>": Human, "Cody Jones <cody@a.example>": Human, "Jules Verne <jules@a.example>": Human,
		"Gemini Patel <gemini@a.example>": Human, "Greg Abbott <abbott@a.example>": Human, "Pieter Botha <botha@a.example>": Human,
		"Anne Talbot <talbot@a.example>": Human, "Marc Lambot <lambot@a.example>": Human, "talbot <talbot@a.example>": Human,
		"Amp Kittisak <amp@a.example>": Human, "Junie Park <junie@a.example>": Human, "Travis Bickle <travis@a.example>": Human,
		"Drone Nilsen <nilsen@a.example>": Human, "Jenkins Ortega <ortega@a.example>": Human, "Sweep Andersen <sweep@a.example>": Human,
		"Aider Ibarra <aider@a.example>": Human, "Cursor Lindqvist <cursor@a.example>": Human, "Claude <claude@a.example>": Human,
	} {
		if got := c.identity(person(s)); got != want {
			t.Errorf("%s is taken for a %s, and is a %s", s, got, want)
		}
	}
}

func TestAssistants(t *testing.T) {
	for _, c := range []struct{ key, value, want string }{
		{"Co-authored-by", "Claude <noreply@anthropic.com>", "Claude"},
		{"Co-Authored-By", "Claude Opus 4.5 (1M context) <noreply@anthropic.com>", "Claude"},
		{"Co-authored-by", "Copilot <175728472+Copilot@users.noreply.github.com>", "GitHub Copilot"},
		{"Assisted-by", "Claude:claude-opus-4-5", "Claude"},
		{"Assisted-by", "GitHub Copilot", "GitHub Copilot"},
		{"Made-with", "Cursor", "Cursor"},
		{"Generated-by", "ChatGPT 5", "OpenAI Codex"},
		{"Co-authored-by", "Claude Monet <claude@monet.example>", ""},
		{"Assisted-by", "Claude Monet <claude@monet.example>", ""},
		{"Assisted-by", "Jules", ""},
		{"Reviewed-by", "Claude <noreply@anthropic.com>", ""},
		{"Co-authored-by", "Rodrigo Campos <rodrigo@a.example>", ""},
	} {
		h := history(person("Ann Example <ann@a.example>"))
		h.Commits[0].Trailers = []fact.Trailer{{Key: c.key, Value: c.value}}
		got := strings.Join(Of(h, Rules{}).Assistants(&h.Commits[0]), ",")
		if got != c.want {
			t.Errorf("%s: %s: %q took part, want %q", c.key, c.value, got, c.want)
		}
	}
}

// Work of bots and agents is credited to the human behind it, or to nobody.
func TestCredit(t *testing.T) {
	ann, bob := person("Ann Example <ann@a.example>"), person("Bob Sample <bob@b.example>")
	agent, forge := person("Claude <noreply@anthropic.com>"), person("GitHub <noreply@github.com>")
	co := []fact.Trailer{{Key: "Co-authored-by", Value: "Copilot <1+Copilot@users.noreply.github.com>"}, {Key: "Co-authored-by", Value: "Bob Sample <bob@b.example>"}}
	for name, c := range map[string]struct {
		author, committer fact.Identity
		trailers          []fact.Trailer
		want              fact.Identity
	}{
		"a person": {ann, bob, co, ann}, "an agent": {agent, ann, co, ann},
		"an agent, on a forge": {agent, forge, co, bob}, "an agent alone": {agent, forge, nil, fact.Identity{}},
	} {
		h := history(ann, bob)
		h.Commits = append(h.Commits, fact.Commit{Author: c.author, Committer: c.committer, Trailers: c.trailers})
		p := Of(h, Rules{})
		want := fact.PersonID("")
		if c.want.Name != "" {
			want = p.Of(c.want).ID
		}
		if got := p.Credit(&h.Commits[2]); got != want {
			t.Errorf("%s: credited to %q, want %q", name, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	p := Of(history(person("Ann Example <ann@a.example>"), person("Ann Other <other@b.example>"), person("Hannah Lee <h@c.example>")), Rules{})
	for query, want := range map[string]string{
		"ann example": "Ann Example", "ANN@a.example": "Ann Example", "Ann Example <ann@a.example>": "Ann Example",
		"ann": "Ann Example,Ann Other", "hann": "", "lee": "Hannah Lee", "": "",
	} {
		var got []string
		for _, q := range p.Find(query) {
			got = append(got, q.Name)
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
}

// A mailmap means what git takes it to mean.
func TestMailmapLikeGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	name := func() string { return pick("", "Ann", "ANN", "Bob Sample", " Ann ", "Ann#", "né") }
	mail := func() string { return "<" + pick("a@x", "A@X", "b@y", "c", "", " d@z ") + ">" }
	for range 40 {
		var file strings.Builder
		for range rng.IntN(8) {
			switch rng.IntN(6) {
			case 0:
				fmt.Fprintf(&file, "%s %s\n", name(), mail())
			case 1:
				fmt.Fprintf(&file, "%s %s\n", mail(), mail())
			case 2:
				fmt.Fprintf(&file, "%s %s %s\n", name(), mail(), mail())
			case 3:
				fmt.Fprintf(&file, "%s %s %s %s # note\n", name(), mail(), name(), mail())
			case 4:
				fmt.Fprintf(&file, "# %s %s\n", name(), mail())
			default:
				fmt.Fprintf(&file, "%s\r\n", pick("nonsense", "<", ">", "Ann <a@x", "  "))
			}
		}
		r := gittest.New(t)
		r.Write(".mailmap", []byte(file.String()))
		m := parseMailmap([]byte(file.String()))
		for _, id := range []fact.Identity{{Name: "Ann", Email: "a@x"}, {Name: "ann", Email: "A@X"}, {Name: "Bob Sample", Email: "b@y"}, {Name: "né", Email: "c"}} {
			want := strings.TrimSpace(r.Git("check-mailmap", fmt.Sprintf("%s <%s>", id.Name, id.Email)))
			got, _ := m.apply(id)
			if s := strings.TrimSpace(fmt.Sprintf("%s <%s>", got.Name, got.Email)); s != want {
				t.Errorf("%v becomes %q, with git %q, by\n%s", id, s, want, file.String())
			}
		}
	}
}

func FuzzMailmap(f *testing.F) {
	f.Add([]byte("Ann <a@x> <b@y>\nBob <b@y> Ann <a@x>\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		ids := []fact.Identity{{Name: "Ann", Email: "a@x"}, {Name: "Bob", Email: "b@y"}, {}}
		p := Of(history(ids...), Rules{Mailmap: file})
		n := 0
		for _, q := range p.Persons {
			n += len(q.Identities)
			if !slices.IsSortedFunc(q.Identities, compareIdentity) {
				t.Error("identities are not in order")
			}
		}
		if n != len(ids) {
			t.Errorf("%d identities are somebody's, of %d", n, len(ids))
		}
	})
}

// A person goes by a name, where they have one; a commit that is passed over is
// nobody's.
func TestShownNameAndIgnored(t *testing.T) {
	h := &fact.History{}
	for i, name := range []string{"unknown", "Ann Lee", "ann@lee.dev", "unknown"} {
		who := fact.Identity{Name: name, Email: "ann@lee.dev"}
		h.Commits = append(h.Commits, fact.Commit{ID: fact.CommitID(fmt.Sprint(i)), Author: who, Committer: who, Committed: fact.Time{Unix: int64(i)}})
	}
	p := Of(h, Rules{Ignored: map[fact.CommitID]bool{"1": true}})
	if len(p.Persons) != 1 || p.Persons[0].Name != "Ann Lee" {
		t.Errorf("%+v", p.Persons)
	}
	if p.Credit(&h.Commits[1]) != "" || p.Credit(&h.Commits[0]) == "" {
		t.Error("credited with what is passed over, or with nothing")
	}
}
