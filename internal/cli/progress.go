package cli

import (
	"cmp"
	"fmt"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"leadline/internal/surface"
)

// progressLine shows how far reading is, on one line of standard error: the
// stage, the share where the whole is known, the rate. Whoever writes something
// else clears it first.
type progressLine struct {
	mu    sync.Mutex
	bar   *progressbar.ProgressBar
	stage string
}

// stages are the words for the stages of a run and for what they count.
var stages = map[string]struct{ words, unit string }{
	"commits":  {"reading commits", "commits"},
	"contents": {"reading contents", "contents"},
	"renames":  {"finding renames", "contents"},
	"blame":    {"asking git blame", "files"},
	"numstat":  {"asking git log", "rows"},
}

// progressBar gives the function that shows how far reading is; nil off a
// terminal.
func (a *app) progressBar() func(stage string, done, total int) {
	if !a.progress() {
		return nil
	}
	return func(stage string, done, total int) {
		p := &a.line
		p.mu.Lock()
		defer p.mu.Unlock()
		if stage != p.stage || p.bar == nil {
			p.clear()
			p.stage, p.bar = stage, a.newBar(stage, total)
			return // the rate is that of what comes after
		}
		if total == 0 {
			p.bar.Describe(fmt.Sprintf("%s  %s so far", words(stage), surface.Number(float64(done))))
		}
		_ = p.bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}

func (a *app) newBar(stage string, total int) *progressbar.ProgressBar {
	most := int64(total)
	if total == 0 {
		most = -1
	}
	options := []progressbar.Option{
		progressbar.OptionSetWriter(a.stderr), progressbar.OptionSetDescription(words(stage)),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString(stages[stage].unit),
		progressbar.OptionSetElapsedTime(false), progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetWidth(20), progressbar.OptionThrottle(100 * time.Millisecond),
		// A bar without an end draws itself from a goroutine unless told not to,
		// and then over the bars that follow.
		progressbar.OptionSetSpinnerChangeInterval(0), progressbar.OptionSpinnerCustom([]string{""}),
	}
	if total > 0 {
		options = append(options, progressbar.OptionShowCount())
	}
	return progressbar.NewOptions64(most, options...)
}

func words(stage string) string { return cmp.Or(stages[stage].words, stage) }

// clear removes the line from the terminal.
func (p *progressLine) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}

// clearProgress removes the progress line, so that something else can be
// written.
func (a *app) clearProgress() {
	a.line.mu.Lock()
	defer a.line.mu.Unlock()
	a.line.clear()
}
