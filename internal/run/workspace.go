package run

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadline/internal/config"
	"leadline/internal/duty/all"
	"leadline/internal/duty/collaboration"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// MostNeeds is how many findings the brief of a workspace shows.
const MostNeeds = 7

// Briefs gives the briefs of several repositories, in the order of the
// directories; of a single one also those of the members of its workspace,
// which its configuration names. No two are of the same repository, and no two
// have the same name. Together is what is said of them as a whole; nil of a single one.
func Briefs(ctx context.Context, o Options, dirs []string) (answers []sheet.Answer, together *sheet.Together, err error) {
	return eachRepository(ctx, o, dirs, func(r *Reading) (sheet.Answer, error) { return r.answer(ctx, all.Brief) })
}

// Reports gives one answer of all of each repository (see Reading.Report), of the
// repositories of which Briefs gives the briefs.
func Reports(ctx context.Context, o Options, dirs []string) (answers []sheet.Answer, together *sheet.Together, err error) {
	return eachRepository(ctx, o, dirs, func(r *Reading) (sheet.Answer, error) { return r.Report(ctx) })
}

// readPart is what is kept of a repository of a workspace while the others are read.
type readPart struct {
	answer sheet.Answer
	dir    string
	member *collaboration.Member
	mask   func(subject string) string
	heed   func(*sheet.Sheet)
}

func eachRepository(ctx context.Context, o Options, dirs []string, ask func(*Reading) (sheet.Answer, error)) ([]sheet.Answer, *sheet.Together, error) {
	var parts []readPart
	seen := map[string]bool{}
	for i := 0; i < len(dirs); i++ {
		one := o
		one.Dir = dirs[i]
		r, err := Read(ctx, one)
		if err != nil {
			return nil, nil, err
		}
		s := r.settings
		if len(dirs) == 1 && o.Place == "" {
			members, err := s.members(&one)
			if err != nil {
				return nil, nil, err
			}
			dirs = append(dirs, members...)
		}
		if seen[s.repository.CommonDir] {
			continue
		}
		seen[s.repository.CommonDir] = true
		a, err := ask(r)
		if err != nil {
			return nil, nil, err
		}
		x := readPart{answer: a, dir: dirs[i]}
		if len(dirs) > 1 {
			x.member, x.mask, x.heed = collaboration.MemberOf(r.view), r.maskSubject(), s.heed
		}
		parts = append(parts, x)
	}
	answers, kept := make([]sheet.Answer, len(parts)), make([]string, len(parts))
	for i, x := range parts {
		answers[i] = x.answer
		if !o.Pseudonyms { // folders may be called as somebody is
			kept[i] = x.dir
		}
	}
	distinguish(answers, kept)
	if len(parts) < 2 {
		return answers, nil, nil
	}
	return answers, together(parts, answers), nil
}

// together is what is said of all of the repositories, without what the team of the first
// has accepted.
func together(parts []readPart, answers []sheet.Answer) *sheet.Together {
	masks := map[*collaboration.Member]func(string) string{}
	var members []*collaboration.Member
	for i, x := range parts {
		x.member.Name, masks[x.member] = answers[i].Repository.Name, x.mask
		members = append(members, x.member)
	}
	out := collaboration.Together(members, func(of *collaboration.Member, subject string) string { return masks[of](subject) })
	out.Findings = slices.DeleteFunc(out.Findings, func(f sheet.Located) bool {
		s := sheet.Sheet{Findings: []sheet.Finding{f.Finding}}
		parts[0].heed(&s)
		return len(s.Findings) == 0
	})
	return out
}

// maskSubject puts pseudonyms in the place of people in the subject of a commit, if they
// are asked for. It keeps nothing of the reading but their book.
func (r *Reading) maskSubject() func(string) string {
	if r.book == nil {
		return func(subject string) string { return subject }
	}
	book := r.book()
	return func(subject string) string {
		a := book.Apply(sheet.Answer{Sheets: []sheet.Sheet{{Findings: []sheet.Finding{{Evidence: []sheet.Evidence{{Text: subject}}}}}}})
		return a.Sheets[0].Findings[0].Evidence[0].Text
	}
}

// members are the directories of the workspace that the configuration names.
func (s *settings) members(o *Options) ([]string, error) {
	var out []string
	for _, m := range s.file.Workspace {
		dir := filepath.FromSlash(m.Path)
		switch {
		case m.Origin == config.User:
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(filepath.Dir(o.userConfig()), dir)
			}
		case s.repository.Root == "":
			return nil, memberFault(m, "a bare repository has no folders in which a workspace could lie")
		default:
			var ok bool
			if dir, ok = below(s.repository.Root, dir); !ok {
				return nil, memberFault(m, m.Path+" leads out of the repository, or is not there")
			}
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, memberFault(m, "there is no directory "+m.Path)
		}
		out = append(out, dir)
	}
	return out, nil
}

// below joins a path to a folder, and reports whether it stays below it when
// symbolic links are followed.
func below(root, path string) (string, bool) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return "", false
	}
	dir, err := filepath.EvalSymlinks(filepath.Join(root, path))
	if err != nil {
		return "", false
	}
	return dir, strings.HasPrefix(dir, real+string(filepath.Separator))
}

func memberFault(m config.Member, what string) error {
	return fault.New(fault.Usage, "%v: workspace: %s", m.Position, what).
		WithHint("name directories with repositories below this one, or several with -C")
}

// distinguish gives repositories of the same name the name of the folder above
// as well, if their folder is told, and a number where that is the same too.
func distinguish(answers []sheet.Answer, dirs []string) {
	count := map[string]int{}
	for i := range answers {
		count[answers[i].Repository.Name]++
	}
	taken := map[string]bool{}
	for i := range answers {
		r := &answers[i].Repository
		if count[r.Name] > 1 && dirs[i] != "" {
			r.Name = filepath.Base(filepath.Dir(absolute(dirs[i]))) + "/" + r.Name
		}
		plain := r.Name
		for n := 2; taken[r.Name]; n++ {
			r.Name = fmt.Sprintf("%s (%d)", plain, n)
		}
		taken[r.Name] = true
	}
}
