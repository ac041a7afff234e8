package record

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// synonyms are the words that teams use for the statuses: those of a survey of 46
// repositories, of KEP, TEP and RFC processes, and of the German, French, Spanish and
// Portuguese templates. What was put off is a proposal still.
var synonyms = map[fact.RecordStatus][]string{
	fact.Accepted: {
		"accepted", "accept", "approved", "active", "implemented", "implementable", "adopted", "decided", "agreed", "final", "finalized",
		"finalised", "done", "complete", "completed", "enforced", "ratified", "effective", "stable", "confirmed", "resolved", "merged",
		"shipped", "live", "current", "valid", "partially", "partly", "amended", "in use", "in force", "in effect", "implementing", "implementation",
		"akzeptiert", "angenommen", "beschlossen", "accepté", "acceptée", "acceptee", "adopté", "aceptado", "aceptada", "aceito", "aprobado", "aprobada", "aprovado", "released",
	},
	fact.Proposed: {
		"proposed", "proposal", "propose", "pending", "open", "review", "reviewing", "in review", "under review", "under discussion",
		"in discussion", "discussion", "rfc", "provisional", "candidate", "in progress", "tentative", "request for comments", "for review",
		"considering", "deferred", "postponed", "on hold", "parked", "not yet", "ready for review", "awaiting", "undecided", "suggested",
		"vorgeschlagen", "proposé", "proposée", "propuesto", "propuesta", "proposto", "new",
	},
	fact.Draft:      {"draft", "drafting", "drafted", "wip", "work in progress", "todo", "idea", "entwurf", "brouillon", "borrador", "rascunho"},
	fact.Rejected:   {"rejected", "reject", "declined", "withdrawn", "abandoned", "reverted", "denied", "cancelled", "canceled", "not accepted", "refused", "dropped", "not adopted", "discarded", "not approved", "abgelehnt", "rejeté", "rechazado", "rejeitado"},
	fact.Superseded: {"superseded", "superceded", "supersede", "supercede", "superceeded", "superseeded", "replaced", "supplanted", "ersetzt", "remplacé", "remplacée", "reemplazado", "substituído"},
	fact.Deprecated: {"deprecated", "obsolete", "obsoleted", "retired", "archived", "expired", "removed", "inactive", "historical", "veraltet", "obsolète", "obsoleto"},
}

var statusOf = func() map[string]fact.RecordStatus {
	out := map[string]fact.RecordStatus{}
	for status, words := range synonyms {
		for _, w := range words {
			out[w] = status
		}
	}
	return out
}()

var (
	succeeded = regexp.MustCompile(`(?i)\b(supersee?ded|supercee?ded|replaced|obsoleted|supplanted)\b`)
	inPart    = regexp.MustCompile(`(?i)\b(partly|partially|in part)\W+(supersee?ded|supercee?ded|replaced|obsoleted)`)
	words     = regexp.MustCompile(`[\p{L}][\p{L}'’]*`)
	choice    = regexp.MustCompile(`\s*(\||/|,|\bor\b)\s*`)
)

// mapStatus tells where a record stands that says so of itself in these words.
func mapStatus(said string) fact.RecordStatus {
	if succeeded.MatchString(said) && !inPart.MatchString(said) {
		return fact.Superseded
	}
	all := words.FindAllString(strings.ToLower(said), 4)
	for n := min(3, len(all)); n > 0; n-- {
		if s, ok := statusOf[strings.Join(all[:n], " ")]; ok {
			return s
		}
	}
	return fact.NoStatus
}

// isChoice reports whether a status still lists the words that one may choose from, as
// templates do.
func isChoice(said string) bool {
	known := map[fact.RecordStatus]bool{}
	for _, part := range choice.Split(said, -1) {
		if s := mapStatus(part); s != fact.NoStatus {
			known[s] = true
		}
	}
	return len(known) >= 3
}
