package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Finding is something that deserves the reader's attention.
type Finding struct {
	// Rule is the stable id of the rule, duty/name. Ids are never reused.
	Rule  string `json:"rule"`
	Level Level  `json:"level"`
	// Gate marks a finding that, when it is new, fails a check.
	Gate bool `json:"gate,omitempty"`
	// Place is what the finding is about; nil for the repository.
	Place   *Place `json:"place,omitempty"`
	Message string `json:"message"`
	// Why says why it matters.
	Why string `json:"why"`
	// Next is a command that shows or settles it.
	Next     string     `json:"next"`
	Evidence []Evidence `json:"evidence"`
	// Track is the record of the predictor that found it; nil for a fact.
	Track *Track `json:"track,omitempty"`
	// Fingerprint is the same for the same finding in another run.
	Fingerprint string `json:"fingerprint"`
}

// Level is how much a finding matters.
type Level string

// The levels, the most important first.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelNote    Level = "note"
)

// Rank orders levels: the smaller the more important.
func (l Level) Rank() int {
	switch l {
	case LevelError:
		return 0
	case LevelWarning:
		return 1
	}
	return 2
}

// Fingerprint identifies a finding across runs by its rule and the parts that
// make it this one: its path, the enclosing symbol, normalised context, an
// ordinal among equals. Line numbers and measured values are no parts of it,
// so that a finding that moved or was measured again is the same finding.
func Fingerprint(rule string, parts ...string) string {
	h := sha256.Sum256([]byte(rule + "\x00" + strings.Join(parts, "\x00")))
	return "v1:" + hex.EncodeToString(h[:16])
}
