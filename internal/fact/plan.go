package fact

import "time"

// Plan is work that is to be done, who can do it, and when they are there.
type Plan struct {
	Name string
	// Start is the day on which work begins; zero if the plan does not say.
	Start time.Time
	// Periods is whether durations are counted in periods without a calendar, as those
	// of PSPLIB are; a period then stands as a minute.
	Periods bool
	// DayMinutes and WeekDays are the working time of a day and the working days of a
	// week by which days and weeks were turned into minutes.
	DayMinutes, WeekDays int
	// BareDays is whether there are estimates without a unit, which were read as days.
	BareDays  bool
	Calendars []Calendar
	Resources []Resource
	Factors   []Factor
	Items     []Item
	// Undeclared is how many of the resources, the last ones, are owners of items whom
	// the plan does not describe: one unit each, by the first calendar.
	Undeclared int
}

// Calendar is the working time of resources; the first is that of whoever names none.
type Calendar struct {
	Name string
	// Week is the hours of each day, Sunday first.
	Week     [7][]Hours
	Holidays []DaySpan
}

// Hours are from one minute of a day to another one, not included.
type Hours struct{ From, To int }

// DaySpan is from one day to another one, both included, at midnight in UTC.
type DaySpan struct{ From, To time.Time }

// Resource is a person, or several of a team that are alike.
type Resource struct {
	Name string
	Team string
	// Units are how many there are; half of one is there for half of what others do.
	Units    float64
	Skills   []string
	Calendar string
	Away     []DaySpan
}

// Anyone is the need of an item that any resource of the plan can meet.
const Anyone = "anyone"

// Able are the indices of the resources that a need can mean, by what it names: one by its
// name, all of a team or with a skill, and anyone.
func (p *Plan) Able() map[string][]int {
	by := map[string][]int{}
	add := func(name string, k int) {
		if name != "" && (len(by[name]) == 0 || by[name][len(by[name])-1] != k) {
			by[name] = append(by[name], k)
		}
	}
	for k, r := range p.Resources {
		add(r.Name, k)
		add(r.Team, k)
		for _, s := range r.Skills {
			add(s, k)
		}
		add(Anyone, k)
	}
	return by
}

// Factor is something that makes the items that name it longer or shorter together:
// their durations are multiplied by a number that is between Low and High in 90 of 100
// cases.
type Factor struct {
	Name      string
	Low, High float64
}

// Item is a piece of work.
type Item struct {
	ID, Title string
	// File in which the item stands, and its line; 0 where it is not known.
	File string
	Line int
	// Estimated is whether the item says how long it takes: in minutes of work, at the
	// least, in the likeliest case and at the most, from now on.
	Estimated         bool
	Low, Likely, High float64
	After             []After
	Needs             []ItemNeed
	Owner             string
	Done              bool
	// Priority orders items that could go either way, the smallest number first; 0 is
	// none, and comes last.
	Priority  int
	NotBefore time.Time
	Factors   []string
	// Due is the day by which it is to be done; zero for none.
	Due time.Time
	// Paths are files, folders or patterns of them that it is about.
	Paths []string
}

// After is an item that has to be finished before, and minutes of work to wait then.
type After struct {
	ID  string
	Lag float64
}

// ItemNeed is a number of units of a resource, of anybody of a team, or of anybody with
// a skill.
type ItemNeed struct {
	Name  string
	Units float64
}
