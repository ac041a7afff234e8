package sqlite_test

import (
	"testing"

	"leadline/internal/fact"
	"leadline/internal/store"
	"leadline/internal/store/storetest"
)

func TestResults(t *testing.T) {
	storetest.Results(t, func(t testing.TB, place string, repo fact.RepoID) store.Store {
		return open(t, place, repo)
	})
}
