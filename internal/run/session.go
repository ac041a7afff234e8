package run

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"leadline/internal/duty/all"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// Session answers questions for as long as it is open, each of the head as it is
// then: it reads the repository anew when its head has moved, and when a day is
// over. It implements surface.Answerer.
type Session struct {
	options Options
	today   func() time.Time

	mu      sync.Mutex
	reading *Reading
	looked  time.Time
	// answers are those given of the reading, by question.
	answers map[string]sheet.Answer
}

// mostAnswers is how many answers a session keeps.
const mostAnswers = 256

// lookAgain is how long a session believes that the head is where it was.
const lookAgain = time.Second

// OpenSession reads a repository and keeps it open. If the options name no day,
// today says what it is.
func OpenSession(ctx context.Context, o Options, today func() time.Time) (*Session, error) {
	s := &Session{options: o, today: today}
	_, err := s.current(ctx)
	return s, err
}

// current is the reading of the head as it is now.
func (s *Session) current(ctx context.Context) (*Reading, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reading != nil && time.Since(s.looked) < lookAgain {
		return s.reading, nil
	}
	o := s.options
	if o.AsOf.IsZero() {
		o.AsOf = s.today().UTC().Truncate(24 * time.Hour)
	}
	if s.reading != nil && s.reading.options.AsOf.Equal(o.AsOf) {
		head, _, err := resolve(ctx, s.reading.settings.repository, &o)
		if err != nil {
			return nil, explain(err, &o)
		}
		if head == s.reading.view.History.Head {
			s.looked = time.Now()
			return s.reading, nil
		}
	}
	r, err := Read(ctx, o)
	if err != nil {
		return nil, err
	}
	s.reading, s.looked, s.answers = r, time.Now(), map[string]sheet.Answer{}
	return r, nil
}

// kept gives an answer that was given of a reading before, or else makes and keeps
// it.
func (s *Session) kept(ctx context.Context, question string, ask func(*Reading) (sheet.Answer, error)) (sheet.Answer, error) {
	r, err := s.current(ctx)
	if err != nil {
		return sheet.Answer{}, err
	}
	s.mu.Lock()
	a, ok := s.answers[question]
	s.mu.Unlock()
	if ok {
		return a, nil
	}
	if a, err = ask(r); err != nil {
		return sheet.Answer{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reading == r {
		if len(s.answers) >= mostAnswers {
			clear(s.answers)
		}
		s.answers[question] = a
	}
	return a, nil
}

// Head is the commit that answers are of.
func (s *Session) Head(ctx context.Context) (string, error) {
	r, err := s.current(ctx)
	if err != nil {
		return "", err
	}
	return string(r.view.History.Head), nil
}

// Backtests is the name by which a session is asked for the record of predictions.
const Backtests = "backtest"

// Answer asks a duty, or for the record of predictions.
func (s *Session) Answer(ctx context.Context, q sheet.Question) (sheet.Answer, error) {
	known := q.Duty == Backtests || slices.ContainsFunc(all.Duties(), func(d Duty) bool { return d.Name == q.Duty })
	if !known {
		return sheet.Answer{}, fault.New(fault.Usage, "there is no duty %q", q.Duty).WithHint("`leadline help` lists what there is")
	}
	return s.kept(ctx, fmt.Sprintf("%q %q %d %q %t", q.Duty, q.Place.Path, q.Place.Line, q.Flags, q.Pictures), func(r *Reading) (sheet.Answer, error) {
		if q.Duty == Backtests {
			return r.Backtest(ctx)
		}
		return r.Answer(ctx, q)
	})
}

// Commit tells about a commit.
func (s *Session) Commit(ctx context.Context, id string) (sheet.Answer, error) {
	r, err := s.current(ctx)
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.Commit(fact.CommitID(id))
}

// Source gives lines of a file.
func (s *Session) Source(ctx context.Context, p sheet.Place) (sheet.Answer, error) {
	r, err := s.current(ctx)
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.Source(ctx, p)
}

// Search finds files and folders, people and findings.
func (s *Session) Search(ctx context.Context, words string, most int) ([]sheet.Match, error) {
	r, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	brief, err := s.Answer(ctx, sheet.Question{Duty: all.Brief, Pictures: true})
	if err != nil {
		return nil, err
	}
	sheets := brief.Sheets
	for _, d := range all.Duties() {
		if d.Name == all.Brief || d.OnPlace {
			continue
		}
		a, err := s.Answer(ctx, sheet.Question{Duty: d.Name, Pictures: true})
		if err != nil {
			return nil, err
		}
		sheets = append(sheets[:len(sheets):len(sheets)], a.Sheets...)
	}
	return r.search(strings.ToLower(strings.TrimSpace(words)), sheets, most), nil
}
