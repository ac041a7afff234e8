package loadtest

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
)

// textRun is one run in the text of wrk or hey, as far as it was read.
type textRun struct {
	point         fact.LoadPoint
	rated         bool
	all, failures float64
	begun         bool
}

// end makes a point of the run.
func (r *reader) end(x *textRun, tool string) {
	if !x.begun {
		return
	}
	if !x.rated {
		r.Wrong(x.point.Line, 0, "run it again, or take it out of the file", "this run of %s has no Requests/sec: it did not end", tool)
		return
	}
	if x.all > 0 {
		x.point.Failed = min(1, x.failures/x.all)
	}
	x.point.Throughput *= 1 - x.point.Failed
	r.point(x.point)
}

var (
	wrkLoad    = regexp.MustCompile(`^(\d+) threads and (\d+) connections`)
	wrkTotal   = regexp.MustCompile(`^(\d+) requests in `)
	wrkShare   = regexp.MustCompile(`^([\d.]+)%\s+([\d.]+(?:us|ms|s|m|h))$`)
	heyShare   = regexp.MustCompile(`^([\d.]+)%+ in ([\d.]+) secs`)
	heyStatus  = regexp.MustCompile(`^\[(\d+)\]\s+(\d+) responses`)
	heyFailure = regexp.MustCompile(`^\[(\d+)\]\s+\S`)
)

// wrk reads the output of one run of wrk or wrk2, or of several.
func (r *reader) wrk() {
	r.test.Tool, r.test.Column = "wrk", "connections"
	var x textRun
	line := 0
	for text := range bytes.Lines(r.in.Data) {
		line++
		s := strings.TrimSpace(string(text))
		if strings.HasPrefix(s, "Running ") {
			r.end(&x, "wrk")
			x = textRun{begun: true, point: fact.LoadPoint{Line: line}}
		}
		if m := wrkLoad.FindStringSubmatch(s); m != nil {
			x.point.Load = number(m[2])
			if !x.begun {
				x.begun, x.point.Line = true, line
			}
		} else if m := wrkTotal.FindStringSubmatch(s); m != nil {
			x.all = number(m[1])
		} else if m := wrkShare.FindStringSubmatch(s); m != nil {
			if at, ok := percentile(number(m[1])); ok {
				x.point.Latency[at], _ = time.ParseDuration(m[2])
			}
		} else {
			r.wrkField(&x, line, s)
		}
	}
	r.end(&x, "wrk")
}

func (r *reader) wrkField(x *textRun, line int, s string) {
	words := strings.Fields(s)
	switch {
	case len(words) == 5 && words[0] == "Latency":
		x.point.Latency[mean], _ = time.ParseDuration(words[1])
	case strings.HasPrefix(s, "Non-2xx or 3xx responses:"):
		x.failures = number(words[len(words)-1])
	case strings.HasPrefix(s, "Requests/sec:"):
		r.rate(x, line, s)
	case strings.HasPrefix(s, "Socket errors:"):
		r.test.Notes = append(r.test.Notes, "line "+strconv.Itoa(line)+": "+s)
	}
}

// rate reads the rate behind a colon.
func (r *reader) rate(x *textRun, line int, s string) {
	_, text, _ := strings.Cut(s, ":")
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || v < 0 || v != v {
		r.Wrong(line, 0, "give the output as it was written", "Requests/sec is %q", strings.TrimSpace(text))
		return
	}
	x.point.Throughput, x.rated = v, true
}

// number is what digits say; 0 if they are none.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// hey reads the output of one run of hey, or of several. hey does not say how many
// workers it had.
func (r *reader) hey() {
	r.test.Tool, r.test.Column = "hey", "in flight"
	var x textRun
	line := 0
	errorsFollow := false
	for text := range bytes.Lines(r.in.Data) {
		line++
		s := strings.TrimSpace(string(text))
		switch {
		case s == "Summary:":
			r.end(&x, "hey")
			x, errorsFollow = textRun{begun: true, point: fact.LoadPoint{Line: line}}, false
		case strings.HasPrefix(s, "Average:"):
			x.point.Latency[mean] = seconds(number(strings.Fields(s + " 0")[1]))
		case strings.HasPrefix(s, "Requests/sec:"):
			r.rate(&x, line, s)
		case strings.HasPrefix(s, "Error distribution"):
			errorsFollow = true
		default:
			x.heyLine(s, errorsFollow)
		}
	}
	r.end(&x, "hey")
}

func (x *textRun) heyLine(s string, errorsFollow bool) {
	if m := heyShare.FindStringSubmatch(s); m != nil {
		if at, ok := percentile(number(m[1])); ok {
			x.point.Latency[at] = seconds(number(m[2]))
		}
	} else if m := heyStatus.FindStringSubmatch(s); m != nil && !errorsFollow {
		x.all += number(m[2])
		if m[1] >= "400" {
			x.failures += number(m[2])
		}
	} else if m := heyFailure.FindStringSubmatch(s); m != nil && errorsFollow {
		x.all, x.failures = x.all+number(m[1]), x.failures+number(m[1])
	}
}
