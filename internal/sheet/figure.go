package sheet

// Figure is one measured value and where it comes from.
type Figure struct {
	// ID is stable and unique in a sheet, e.g. oversight/merges.
	ID string `json:"id"`
	// Label is the words that follow the value: 41 "merges on main".
	Label string `json:"label"`
	// Value is null unless the figure is known.
	Value Value `json:"value"`
	// Unit in which the value is measured, e.g. lines, days, %.
	Unit  string `json:"unit,omitempty"`
	State State  `json:"state"`
	Basis Basis  `json:"basis"`
	// N is how many things the value was made from; 0 where that says nothing.
	N int `json:"n,omitempty"`
	// Window is the time that the figure covers; nil for all of it.
	Window *Window `json:"window,omitempty"`
	// Reason says why a figure is not known or does not apply.
	Reason string `json:"reason,omitempty"`
	// Next is a command that makes it known; empty if there is none.
	Next     string     `json:"next,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// State says whether a figure has a value. The zero State is NotKnown: a figure
// that nobody filled in claims nothing.
type State uint8

// The states of a figure.
const (
	NotKnown State = iota
	Known
	NotApplicable
)

// String gives the word used in JSON.
func (s State) String() string {
	switch s {
	case Known:
		return "known"
	case NotApplicable:
		return "not-applicable"
	}
	return "unknown"
}

// MarshalText makes the state a word in JSON.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Basis says how a value was come by.
type Basis uint8

// The bases of a figure.
const (
	Measured Basis = iota // counted in the evidence
	Proxy                 // measured on something that stands for it
	Declared              // written down by the team
	Survey                // what people answered
)

// String gives the word used in JSON.
func (b Basis) String() string {
	switch b {
	case Proxy:
		return "proxy"
	case Declared:
		return "declared"
	case Survey:
		return "survey"
	}
	return "measured"
}

// MarshalText makes the basis a word in JSON.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// Window is a span of whole days in UTC, both included.
type Window struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Evidence is something that a reader can look up.
type Evidence struct {
	// Commit is an object id.
	Commit string `json:"commit,omitempty"`
	Place  *Place `json:"place,omitempty"`
	// Ref is a branch or tag.
	Ref string `json:"ref,omitempty"`
	// Person is the name of somebody whom the reader can ask.
	Person string `json:"person,omitempty"`
	// Date is the day of the commit or of the ref's commit.
	Date Date `json:"date,omitempty"`
	// Text says what the reader will see there. Beside a commit or a ref it is
	// the commit's subject.
	Text string `json:"text,omitempty"`
}
