package fact

// Profile is where a run of a program spent what was sampled: time, memory.
type Profile struct {
	// Kind of value, such as cpu or alloc_space, and its unit as the file has it.
	Kind, Unit string
	// Total is the sum of all samples, and Count how many there were; 0 where the kind
	// of profile does not tell.
	Total, Count int64
	// Functions are in order of their names.
	Functions []ProfiledFunction
	// Stacks are the samples.
	Stacks []Stack
}

// Stack is a sample, or several alike: what they cost, how many they are, and indices of Profile.Functions, of what ran and who
// called it in turn.
type Stack struct {
	Functions      []int32
	Value, Samples int64
}

// ProfiledFunction is what a function of a profile cost.
type ProfiledFunction struct {
	// Name is the full one, and File where it stands, on the machine that built it;
	// either may be empty.
	Name, File string
	// Self is the cost of its own code, and Total that with all that it called; a
	// function that calls itself counts once.
	Self, Total int64
	// Samples are those of Self; 0 where the kind of profile does not tell.
	Samples int64
}
