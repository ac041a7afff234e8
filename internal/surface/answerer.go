package surface

import (
	"context"

	"leadline/internal/sheet"
)

// Answerer answers for surfaces that stay open, such as pages in a browser.
// Several may ask at once. It follows the repository: each answer is of the head
// as it is then.
type Answerer interface {
	// Version is an opaque word that is another one when answers may be others: when
	// a branch has moved, or the day is over.
	Version(ctx context.Context) (string, error)
	// Answer asks a duty, or "backtest". An unknown one is an error of usage, and
	// so is a place that is not in the tree.
	Answer(ctx context.Context, q sheet.Question) (sheet.Answer, error)
	// Commit tells about a commit, by its whole object id.
	Commit(ctx context.Context, id string) (sheet.Answer, error)
	// Source gives lines of a file at the head and the commits that they are from,
	// as a table with the columns line, commit and text; the line of the place is
	// among them.
	Source(ctx context.Context, p sheet.Place) (sheet.Answer, error)
	// Search finds files and folders, people and findings, no more than so many of
	// each kind.
	Search(ctx context.Context, words string, most int) ([]sheet.Match, error)
}
