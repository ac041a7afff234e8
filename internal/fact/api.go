package fact

// APIChange is a difference between two states of what others program against: the
// exported names of a package, or a description of a service.
type APIChange struct {
	Kind APIChangeKind
	// Unit is the folder of the package, or the file of the description, at the later
	// state; of what is gone, at the earlier one.
	Unit Path
	// Symbol is what changed within the unit, as its users know it: Client.Do, GET
	// /pets, Order.total. Empty means the unit itself.
	Symbol string
	// What says what happened to it: "removed", "changed from func() to func(int)".
	What string
	// Path and Line are where it stands; Line is 0 for what is gone.
	Path Path
	Line int
	// Approximate: the names were compared, and no types.
	Approximate bool
}

// APIChangeKind says whom a change of an API breaks.
type APIChangeKind uint8

// The kinds of change.
const (
	APIAdded        APIChangeKind = iota + 1 // nobody
	APIValue                                 // who relies on the value of a constant
	APICallable                              // who names its type; calls of it stay right
	APIImplementers                          // who implements it
	APIChanged                               // who uses it as it was
	APIRemoved                               // who uses it
)

// Breaks reports whether what was right before may be wrong after it.
func (k APIChangeKind) Breaks() bool { return k != APIAdded }

// String gives the word for people.
func (k APIChangeKind) String() string {
	switch k {
	case APIAdded:
		return "added"
	case APIValue:
		return "another value"
	case APICallable:
		return "call-compatible"
	case APIImplementers:
		return "implementers only"
	case APIChanged:
		return "changed"
	case APIRemoved:
		return "removed"
	}
	return "unknown"
}

// APIUnchecked is a part of an API that could not be compared, and why.
type APIUnchecked struct {
	Path Path
	Why  string
}
