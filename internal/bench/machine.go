package bench

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Machine says on what was measured, in one line.
func Machine(ctx context.Context, leadline string) string {
	parts := []string{processor(), fmt.Sprintf("%d cores", runtime.NumCPU())}
	if b := kilobytes(read("/proc/meminfo"), "MemTotal:"); b > 0 {
		parts = append(parts, fmt.Sprintf("%.0f GiB", float64(b)/(1<<30)))
	}
	if kernel := strings.TrimSpace(read("/proc/sys/kernel/osrelease")); kernel != "" {
		parts = append(parts, "Linux "+kernel)
	} else {
		parts = append(parts, runtime.GOOS)
	}
	if out, err := exec.CommandContext(ctx, "git", "version").Output(); err == nil {
		parts = append(parts, strings.TrimSpace(strings.Replace(string(out), "version ", "", 1)))
	}
	if info, err := buildinfo.ReadFile(leadline); err == nil {
		parts = append(parts, strings.Replace(info.GoVersion, "go", "Go ", 1), "leadline "+revision(info))
	}
	return strings.Join(parts, ", ")
}

func read(name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return string(text)
}

func processor() string {
	for line := range strings.Lines(read("/proc/cpuinfo")) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

func revision(info *buildinfo.BuildInfo) string {
	id, modified := "of an unknown commit", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			id = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = " with changes"
		}
	}
	return id + modified
}

// Busy says how the machine is not idle, or nothing if it is: others run, or
// ran within the last minute. It looks for a second. It knows Linux only.
func Busy() string {
	var why []string
	if load, err := strconv.ParseFloat(first(read("/proc/loadavg")), 64); err == nil && load > 1 {
		why = append(why, fmt.Sprintf("the load of the last minute is %.2f", load))
	}
	busy, all := ticks(read("/proc/stat"))
	time.Sleep(time.Second)
	busy2, all2 := ticks(read("/proc/stat"))
	if all2 > all && float64(busy2-busy)/float64(all2-all) > 0.05 {
		why = append(why, fmt.Sprintf("%.0f %% of all cores are in use", 100*float64(busy2-busy)/float64(all2-all)))
	}
	return strings.Join(why, ", ")
}

func first(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// ticks reads the first line of /proc/stat: time spent by all cores, in use
// and altogether.
func ticks(stat string) (busy, all int64) {
	line, _, _ := strings.Cut(stat, "\n")
	for i, f := range strings.Fields(line) {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil || i > 8 { // the word "cpu"; guests, who are counted as users too
			continue
		}
		all += n
		if i != 4 && i != 5 { // idle, and idle while waiting for a disk
			busy += n
		}
	}
	return busy, all
}
