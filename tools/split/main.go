// Command split holds the parts that `leadline review` proposes against the type
// checker: part 1 alone on the base, then parts 1 and 2, and so on. A step holds if no
// package has an error of types that neither the base nor the head has.
//
//	go run . -leadline BINARY -dir REPOSITORY [-build] [-control reverse|scatter] COMMIT…
//
// Each COMMIT is held against its first parent. What is imported from outside, the
// standard library apart, is not known to the checker, and nothing is said of what has
// to do with it. With -build, `go vet` is asked instead, in a work tree: it needs the
// modules from outside.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
)

func main() {
	program := flag.String("leadline", "leadline", "the program")
	dir := flag.String("dir", ".", "the repository")
	control := flag.String("control", "", "hold something else against the checker: reverse (the last part first) or scatter (files by their hash)")
	build := flag.Bool("build", false, "ask go vet")
	verbose := flag.Bool("v", false, "print what does not hold")
	asOf := flag.String("as-of", "", "day for which leadline answers")
	flag.Parse()
	r := repository{dir: *dir}
	var check checker = newTypes(&r)
	if *build {
		check = &vet{repository: &r}
	}
	proposals, held, steps, stepsHeld := 0, 0, 0, 0
	for _, commit := range flag.Args() {
		p, err := propose(*program, *dir, commit, *asOf)
		if err != nil {
			fmt.Printf("%.10s %v\n", commit, err)
			continue
		}
		if p == nil {
			fmt.Printf("%.10s no proposal\n", commit)
			continue
		}
		p.control = *control
		broken, err := hold(&r, check, commit, p)
		if err != nil {
			fmt.Printf("%.10s %v\n", commit, err)
			continue
		}
		proposals++
		steps += p.parts - 1
		stepsHeld += p.parts - 1 - len(broken)
		if len(broken) == 0 {
			held++
		}
		fmt.Printf("%.10s %d parts (%s), %d steps do not hold\n", commit, p.parts, p.sizes, len(broken))
		for _, b := range broken {
			for i, e := range b.errors {
				if i == 6 && !*verbose {
					fmt.Printf("    and %d more\n", len(b.errors)-i)
					break
				}
				fmt.Printf("    parts 1 to %d: %s\n", b.step, e)
			}
		}
	}
	fmt.Printf("%d of %d proposals hold at every step, %d of %d steps\n", held, proposals, stepsHeld, steps)
}

// checker finds what is wrong with a tree.
type checker interface {
	errors(tree tree) (map[string]bool, error)
}

// tree is the ids of contents by path.
type tree map[string]string

// proposal is the parts of a change: where each place, a file or a folder with a
// slash, belongs.
type proposal struct {
	parts int
	sizes string
	of    map[string]int
	// control puts the parts into another order, or the files into other parts.
	control string
}

// part is that of a file, from 1; 0 if it is in none.
func (p *proposal) part(file string) int {
	n := p.proposed(file)
	switch {
	case n > 0 && p.control == "reverse":
		return p.parts + 1 - n
	case n > 0 && p.control == "scatter":
		h := fnv.New32a()
		h.Write([]byte(file)) // never fails
		return 1 + int(h.Sum32()%uint32(p.parts))
	}
	return n
}

func (p *proposal) proposed(file string) int {
	if n := p.of[file]; n > 0 {
		return n
	}
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if n := p.of[dir+"/"]; n > 0 {
			return n
		}
	}
	return 0
}

func propose(program, dir, commit, asOf string) (*proposal, error) {
	args := []string{"review", "-C", dir, commit + "^.." + commit, "--format", "json"}
	if asOf != "" {
		args = append(args, "--as-of", asOf)
	}
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() == 2) {
		return nil, err
	}
	var answer struct {
		Sheets []struct {
			Sections []struct {
				ID    string
				Table struct{ Rows [][]any }
			}
		}
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return nil, err
	}
	p := &proposal{of: map[string]int{}}
	for _, s := range answer.Sheets[0].Sections {
		for _, row := range s.Table.Rows {
			n := int(row[0].(float64))
			switch s.ID {
			case "review/split":
				p.parts = max(p.parts, n)
				p.sizes += fmt.Sprintf(" %v", row[1])
			case "review/split-files":
				p.of[row[1].(map[string]any)["path"].(string)] = n
			}
		}
	}
	if p.parts == 0 {
		return nil, nil
	}
	p.sizes = strings.TrimSpace(p.sizes)
	return p, nil
}

// brokenStep is a step that does not hold.
type brokenStep struct {
	step   int
	errors []string
}

func hold(r *repository, check checker, commit string, p *proposal) ([]brokenStep, error) {
	base, err := r.tree(commit + "^")
	if err != nil {
		return nil, err
	}
	head, err := r.tree(commit)
	if err != nil {
		return nil, err
	}
	moved, err := r.renames(commit)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, t := range []tree{base, head} {
		e, err := check.errors(t)
		if err != nil {
			return nil, err
		}
		for x := range e {
			known[x] = true
		}
	}
	var out []brokenStep
	for step := 1; step < p.parts; step++ {
		t := tree{}
		for f, id := range base {
			t[f] = id
		}
		apply := func(file string) bool {
			name := file
			if to, ok := moved[file]; ok && head[file] == "" {
				name = to
			}
			n := p.part(name)
			return n > 0 && n <= step
		}
		for f, id := range head {
			if base[f] != id && apply(f) {
				t[f] = id
			}
		}
		for f := range base {
			if head[f] == "" && apply(f) {
				delete(t, f)
			}
		}
		e, err := check.errors(t)
		if err != nil {
			return nil, err
		}
		b := brokenStep{step: step}
		for x := range e {
			if !known[x] {
				b.errors = append(b.errors, x)
			}
		}
		if len(b.errors) > 0 {
			slices.Sort(b.errors)
			out = append(out, b)
		}
	}
	return out, nil
}

// repository is asked by git.
type repository struct{ dir string }

func (r *repository) git(args ...string) ([]byte, error) {
	cmd := exec.Command("git", append([]string{"-C", r.dir}, args...)...)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, wrong.String())
	}
	return out, nil
}

func (r *repository) tree(of string) (tree, error) {
	out, err := r.git("ls-tree", "-r", "-z", of)
	if err != nil {
		return nil, err
	}
	t := tree{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		meta, name, ok := strings.Cut(entry, "\t")
		if f := strings.Fields(meta); ok && f[1] == "blob" {
			t[name] = f[2]
		}
	}
	return t, nil
}

// renames maps the former names of files to those they have.
func (r *repository) renames(commit string) (map[string]string, error) {
	out, err := r.git("diff", "-M", "--name-status", "-z", commit+"^", commit)
	if err != nil {
		return nil, err
	}
	moved := map[string]string{}
	parts := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(parts); i += 2 {
		if strings.HasPrefix(parts[i], "R") || strings.HasPrefix(parts[i], "C") {
			if parts[i][0] == 'R' {
				moved[parts[i+1]] = parts[i+2]
			}
			i++
		}
	}
	return moved, nil
}
