package benchmark

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/perf/benchfmt"

	"leadline/internal/fact"
)

// isGo tells text in the Go benchmark format by its first line of results.
func isGo(data []byte) bool {
	for line := range bytes.Lines(data) {
		if name, rest, ok := bytes.Cut(line, []byte("\t")); ok || bytes.HasPrefix(line, []byte("Benchmark")) {
			if bytes.HasPrefix(name, []byte("Benchmark")) && len(bytes.Fields(append(rest, name...))) > 1 {
				return true
			}
		}
	}
	return false
}

// goText reads the Go benchmark format (golang.org/design/14313-benchmark-format). The
// configuration keys commit and commit-time (or date) say which run a result is of; a
// file without them is one run.
func (c *collector) goText(in fact.Input) {
	r := benchfmt.NewReader(bytes.NewReader(in.Data), in.Name)
	for r.Scan() {
		switch x := r.Result().(type) {
		case *benchfmt.SyntaxError:
			c.gap(fmt.Sprintf("%s:%d", in.Name, x.Line), "lines that begin with Benchmark are no results: "+x.Msg)
		case *benchfmt.Result:
			c.goResult(r, x)
		}
	}
	if err := r.Err(); err != nil {
		c.Wrong(0, 0, "give the output of go test -bench", "%v", errors.Unwrap(err))
	}
}

func (c *collector) goResult(r *benchfmt.Reader, x *benchfmt.Result) {
	run := fact.BenchmarkRun{Commit: x.GetConfig("commit")}
	for _, key := range []string{"commit-time", "date"} {
		if t, err := moment(x.GetConfig(key)); err == nil && run.Time.IsZero() {
			run.Time = t
		}
	}
	_, line := x.Pos()
	key := cmp.Or(run.Commit, run.Time.Format(time.RFC3339Nano))
	m := measurement{suite: x.GetConfig("pkg"), benchmark: strings.ToValidUTF8(x.Name.String(), "\ufffd"), run: c.run(key, run), line: line}
	if run.Commit == "" {
		m.time = run.Time
	}
	for _, key := range []string{"goos", "goarch", "cpu"} {
		c.environment(m.run, key, x.GetConfig(key))
	}
	for _, v := range x.Values {
		m.value, m.unit = v.Value, v.Unit
		if v.OrigUnit != "" {
			m.value, m.unit = v.OrigValue, v.OrigUnit
		}
		m.better = fact.BetterUnknown
		switch r.Units().GetBetter(v.Unit) {
		case -1:
			m.better = fact.BetterSmaller
		case 1:
			m.better = fact.BetterBigger
		}
		m.metric = m.unit
		c.add(m)
	}
}
