package people

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// merger joins identities in the order of how much a reason is worth: what
// people wrote down first, then accounts and addresses, then names.
//
// Chains are what joins strangers: an address shared by two, one of whom shares
// a name with a third. So a join by address, account or name needs the full
// names on both sides to be alike, and an address used under three unlike full
// names or more is taken for an office's and joins nobody.
type merger struct {
	ids    []*identity
	index  map[fact.Identity]int
	parent []int
	// names are the full names of each group, at its root.
	names [][]string
	// addresses are those with which each full name is used.
	addresses map[string]map[string]bool
	joins     []join
	rules     *Rules
}

// identity is one name with one address and what is known of it.
type identity struct {
	raw fact.Identity
	// mapped is what the mailmap makes of it; raw where it says nothing.
	mapped  fact.Identity
	byMap   bool
	address address
	// full is the key of a full name, empty for a nickname.
	full string
	kind Kind
	// pair: several people behind one identity. It is none of them.
	pair, split bool
	last        int64 // when it was last used as an author or committer
}

type join struct {
	a, b   int
	reason string
}

func newMerger(h *fact.History, r *Rules) *merger {
	m := &merger{index: map[fact.Identity]int{}, addresses: map[string]map[string]bool{}, rules: r}
	mapping := parseMailmap(r.Mailmap)
	classify := newClassifier(r)
	split := patternsOf(r.Split)
	note := func(raw fact.Identity, when int64) {
		i, ok := m.index[raw]
		if !ok {
			x := &identity{raw: raw}
			x.mapped, x.byMap = mapping.apply(raw)
			x.address = parseAddress(x.mapped.Email)
			x.kind = classify.identity(x.mapped)
			x.full = fullNameOf(x.mapped)
			if x.mapped != raw {
				if x.kind == Human {
					x.kind = classify.identity(raw)
				}
				x.full = cmp.Or(x.full, fullNameOf(raw))
			}
			x.pair = x.kind == Human && pair(x.mapped.Name)
			x.split = split.names(raw) || split.names(x.mapped)
			i = len(m.ids)
			m.index[raw] = i
			m.ids = append(m.ids, x)
			m.parent = append(m.parent, i)
			m.names = append(m.names, nil)
			if x.full != "" {
				m.names[i] = []string{x.full}
				if m.addresses[x.full] == nil {
					m.addresses[x.full] = map[string]bool{}
				}
				m.addresses[x.full][x.address.email] = true
			}
		}
		m.ids[i].last = max(m.ids[i].last, when)
	}
	for i := range h.Commits {
		c := &h.Commits[i]
		note(c.Author, c.Authored.Unix)
		note(c.Committer, c.Committed.Unix)
		for _, t := range c.Trailers {
			if id, ok := coAuthor(t); ok {
				note(id, c.Authored.Unix)
			}
		}
	}
	// Who only reviewed comes after the others, whose ids are made from who came first.
	for i := range h.Commits {
		for _, t := range h.Commits[i].Trailers {
			if id, ok := reviewedBy(t); ok {
				note(id, h.Commits[i].Authored.Unix)
			}
		}
	}
	m.spreadKinds(&classify)
	return m
}

// spreadKinds makes a program of whoever has a forge account that a program is known
// to use, by its number, or by its login where that is the program's whole
// name: "zaniebot" has its own host once, and its forge's address elsewhere.
func (m *merger) spreadKinds(c *classifier) {
	known := map[string]Kind{}
	for _, x := range m.ids {
		if x.kind == Human {
			continue
		}
		keys := []string{x.address.account}
		if name := asciiLower(x.mapped.Name); strings.HasSuffix(name, "bot") && !strings.Contains(name, " ") {
			keys = append(keys, name)
		}
		for _, key := range keys {
			known[key] = max(known[key], x.kind) // the same in whatever order they come
		}
	}
	for _, x := range m.ids {
		_, login, _ := strings.Cut(x.address.login, ":")
		for _, key := range []string{x.address.account, login} {
			kind, ok := known[key]
			if ok && key != "" && x.kind == Human && !c.told(x) {
				x.kind = kind
			}
		}
	}
}

// fullNameOf leaves out the agent that a tool puts behind the author's name,
// and a nickname in quotes.
func fullNameOf(id fact.Identity) string {
	name, _ := aside(id.Name)
	if strings.ContainsAny(name, "\"'“") {
		name = quoted.ReplaceAllString(name, " ")
	}
	return fullName(words(name))
}

// quoted matches the nickname of: Ann "annie" Example. O'Neil has none.
var quoted = regexp.MustCompile(`\s(?:"[^"]*"|'[^']*'|“[^”]*”)\s`)

func (m *merger) find(i int) int {
	for m.parent[i] != i {
		m.parent[i] = m.parent[m.parent[i]]
		i = m.parent[i]
	}
	return i
}

