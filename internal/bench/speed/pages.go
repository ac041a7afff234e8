package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"leadline/internal/bench"
)

// pages measures how long `leadline open` takes for a page, as a browser waits for
// it: each once, which makes what it needs, and then repeatedly.
func (m *measurement) pages(ctx context.Context, asOf, file string) error {
	cmd := m.leadlineCommand(ctx, "open", "--no-browser", "--quiet", asOf)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("leadline open: %w", err)
	}
	home := strings.TrimSuffix(strings.TrimSpace(line), "/")
	paths := []string{"/", "/duty/guidance", "/duty/backtest"}
	if file != "" {
		paths = append(paths, "/path/"+file, "/file/"+file)
	}
	for _, path := range paths {
		m.say("page %s", path)
		for _, c := range []timed{{name: "page `" + path + "`, for the first time", times: 1}, {name: "page `" + path + "`", times: m.repeats}} {
			for range c.times {
				took, err := fetch(ctx, home+path)
				if err != nil {
					return err
				}
				c.runs = append(c.runs, bench.Usage{Wall: took})
			}
			m.report.answers = append(m.report.answers, c)
		}
	}
	return nil
}

// fetch reads a page to its end.
func fetch(ctx context.Context, address string) (time.Duration, error) {
	began := time.Now()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, err
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		return 0, err
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return 0, err
	}
	if r.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", address, r.Status)
	}
	return time.Since(began), nil
}
