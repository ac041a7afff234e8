package fixlink

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// declaration is what a commit says it mends.
type declaration struct {
	landings []int
	reverts  bool
}

// declarations gives for each commit the landings that it says it mends: by a line
// "Fixes: ID", "Reverts: ID" or "This reverts commit ID", or else by a subject
// 'Revert "S"' where S is that of the latest commit before it that was called so.
func declarations(h *fact.History, landed []int) map[fact.CommitID]declaration {
	ids := make([]int, len(h.Commits)) // by id
	for i := range ids {
		ids[i] = i
	}
	slices.SortFunc(ids, func(a, b int) int { return cmp.Compare(h.Commits[a].ID, h.Commits[b].ID) })
	subjects := map[string]int{} // the landing of the latest of that subject
	out := map[fact.CommitID]declaration{}
	for i := range h.Commits {
		c := &h.Commits[i]
		mended, reverts := named(h, landed, ids, c.Mends)
		if s, ok := Reverted(c.Subject); ok && len(mended) == 0 {
			if at, ok := subjects[s]; ok {
				mended, reverts = append(mended, at), true
			}
		}
		subjects[c.Subject], subjects[Unnumbered(c.Subject)] = landed[i], landed[i]
		slices.Sort(mended)
		mended = slices.DeleteFunc(slices.Compact(mended), func(p int) bool { return p >= landed[i] })
		if len(mended) > 0 {
			out[c.ID] = declaration{mended, reverts}
		}
	}
	return out
}

// named are the landings of the commits that a message names, and whether one is
// taken back.
func named(h *fact.History, landed, ids []int, all []fact.Mend) (mended []int, reverts bool) {
	for _, m := range all {
		if at := resolve(h, ids, m.ID); at >= 0 {
			mended, reverts = append(mended, landed[at]), reverts || m.Reverts
		}
	}
	return mended, reverts
}

// resolve finds the only commit whose id begins so; -1 if there is none, or more.
func resolve(h *fact.History, ids []int, prefix string) int {
	at, _ := slices.BinarySearchFunc(ids, prefix, func(i int, s string) int { return cmp.Compare(string(h.Commits[i].ID), s) })
	begins := func(k int) bool { return k < len(ids) && strings.HasPrefix(string(h.Commits[ids[k]].ID), prefix) }
	if prefix == "" || !begins(at) || begins(at+1) {
		return -1
	}
	return ids[at]
}

// Reverted reads from the subject that git gives to a revert what it takes back.
func Reverted(subject string) (string, bool) {
	s, ok := strings.CutPrefix(subject, `Revert "`)
	if !ok {
		return "", false
	}
	end := strings.LastIndexByte(s, '"')
	if end < 0 {
		return "", false
	}
	return s[:end], true
}

var number = regexp.MustCompile(` \(#\d+\)$`)

// Unnumbered is a subject without the number that a host appends to that of a squash
// merge, and leaves out where it quotes it.
func Unnumbered(subject string) string { return number.ReplaceAllString(subject, "") }
