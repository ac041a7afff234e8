package cli

import (
	"errors"

	"golang.org/x/term"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
	"leadline/internal/surface/codequality"
	"leadline/internal/surface/diagram"
	"leadline/internal/surface/html"
	"leadline/internal/surface/json"
	"leadline/internal/surface/markdown"
	"leadline/internal/surface/rdjson"
	"leadline/internal/surface/sarif"
	"leadline/internal/surface/text"
	"leadline/internal/surface/workflow"
)

// answerFormats are the formats of an answer, the default first.
var answerFormats = []string{"text", "markdown", "json"}

// deliver writes an answer in the format that was asked for. Incomplete
// evidence makes the exit status 3.
func (a *app) deliver(answer sheet.Answer) error {
	var err error
	switch a.global.format {
	case "json":
		err = json.Write(a.stdout, answer)
	case "markdown":
		err = markdown.Write(a.stdout, answer)
	case "mermaid":
		err = drawn(diagram.Mermaid(a.stdout, answer))
	case "html":
		err = html.WriteWorkspace(a.stdout, sheet.Gather(answer.AsOf, []sheet.Answer{answer}, nil, run.MostNeeds), rulePages())
	case "dot":
		err = drawn(diagram.DOT(a.stdout, answer))
	case "sarif":
		err = sarif.Write(a.stdout, answer, sarif.Options{Version: thisBuild().Version, Rules: describedRules(), New: true})
	case "rdjsonl":
		err = rdjson.Write(a.stdout, answer)
	case "gitlab":
		err = codequality.Write(a.stdout, answer)
	case "github":
		err = workflow.Write(a.stdout, answer)
	default:
		err = text.Write(a.stdout, answer, text.Options{
			Width: a.width(), Color: a.colors(), Verbose: a.global.verbose,
		})
	}
	if err != nil {
		return err
	}
	if !answer.Complete {
		return fault.Status(fault.Incomplete)
	}
	return nil
}

// reviewFormats are those in which tools and forges take findings.
var reviewFormats = []string{"sarif", "rdjsonl", "gitlab", "github"}

// describedRules are the rules as SARIF tells them.
func describedRules() []sarif.Rule {
	var out []sarif.Rule
	for _, r := range run.Rules() {
		out = append(out, sarif.Rule{ID: r.ID, Title: r.Title, Level: r.Level, Doc: r.Doc})
	}
	return out
}

// drawFormats are those in which a graph is drawn, rather than told.
var drawFormats = []string{"mermaid", "dot"}

// drawn says what to do where there is nothing to draw.
func drawn(err error) error {
	if errors.Is(err, diagram.ErrNone) {
		return fault.New(fault.Usage, "%w: nothing can be drawn", err).WithHint("ask for another place or duty, or for --format text")
	}
	return err
}

// deliverWorkspace writes the brief of several repositories.
func (a *app) deliverWorkspace(w sheet.Workspace) error {
	var err error
	switch a.global.format {
	case "json":
		err = json.WriteWorkspace(a.stdout, w)
	case "markdown":
		err = markdown.WriteWorkspace(a.stdout, w)
	default:
		err = text.WriteWorkspace(a.stdout, w, text.Options{
			Width: a.width(), Color: a.colors(), Verbose: a.global.verbose,
		})
	}
	if err == nil && !w.Complete {
		err = fault.Status(fault.Incomplete)
	}
	return err
}

// width is that of the terminal; 0 where the answer goes elsewhere.
func (a *app) width() int {
	if f, ok := a.stdout.(interface{ Fd() uintptr }); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			return w
		}
	}
	return 0
}
