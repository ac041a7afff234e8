package plan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
)

// The elements of MSPDI (Microsoft, Project XML Data Interchange schema) that are read.
type (
	mspCalendar struct {
		UID      string    `xml:"UID"`
		Name     string    `xml:"Name"`
		Base     string    `xml:"BaseCalendarUID"`
		WeekDays []weekDay `xml:"WeekDays>WeekDay"`
		Free     []weekDay `xml:"Exceptions>Exception"`
	}
	weekDay struct {
		Type    int    `xml:"DayType"` // 1 is Sunday, 0 an exception
		Working int    `xml:"DayWorking"`
		From    string `xml:"TimePeriod>FromDate"`
		To      string `xml:"TimePeriod>ToDate"`
		Times   []struct {
			From string `xml:"FromTime"`
			To   string `xml:"ToTime"`
		} `xml:"WorkingTimes>WorkingTime"`
	}
	mspTask struct {
		UID       string  `xml:"UID"`
		ID        string  `xml:"ID"`
		Name      string  `xml:"Name"`
		Null      int     `xml:"IsNull"`
		Level     int     `xml:"OutlineLevel"`
		Summary   int     `xml:"Summary"`
		Duration  string  `xml:"Duration"`
		Remaining string  `xml:"RemainingDuration"`
		Complete  float64 `xml:"PercentComplete"`
		Bound     int     `xml:"ConstraintType"`
		BoundDate string  `xml:"ConstraintDate"`
		Before    []struct {
			UID  string  `xml:"PredecessorUID"`
			Type *int    `xml:"Type"`
			Lag  float64 `xml:"LinkLag"` // tenths of minutes
		} `xml:"PredecessorLink"`
		line int
	}
	mspResource struct {
		UID      string   `xml:"UID"`
		Name     string   `xml:"Name"`
		Type     *int     `xml:"Type"` // 1 works, 0 is used up
		Units    *float64 `xml:"MaxUnits"`
		Group    string   `xml:"Group"`
		Calendar string   `xml:"CalendarUID"`
		line     int
	}
	mspAssignment struct {
		Task     string   `xml:"TaskUID"`
		Resource string   `xml:"ResourceUID"`
		Units    *float64 `xml:"Units"`
	}
)

// mspdi is a project file that is being read.
type mspdi struct {
	b         *builder
	path      []string
	calendars []mspCalendar
	tasks     []mspTask
	resources []mspResource
	assigned  []mspAssignment
	calendar  string // the project's
	perDay    int
	perWeek   int
	ids       map[string]string // of tasks, by UID
}

func (b *builder) readMSPDI(in *fact.Input) {
	m := &mspdi{b: b, ids: map[string]string{}}
	dec := xml.NewDecoder(bytes.NewReader(in.Data))
	var err error
	for err == nil {
		var t xml.Token
		if t, err = dec.Token(); err == nil {
			err = m.token(dec, t)
		}
	}
	if !errors.Is(err, io.EOF) {
		line, column := dec.InputPos()
		b.Wrong(line, column, "save the project as XML, in UTF-8", "it cannot be read: %v", err)
		return
	}
	if len(m.tasks) == 0 {
		b.Wrong(0, 0, "save a project as XML (MSPDI): a Project with Tasks", "there is no task in it")
		return
	}
	m.finish()
}

// token reads an element that is wanted whole.
func (m *mspdi) token(dec *xml.Decoder, t xml.Token) error {
	switch e := t.(type) {
	case xml.StartElement:
		m.path = append(m.path, e.Name.Local)
		return m.element(dec, e)
	case xml.EndElement:
		m.path = m.path[:max(len(m.path)-1, 0)]
	}
	return nil
}

func (m *mspdi) element(dec *xml.Decoder, e xml.StartElement) error {
	line, _ := dec.InputPos()
	var err error
	switch strings.Join(m.path, "/") {
	case "Project/Name":
		err = dec.DecodeElement(&m.b.plan.Name, &e)
	case "Project/StartDate":
		var text string
		err = dec.DecodeElement(&text, &e)
		m.b.plan.Start = m.date(text, line)
	case "Project/CalendarUID":
		err = dec.DecodeElement(&m.calendar, &e)
	case "Project/MinutesPerDay":
		err = dec.DecodeElement(&m.perDay, &e)
	case "Project/MinutesPerWeek":
		err = dec.DecodeElement(&m.perWeek, &e)
	case "Project/Calendars/Calendar":
		err = appendElement(dec, &e, &m.calendars)
	case "Project/Tasks/Task":
		if err = appendElement(dec, &e, &m.tasks); err == nil {
			m.tasks[len(m.tasks)-1].line = line
		}
	case "Project/Resources/Resource":
		if err = appendElement(dec, &e, &m.resources); err == nil {
			m.resources[len(m.resources)-1].line = line
		}
	case "Project/Assignments/Assignment":
		err = appendElement(dec, &e, &m.assigned)
	default:
		return nil
	}
	m.path = m.path[:len(m.path)-1] // its end was read with it
	return err
}

