package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/recovery"
	"leadline/internal/analysis/trace"
	"leadline/internal/bench"
	"leadline/internal/fact"
	"leadline/internal/source/code"
	tags "leadline/internal/source/trace"
)

// judgeRecovery tells how well the files that tags name are found without the tags.
func judgeRecovery(ctx context.Context, o *options, w io.Writer) error {
	fmt.Fprintln(w, "| repository | files | requirements | of so many files | MAP | hit@1 | hit@5 | hit@10 | recall@10 |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, dir := range o.repositories {
		t, err := openTree(ctx, dir)
		if err != nil {
			return err
		}
		_, m, err := t.requirements(ctx, o.within)
		if err != nil {
			return err
		}
		subjects := map[fact.Path][]string{}
		if o.subjects {
			if subjects, err = subjectsOf(ctx, dir); err != nil {
				return err
			}
		}
		for _, nature := range []hotspot.Nature{hotspot.Code, hotspot.Test} {
			var x recovery.Index
			files := map[fact.Path]bool{}
			for i := range t.files {
				f := &t.files[i]
				if hotspot.NatureOf(f.Path) == nature && code.LanguageOf(f.Path) != "" && !tags.Skips(f.Path) {
					files[f.Path] = true
					x.Add(f.Path, tags.Without(string(t.blobs[f.Blob])), subjects[f.Path])
				}
			}
			r := judge(&x, m, files)
			n := float64(max(1, r.n))
			fmt.Fprintf(w, "| %s | %s | %d | %d | %.3f | %.2f | %.2f | %.2f | %.2f |\n", filepath.Base(dir), nature, r.n, len(files), r.average/n, r.hits[0]/n, r.hits[1]/n, r.hits[2]/n, r.recall/n)
		}
	}
	return nil
}

// found is what the proposals for requirements come to, added up.
type found struct {
	n               int
	average, recall float64
	hits            [3]float64 // in the first one, five, ten
}

func judge(x *recovery.Index, m *trace.Map, files map[fact.Path]bool) *found {
	var r found
	for _, item := range m.Items {
		var want []fact.Path
		for _, c := range item.By {
			if c.Tag != nil && files[c.Tag.Path] && !slices.Contains(want, c.Tag.Path) {
				want = append(want, c.Tag.Path)
			}
		}
		if len(want) > 0 {
			r.add(x.Propose(item.Record, len(files)), want)
		}
	}
	return &r
}

func (r *found) add(proposed []recovery.Proposal, want []fact.Path) {
	r.n++
	right := 0
	for i, p := range proposed {
		if !slices.Contains(want, p.Path) {
			continue
		}
		right++
		r.average += float64(right) / float64(i+1) / float64(len(want))
		for j, first := range []int{1, 5, 10} {
			if right == 1 && i < first {
				r.hits[j]++
			}
		}
		if i < 10 {
			r.recall += 1 / float64(len(want))
		}
	}
}

// subjectsOf are those of the commits that changed each file, under the path that it had.
func subjectsOf(ctx context.Context, dir string) (map[fact.Path][]string, error) {
	out := map[fact.Path][]string{}
	subject := ""
	cmd := exec.CommandContext(ctx, "git", "-C", dir, "-c", "core.quotePath=false", "log", "--no-merges", "--name-only", "--no-renames", "--format=%x01%s", "HEAD")
	err := bench.Lines(cmd, func(line []byte) {
		text, head := strings.CutPrefix(string(line), "\x01")
		switch {
		case head:
			subject = text
		case text != "":
			out[fact.Path(text)] = append(out[fact.Path(text)], subject)
		}
	})
	return out, err
}
