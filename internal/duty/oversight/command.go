package oversight

import (
	"strings"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// log is a git log without merges over a window: options go before the
// revisions, paths after them.
func (b *brief) log(w activity.Window, option string, paths ...string) string {
	from, to := b.line.Range(w)
	revisions := short(to)
	if from != "" {
		revisions = short(from) + ".." + short(to)
	}
	words := []string{"git", "log", "--no-merges", option}
	if len(paths) > 0 {
		// Without it git leaves out side branches whose result was the same.
		words = append(words, "--full-history", revisions, "--")
	} else {
		words = append(words, revisions)
	}
	for _, p := range paths {
		words = append(words, pathspec(p))
	}
	return sheet.Command(words...)
}

// pathspec writes a path so that git takes it literally and from the top of
// the repository, wherever the command is run.
func pathspec(p string) string {
	if strings.ContainsAny(p, `*?[\`) || strings.IndexByte(":!^/(", p[0]) >= 0 {
		return ":(top,literal)" + p
	}
	return ":/" + p
}

func short(id fact.CommitID) string { return string(id[:min(len(id), 10)]) }
