package sheet

// Match is something that a search found. One of Place, Person and Finding is set.
type Match struct {
	Place  *Place
	Person string
	// Finding is of the duty of that name.
	Finding *Finding
	Duty    string
}
