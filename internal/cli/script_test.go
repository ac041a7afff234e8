package cli

import (
	"bytes"
	_ "embed"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"leadline": func() {
			os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
		},
	})
}

// TestScripts runs the transcripts in testdata/script. Besides testscript's
// own words they know
//
//	status N PROGRAM ARGS…   run a program that must end with exit status N
//	repository DIR           make a repository of testdata/shop.stream in DIR,
//	                         on its branch main, with nothing checked out
//	[exists:FILE]            whether a file of this machine exists
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update, // -update writes what cmp compares anew
		Setup:               isolate,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "repository": repository,
		},
		Condition: func(cond string) (bool, error) {
			file, ok := strings.CutPrefix(cond, "exists:")
			if !ok {
				return false, errors.New("unknown condition")
			}
			_, err := os.Stat(file)
			return err == nil, nil
		},
	})
}

// isolate keeps the configuration of the user and of the machine from git.
func isolate(env *testscript.Env) error {
	env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	env.Setenv("GIT_CEILING_DIRECTORIES", env.WorkDir)
	return nil
}

//go:embed testdata/shop.stream
var shop []byte

func repository(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: repository DIR")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(ts.Exec("git", "init", "--quiet", "--initial-branch=main", "--object-format=sha1", dir))
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	cmd.Stdin = bytes.NewReader(shop)
	if out, err := cmd.CombinedOutput(); err != nil {
		ts.Fatalf("git fast-import: %v\n%s", err, out)
	}
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}
