// Command calls holds the calls that gocalls finds in a module against those of
// golang.org/x/tools' rapid type analysis, which builds the module with all that it
// depends on. It prints precision and recall, and on demand each edge that only one
// of the two has.
//
//	go run ./calls -dir MODULE [-edges] [-alone]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/code/gocalls"
	"leadline/tools/golang/tree"
)

// function is where a function is declared.
type function struct{ file, owner, name string }

func (f function) String() string {
	if f.owner != "" {
		return f.file + ":" + f.owner + "." + f.name
	}
	return f.file + ":" + f.name
}

// edge is a call of one function by another.
type edge struct{ from, to function }

func main() {
	dir := flag.String("dir", ".", "the `folder` of the module")
	edges := flag.Bool("edges", false, "print the edges that only one side has")
	alone := flag.Bool("alone", false, "only say what gocalls costs")
	flag.Parse()
	if err := run(*dir, *edges, *alone); err != nil {
		fmt.Fprintln(os.Stderr, "calls:", err)
		os.Exit(1)
	}
}

func run(dir string, edges, alone bool) error {
	ours, err := measure(dir)
	if err != nil || alone {
		return err
	}
	o, err := ask(dir)
	if err != nil {
		return err
	}
	got := map[edge]bool{}
	for _, c := range ours {
		if c.From.Name != "" {
			got[edge{of(c.From), of(c.To)}] = c.Confidence == fact.Exact
		}
	}
	compare("all", got, o.edges, edges)
	reached := map[edge]bool{}
	for e, exact := range got {
		if o.reached[e.from] {
			reached[e] = exact
		}
	}
	compare("from functions that the oracle reaches", reached, o.edges, false)
	return nil
}

func of(c fact.Callable) function { return function{string(c.Path), c.Owner, c.Name} }

// compare prints how two sets of edges differ. Of both, true are the edges of which
// it is sure where they lead.
func compare(what string, got, want map[edge]bool, each bool) {
	extra, missing := without(got, want), without(want, got)
	if each {
		fmt.Println(strings.Join(append(lines("extra", extra), lines("missing", missing)...), "\n"))
	}
	sure, named := sures(got), sures(want)
	fmt.Printf("%s: %d edges, oracle %d: precision %.4f, recall %.4f; exact %d, precision %.4f; named in the code %d, recall %.4f\n",
		what, len(got), len(want), 1-share(len(extra), len(got)), 1-share(len(missing), len(want)),
		sure, 1-share(sures(extra), sure), named, 1-share(sures(missing), named))
}

// without gives the edges of a set that another one has not.
func without(a, b map[edge]bool) map[edge]bool {
	out := map[edge]bool{}
	for e, sure := range a {
		if _, ok := b[e]; !ok {
			out[e] = sure
		}
	}
	return out
}

func sures(edges map[edge]bool) int {
	n := 0
	for _, sure := range edges {
		if sure {
			n++
		}
	}
	return n
}

func lines(what string, edges map[edge]bool) []string {
	var out []string
	for e, sure := range edges {
		out = append(out, fmt.Sprintf("%s %v %s > %s", what, sure, e.from, e.to))
	}
	slices.Sort(out)
	return out
}

func share(a, b int) float64 { return float64(a) / float64(max(1, b)) }

// measure reads the module with gocalls, and says what that took.
func measure(dir string) ([]fact.Call, error) {
	files, resolve, err := tree.Read(dir)
	if err != nil {
		return nil, err
	}
	runtime.GC()
	begin, cpu := time.Now(), processor()
	calls, partial, err := gocalls.Of(context.Background(), files, resolve)
	if err != nil {
		return nil, err
	}
	took, used := time.Since(begin), processor()-cpu
	exact := 0
	for _, c := range calls {
		if c.Confidence == fact.Exact {
			exact++
		}
	}
	fmt.Printf("%d files, %d calls, %d exact, %d folders partial %v: %.2f s, %.2f s of processors, at most %d MB\n",
		len(files), len(calls), exact, len(partial), partial, took.Seconds(), used.Seconds(), peak()>>20)
	return calls, nil
}

func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func peak() int64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return u.Maxrss << 10
}
