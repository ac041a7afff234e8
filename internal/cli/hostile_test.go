package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"leadline/internal/gittest"
)

// outcome is how a run of the program ended.
type outcome struct {
	status         int
	stdout, stderr string
}

// leadline runs the program in this process, with an index of its own unless
// env says otherwise.
func leadline(t testing.TB, env []string, args ...string) outcome {
	t.Helper()
	if !strings.Contains(strings.Join(env, "\n"), "LEADLINE_HOME=") {
		env = append([]string{"LEADLINE_HOME=" + t.TempDir()}, env...)
	}
	var stdout, stderr bytes.Buffer
	status := Main(args, strings.NewReader(""), &stdout, &stderr, env)
	return outcome{status, stdout.String(), stderr.String()}
}

// readers are the commands that read a repository.
var readers = [][]string{
	{"scan", "--fresh"},
	{},
	{"--format=json"},
	{"export", "lines"},
	{"export", "changes", "--format=json"},
	{"export", "identities"},
	{"verify", "--files=50", "--commits=0", "--seed=1"},
}

func at(dir string, command []string) []string {
	return append(append([]string{}, command...), "-C", dir)
}

// Whatever a repository and its configuration name to be run, reading it runs
// nothing of it.
//
// @req REQ-runs-nothing
func TestHostileConfigurationRunsNothing(t *testing.T) {
	r := gittest.BranchyRandom(t, 3, 25, 6)
	tip := r.Git("rev-parse", "HEAD")
	r.Commit("main", gittest.Commit{Files: gittest.Files{
		".gitattributes": gittest.Lines("* diff=evil filter=evil merge=evil text"),
		".mailmap":       gittest.Lines("Mallory <mallory@example.org> <ann@example.org>"),
		"evil.txt":       gittest.Lines("one", "two"),
	}})
	signed := "tree %s\nparent %s\nauthor A <a@example.org> 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000\n" +
		"gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\nSigned\n"
	r.RawCommit("main", fmt.Appendf(nil, signed, r.Git("rev-parse", "main^{tree}"), r.Git("rev-parse", "main")))
	r.Git("reset", "-q", "--hard", "main")
	r.Branch("unmerged", r.Commit("unmerged", gittest.Commit{Parents: []string{tip}, Files: gittest.Files{"other.txt": gittest.Lines("x")}}))
	touched := plant(t, r)

	// The trap works: git itself, called without care, falls into it.
	if out, err := r.TryGit("log", "-p", "--ext-diff", "-1", "main~1"); err != nil {
		t.Logf("%v: %s", err, out)
	}
	_, _ = r.TryGit("status")
	if len(touched()) < 2 {
		t.Fatalf("the trap does not work: %v", touched())
	}
	for _, name := range touched() {
		_ = os.Remove(name)
	}
	for _, command := range readers {
		o := leadline(t, nil, at(r.Dir(), command)...)
		if o.status != 0 {
			t.Errorf("%v: exit status %d: %s", command, o.status, o.stderr)
		}
		if names := touched(); len(names) > 0 {
			t.Fatalf("%v ran %v", command, names)
		}
	}
}

