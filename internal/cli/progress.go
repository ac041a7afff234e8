package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressBar gives a function that shows how far reading is, on one line of
// standard error that is cleared at the end; nil off a terminal.
func (a *app) progressBar() func(stage string, done, total int) {
	if !a.progress() {
		return nil
	}
	var bar *progressbar.ProgressBar
	current := ""
	return func(stage string, done, total int) {
		if stage != current {
			if bar != nil {
				_ = bar.Clear()
			}
			current = stage
			most := int64(total)
			if total == 0 {
				most = -1
			}
			bar = progressbar.NewOptions64(most,
				progressbar.OptionSetWriter(a.stderr), progressbar.OptionSetDescription("reading "+stage),
				progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish(),
				progressbar.OptionSetWidth(20), progressbar.OptionThrottle(100*time.Millisecond))
		}
		_ = bar.Set(done)
		if total > 0 && done >= total {
			_ = bar.Clear()
		}
	}
}
