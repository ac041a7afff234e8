package run

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"leadline/internal/config"
	"leadline/internal/duty/all"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// MostNeeds is how many findings the brief of a workspace shows.
const MostNeeds = 7

// Briefs gives the briefs of several repositories, in the order of the
// directories; of a single one also those of the members of its workspace,
// which its configuration names. No two are of the same repository, and no two
// have the same name.
func Briefs(ctx context.Context, o Options, dirs []string) ([]sheet.Answer, error) {
	return eachRepository(ctx, o, dirs, func(r *Reading) (sheet.Answer, error) { return r.answer(ctx, all.Brief) })
}

// Reports gives one answer of all of each repository (see Reading.Report), of the
// repositories of which Briefs gives the briefs.
func Reports(ctx context.Context, o Options, dirs []string) ([]sheet.Answer, error) {
	return eachRepository(ctx, o, dirs, func(r *Reading) (sheet.Answer, error) { return r.Report(ctx) })
}

func eachRepository(ctx context.Context, o Options, dirs []string, ask func(*Reading) (sheet.Answer, error)) ([]sheet.Answer, error) {
	var answers []sheet.Answer
	var kept []string
	seen := map[string]bool{}
	for i := 0; i < len(dirs); i++ {
		one := o
		one.Dir = dirs[i]
		r, err := Read(ctx, one)
		if err != nil {
			return nil, err
		}
		s := r.settings
		if len(dirs) == 1 && o.Place == "" {
			members, err := s.members(&one)
			if err != nil {
				return nil, err
			}
			dirs = append(dirs, members...)
		}
		if seen[s.repository.CommonDir] {
			continue
		}
		seen[s.repository.CommonDir] = true
		a, err := ask(r)
		if err != nil {
			return nil, err
		}
		answers, kept = append(answers, a), append(kept, dirs[i])
	}
	if o.Pseudonyms { // folders may be called as somebody is
		kept = make([]string, len(kept))
	}
	distinguish(answers, kept)
	return answers, nil
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
