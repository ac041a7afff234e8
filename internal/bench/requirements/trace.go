package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// judgeTrace tells what is covered, and which tags lead nowhere. With a report of
// OpenFastTrace it tells where the two differ.
func judgeTrace(ctx context.Context, o *options, w io.Writer) error {
	for _, dir := range o.repositories {
		t, err := openTree(ctx, dir)
		if err != nil {
			return err
		}
		_, m, err := t.requirements(ctx, o.within)
		if err != nil {
			return err
		}
		covered, sound := 0, 0
		ours := map[string]bool{}
		for _, x := range m.Items {
			ours[x.ID] = x.Sound()
			if x.Covered() {
				covered++
			}
			if x.Sound() {
				sound++
			}
		}
		fmt.Fprintf(w, "%s: %d requirements, %d covered, %d without any fault; %d tags lead nowhere\n", filepath.Base(dir), len(m.Items), covered, sound, len(m.Broken))
		for _, b := range m.Broken {
			fmt.Fprintf(w, "  %s:%d %s %s\n", b.Path, b.Line, b.Why, b.To)
		}
		if o.report != "" {
			if err := compareTrace(o.report, ours, w); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *options) within(p fact.Path) bool {
	if o.paths == "" {
		return true
	}
	for dir := range strings.SplitSeq(o.paths, ",") {
		if strings.HasPrefix(string(p), dir+"/") {
			return true
		}
	}
	return false
}

var reported = regexp.MustCompile(`^(ok|not ok)\b.*\]\s+(\S+~\S+~\d+)`)

// compareTrace reads what `oft trace -v all` printed.
func compareTrace(name string, ours map[string]bool, w io.Writer) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	same, sound := 0, 0
	theirs := map[string]bool{}
	in := bufio.NewScanner(f)
	for in.Scan() {
		if at := reported.FindStringSubmatch(in.Text()); at != nil {
			theirs[at[2]] = at[1] == "ok"
		}
	}
	for _, id := range slices.Sorted(maps.Keys(theirs)) {
		ok := theirs[id]
		mine, known := ours[id]
		switch {
		case known && mine == ok:
			same++
			if ok {
				sound++
			}
		case known:
			fmt.Fprintf(w, "  differs: %s is ok: %v, and here %v\n", id, ok, mine)
		case !generated(id):
			fmt.Fprintf(w, "  only there: %s ok: %v\n", id, ok)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ours)) {
		if _, known := theirs[id]; !known {
			fmt.Fprintf(w, "  only here: %s\n", id)
		}
	}
	_, err = fmt.Fprintf(w, "  the same of %d: %d ok, %d not\n", same, sound, same-sound)
	return err
}

// generated tells the items that tags are, which OpenFastTrace lists too.
func generated(id string) bool {
	return regexp.MustCompile(`^(?:impl|[uis]test|src|itest|bld)~`).MatchString(id)
}
