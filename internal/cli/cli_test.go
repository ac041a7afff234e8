package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
)

// runProbe runs the command line `leadline probe ARGS` of a program that has
// one more command.
func runProbe(stdout io.Writer, run func(*app, *cobra.Command) error, args ...string) (status int, stderr string) {
	var errs bytes.Buffer
	status = mainWith(func(a *app) []*cobra.Command {
		return append(a.commands(), a.command(&cobra.Command{
			Use:  "probe",
			RunE: func(cmd *cobra.Command, _ []string) error { return run(a, cmd) },
		}, traits{
			selects: []selection{dirFlag, atFlag, asOfFlag, sinceFlag},
			formats: []string{"text", "json", "csv"},
			exits:   []fault.Kind{fault.Findings, fault.Incomplete},
		}))
	}, append([]string{"probe"}, args...), strings.NewReader(""), stdout, &errs, []string{"A=1", "A=2", "TERM=dumb"})
	return status, errs.String()
}

func TestOutcomes(t *testing.T) {
	noSpace := errors.New("no space left on device")
	for _, tc := range []struct {
		name   string
		run    func(*app, *cobra.Command) error
		stdout io.Writer
		status int
		stderr []string // what it contains; nothing means that it is empty
	}{
		{"fine", func(*app, *cobra.Command) error { return nil }, io.Discard, 0, nil},
		{"findings", func(*app, *cobra.Command) error { return fault.Status(fault.Findings) }, io.Discard, 1, nil},
		{
			"findings from incomplete evidence",
			func(*app, *cobra.Command) error {
				return errors.Join(fault.New(fault.Incomplete, "shallow"), fault.Status(fault.Findings))
			},
			io.Discard, 1,
			[]string{"leadline: error: shallow\n"},
		},
		{
			"an error that nobody foresaw",
			func(*app, *cobra.Command) error { return errors.New("what") },
			io.Discard, 70,
			[]string{"leadline: error: what\n", "leadline: hint: this is a defect"},
		},
		{
			"a panic",
			func(*app, *cobra.Command) error { panic("boom") },
			io.Discard, 70,
			[]string{"leadline: error: internal fault: boom\n", "leadline: hint: this is a defect", "cli_test.go:"},
		},
		{
			"a write that fails and is returned", printAnswer,
			failing{noSpace},
			4,
			[]string{"leadline: error: cannot write the answer to standard output: no space left on device\n", "leadline: hint: "},
		},
		{
			"a write that fails and is not looked at",
			func(a *app, _ *cobra.Command) error { fmt.Fprint(a.stdout, strings.Repeat("x", 1<<20)); return nil },
			failing{noSpace},
			4,
			[]string{"no space left on device\n"},
		},
		{
			"findings that were not delivered",
			func(a *app, cmd *cobra.Command) error {
				_ = printAnswer(a, cmd)
				return fault.Status(fault.Findings)
			},
			failing{noSpace},
			4,
			[]string{"no space left on device\n"},
		},
		{"a closed pipe", printAnswer, failing{io.ErrClosedPipe}, 4, nil},
		{
			"a panic while the pipe is closed",
			func(a *app, cmd *cobra.Command) error { _ = printAnswer(a, cmd); panic("boom") },
			failing{io.ErrClosedPipe},
			70,
			[]string{"internal fault: boom\n"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, stderr := runProbe(tc.stdout, tc.run)
			if status != tc.status {
				t.Errorf("exit status %d, want %d", status, tc.status)
			}
			for _, want := range tc.stderr {
				if !strings.Contains(stderr, want) {
					t.Errorf("stderr lacks %q:\n%s", want, stderr)
				}
			}
			if len(tc.stderr) == 0 && stderr != "" {
				t.Errorf("stderr: %s", stderr)
			}
		})
	}
}

// printAnswer is a command whose answer does not fit into a buffer.
func printAnswer(a *app, _ *cobra.Command) error {
	_, err := io.WriteString(a.stdout, strings.Repeat("answer\n", 1<<16))
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot interrupt itself on Windows")
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	interrupted := func(a *app, cmd *cobra.Command) bool {
		fmt.Fprintln(a.stdout, "so far")
		if err := self.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		select {
		case <-cmd.Context().Done():
			return true
		case <-time.After(10 * time.Second):
			t.Error("the interrupt did not arrive")
			return false
		}
	}
	var out bytes.Buffer
	status, stderr := runProbe(&out, func(a *app, cmd *cobra.Command) error {
		interrupted(a, cmd)
		// What a program that was killed reports does not look like an interruption.
		return errors.New("git: signal: killed")
	})
	if status != 130 || stderr != "leadline: error: interrupted\n" {
		t.Errorf("exit status %d, stderr %q", status, stderr)
	}
	if out.String() != "so far\n" {
		t.Errorf("stdout %q", out.String())
	}
	if status, _ := runProbe(io.Discard, func(a *app, cmd *cobra.Command) error { interrupted(a, cmd); return nil }); status != 0 {
		t.Errorf("exit status %d of a command that ended well all the same", status)
	}
	if status, _ := runProbe(io.Discard, func(a *app, cmd *cobra.Command) error { interrupted(a, cmd); panic("boom") }); status != 70 {
		t.Errorf("exit status %d of a panic after an interrupt", status)
	}
}