func appendElement[T any](dec *xml.Decoder, e *xml.StartElement, to *[]T) error {
	var x T
	err := dec.DecodeElement(&x, e)
	*to = append(*to, x)
	return err
}

// date is the day of a moment; zero of none.
func (m *mspdi) date(text string, line int) time.Time {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "T")
	if text == "" {
		return time.Time{}
	}
	t, ok := day(text)
	if !ok {
		m.b.Wrong(line, 0, "write a moment as 2026-12-24T08:00:00", "%q is no date", text)
	}
	return t
}

func (m *mspdi) finish() {
	m.readCalendars()
	if m.perDay > 0 && m.perWeek >= m.perDay && m.perDay <= 24*60 && m.perWeek <= 7*24*60 {
		m.b.plan.DayMinutes, m.b.plan.WeekDays = m.perDay, m.perWeek/m.perDay
	}
	m.b.convert()
	names := map[string]string{} // of resources that work, by UID
	for _, r := range m.resources {
		if r.Name == "" || r.Type != nil && *r.Type != 1 {
			continue
		}
		out := fact.Resource{Name: r.Name, Team: r.Group, Units: 1}
		if r.Units != nil {
			out.Units = *r.Units
		}
		if !(out.Units >= 0 && out.Units <= 1e6) {
			m.b.Wrong(r.line, 0, "write MaxUnits from 0 to 1e6", "resource %s: MaxUnits cannot be used", r.Name)
		}
		if k := slices.IndexFunc(m.calendars, func(c mspCalendar) bool { return c.UID == r.Calendar }); k >= 0 {
			out.Calendar = calendarName(&m.calendars[k])
		}
		names[r.UID] = r.Name
		m.b.addResource(out, r.line)
	}
	m.readTasks(names)
}

func calendarName(c *mspCalendar) string { return c.UID + " " + c.Name }

// readCalendars puts the project's calendar first. A calendar with a base has its days
// where it says nothing of its own.
func (m *mspdi) readCalendars() {
	slices.SortStableFunc(m.calendars, func(x, y mspCalendar) int {
		return btoi(y.UID == m.calendar) - btoi(x.UID == m.calendar)
	})
	for k := range m.calendars {
		c := &m.calendars[k]
		out := fact.Calendar{Name: calendarName(c)}
		out.Week = standard().Week
		chain := []*mspCalendar{c}
		if at := slices.IndexFunc(m.calendars, func(x mspCalendar) bool { return x.UID == c.Base && c.UID != c.Base }); at >= 0 {
			chain = []*mspCalendar{&m.calendars[at], c}
		}
		for _, from := range chain {
			for _, d := range slices.Concat(from.WeekDays, from.Free) {
				m.weekDay(&out, &d)
			}
		}
		if !slices.ContainsFunc(out.Week[:], func(h []fact.Hours) bool { return len(h) > 0 }) {
			m.b.Wrong(0, 0, "give it a working day", "calendar %s has no working time", c.Name)
		}
		m.b.plan.Calendars = append(m.b.plan.Calendars, out)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (m *mspdi) weekDay(c *fact.Calendar, d *weekDay) {
	switch {
	case d.From != "" && d.Working == 0:
		from, to := m.date(d.From, 0), m.date(d.To, 0)
		if !from.IsZero() && !to.Before(from) {
			c.Holidays = append(c.Holidays, fact.DaySpan{From: from, To: to})
		}
	case d.From != "":
		m.b.extra.add(c.Name)
	case d.Type >= 1 && d.Type <= 7:
		c.Week[d.Type-1] = nil
		for _, t := range d.Times {
			from, ok := clock(shortClock(t.From))
			to, too := clock(shortClock(t.To))
			if to == 0 {
				to = 24 * 60
			}
			if ok && too && from < to && d.Working == 1 {
				c.Week[d.Type-1] = append(c.Week[d.Type-1], fact.Hours{From: from, To: to})
			}
		}
	}
}

// shortClock is a time without its seconds.
func shortClock(text string) string {
	if parts := strings.Split(text, ":"); len(parts) == 3 {
		return parts[0] + ":" + parts[1]
	}
	return text
}

var xmlDuration = regexp.MustCompile(`^P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.[0-9]+)?S)?$`)

// xmlMinutes is a duration of XML in minutes.
func xmlMinutes(text string) (float64, bool) {
	parts := xmlDuration.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return 0, false
	}
	total := 0.0
	for k, minutes := range []float64{24 * 60, 60, 1, 1.0 / 60} {
		if parts[k+1] != "" {
			n, err := strconv.ParseFloat(parts[k+1], 64)
			if err != nil {
				return 0, false
			}
			total += n * minutes
		}
	}
	return total, true
}
