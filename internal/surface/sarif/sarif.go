// Package sarif writes findings as SARIF 2.1.0 (OASIS), for code scanning and for other
// tools that show findings beside code.
package sarif

import (
	"encoding/json"
	"io"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// Options say who writes, and what is known of the rules.
type Options struct {
	Version string
	Rules   []Rule
	// New: the findings were not there before (baselineState).
	New bool
}

// Rule is the documentation of a rule. Title is one line, and Doc is Markdown that
// reads well as plain text.
type Rule struct {
	ID, Title, Doc string
	Level          sheet.Level
}

// What GitHub takes of one run: it refuses a file with more.
const (
	mostResults = 25000
	mostRelated = 10
)

type (
	log struct {
		Schema  string `json:"$schema"`
		Version string `json:"version"`
		Runs    []run  `json:"runs"`
	}
	run struct {
		Tool        tool         `json:"tool"`
		Automation  automation   `json:"automationDetails"`
		Invocations []invocation `json:"invocations"`
		Results     []result     `json:"results"`
	}
	automation struct {
		ID string `json:"id"`
	}
	invocation struct {
		Successful    bool           `json:"executionSuccessful"`
		Notifications []notification `json:"toolExecutionNotifications,omitempty"`
	}
	notification struct {
		Level   string  `json:"level"`
		Message message `json:"message"`
	}
	tool struct {
		Driver driver `json:"driver"`
	}
	driver struct {
		Name    string       `json:"name"`
		Version string       `json:"version,omitempty"`
		Rules   []descriptor `json:"rules"`
	}
	descriptor struct {
		ID      string        `json:"id"`
		Short   message       `json:"shortDescription"`
		Full    message       `json:"fullDescription"`
		Help    help          `json:"help"`
		Default configuration `json:"defaultConfiguration"`
	}
	configuration struct {
		Level string `json:"level"`
	}
	help struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	message struct {
		Text string `json:"text"`
	}
	result struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    *int              `json:"ruleIndex,omitempty"`
		Level        string            `json:"level"`
		Message      message           `json:"message"`
		Locations    []location        `json:"locations"`
		Related      []location        `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Baseline     string            `json:"baselineState,omitempty"`
	}
	location struct {
		ID       *int     `json:"id,omitempty"`
		Physical physical `json:"physicalLocation"`
		Message  *message `json:"message,omitempty"`
	}
	physical struct {
		Artifact artifact `json:"artifactLocation"`
		Region   region   `json:"region"`
	}
	artifact struct {
		URI    string `json:"uri"`
		BaseID string `json:"uriBaseId"`
	}
	region struct {
		Line int `json:"startLine"`
	}
)

// Write writes one run.
func Write(w io.Writer, a sheet.Answer, o Options) error {
	r := run{
		Tool:       tool{driver{Name: "Leadline", Version: o.Version, Rules: []descriptor{}}},
		Automation: automation{"leadline/"}, Invocations: []invocation{{Successful: true}}, Results: []result{},
	}
	for _, g := range a.Gaps {
		r.Invocations[0].Notifications = append(r.Invocations[0].Notifications, notification{"warning", message{"incomplete: " + fault.Visible(g.Message)}})
	}
	at := map[string]int{}
	findings := surface.LocatedFindings(a)
	for _, f := range findings[:min(len(findings), mostResults)] {
		if _, ok := at[f.Rule]; !ok {
			for _, d := range o.Rules {
				if d.ID == f.Rule {
					at[f.Rule] = len(r.Tool.Driver.Rules)
					r.Tool.Driver.Rules = append(r.Tool.Driver.Rules, describe(d))
				}
			}
		}
		r.Results = append(r.Results, o.result(&f, at))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(log{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []run{r}})
}

func describe(d Rule) descriptor {
	return descriptor{
		ID: d.ID, Short: message{d.Title}, Full: message{d.Title + "."}, Help: help{strings.TrimSpace(d.Doc), strings.TrimSpace(d.Doc)},
		Default: configuration{string(d.Level)},
	}
}

func (o *Options) result(f *surface.Located, rules map[string]int) result {
	out := result{
		RuleID: f.Rule, Level: string(f.Level), Message: message{fault.Visible(f.Sentence()) + ". " + capital(fault.Visible(f.Why)) + "."},
		Locations:    []location{locate(f.Path, f.Line)},
		Fingerprints: map[string]string{"leadline/v1": f.Fingerprint, "primaryLocationLineHash": strings.TrimPrefix(f.Fingerprint, "v1:") + ":1"},
	}
	if i, ok := rules[f.Rule]; ok {
		out.RuleIndex = &i
	}
	if o.New {
		out.Baseline = "new"
	}
	for _, e := range f.Evidence[:min(len(f.Evidence), mostRelated)] {
		if e.Place == nil || e.Place.Path == "." || strings.HasSuffix(e.Place.Path, "/") {
			continue
		}
		l, n := locate(e.Place.Path, max(1, e.Place.Line)), len(out.Related)
		l.ID = &n
		if e.Text != "" {
			l.Message = &message{fault.Visible(e.Text)}
		}
		out.Related = append(out.Related, l)
	}
	return out
}

// capital writes the beginning of a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func locate(path string, line int) location {
	return location{Physical: physical{artifact{surface.PathURI(path), "%SRCROOT%"}, region{line}}}
}
