package run

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/conformance"
	"leadline/internal/analysis/generated"
	"leadline/internal/analysis/people"
	"leadline/internal/config"
	"leadline/internal/duty"
	"leadline/internal/duty/all"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// maxSetting bounds files of settings in bytes.
const maxSetting = 1 << 20

// settings are what the tree at the head and the user's file say of how to
// answer.
type settings struct {
	repository *git.Repository
	file       *config.File
	duty       duty.Settings
	asOf       time.Time
}

// readSettings reads the configuration and the mailmap of the commit that is
// read, and the user's own configuration.
func readSettings(ctx context.Context, f *Facts, o *Options) (*settings, error) {
	return settingsOf(ctx, f.Repository, f.History.File, nil, o)
}

// settingsOf reads them from the files of a tree; texts are contents that git does not
// hold.
func settingsOf(ctx context.Context, repository *git.Repository, find func(fact.Path) *fact.File, texts map[fact.BlobID][]byte, o *Options) (*settings, error) {
	s := &settings{repository: repository, asOf: o.AsOf}
	var names []fact.File
	for _, name := range []fact.Path{config.FileName, config.BaselineName, ".mailmap", ignoreRevs} {
		// One that is a link or a submodule says nothing.
		if file := find(name); file != nil && (file.Mode == fact.ModeFile || file.Mode == fact.ModeExecutable) {
			names = append(names, *file)
		}
	}
	contents, err := repository.Contents(ctx, names, maxSetting)
	if err != nil && !errors.Is(err, git.ErrMissing) {
		return nil, err
	}
	for i := range names {
		if text, ok := texts[names[i].Blob]; ok {
			contents[i] = text
		}
	}
	var team, baseline, mailmap, ignored []byte
	for i := range names {
		switch {
		case names[i].Path == ".mailmap":
			mailmap = contents[i] // one that is missing joins nobody
		case names[i].Path == ignoreRevs:
			ignored = contents[i]
		case contents[i] == nil:
			return nil, fault.New(fault.Incomplete, "%s of the commit that is read cannot be had", names[i].Path).
				WithHint("see what `git fsck` says of the repository")
		case names[i].Path == config.BaselineName:
			baseline = contents[i]
		default:
			team = contents[i]
		}
	}
	if s.file, err = o.configuration(team); err != nil {
		return nil, err
	}
	s.duty = dutySettings(s.file)
	if s.duty.Architecture, err = declaredArchitecture(&s.file.Architecture, baseline); err != nil {
		return nil, err
	}
	s.duty.People.Mailmap, s.duty.People.Ignored = mailmap, commitList(ignored)
	return s, nil
}

// ignoreRevs is where a team lists commits that blame is to pass over, by habit and
// at the forges.
const ignoreRevs = ".git-blame-ignore-revs"

// commitList reads object ids, one a line; what follows a # is a remark.
func commitList(content []byte) map[fact.CommitID]bool {
	out := map[fact.CommitID]bool{}
	for line := range strings.Lines(string(content)) {
		id, _, _ := strings.Cut(line, "#")
		if id = strings.TrimSpace(id); len(id) >= 40 {
			out[fact.CommitID(id)] = true
		}
	}
	return out
}

// configuration merges the team's file over the user's.
func (o *Options) configuration(team []byte) (*config.File, error) {
	known := Known()
	base := &config.File{}
	if name := o.userConfig(); name != "" {
		content, err := readBounded(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, fault.New(fault.Usage, "%w", err).WithHint("see that you may read %s, or remove it", name)
		default:
			if base, err = config.Parse(name, content, config.User, known); err != nil {
				return nil, err
			}
		}
	}
	over, err := config.Parse(config.FileName, team, config.Repository, known)
	if err != nil {
		return nil, err
	}
	return config.Merge(base, over), nil
}

// userConfig names the user's own configuration, which need not exist.
func (o *Options) userConfig() string {
	if o.Getenv == nil {
		return ""
	}
	for _, place := range [][2]string{{"XDG_CONFIG_HOME", ""}, {"HOME", ".config"}, {"APPDATA", ""}} {
		if dir := o.Getenv(place[0]); filepath.IsAbs(dir) {
			return filepath.Join(dir, place[1], "leadline", config.FileName)
		}
	}
	return ""
}

func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	return io.ReadAll(io.LimitReader(f, maxSetting+1))
}

// Known are the names that a configuration may use: the rules of all duties
// with their thresholds.
func Known() config.Known {
	var k config.Known
	for _, d := range all.Duties() {
		for _, r := range d.Rules {
			rule := config.Rule{ID: r.ID, Doc: r.Title}
			for _, t := range r.Thresholds {
				rule.Thresholds = append(rule.Thresholds, config.Threshold{
					Name: t.Name, Doc: t.Doc, Default: t.Default, Least: t.Least, Most: t.Most,
				})
			}
			k.Rules = append(k.Rules, rule)
		}
	}
	return k
}

