package cli

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"leadline/internal/gittest"
)

// A client of the protocol's own makers asks every tool, as an agent would.
func TestMCP(t *testing.T) {
	r := gittest.TeamFixture(t)
	in, fromClient := io.Pipe()
	toClient, out := io.Pipe()
	ended := make(chan int)
	go func() {
		args := []string{"mcp", "-C", r.Dir(), "--as-of", "2024-12-20"}
		status := Main(args, in, out, os.Stderr, append(os.Environ(), "LEADLINE_HOME="+r.GitDir()+"/home"))
		out.Close()
		ended <- status
	}()
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.IOTransport{Reader: toClient, Writer: fromClient}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tools, err := client.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := json.Marshal(tools)
	if err != nil || len(list) > 8<<10 {
		t.Errorf("the list of tools has %d bytes: %v", len(list), err)
	}
	for _, tool := range tools.Tools {
		if !tool.Annotations.ReadOnlyHint || tool.Description == "" || tool.InputSchema == nil {
			t.Errorf("%+v", tool)
		}
	}
	call := func(name string, args map[string]any) (text string, failed bool) {
		t.Helper()
		result, err := client.CallTool(context.WithoutCancel(t.Context()), &mcp.CallToolParams{Name: name, Arguments: args})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return result.Content[0].(*mcp.TextContent).Text, result.IsError
	}
	for name, c := range map[string]struct {
		tool string
		args map[string]any
		want string
	}{
		"brief":        {"brief", nil, `"question":"What changed, and what needs the lead now?"`},
		"explain":      {"explain", map[string]any{"path": "api"}, `"question":"What is this place`},
		"who":          {"who_knows", map[string]any{"path": "api"}, `"question":"Who knows what`},
		"cochange":     {"cochange", map[string]any{"path": "README.md"}, `"of":`},
		"callers":      {"callers", map[string]any{"path": "README.md", "line": 1}, `"of":`},
		"architecture": {"architecture_rules", nil, `"question":"How is the code structured`},
		"backtest":     {"backtest", nil, `"question":"How well do Leadline's predictions hold`},
		"review":       {"review_diff", map[string]any{"range": "main^..main"}, `"question":"What does this change make worse?"`},
		"split":        {"split_plan", map[string]any{"range": "main^..main"}, `no proposal`},
	} {
		if text, failed := call(c.tool, c.args); failed || !strings.Contains(text, c.want) || len(text) > 4<<10 {
			t.Errorf("%s: %v, %d bytes: %s", name, failed, len(text), text)
		}
	}
	for name, c := range map[string]struct {
		tool string
		args map[string]any
		want string
	}{
		"outside":       {"explain", map[string]any{"path": "../../etc/passwd"}, "is not in the tree"},
		"absolute":      {"explain", map[string]any{"path": "/etc/passwd"}, "is not in the tree"},
		"no path":       {"explain", nil, "path"},
		"another type":  {"explain", map[string]any{"path": 3}, "type"},
		"an option":     {"review_diff", map[string]any{"range": "--output=x"}, "no such revision"},
		"no patch":      {"review_diff", map[string]any{"diff": "--- a/x"}, "the patch does not apply"},
		"two at a time": {"review_diff", map[string]any{"staged": true, "worktree": true}, "leave out"},
	} {
		if text, failed := call(c.tool, c.args); !failed || !strings.Contains(text, c.want) {
			t.Errorf("%s: %v: %s", name, failed, text)
		}
	}
	if err := client.Close(); err != nil {
		t.Error(err)
	}
	fromClient.Close()
	if status := <-ended; status != 0 {
		t.Errorf("exit status %d", status)
	}
}
