package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"leadline/internal/duty/all"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// Session answers questions for as long as it is open, each of the repository as it
// is then: it reads anew when a branch or tag has moved, and when a day is over. It
// implements surface.Answerer.
//
// With pseudonyms nobody can be asked for by name, nor a path that holds a name.
type Session struct {
	options Options
	today   func() time.Time

	// reads is held by who looks whether the reading is of what is there now.
	reads chan struct{}
	mu    sync.Mutex // guards what follows
	now   *Reading
	// version tells what the reading is of, and looked is when that was seen.
	version string
	looked  time.Time
	// answers are those given of the reading, by question.
	answers map[string]sheet.Answer
}

// mostAnswers is how many answers a session keeps.
const mostAnswers = 256

// lookAgain is how long a session believes that nothing has moved.
const lookAgain = time.Second

// OpenSession reads a repository and keeps it open. If the options name no day,
// today says what it is.
func OpenSession(ctx context.Context, o Options, today func() time.Time) (*Session, error) {
	s := &Session{options: o, today: today, reads: make(chan struct{}, 1)}
	_, _, err := s.current(ctx)
	return s, err
}

// current is the reading of what is there now, and its version.
func (s *Session) current(ctx context.Context) (*Reading, string, error) {
	select {
	case s.reads <- struct{}{}:
		defer func() { <-s.reads }()
	case <-ctx.Done():
		return nil, "", explain(ctx.Err(), &s.options)
	}
	if s.now != nil && time.Since(s.looked) < lookAgain {
		return s.now, s.version, nil
	}
	// Who waits for this is not only who asked first.
	ctx = context.WithoutCancel(ctx)
	o := s.options
	if o.AsOf.IsZero() {
		o.AsOf = s.today().UTC().Truncate(24 * time.Hour)
	}
	version := ""
	if s.now != nil {
		var err error
		if version, err = versionOf(ctx, s.now.settings.repository, &o); err != nil {
			return nil, "", explain(err, &o)
		}
		if version == s.version {
			s.looked = time.Now()
			return s.now, version, nil
		}
	}
	r, err := Read(ctx, o)
	if err != nil {
		return nil, "", err
	}
	if version == "" {
		if version, err = versionOf(ctx, r.settings.repository, &o); err != nil {
			return nil, "", explain(err, &o)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.version, s.looked, s.answers = r, version, time.Now(), map[string]sheet.Answer{}
	return r, version, nil
}

// versionOf tells one state of a repository, on a day, from another: by the commit
// that is read, and the branches and tags, unless a revision is named.
func versionOf(ctx context.Context, r *git.Repository, o *Options) (string, error) {
	head, branch, err := resolve(ctx, r, o)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s %s %s\n", head, branch, o.AsOf.Format(time.DateOnly))
	if o.At == "" {
		refs, err := r.Refs(ctx)
		if err != nil {
			return "", err
		}
		for _, ref := range refs {
			fmt.Fprintf(h, "%s %s\n", ref.Commit, ref.Name)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// kept gives an answer that was given of the reading before, or else makes and keeps
// it.
func (s *Session) kept(ctx context.Context, question string, ask func(*Reading) (sheet.Answer, error)) (sheet.Answer, error) {
	r, _, err := s.current(ctx)
	if err != nil {
		return sheet.Answer{}, err
	}
	s.mu.Lock()
	a, ok := s.answers[question]
	ok = ok && s.now == r
	s.mu.Unlock()
	if ok {
		return a, nil
	}
	if a, err = ask(r); err != nil {
		return sheet.Answer{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == r {
		if len(s.answers) >= mostAnswers {
			clear(s.answers)
		}
		s.answers[question] = a
	}
	return a, nil
}

// Version tells what answers are of.
func (s *Session) Version(ctx context.Context) (string, error) {
	_, version, err := s.current(ctx)
	return version, err
}

// Backtests is the name by which a session is asked for the record of predictions.
const Backtests = "backtest"

// Answer asks a duty, or for the record of predictions.
func (s *Session) Answer(ctx context.Context, q sheet.Question) (sheet.Answer, error) {
	known := q.Duty == Backtests || slices.ContainsFunc(all.Duties(), func(d Duty) bool { return d.Name == q.Duty && !d.OnChange && (!d.OnFile || d.OnRecords) })
	if !known {
		return sheet.Answer{}, fault.New(fault.Usage, "there is no duty %q", q.Duty).WithHint("`leadline help` lists what there is")
	}
	return s.kept(ctx, fmt.Sprintf("%q %q %d %q %t", q.Duty, q.Place.Path, q.Place.Line, q.Flags, q.Pictures), func(r *Reading) (sheet.Answer, error) {
		if q.Duty == Backtests {
			return r.Backtest(ctx)
		}
		if err := r.askable(q); err != nil {
			return sheet.Answer{}, err
		}
		return r.Answer(ctx, q)
	})
}

// askable refuses what would tell whose pseudonym is whose.
func (r *Reading) askable(q sheet.Question) error {
	if r.hides(q.Place) {
		return fault.New(fault.Usage, "no place is called that").WithHint("with --pseudonyms, a path that holds a name cannot be asked for")
	}
	who := q.Flags["away"]
	if r.book == nil || who == "" {
		return nil
	}
	for _, p := range r.view.People().Persons {
		if r.book().Name(p.ID) == who {
			return nil
		}
	}
	return fault.New(fault.Usage, "nobody is called that").WithHint("with --pseudonyms, people are asked for by their pseudonyms")
}

// Commit tells about a commit.
func (s *Session) Commit(ctx context.Context, id string) (sheet.Answer, error) {
	r, _, err := s.current(ctx)
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.Commit(fact.CommitID(id))
}

// Source gives lines of a file.
func (s *Session) Source(ctx context.Context, p sheet.Place) (sheet.Answer, error) {
	r, _, err := s.current(ctx)
	if err == nil {
		err = r.askable(sheet.Question{Place: p})
	}
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.Source(ctx, p)
}

// Search finds files and folders, people and findings.
func (s *Session) Search(ctx context.Context, words string, most int) ([]sheet.Match, error) {
	r, _, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	brief, err := s.Answer(ctx, sheet.Question{Duty: all.Brief, Pictures: true})
	if err != nil {
		return nil, err
	}
	sheets := brief.Sheets
	for _, d := range all.Duties() {
		if d.Name == all.Brief || d.OnPlace || d.OnChange || d.OnFile {
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
