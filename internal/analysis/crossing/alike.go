package crossing

import (
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

var (
	// flaw is a number of the list of known vulnerabilities.
	flaw = regexp.MustCompile(`\bCVE-[0-9]{4}-[0-9]{4,7}\b`)
	// key is that of a ticket in a tracker whose numbers run across repositories, as in
	// Jira: PAY-123.
	key = regexp.MustCompile(`\b([A-Z][A-Z0-9]{1,9})-[1-9][0-9]{0,6}\b`)
	// foreign is a number at the forge with the repository whose it is, and local one
	// without.
	foreign = regexp.MustCompile(`\b([A-Za-z0-9][\w.-]*/[\w.-]+)(?:#|/(?:-/)?(?:issues|pull|merge_requests)/)([0-9]+)\b`)
	local   = regexp.MustCompile(`(?:^|[\s(\[,:])#([0-9]+)\b`)
	// number is what a title has of the request or issue that it came by.
	number = regexp.MustCompile(`(?:\b[\w.-]+/[\w.-]+)?[#!][0-9]+|\b(?:gh|pr)-[0-9]+`)
)

// standards are what stands before a number without being a tracker.
var standards = map[string]bool{
	"AES": true, "ALPHA": true, "BETA": true, "CVE": true, "CWE": true, "GH": true, "GPT": true, "HTTP": true, "IEC": true, "IEEE": true,
	"ISO": true, "MD": true, "PEP": true, "PR": true, "RC": true, "RFC": true, "RSA": true, "SHA": true, "SSL": true, "TLS": true, "UCS": true,
	"UTF": true, "WCAG": true,
}

// leastNumbers is how many tickets of a tracker two repositories name between them at
// least: a word with one number or two behind it may be anything.
const leastNumbers = 3

// tickets are what a landing and its work name, each once.
func tickets(slug string, commits ...*fact.Commit) []string {
	var out []string
	for _, c := range commits {
		text := c.Subject
		for _, t := range c.Trailers {
			if !strings.Contains(t.Value, "<") { // a person, or an identity of a change
				text += "\n" + t.Value
			}
		}
		out = append(out, flaw.FindAllString(text, -1)...)
		for _, m := range key.FindAllStringSubmatch(flaw.ReplaceAllString(text, ""), -1) {
			if !standards[m[1]] {
				out = append(out, m[0])
			}
		}
		for _, m := range foreign.FindAllStringSubmatch(text, -1) {
			out = append(out, strings.ToLower(m[1])+"#"+m[2])
		}
		if slug == "" {
			continue
		}
		for _, m := range local.FindAllStringSubmatch(text, -1) {
			out = append(out, strings.ToLower(slug)+"#"+m[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// leastWords is how many words a title has at least that says what was done.
const leastWords = 3

// title is what a commit is called, without numbers of requests and issues; empty where
// that says too little.
func title(subject string) string {
	words := strings.FieldsFunc(number.ReplaceAllString(strings.ToLower(subject), " "), func(r rune) bool {
		return strings.ContainsRune(" \t,:;()[]", r)
	})
	if len(words) > 0 && slices.Contains([]string{"fix", "fixes", "fixed", "close", "closes", "closed", "resolve", "resolves"}, words[0]) {
		words = words[1:] // "Fix #12, say so" and "Fix #7, say so"
	}
	if len(words) < leastWords {
		return ""
	}
	return strings.Join(words, " ")
}

// alike are landings that are called the same.
type alike struct {
	best     Link
	partners []int
}

// namedAlike finds, for each landing of x, those of y within Days that name a ticket of
// its, or are the same author's and called the same.
func namedAlike(x, y []Landing) []alike {
	trackers := trackersOf(x, y)
	byTicket, byTitle := map[string][]int{}, map[string][]int{}
	for j := range y {
		for _, t := range y[j].tickets {
			byTicket[t] = append(byTicket[t], j)
		}
		byTitle[y[j].title] = append(byTitle[y[j].title], j)
	}
	titles := map[string]int{}
	for i := range x {
		titles[x[i].title]++
	}
	out := make([]alike, len(x))
	for i := range x {
		l, a := &x[i], &out[i]
		for _, t := range l.tickets {
			if trackers[tracker(t)] {
				a.add(l, y, byTicket[t], t)
			}
		}
		// What is done again and again says nothing of any one time.
		same := byTitle[l.title]
		if l.title != "" && l.author != "" && titles[l.title] == 1 && len(same) == 1 && y[same[0]].author == l.author {
			a.add(l, y, same, "")
		}
	}
	return out
}

// add takes in partners that landed near enough. The best is the first, by the nearest.
func (a *alike) add(l *Landing, y []Landing, partners []int, ticket string) {
	for _, j := range partners {
		d := distance(l.Landed, y[j].Landed)
		if d > Days*24*hour {
			continue
		}
		if a.best.B == nil || d < distance(l.Landed, a.best.B.Landed) {
			a.best = Link{A: l, B: &y[j], Ticket: ticket, Alike: ticket == ""}
		}
		if !slices.Contains(a.partners, j) {
			a.partners = append(a.partners, j)
		}
	}
}

// tracker is what stands before the number of a ticket.
func tracker(ticket string) string {
	if i := strings.IndexAny(ticket, "-#"); !strings.Contains(ticket, "#") {
		return ticket[:i]
	}
	return "#"
}

// trackersOf are those that are known by enough numbers. A number at the forge says itself
// of which repository it is, and that of a vulnerability is one everywhere.
func trackersOf(x, y []Landing) map[string]bool {
	numbers := map[string]map[string]bool{}
	for _, landings := range [][]Landing{x, y} {
		for i := range landings {
			for _, t := range landings[i].tickets {
				k := tracker(t)
				if numbers[k] == nil {
					numbers[k] = map[string]bool{}
				}
				numbers[k][t] = true
			}
		}
	}
	out := map[string]bool{"#": true, "CVE": true}
	for k, n := range numbers {
		out[k] = out[k] || len(n) >= leastNumbers
	}
	return out
}
