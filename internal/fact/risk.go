package fact

import "time"

// Register is what a register of risks says.
type Register struct {
	Risks []Risk
	// Causes are shared by risks, which name them.
	Causes []Cause
}

// Risk is something that may happen, and what it costs then. What it says holds as
// things stand: with the treatments that are done, without those that are not.
type Risk struct {
	Spot
	ID, Title string
	// Frequency in events a year, and the loss of one event, in Unit.
	Frequency, Loss Spread
	Unit            Unit
	// Cause is the name of a cause; empty for none.
	Cause string
	// Closed risks are kept, and cost nothing.
	Closed bool
	// Owner says who sees to it; empty for nobody.
	Owner      string
	Treatments []Treatment
	// Review is the day by which it is to be looked at again; zero for none.
	Review time.Time
	// Items of the plan that wait when it happens, by their ids: a loss in days delays
	// each of them.
	Items []string
	// Unestimated: it was written down without saying how often it happens or what it
	// costs. Frequency and Loss are then empty.
	Unestimated bool
}

// Delays reports whether it is open and costs days in which work waits, by a frequency
// and a loss that are known.
func (k *Risk) Delays() bool {
	return !k.Closed && !k.Unestimated && (k.Unit == Days || k.Unit == ScheduleDays)
}

// Spot is where in a file something stands.
type Spot struct {
	File         string
	Line, Column int // from 1; 0 where it is not known
}

// Unit is what a loss is measured in: the code of a currency, Money where none is
// named, or a kind of days.
type Unit string

// The units that are no currency's code.
const (
	Money        Unit = "money"
	Days         Unit = "days"
	PersonDays   Unit = "person-days"
	ScheduleDays Unit = "schedule-days"
)

// IsMoney reports whether it is a currency, named or not.
func (u Unit) IsMoney() bool { return u != Days && u != PersonDays && u != ScheduleDays }

// Spread is what is believed of a number. Which fields count depends on the kind.
type Spread struct {
	Line, Column int32 // where it stands, from 1; 0 where that is not known
	Kind         SpreadKind
	// Low and High, of an Interval the 90 % interval, of a Range the ends, with the
	// Mode and its weight Lambda in between.
	Low, Mode, High, Lambda float64
	// Mean and Deviation of one that is Normal; Mean is the value of one that is Fixed.
	Mean, Deviation float64
}

// SpreadKind says by what a spread is told.
type SpreadKind uint8

// The kinds of spread.
const (
	Fixed    SpreadKind = iota
	Interval            // 90 % lie between low and high
	Range               // low, mode and high
	Normal              // mean and standard deviation, nothing negative
)

// Cause is what makes several risks worse in the same year: by how much, as the 90 %
// interval of what it multiplies their rates with.
type Cause struct {
	Spot
	Name      string
	Low, High float64
}

// Treatment is something that is done against a risk.
type Treatment struct {
	Spot
	Name string
	// Cost a year, in CostUnit; HasCost is false where none is told.
	Cost     float64
	CostUnit Unit
	HasCost  bool
	// Frequency and Loss are what it multiplies them with, at least and at most.
	Frequency, Loss Effect
	Status          TreatmentStatus
	// Due is the day by which it is to be done; zero for none.
	Due time.Time
}

// Effect is what a treatment leaves of something, as a share: from Low to High.
type Effect struct{ Low, High float64 }

// TreatmentStatus says how far a treatment is.
type TreatmentStatus uint8

// The states of a treatment.
const (
	Planned TreatmentStatus = iota
	Begun
	Done
	Dropped
)