// plant makes a repository name a program of its own wherever git lets it, and
// returns a function that lists what has run.
func plant(t *testing.T, r *gittest.Repo) (touched func() []string) {
	t.Helper()
	dir := t.TempDir()
	marks := filepath.Join(dir, "marks")
	if err := os.Mkdir(marks, 0o777); err != nil {
		t.Fatal(err)
	}
	program := func(name string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte("#!/bin/sh\n: >'"+filepath.Join(marks, name)+"'\ncat \"$1\" 2>/dev/null\nexit 0\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, kv := range [][2]string{
		{"core.fsmonitor", program("fsmonitor")},
		{"core.pager", program("pager")},
		{"pager.log", program("pager-log")},
		{"pager.blame", program("pager-blame")},
		{"core.sshCommand", program("ssh")},
		{"core.gitProxy", program("proxy")},
		{"core.askPass", program("askpass")},
		{"core.editor", program("editor")},
		{"core.alternateRefsCommand", program("alternate-refs")},
		{"credential.helper", "!" + program("credential")},
		{"diff.external", program("diff-external")},
		{"diff.evil.command", program("diff-command")},
		{"diff.evil.textconv", program("textconv")},
		{"filter.evil.clean", program("clean")},
		{"filter.evil.smudge", program("smudge")},
		{"filter.evil.process", program("filter-process")},
		{"merge.evil.driver", program("merge-driver")},
		{"gpg.program", program("gpg")},
		{"gpg.ssh.program", program("gpg-ssh")},
		{"log.showSignature", "true"},
		{"uploadpack.packObjectsHook", program("pack-objects")},
		{"remote.origin.uploadpack", program("uploadpack")},
		{"interactive.diffFilter", program("diff-filter")},
		{"trailer.evil.command", program("trailer")},
		{"trailer.evil.cmd", program("trailer-cmd")},
		{"browser.evil.cmd", program("browser")},
		{"alias.log", "!" + program("alias-log")},
		{"alias.rev-parse", "!" + program("alias-rev-parse")},
		{"alias.cat-file", "!" + program("alias-cat-file")},
		{"submodule.fetchJobs", "1"},
		{"diff.submodule", "log"},
		{"diff.ignoreSubmodules", "none"},
		{"status.submoduleSummary", "true"},
	} {
		r.Git("config", kv[0], kv[1])
	}
	included := filepath.Join(dir, "included")
	if err := os.WriteFile(included, []byte("[core]\n\tfsmonitor = "+program("included-fsmonitor")+"\n[diff]\n\texternal = "+program("included-diff")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	hooks := filepath.Join(dir, "hooks")
	for _, place := range []string{hooks, filepath.Join(r.GitDir(), "hooks")} {
		if err := os.MkdirAll(place, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, hook := range []string{"post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout", "pre-auto-gc"} {
			body, err := os.ReadFile(program("hook-" + hook))
			if err == nil {
				err = os.WriteFile(filepath.Join(place, hook), body, 0o755)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	r.Git("config", "core.hooksPath", hooks)
	r.Git("config", "include.path", included)
	return func() []string {
		names, err := filepath.Glob(filepath.Join(marks, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
}

// A clone that lacks objects and says that another repository has them is read
// without asking that one, however it is named.
//
// @req REQ-asks-nobody
func TestHostilePromisorIsNotAsked(t *testing.T) {
	for name, remote := range map[string]func(r *gittest.Repo, program string){
		"ext": func(r *gittest.Repo, program string) {
			r.Git("config", "remote.origin.url", "ext::"+program+" %S")
			r.Git("config", "protocol.ext.allow", "always")
		},
		"uploadpack": func(r *gittest.Repo, program string) { r.Git("config", "remote.origin.uploadpack", program) },
		"ssh": func(r *gittest.Repo, program string) {
			r.Git("config", "remote.origin.url", "ssh://example.invalid/x")
			r.Git("config", "core.sshCommand", program)
		},
		"helper": func(r *gittest.Repo, program string) {
			r.Git("config", "remote.origin.vcs", "ext")
			r.Git("config", "remote.origin.url", program+" %S")
		},
		"proxy": func(r *gittest.Repo, program string) {
			r.Git("config", "remote.origin.url", "git://example.invalid/x")
			r.Git("config", "core.gitProxy", program)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, filter := range []string{"blobs", "trees"} {
				r := gittest.Partial(gittest.Linear(t))
				touched := plant(t, r)
				dir := t.TempDir()
				mark, program := filepath.Join(dir, "mark"), filepath.Join(dir, "program")
				if err := os.WriteFile(program, []byte("#!/bin/sh\n: >'"+mark+"'\n"), 0o755); err != nil {
					t.Fatal(err)
				}
				r.Git("config", "--unset-all", "remote.origin.uploadpack")
				r.Git("config", "--unset-all", "core.sshCommand")
				r.Git("config", "--unset-all", "core.gitProxy")
				remote(r, program)
				if filter == "trees" {
					for _, p := range r.Packs() {
						_ = os.Remove(p)
						_ = os.Remove(strings.TrimSuffix(p, ".pack") + ".idx")
						_ = os.Remove(strings.TrimSuffix(p, ".pack") + ".promisor")
					}
				}
				for _, command := range readers {
					o := leadline(t, nil, at(r.Dir(), command)...)
					if o.status == 0 || o.status == 70 {
						t.Errorf("%s, %v: exit status %d: %s", filter, command, o.status, o.stderr)
					}
					if names := touched(); len(names) > 0 {
						t.Errorf("%s, %v ran %v", filter, command, names)
					}
					if _, err := os.Stat(mark); err == nil {
						t.Fatalf("%s, %v asked the remote", filter, command)
					}
				}
			}
		})
	}
}

// Nothing that a repository holds reaches a terminal as a command to it, and
// what is not text stays readable for programs.
//
// @req REQ-visible-text
func TestHostileTextIsVisible(t *testing.T) {
	r := gittest.Hostile(t)
	r.Branch("evil\u202ebranch", r.Commit("scratch", gittest.Commit{
		Parents: []string{}, Message: "\x1b[2Jclear\n",
		Author: gittest.Identity{Name: "\x1b[31mred", Email: "e"}, Files: gittest.Files{"\x1b[31mfile": gittest.Lines("\x1b[0m")},
	}))
	r.Git("symbolic-ref", "HEAD", "refs/heads/main")
	commands := append([][]string{
		{"export", "lines", "\x1b[31mred.txt"},
		{"export", "lines", "no\x1b[31msuch"},
		{"scan", "--at", "no\x1b[31msuch"},
		{"scan", "--at", "no\x1b[31msuch", "--format=json"},
	}, readers...)
	for _, command := range commands {
		o := leadline(t, nil, at(r.Dir(), command)...)
		if o.status != 0 && o.status != 2 {
			t.Errorf("%q: exit status %d: %s", command, o.status, o.stderr)
		}
		for stream, text := range map[string]string{"stdout": o.stdout, "stderr": o.stderr} {
			if !utf8.ValidString(text) {
				t.Errorf("%q: %s is not UTF-8", command, stream)
			}
			if i := strings.IndexFunc(text, acting); i >= 0 {
				t.Errorf("%q: %s holds %q", command, stream, text[max(0, i-40):min(len(text), i+40)])
			}
		}
	}
}

func acting(r rune) bool {
	return r != '\n' && r != '\u200c' && r != '\u200d' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp))
}

// However a repository configures git's output, the answers are the same.
func TestHostileConfigurationChangesNothing(t *testing.T) {
	r := gittest.BranchyRandom(t, 5, 30, 8)
	r.Git("reset", "-q", "--hard")
	ignored := filepath.Join(t.TempDir(), "ignored")
	if err := os.WriteFile(ignored, []byte(r.Git("rev-list", "HEAD")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	answers := func() []string {
		var all []string
		for _, command := range readers {
			o := leadline(t, nil, append(at(r.Dir(), command), "--quiet")...)
			all = append(all, fmt.Sprint(command, o.status, o.stdout, o.stderr))
		}
		return all
	}
	want := answers()
	compare := func(what string) (same bool) {
		for i, got := range answers() {
			if got != want[i] {
				t.Errorf("%s changes the answer of %v\n%.600s\nwithout it\n%.600s", what, readers[i], got, want[i])
				return false
			}
		}
		return true
	}
	settings := [][2]string{
		{"diff.orderFile", "/nowhere/order"},
		{"diff.renames", "copies"},
		{"diff.renameLimit", "1"},
		{"diff.algorithm", "histogram"},
		{"diff.indentHeuristic", "false"},
		{"diff.ignoreSubmodules", "all"},
		{"diff.submodule", "log"},
		{"diff.noprefix", "true"},
		{"diff.mnemonicPrefix", "true"},
		{"diff.context", "0"},
		{"diff.interHunkContext", "9"},
		{"diff.relative", "true"},
		{"diff.suppressBlankEmpty", "true"},
		{"diff.wordRegex", "."},
		{"diff.colorMoved", "true"},
		{"diff.dirstat", "files"},
		{"diff.wsErrorHighlight", "all"},
		{"log.showRoot", "false"},
		{"log.date", "human"},
		{"log.decorate", "full"},
		{"log.follow", "true"},
		{"log.diffMerges", "combined"},
		{"log.mailmap", "true"},
		{"log.abbrevCommit", "true"},
		{"format.pretty", "oneline"},
		{"format.notes", "*"},
		{"notes.displayRef", "*"},
		{"color.ui", "always"},
		{"color.diff", "always"},
		{"i18n.logOutputEncoding", "ISO-8859-1"},
		{"i18n.commitEncoding", "ISO-8859-1"},
		{"core.abbrev", "4"},
		{"core.quotePath", "false"},
		{"core.ignoreCase", "true"},
		{"core.precomposeUnicode", "true"},
		{"core.autocrlf", "true"},
		{"core.eol", "crlf"},
		{"core.whitespace", "cr-at-eol"},
		{"core.bigFileThreshold", "1"},
		{"core.fileMode", "false"},
		{"core.symlinks", "false"},
		{"blame.blankBoundary", "true"},
		{"blame.showRoot", "true"},
		{"blame.showEmail", "true"},
		{"blame.date", "human"},
		{"blame.coloring", "highlightRecent"},
		{"blame.ignoreRevsFile", ignored},
		{"blame.markUnblamableLines", "true"},
		{"mailmap.file", "/nowhere/mailmap"},
		{"mailmap.blob", "HEAD:nowhere"},
		{"core.attributesFile", "/nowhere/attributes"},
		{"core.excludesFile", "/nowhere/excludes"},
		{"core.commitGraph", "false"},
		{"core.warnAmbiguousRefs", "true"},
		{"log.excludeDecoration", "*"},
		{"grep.lineNumber", "true"},
		{"tag.sort", "-version:refname"},
		{"branch.sort", "-committerdate"},
		{"column.ui", "always"},
		{"core.pager", "false"},
		{"core.logAllRefUpdates", "always"},
		{"core.multiPackIndex", "false"},
		{"fetch.writeCommitGraph", "true"},
		{"status.relativePaths", "true"},
		{"advice.detachedHead", "true"},
	}
	for _, kv := range settings {
		r.Git("config", kv[0], kv[1])
	}
	if compare("all of it") {
		return
	}
	for _, kv := range settings {
		r.Git("config", "--unset-all", kv[0])
	}
	for _, kv := range settings { // which one is it?
		r.Git("config", kv[0], kv[1])
		compare(kv[0] + " = " + kv[1])
		r.Git("config", "--unset-all", kv[0])
	}
}
