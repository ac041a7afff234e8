package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Usage is what one run of a program cost, its children included.
type Usage struct {
	Wall time.Duration
	CPU  time.Duration // user and system
	// RSS is the peak of the resident memory of the largest process, in bytes:
	// pages of mapped files are in it. 0 where it is not known. The system
	// counts from the fork, so that it is never less than this program's own.
	RSS int64
	// Anon is the peak of the memory that the program itself set aside, in
	// bytes, as sampled by Watch; 0 where it was not.
	Anon int64
}

// Measure runs a program with its output thrown away. A program that fails has
// no cost.
func Measure(cmd *exec.Cmd) (Usage, error) { return measure(cmd, nil) }

// interval is how often Watch looks.
const interval = 5 * time.Millisecond

// Watch is Measure that also samples the program's anonymous memory, on Linux.
// Looking costs time: a run that is watched is not one to be timed.
func Watch(cmd *exec.Cmd) (Usage, error) {
	var peak int64
	u, err := measure(cmd, func(stop <-chan struct{}) {
		status := filepath.Join("/proc", strconv.Itoa(cmd.Process.Pid), "status")
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			peak = max(peak, anonymous(status))
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	})
	u.Anon = peak
	return u, err
}

// measure runs a program, and beside it a function until the program ends.
func measure(cmd *exec.Cmd, beside func(stop <-chan struct{})) (Usage, error) {
	var said strings.Builder
	cmd.Stderr = &said
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return Usage{}, err
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		if beside != nil {
			beside(stop)
		}
	}()
	err := cmd.Wait()
	u := Usage{Wall: time.Since(start)}
	close(stop)
	<-done
	if err != nil {
		return Usage{}, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, said.String())
	}
	u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	u.RSS = peakRSS(cmd.ProcessState)
	return u, nil
}

// anonymous reads RssAnon of a process; 0 if it cannot.
func anonymous(status string) int64 {
	text, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	return kilobytes(string(text), "RssAnon:")
}

// kilobytes finds a line "NAME N kB" and gives its number in bytes.
func kilobytes(text, name string) int64 {
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) >= 2 && f[0] == name {
			n, err := strconv.ParseInt(f[1], 10, 64)
			if err == nil {
				return n << 10
			}
		}
	}
	return 0
}

// Series is several runs of the same program.
type Series []Usage

// Best gives the least wall and the least CPU time, each on its own, and the
// highest peaks.
func (s Series) Best() Usage {
	best := s[0]
	for _, u := range s[1:] {
		best.Wall, best.CPU = min(best.Wall, u.Wall), min(best.CPU, u.CPU)
		best.RSS, best.Anon = max(best.RSS, u.RSS), max(best.Anon, u.Anon)
	}
	return best
}

// Median gives the median of each measure on its own; of an even number of
// runs the mean of the two in the middle.
func (s Series) Median() Usage {
	return Usage{
		Wall: time.Duration(median(s, func(u Usage) int64 { return int64(u.Wall) })),
		CPU:  time.Duration(median(s, func(u Usage) int64 { return int64(u.CPU) })),
		RSS:  median(s, func(u Usage) int64 { return u.RSS }),
		Anon: median(s, func(u Usage) int64 { return u.Anon }),
	}
}

func median(s Series, of func(Usage) int64) int64 {
	values := make([]int64, len(s))
	for i, u := range s {
		values[i] = of(u)
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
