package run

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"leadline/internal/config"
	"leadline/internal/duty"
	"leadline/internal/duty/architecture"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// CheckArchitecture holds the code against the architecture that the team declared:
// the answer of the duty with nothing but the findings that gate, and what could
// not be judged.
func CheckArchitecture(ctx context.Context, o Options) (sheet.Answer, error) {
	r, err := readDeclared(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	a, err := r.answer(ctx, architecture.Duty.Name)
	if err != nil {
		return sheet.Answer{}, err
	}
	s := &a.Sheets[0]
	var findings []sheet.Finding
	for _, f := range s.Findings {
		if f.Gate {
			findings = append(findings, f)
		}
	}
	s.Findings, s.Sections = findings, nil
	return a, nil
}

// readDeclared reads a repository whose configuration declares an architecture.
func readDeclared(ctx context.Context, o Options) (*Reading, error) {
	r, err := Read(ctx, o)
	if err != nil {
		return nil, err
	}
	if r.settings.duty.Architecture == nil {
		return nil, fault.New(fault.Usage, "no architecture is declared in %s of the commit that is read", config.FileName).
			WithHint("see what `leadline architecture init` proposes, and commit it")
	}
	return r, nil
}

// BaselineChange says what became of the list of known breaches.
type BaselineChange struct {
	File           string
	Added, Removed int
	// Left are breaches that were not added, for want of a reason.
	Left int
}

// UpdateBaseline takes out of the list of known breaches those that are gone, and
// adds the new ones if there is a reason. The list is the one that is checked out.
func UpdateBaseline(ctx context.Context, o Options, reason string) (BaselineChange, error) {
	r, err := readDeclared(ctx, o)
	if err != nil {
		return BaselineChange{}, err
	}
	root := r.settings.repository.Root
	if root == "" {
		return BaselineChange{}, fault.New(fault.Usage, "a bare repository has no files that could be written").WithHint("go to a clone with a work tree")
	}
	change := BaselineChange{File: filepath.Join(root, config.BaselineName)}
	old, err := readBaseline(change.File)
	if err != nil {
		return BaselineChange{}, err
	}
	if _, err := r.supply(ctx, r.view.Place, sheet.Question{}, architecture.Duty, nil); err != nil {
		return BaselineChange{}, err
	}
	var breaches, kept []config.Breach
	for _, b := range architecture.Breaches(r.view) {
		breaches = append(breaches, config.Breach{Rule: b.Rule, From: folderName(b.From), To: folderName(b.To), Reason: reason})
	}
	for _, b := range breaches {
		known := false
		for i := range old {
			if old[i].Same(&b) {
				b, known = old[i], true
			}
		}
		switch {
		case known:
		case reason == "":
			change.Left++
			continue
		default:
			change.Added++
		}
		kept = append(kept, b)
	}
	change.Removed = len(old) + change.Added - len(kept)
	if change.Added+change.Removed == 0 {
		return change, nil
	}
	if err := os.WriteFile(change.File, config.FormatBaseline(kept), 0o666); err != nil {
		return BaselineChange{}, fault.New(fault.Undelivered, "%w", err).WithHint("see that the file may be written, and that there is room")
	}
	return change, nil
}

// readBaseline reads the list that is checked out. One that is a link may lead out
// of the repository, and is neither read nor written.
func readBaseline(name string) ([]config.Breach, error) {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err == nil && !info.Mode().IsRegular():
		err = fmt.Errorf("%s is not a regular file", name)
	}
	var content []byte
	if err == nil {
		content, err = readBounded(name)
	}
	if err != nil {
		return nil, fault.New(fault.Usage, "%w", err).WithHint("put a file of its own there, or nothing")
	}
	return config.ParseBaseline(content)
}

// folderName is what a baseline calls a folder: the top one is a dot.
func folderName(p fact.Path) string {
	if p == "" {
		return "."
	}
	return string(p)
}

// ProposeArchitecture writes a section for the configuration: the folders of the
// code as components, and the layers in which they stand today.
func ProposeArchitecture(ctx context.Context, o Options) ([]byte, error) {
	r, err := Read(ctx, o)
	if err != nil {
		return nil, err
	}
	if _, err := r.supply(ctx, r.view.Place, sheet.Question{}, architecture.Duty, nil); err != nil {
		return nil, err
	}
	p := architecture.Propose(r.view)
	if len(p.Folders) < 2 {
		return nil, fault.New(fault.Usage, "there are no two folders with code that is read: nothing can be proposed").
			WithHint("see `leadline architecture` for what was read")
	}
	var a config.Architecture
	for _, f := range p.Folders {
		a.Components = append(a.Components, config.Component{Name: componentName(f), Paths: []string{folderPattern(f)}})
	}
	const reason = "so it was when this was written; say here why it should stay so"
	layers := config.ArchitectureRule{Name: "layers", Kind: config.Layers, Reason: reason}
	for _, layer := range p.Layers {
		layers.Layers = append(layers.Layers, componentNames(layer))
	}
	if len(layers.Layers) > 1 {
		a.Rules = append(a.Rules, layers)
	}
	remark := "The structure of the code as it is meant to be. A component may need those in the lines below its own."
	return config.FormatArchitecture(&a, remark+upwards(p.Upwards)), nil
}

// upwards tells what a proposal finds against its layers, in the lines of a comment.
func upwards(all []architecture.Upward) string {
	if len(all) == 0 {
		return ""
	}
	s := fmt.Sprintf("\nToday %s upwards:", duty.Amount(len(all), "dependency between components leads", "dependencies between components lead"))
	for _, u := range all {
		s += fmt.Sprintf("\n  %s needs %s: %s, first %s:%d", componentName(u.From), componentName(u.To), duty.Amount(u.Imports, "import", "imports"),
			componentName(fact.Path(u.At.Path)), u.At.Line)
	}
	return s + "\nPut them into the list of what is known, once this is committed:\n  leadline architecture baseline --reason TEXT"
}

// componentName is a folder as the name of a component: what has a meaning there is
// left out.
func componentName(f fact.Path) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || r == '|' || r == '*' || r == 0x7f {
			return '_'
		}
		return r
	}, strings.TrimSpace(string(f)))
	if name == "" {
		return "top folder"
	}
	return name
}

func componentNames(folders []fact.Path) []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = componentName(f)
	}
	return out
}

func folderPattern(f fact.Path) string {
	if f == "" {
		return "*"
	}
	return config.PatternOf(string(f)) + "/**"
}
