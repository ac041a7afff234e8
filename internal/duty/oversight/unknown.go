package oversight

import (
	"fmt"
	"time"

	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// unknown lists what the brief would say if it could.
func (b *brief) unknown() []sheet.Unknown {
	var out []sheet.Unknown
	if t := b.line.By(b.active, b.all)["all"]; t != nil && t.Missing > 0 {
		missing := t.Missing
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("the lines of %s in 180 days", duty.Amount(missing, "change", "changes")),
			Why:  "the contents are missing, so sums of lines are too small",
		})
	}
	if why, without := b.view.Without[duty.NeedBranches]; without {
		out = append(out, sheet.Unknown{What: "unmerged branches", Why: why})
	}
	if n := b.later(); n > 0 {
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("%s of the first-parent line", duty.Amount(n, "commit", "commits")),
			Why:  "dated after " + b.view.AsOf.UTC().Format("2 Jan 2006") + ", and left out",
		})
	}
	return out
}

// later counts the landings after the as-of day: clocks that run fast, or an
// as-of day before the head.
func (b *brief) later() int {
	w := b.line.Window(b.view.End(), time.Unix(1<<62, 0))
	return w.End - w.First
}