func dutySettings(f *config.File) duty.Settings {
	s := duty.Settings{
		People: people.Rules{
			Merge: f.People.Merge, Split: f.People.Split,
			Bots: f.People.Bots, Agents: f.People.Agents, Humans: f.People.Humans,
		},
		Rules: map[string]duty.RuleSettings{},
	}
	for id, r := range f.Rules {
		s.Rules[id] = duty.RuleSettings{Off: f.Off(id), Level: sheet.Level(r.Level), Thresholds: r.Thresholds}
	}
	for _, c := range f.CoChange {
		s.CoChanges = append(s.CoChanges, duty.CoChange{When: fitPath(c.When), Then: fitPath(c.Then), Others: c.Then, Reason: c.Reason, Line: c.Line})
	}
	within := fitPath(f.Patterned)
	s.Patterned = func(p fact.Path) bool {
		for ; p != ""; p = p.Folder() {
			if within(p) {
				return true
			}
		}
		return false
	}
	s.Kind = func(path fact.Path) (generated.Kind, bool) {
		switch f.Paths.Class(string(path)) {
		case config.Written:
			return generated.Written, true
		case config.Vendored:
			return generated.Vendored, true
		case config.Generated:
			return generated.Code, true
		}
		return generated.Written, false
	}
	return s
}

// declaredArchitecture is what is declared of the structure of the code; nil if nothing is.
func declaredArchitecture(a *config.Architecture, baseline []byte) (*duty.Architecture, error) {
	if len(a.Components) == 0 {
		return nil, nil
	}
	known, err := config.ParseBaseline(baseline)
	if err != nil {
		return nil, err
	}
	out := &duty.Architecture{}
	out.Component = func(p fact.Path) string { return a.Component(string(p)) }
	for _, c := range a.Components {
		out.Components = append(out.Components, duty.Component{Name: c.Name, Line: c.Line, Fit: fit([]string{c.Name})})
	}
	for _, r := range a.Rules {
		rule := conformance.Rule{Name: r.Name, Reason: r.Reason, Decision: r.Decision, Kind: ruleKinds[r.Kind], From: fit(r.From), To: fit(r.To)}
		for _, layer := range r.Layers {
			rule.Layers = append(rule.Layers, fit(layer))
		}
		out.Rules, out.Words = append(out.Rules, rule), append(out.Words, inWords(&r))
	}
	for _, b := range known {
		out.Known = append(out.Known, duty.KnownBreach{Rule: b.Rule, Reason: b.Reason, From: folderNamed(b.From), To: folderNamed(b.To), Line: b.Line})
	}
	return out, nil
}

// inWords says what a rule asks for.
func inWords(r *config.ArchitectureRule) string {
	from, to := strings.Join(r.From, ", "), strings.Join(r.To, ", ")
	switch r.Kind {
	case config.Layers:
		layers := make([]string, len(r.Layers))
		for i, l := range r.Layers {
			layers[i] = strings.Join(l, ", ")
		}
		return "none needs one above it: " + strings.Join(layers, " > ")
	case config.Forbidden:
		return from + " needs nothing of " + to
	case config.Allowed:
		if to == "" {
			return from + " needs none of the others"
		}
		return from + " needs nothing but " + to
	case config.Independent:
		return "none needs another one: " + from
	case config.Protected:
		return "none but " + to + " needs " + from
	}
	return "no cycle among " + from
}

var ruleKinds = map[config.RuleKind]conformance.Kind{
	config.Layers: conformance.Layers, config.Forbidden: conformance.Forbidden, config.Allowed: conformance.Allowed,
	config.Independent: conformance.Independent, config.Protected: conformance.Protected, config.Acyclic: conformance.Acyclic,
}

// fitPath tells the paths that patterns mean.
func fitPath(patterns []string) func(fact.Path) bool {
	return func(p fact.Path) bool {
		return slices.ContainsFunc(patterns, func(pattern string) bool { return config.Match(pattern, string(p)) })
	}
}

// fit tells the components that names mean.
func fit(names []string) conformance.Fit {
	return func(component string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return config.Match(name, component) })
	}
}

// folderNamed is a folder as a baseline names it: the top one is a dot.
func folderNamed(s string) fact.Path {
	if s == "." {
		return ""
	}
	return fact.Path(s)
}

// heed takes out of a sheet the findings that the team has accepted, and says
// how many they were. An acceptance that has run out accepts nothing.
func (s *settings) heed(x *sheet.Sheet) {
	n := len(x.Findings)
	x.Findings = slices.DeleteFunc(x.Findings, func(f sheet.Finding) bool { return s.accepted(f.Fingerprint) })
	if n -= len(x.Findings); n > 0 {
		x.Figures = append(x.Figures, sheet.Figure{
			ID: x.Duty + "/accepted", Label: duty.Plural(n, "accepted finding left out", "accepted findings left out"),
			State: sheet.Known, Value: sheet.Int(n), Basis: sheet.Declared,
		})
	}
}

func (s *settings) accepted(fingerprint string) bool {
	return slices.ContainsFunc(s.file.Accept, func(a config.Acceptance) bool {
		return a.Fingerprint == fingerprint && !a.Expired(s.asOf)
	})
}
