package cli

import (
	"io"

	"golang.org/x/term"
)

// Whether somebody looks at a stream is decided here and nowhere else:
//
//   - the answer is coloured where --color says so; with auto on a terminal
//     that can, unless NO_COLOR is set (https://no-color.org)
//   - progress is shown on a terminal only, and never with --quiet

// colors reports whether the answer may be coloured.
func (a *app) colors() bool {
	switch a.global.color.value {
	case "always":
		return true
	case "never":
		return false
	}
	return a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb" && isTerminal(a.stdout)
}

// progress reports whether progress may be shown on standard error.
func (a *app) progress() bool {
	return !a.global.quiet && a.getenv("TERM") != "dumb" && isTerminal(a.stderr)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}
