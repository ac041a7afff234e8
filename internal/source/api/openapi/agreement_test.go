package openapi

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// TestAgreesWithOasdiff holds what is told against the command oasdiff breaking:
// LEADLINE_OASDIFF is the program, LEADLINE_OPENAPI a folder of pairs, each with the
// folders from and to, and a file document with the path of the document in them.
func TestAgreesWithOasdiff(t *testing.T) {
	program, dir := os.Getenv("LEADLINE_OASDIFF"), os.Getenv("LEADLINE_OPENAPI")
	if program == "" || dir == "" {
		t.Skip("LEADLINE_OASDIFF and LEADLINE_OPENAPI do not say where oasdiff and the documents are")
	}
	pairs, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, p := range pairs {
		name, _ := os.ReadFile(filepath.Join(dir, p.Name(), "document"))
		at := strings.TrimSpace(string(name))
		from, to := filepath.Join(dir, p.Name(), "from"), filepath.Join(dir, p.Name(), "to")
		r, err := Compare(t.Context(), onDisk(from, at), onDisk(to, at))
		theirs, total, failed := oasdiffBreaking(program, filepath.Join(from, at), filepath.Join(to, at))
		outcome := fmt.Sprintf("ours breaks: %v, theirs: %v", len(breaks(r)) > 0, total > 0)
		if err != nil || failed != nil {
			outcome = fmt.Sprintf("ours not read: %v, theirs: %v", err != nil, failed != nil)
		}
		strangers := 0
		for _, c := range r.Changes {
			if c.Kind.Breaks() && !theirs[c.Symbol] {
				strangers++
			}
		}
		count[outcome]++
		count["changes of operations that oasdiff does not name"] += strangers
		t.Logf("%s: %s; %d changes, theirs %d; %d of others' operations; %v, %v", p.Name(), outcome, len(breaks(r)), total, strangers, err, failed)
	}
	t.Log(count)
}

func onDisk(dir, at string) Document {
	content, _ := os.ReadFile(filepath.Join(dir, at))
	return Document{fact.Path(at), content, func(_ context.Context, p fact.Path) ([]byte, error) {
		return os.ReadFile(filepath.Join(dir, filepath.FromSlash(string(p))))
	}}
}

// oasdiffBreaking gives the operations with errors, and how many errors there are.
func oasdiffBreaking(program, from, to string) (operations map[string]bool, total int, err error) {
	out, err := exec.Command(program, "breaking", from, to, "--format", "json").Output()
	if err != nil {
		return nil, 0, err
	}
	var all []struct {
		ID, Operation, Path string
		Level               int
	}
	if err := json.Unmarshal(out, &all); err != nil {
		return nil, 0, err
	}
	operations, policy := map[string]bool{}, policies()
	for _, c := range all {
		if c.Level == 3 && !policy[c.ID] { // error
			operations[strings.TrimSpace(c.Operation+" "+c.Path)] = true
			total++
		}
	}
	return operations, total, nil
}