func TestSharedFlags(t *testing.T) {
	var got globalOptions
	var of *app
	keep := func(a *app, _ *cobra.Command) error { got, of = a.global, a; return nil }
	if status, stderr := runProbe(io.Discard, keep); status != 0 {
		t.Fatal(stderr)
	}
	if got.dir != "." || got.at != "" || !got.asOf.IsZero() || !got.since.IsZero() || got.format != "text" ||
		got.color.value != "auto" || got.quiet || got.verbose || got.offline {
		t.Errorf("defaults: %+v", got)
	}
	if of.getenv("A") != "2" || of.getenv("B") != "" {
		t.Errorf("environment: A=%q B=%q", of.getenv("A"), of.getenv("B"))
	}
	if of.colors() || of.progress() {
		t.Error("colours or progress without a terminal")
	}
	args := []string{"-C", "x", "--at=v1", "--as-of", "2026-02-28", "--since=1969-12-31", "--format", "csv", "--color=always", "-q", "--offline"}
	if status, stderr := runProbe(io.Discard, keep, args...); status != 0 {
		t.Fatal(stderr)
	}
	if got.dir != "x" || got.at != "v1" || got.asOf.String() != "2026-02-28" || got.since.Unix() != -24*60*60 || got.format != "csv" ||
		!of.colors() || !got.quiet || !got.offline {
		t.Errorf("%+v", got)
	}
}

func TestMessages(t *testing.T) {
	say := func(a *app, _ *cobra.Command) error {
		a.note("read %s", "a\x1b[31m")
		a.detail("more")
		return nil
	}
	for _, tc := range []struct{ flag, want string }{
		{"--color=never", "leadline: read a\\x1b[31m\n"},
		{"--quiet", ""},
		{"--verbose", "leadline: read a\\x1b[31m\nleadline: more\n"},
	} {
		if _, stderr := runProbe(io.Discard, say, tc.flag); stderr != tc.want {
			t.Errorf("%s: %q, want %q", tc.flag, stderr, tc.want)
		}
	}
}

func TestHelpShowsDeclaredExits(t *testing.T) {
	var out bytes.Buffer
	if status, stderr := runProbe(&out, nil, "--help"); status != 0 {
		t.Fatal(stderr)
	}
	for _, want := range []string{"\n  1    there are new findings", "\n  3    answered from incomplete", "--since DATE", "text, json, csv"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("help lacks %q:\n%s", want, out.String())
		}
	}
}

// TestEveryCommand holds what all commands owe to their users.
func TestEveryCommand(t *testing.T) {
	root := (&app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard}).root((*app).commands)
	for _, cmd := range append(root.Commands(), root) {
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: the short text is a line without full stop, not %q", cmd.CommandPath(), cmd.Short)
		}
		if cmd.Annotations[exitStatus] == "" {
			t.Errorf("%s was not made by app.command", cmd.CommandPath())
		}
		// One argument more than the files that a duty of files takes.
		if err := cmd.ValidateArgs(make([]string, mostFiles+1)); cmd.Name() != "help" && fault.KindOf(err) != fault.Usage {
			t.Errorf("%s takes any number of arguments", cmd.CommandPath())
		}
	}
}

func TestBuild(t *testing.T) {
	vcs := &debug.BuildInfo{Main: debug.Module{Version: "v0.1.0+dirty"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "1234"},
		{Key: "vcs.time", Value: "2026-11-22T10:00:00Z"},
		{Key: "vcs.modified", Value: "true"},
	}}
	const unfilled = "$Format:%H %cI$\n"
	for _, tc := range []struct {
		name          string
		info          *debug.BuildInfo
		linked, stamp string
		want          string
	}{
		{"clone", vcs, "", unfilled, "leadline v0.1.0+dirty\nbuilt from commit 1234 of 2026-11-22T10:00:00Z, modified\n"},
		{"release", vcs, "v9", unfilled, "leadline v9\nbuilt from commit 1234 of 2026-11-22T10:00:00Z, modified\n"},
		{"archive", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "", "5678 2026-11-22T12:30:00+02:00\n", "leadline unknown\nbuilt from commit 5678 of 2026-11-22T10:30:00Z\n"},
		{"archive inside another repository", vcs, "", "5678 2026-11-22T12:30:00+02:00\n", "leadline unknown\nbuilt from commit 5678 of 2026-11-22T10:30:00Z\n"},
		{"nothing known", &debug.BuildInfo{}, "", unfilled, "leadline unknown\nbuilt from an unknown commit\n"},
		{"installed by version", &debug.BuildInfo{Main: debug.Module{Version: "v1.0.0"}}, "", unfilled, "leadline v1.0.0\nbuilt from an unknown commit\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := buildFrom(tc.info, tc.linked, tc.stamp).String()
			if want := tc.want + "with " + runtime.Version() + " for " + runtime.GOOS + "/" + runtime.GOARCH + "\n"; got != want {
				t.Errorf("got:\n%swant:\n%s", got, want)
			}
		})
	}
}