func (m *merger) run() {
	m.byConfiguration()
	m.each(byMailmap, func(x *identity) string {
		// A name without an address of its own is one person's among those
		// that the mailmap speaks of.
		if x.byMap && !x.address.toolSet() {
			return x.address.email
		}
		return ""
	})
	m.each(byProduct, func(x *identity) string {
		if x.kind != Agent {
			return ""
		}
		return cmp.Or(vendor(x.mapped), vendor(x.raw))
	})
	offices := m.offices()
	m.each(byEmail, func(x *identity) string {
		if x.address.toolSet() || offices[x.address.email] {
			return ""
		}
		return x.address.email
	})
	m.each(byMailbox, func(x *identity) string {
		if box := x.address.mailbox(); !x.address.toolSet() && !offices[x.address.email] && !offices[box] {
			return box
		}
		return ""
	})
	m.each(byForge, func(x *identity) string { return x.address.account })
	m.each(byForge, func(x *identity) string { return x.address.login })
	m.each(byName, func(x *identity) string { return x.full })
}

// offices are the addresses that are used under three unlike full names or
// more.
func (m *merger) offices() map[string]bool {
	names := map[string][]string{}
	out := map[string]bool{}
	for _, x := range m.ids {
		if x.full == "" || slices.ContainsFunc(names[x.address.email], func(n string) bool { return like(n, x.full) }) {
			continue
		}
		names[x.address.email] = append(names[x.address.email], x.full)
		if n := len(names[x.address.email]); n >= 3 || n == 2 && x.address.role() {
			out[x.address.email] = true
		}
	}
	return out
}

// each joins identities with the same key; those without one stay.
func (m *merger) each(reason string, key func(*identity) string) {
	first := map[string][]int{}
	for i, x := range m.ids {
		k := key(x)
		if k == "" || x.split && reason != byMailmap || x.pair && reason != byMailmap && reason != byName {
			continue
		}
		joined := false
		for _, j := range first[k] {
			if joined = m.join(j, i, reason); joined {
				break
			}
		}
		if !joined {
			// Whoever could not join may be joined by others of their like.
			first[k] = append(first[k], i)
		}
	}
}

// join makes two identities one person, unless something speaks against it.
func (m *merger) join(a, b int, reason string) bool {
	ra, rb := m.find(a), m.find(b)
	if ra == rb {
		return true
	}
	if reason != byConfiguration && m.ids[a].kind != m.ids[b].kind {
		return false
	}
	if reason != byConfiguration && reason != byMailmap && reason != byProduct && !m.alike(ra, rb, reason) {
		return false
	}
	// The identity that came first stays the root: its id is the person's.
	root, other := min(ra, rb), max(ra, rb)
	m.parent[other] = root
	for _, n := range m.names[other] {
		if !slices.Contains(m.names[root], n) {
			m.names[root] = append(m.names[root], n)
		}
	}
	m.joins = append(m.joins, join{a, b, reason})
	return true
}

// alike reports whether the full names of two groups may be one person's. An
// address that two full names share is believed as long as neither has another
// name yet, or is used with another address: tools write co-authors down with
// each other's.
func (m *merger) alike(ra, rb int, reason string) bool {
	na, nb := m.names[ra], m.names[rb]
	if reason == byEmail && len(na) == 1 && len(nb) == 1 && len(m.addresses[na[0]]) == 1 && len(m.addresses[nb[0]]) == 1 {
		return true
	}
	for _, x := range na {
		for _, y := range nb {
			if !like(x, y) {
				return false
			}
		}
	}
	return true
}

func (m *merger) byConfiguration() {
	for _, list := range m.rules.Merge {
		p := patternsOf(list)
		first := -1
		for i, x := range m.ids {
			if !p.names(x.raw) && !p.names(x.mapped) {
				continue
			}
			if first < 0 {
				first = i
			} else {
				m.join(first, i, byConfiguration)
			}
		}
	}
}

// id names the person whose first identity is i.
func (m *merger) id(i int) fact.PersonID {
	return hashed(m.ids[i].mapped.Name, asciiLower(m.ids[i].mapped.Email))
}

// shown is the name and address by which a person goes.
func (m *merger) shown(root int) (name, email string) {
	var best *identity
	for i, x := range m.ids {
		if m.find(i) != root {
			continue
		}
		if best == nil || cmp.Or(better(x.byMap, best.byMap), better(!standsIn(x), !standsIn(best)), better(x.full != "", best.full != ""), cmp.Compare(x.last, best.last)) > 0 {
			best = x
		}
	}
	if best.kind == Agent {
		return agentName(best.mapped), best.mapped.Email
	}
	return strings.TrimSpace(best.mapped.Name), best.mapped.Email
}

// standsIn reports whether an identity has an address, or what a tool puts in, in
// the place of a name.
func standsIn(x *identity) bool {
	w := words(x.mapped.Name)
	return strings.Contains(x.mapped.Name, "@") || len(w) == 0 || placeholders[strings.Join(w, " ")] ||
		slices.ContainsFunc(w, func(s string) bool { return placeholderWords[s] })
}

func better(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
