package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"leadline/internal/analysis/wording"
)

// warns are the kinds of smell that are warnings; the others are notes.
var warns = map[wording.Kind]bool{wording.Vague: true, wording.Placeholder: true, wording.OpenEnded: true, wording.Loophole: true}

// judgeWording tells how many statements there are, how many of them the rules warn of,
// and lists the warnings.
func judgeWording(ctx context.Context, o *options, w io.Writer) error {
	fmt.Fprintln(w, "| repository | statements | warnings | per 100 | notes | in a pattern of EARS |\n| --- | ---: | ---: | ---: | ---: | ---: |")
	var list strings.Builder
	var all row
	for _, dir := range o.repositories {
		name := filepath.Base(dir)
		found, err := statements(ctx, name, dir)
		if err != nil {
			return err
		}
		var r row
		var texts []string
		for i := range found {
			r.judge(&found[i], &list, o.all)
			texts = append(texts, found[i].text)
		}
		fit := wording.Fit(texts)
		r.fit = r.statements - fit[wording.NoPattern]
		r.write(w, name)
		all.add(&r)
	}
	all.write(w, "all")
	_, err := fmt.Fprintf(w, "\n%s", list.String())
	return err
}

// row is a line of the table.
type row struct{ statements, warnings, notes, fit int }

func (r *row) judge(s *statement, list *strings.Builder, all bool) {
	r.statements++
	for _, smell := range wording.Check(s.text) {
		if warns[smell.Kind] {
			r.warnings++
		} else {
			r.notes++
		}
		if warns[smell.Kind] || all {
			fmt.Fprintf(list, "%s\t%s:%d\t%s\t%s\t%s\n", s.repository, s.path, s.line, smell.Kind, smell.Words, strings.Join(strings.Fields(s.text), " "))
		}
	}
}

func (r *row) add(other *row) {
	r.statements += other.statements
	r.warnings += other.warnings
	r.notes += other.notes
	r.fit += other.fit
}

func (r *row) write(w io.Writer, name string) {
	fmt.Fprintf(w, "| %s | %d | %d | %.1f | %d | %.0f %% |\n", name, r.statements, r.warnings,
		100*float64(r.warnings)/float64(max(1, r.statements)), r.notes, 100*float64(r.fit)/float64(max(1, r.statements)))
}

// draw lists statements by chance, for people to read before the rules do.
func draw(ctx context.Context, o *options, w io.Writer) error {
	var all []statement
	for _, dir := range o.repositories {
		found, err := statements(ctx, filepath.Base(dir), dir)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	random := rand.New(rand.NewPCG(o.seed, 0))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, s := range all[:min(o.sample, len(all))] {
		fmt.Fprintf(w, "%s\t%s:%d\t%s\n", s.repository, s.path, s.line, strings.Join(strings.Fields(s.text), " "))
	}
	return nil
}
