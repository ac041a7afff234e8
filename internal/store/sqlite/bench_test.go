package sqlite_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"leadline/internal/store/storetest"
)

// The first thing that a run does: open a store and read a result, of random
// bytes or of text like JSON.
func BenchmarkResult(b *testing.B) {
	snapshot := storetest.Random(1, 3000)
	for _, kind := range []string{"none", "random", "text"} {
		for _, size := range []int{10 << 10, 100 << 10, 1 << 20, 4 << 20} {
			b.Run(fmt.Sprintf("%s-%dk", kind, size>>10), func(b *testing.B) {
				dir := b.TempDir()
				s := open(b, dir, snapshot.Repo)
				save(b, s, snapshot, 0)
				key := "key"
				if kind == "none" {
					key = "other"
				}
				data := storetest.ResultData(1, size, kind == "text")
				if err := s.SaveResult(context.Background(), "answer", "key", data); err != nil {
					b.Fatal(err)
				}
				_ = s.Close()
				for b.Loop() {
					s := open(b, dir, snapshot.Repo)
					got, err := s.Result(context.Background(), "answer", key)
					if len(got) != size && !strings.Contains(fmt.Sprint(err), "nothing") {
						b.Fatal(err)
					}
					_ = s.Close()
				}
			})
		}
	}
}

func BenchmarkSaveResult(b *testing.B) {
	snapshot := storetest.Random(1, 3000)
	s := open(b, b.TempDir(), snapshot.Repo)
	save(b, s, snapshot, 0)
	data := storetest.ResultData(1, 100<<10, true)
	for b.Loop() {
		if err := s.SaveResult(context.Background(), "answer", "key", data); err != nil {
			b.Fatal(err)
		}
	}
}
