package main

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"time"

	"leadline/internal/bench"
)

// answers measures what people ask, as whole processes: a brief and track
// records with nothing kept, structure and calls with the history alone kept, then
// briefs and explanations of the first hotspot with everything kept. All are as of
// the day of the head.
func (m *measurement) answers(ctx context.Context) error {
	out, err := m.copy.Git(ctx, "show", "--no-patch", "--format=%ct", m.copy.Head)
	if err != nil {
		return err
	}
	second, err := strconv.ParseInt(out, 10, 64)
	if err != nil {
		return err
	}
	asOf := "--as-of=" + time.Unix(second, 0).UTC().Format(time.DateOnly)
	forget := func() error {
		if err := os.RemoveAll(m.copy.Index); err != nil {
			return err
		}
		return os.Mkdir(m.copy.Index, 0o700)
	}
	keep := func() error { return nil }
	// The history is kept, and nothing of the structure.
	scanned := func() error {
		if err := forget(); err != nil {
			return err
		}
		_, err := bench.Measure(m.leadlineCommand(ctx, "scan", "--quiet"))
		return err
	}
	cases := []timed{
		{name: "`leadline`, nothing kept", times: m.runs, before: forget, args: []string{asOf}},
		{name: "`leadline backtest`, nothing kept", times: m.runs, before: forget, args: []string{"backtest", asOf}},
		{name: "`leadline`", times: m.repeats, before: keep, args: []string{asOf}},
		{name: "`leadline guidance`", times: m.repeats, before: keep, args: []string{"guidance", asOf}},
		{name: "`leadline architecture`, the history kept", times: m.runs, before: scanned, args: []string{"architecture", asOf}},
		{name: "`leadline architecture`", times: m.repeats, before: keep, args: []string{"architecture", asOf}},
		{name: "`leadline backtest`", times: m.repeats, before: keep, args: []string{"backtest", asOf}},
		{name: "`leadline report`", times: m.repeats, before: keep, args: []string{"report", asOf}},
	}
	file := m.hotspot(ctx, asOf)
	if file != "" {
		line := file + ":200"
		cases = append(cases,
			timed{name: "`leadline explain " + file + "`", times: m.repeats, before: keep, args: []string{"explain", file, asOf}},
			timed{name: "`leadline explain " + line + "`", times: m.repeats, before: keep, args: []string{"explain", line, asOf}},
			timed{name: "`leadline explain " + line + "`, the history kept", times: m.runs, before: scanned, args: []string{"explain", line, asOf}},
		)
	}
	for _, c := range cases {
		m.say("%s", c.name)
		for range c.times {
			if err := c.before(); err != nil {
				return err
			}
			u, err := bench.Measure(m.leadlineCommand(ctx, c.args...))
			if err != nil {
				return err
			}
			c.runs = append(c.runs, u)
		}
		m.report.answers = append(m.report.answers, c)
	}
	return m.pages(ctx, asOf, file)
}

// timed is a command line that is run several times, each after a preparation.
type timed struct {
	name   string
	times  int
	before func() error
	args   []string
	runs   bench.Series
}

func (m *measurement) leadlineCommand(ctx context.Context, args ...string) *exec.Cmd {
	return m.copy.Command(ctx, m.leadline, args...)
}

// hotspot is the first one that the brief lists; empty if there is none.
func (m *measurement) hotspot(ctx context.Context, asOf string) string {
	hot, err := bench.Hotspots(m.leadlineCommand(ctx, "--format=json", asOf))
	if err != nil || len(hot) == 0 {
		return ""
	}
	return hot[0]
}
