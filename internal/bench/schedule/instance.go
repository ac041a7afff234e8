package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"leadline/internal/stat/schedule"
)

// instance is a file of PSPLIB as this program reads it, which is not how Leadline
// does: jobs count from 1, as in the file.
type instance struct {
	name       string
	successors [][]int
	durations  []int
	requests   [][]int
	capacity   []int
}

// readInstance reads a single-mode file of PSPLIB.
func readInstance(path string) (*instance, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := &instance{name: strings.TrimSuffix(filepath.Base(path), ".sm")}
	section := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if strings.HasSuffix(strings.TrimSpace(line), ":") {
			section = strings.TrimSpace(line)
			continue
		}
		numbers := wholeNumbers(line)
		if len(numbers) == 0 {
			continue
		}
		switch section {
		case "PRECEDENCE RELATIONS:":
			in.successors = append(in.successors, numbers[3:])
		case "REQUESTS/DURATIONS:":
			in.durations = append(in.durations, numbers[2])
			in.requests = append(in.requests, numbers[3:])
		case "RESOURCEAVAILABILITIES:":
			in.capacity = numbers
		}
	}
	if len(in.successors) == 0 || len(in.successors) != len(in.durations) || len(in.capacity) == 0 {
		return nil, fmt.Errorf("%s is no instance of PSPLIB", path)
	}
	return in, nil
}

// wholeNumbers are those of a line that holds nothing else.
func wholeNumbers(line string) []int {
	var out []int
	for _, w := range strings.Fields(line) {
		n, err := strconv.Atoi(w)
		if err != nil {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// project is the instance as the search takes it.
func (in *instance) project() schedule.Project {
	var p schedule.Project
	for j, d := range in.durations {
		it := schedule.Item{ID: strconv.Itoa(j + 1), Duration: d}
		for r, units := range in.requests[j] {
			if units > 0 {
				it.Needs = append(it.Needs, schedule.Need{Any: []int{r}, Units: units})
			}
		}
		p.Items = append(p.Items, it)
	}
	for j, after := range in.successors {
		for _, s := range after {
			p.Items[s-1].After = append(p.Items[s-1].After, schedule.Link{Item: j})
		}
	}
	for r, units := range in.capacity {
		p.Resources = append(p.Resources, schedule.Resource{ID: fmt.Sprint("R", r+1), Levels: schedule.Constant(units)})
	}
	return p
}

// check says what is wrong with starts as a schedule of the instance that ends at a
// makespan; nothing if it can be carried out. It counts the units in every period.
func (in *instance) check(start []int, makespan int) error {
	if len(start) != len(in.durations) {
		return fmt.Errorf("%d starts for %d jobs", len(start), len(in.durations))
	}
	end := 0
	for j, s := range start {
		if s < 0 {
			return fmt.Errorf("job %d starts at %d", j+1, s)
		}
		end = max(end, s+in.durations[j])
		for _, after := range in.successors[j] {
			if start[after-1] < s+in.durations[j] {
				return fmt.Errorf("job %d starts before job %d ends", after, j+1)
			}
		}
	}
	if end != makespan {
		return fmt.Errorf("it ends at %d, not at %d", end, makespan)
	}
	for r, capacity := range in.capacity {
		taken := make([]int, end)
		for j, s := range start {
			for t := s; t < s+in.durations[j]; t++ {
				if taken[t] += in.requests[j][r]; taken[t] > capacity {
					return fmt.Errorf("period %d takes more than %d of resource %d", t, capacity, r+1)
				}
			}
		}
	}
	return nil
}

// critical is the length of the critical path, in periods.
func (in *instance) critical() int {
	memo := make([]int, len(in.durations))
	var from func(j int) int
	from = func(j int) int {
		if memo[j] == 0 {
			longest := 0
			for _, s := range in.successors[j] {
				longest = max(longest, from(s-1))
			}
			memo[j] = longest + in.durations[j] + 1 // one more than its length: 0 is not known
		}
		return memo[j] - 1
	}
	longest := 0
	for j := range in.durations {
		longest = max(longest, from(j))
	}
	return longest
}

var resultLine = regexp.MustCompile(`^\s*(\d+)\s+(\d+)\s+(\d+)\b`)

// readResults reads a file of best makespans, such as j30opt.sm.
func readResults(path, set string) (map[string]int, error) {
	text, err := os.ReadFile(path) // #nosec G304 -- named by who measures
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\r", "\n")) {
		if m := resultLine.FindStringSubmatch(line); m != nil {
			makespan, err := strconv.Atoi(m[3])
			if err != nil {
				return nil, fmt.Errorf("%s: %q", path, line)
			}
			out[set+m[1]+"_"+m[2]] = makespan
		}
	}
	return out, nil
}
