package fact

// TestRun is what tests gave when they ran last.
type TestRun struct {
	// Tests are in the order of the files, each once.
	Tests []TestResult
}

// TestResult is what became of a test.
type TestResult struct {
	// Input is the file that tells of it, and Line the line in it, from 1.
	Input string
	Line  int
	// Group is what it belongs to: a package of Go, a class or a suite; may be empty.
	Group, Name string
	// File is where it stands, as the runner writes it; empty where that is not told.
	File    string
	Outcome TestOutcome
	// Requirements are the ids that it says it verifies, each once.
	Requirements []string
}

// TestOutcome is what became of a test; the greater weighs more. One that ran several times
// has the greatest: it failed when it failed once.
type TestOutcome uint8

// The outcomes. Unfinished is a test that began and of which no end is told.
const (
	TestSkipped TestOutcome = iota
	TestPassed
	TestUnfinished
	TestFailed
)

func (o TestOutcome) String() string {
	return [...]string{"skipped", "passed", "did not finish", "failed"}[o]
}
