package run

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"leadline/internal/config"
	"leadline/internal/duty"
	"leadline/internal/fact"
)

// loosened tells what the configuration of a head takes back of what was declared at
// the base, and which exceptions it adds.
func loosened(ctx context.Context, base *settings, head func(fact.Path) *fact.File, texts map[fact.BlobID][]byte, o *Options) ([]duty.Loosening, error) {
	now, err := settingsOf(ctx, base.repository, head, texts, o)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		reason, _, _ := strings.Cut(err.Error(), "\n")
		return []duty.Loosening{{What: "what the head declares cannot be read: " + reason, Key: "unreadable", File: config.FileName}}, nil
	}
	l := &loosening{old: base.file, now: now.file}
	l.components()
	l.rules()
	l.cochanges()
	l.settings(&duty.View{Settings: base.duty}, &duty.View{Settings: now.duty})
	l.paths()
	l.acceptances()
	l.baseline(base.duty.Architecture, now.duty.Architecture)
	return l.found, nil
}

type loosening struct {
	old, now *config.File
	found    []duty.Loosening
}

func (l *loosening) tell(file string, line int, key, format string, args ...any) {
	l.found = append(l.found, duty.Loosening{What: fmt.Sprintf(format, args...), Key: key, File: file, Line: line})
}

func (l *loosening) components() {
	for _, was := range l.old.Architecture.Components {
		i := slices.IndexFunc(l.now.Architecture.Components, func(c config.Component) bool { return c.Name == was.Name })
		switch {
		case i < 0:
			l.tell(config.FileName, 0, "component "+was.Name, "component %q is gone", was.Name)
		case lost(was.Paths, l.now.Architecture.Components[i].Paths):
			l.tell(config.FileName, l.now.Architecture.Components[i].Line, "component "+was.Name, "component %q has fewer paths", was.Name)
		}
	}
}

// lost tells that something of a list is not in another one.
func lost(of, in []string) bool {
	return slices.ContainsFunc(of, func(s string) bool { return !slices.Contains(in, s) })
}

func (l *loosening) rules() {
	for _, was := range l.old.Architecture.Rules {
		i := slices.IndexFunc(l.now.Architecture.Rules, func(r config.ArchitectureRule) bool { return r.Name == was.Name })
		if i < 0 {
			l.tell(config.FileName, 0, "rule "+was.Name, "rule %q is gone", was.Name)
			continue
		}
		if now := l.now.Architecture.Rules[i]; weaker(&was, &now) {
			l.tell(config.FileName, now.Line, "rule "+was.Name, "rule %q forbids less", was.Name)
		}
	}
}

// weaker tells that a rule forbids less than before, as far as its words tell.
func weaker(was, now *config.ArchitectureRule) bool {
	if was.Kind != now.Kind {
		return true
	}
	switch was.Kind {
	case config.Allowed, config.Protected:
		return lost(was.From, now.From) || lost(now.To, was.To)
	case config.Layers:
		return !reflect.DeepEqual(was.Layers, now.Layers) && !contains(now.Layers, was.Layers)
	}
	return lost(was.From, now.From) || lost(was.To, now.To)
}

// contains tells that layers hold others in the same order, each with all its names.
func contains(layers, others [][]string) bool {
	for _, layer := range layers {
		if len(others) > 0 && !lost(others[0], layer) {
			others = others[1:]
		}
	}
	return len(others) == 0
}

func (l *loosening) cochanges() {
	for _, was := range l.old.CoChange {
		if !slices.ContainsFunc(l.now.CoChange, func(c config.CoChange) bool { return !lost(was.When, c.When) && !lost(c.Then, was.Then) }) {
			l.tell(config.FileName, 0, "cochange "+strings.Join(was.When, " ")+" "+strings.Join(was.Then, " "), "that %s changes along with %s is not declared any more",
				strings.Join(was.Then, ", "), strings.Join(was.When, ", "))
		}
	}
}

// settings tells of rules that are off, of a lower level or decide otherwise, whether
// that is said or is what holds where nothing is said any more.
func (l *loosening) settings(was, now *duty.View) {
	for _, r := range Rules() {
		line := l.now.Rules[r.ID].Line
		switch {
		case was.Off(&r):
			continue
		case now.Off(&r):
			l.tell(config.FileName, line, "off "+r.ID, "%s is switched off", r.ID)
			continue
		case now.Level(&r).Rank() > was.Level(&r).Rank():
			l.tell(config.FileName, line, "level "+r.ID, "%s is only a %s now", r.ID, now.Level(&r))
		}
		for _, t := range r.Thresholds {
			if a, b := was.Threshold(&r, t.Name), now.Threshold(&r, t.Name); a != b {
				l.tell(config.FileName, line, "threshold "+r.ID+" "+t.Name, "%s decides by %s of %v now, and not of %v", r.ID, t.Name, b, a)
			}
		}
	}
}

func (l *loosening) paths() {
	for _, x := range []struct {
		what     string
		was, now []string
	}{{"vendored", l.old.Paths.Vendored, l.now.Paths.Vendored}, {"generated", l.old.Paths.Generated, l.now.Paths.Generated}} {
		for _, p := range x.now {
			if !slices.Contains(x.was, p) {
				l.tell(config.FileName, 0, x.what+" "+p, "%s counts as %s, and is not judged", p, x.what)
			}
		}
	}
}

func (l *loosening) acceptances() {
	for _, now := range l.now.Accept {
		i := slices.IndexFunc(l.old.Accept, func(a config.Acceptance) bool { return a.Fingerprint == now.Fingerprint })
		if i < 0 {
			l.tell(config.FileName, now.Line, "accept "+now.Fingerprint, "finding %s is accepted: %s", now.Fingerprint, now.Reason)
			continue
		}
		if was := l.old.Accept[i]; !was.Until.IsZero() && (now.Until.IsZero() || now.Until.After(was.Until)) {
			l.tell(config.FileName, now.Line, "accept "+now.Fingerprint, "finding %s is accepted for longer: %s", now.Fingerprint, now.Reason)
		}
	}
}

func (l *loosening) baseline(was, now *duty.Architecture) {
	if now == nil {
		return
	}
	for _, k := range now.Known {
		if was == nil || !slices.ContainsFunc(was.Known, func(o duty.KnownBreach) bool { return o.Rule == k.Rule && o.From == k.From && o.To == k.To }) {
			l.tell(config.BaselineName, k.Line, "known "+k.Rule+" "+string(k.From)+" "+string(k.To), "that %s needs %s against %q is accepted: %s", folderName(k.From), folderName(k.To), k.Rule, k.Reason)
		}
	}
}
