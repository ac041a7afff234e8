// Package sarif reads what other programs found, from logs in SARIF 2.1.0 (OASIS).
package sarif

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"leadline/internal/fact"
)

type (
	log struct {
		Version string `json:"version"`
		Runs    []run  `json:"runs"`
	}
	run struct {
		Tool struct {
			Driver component `json:"driver"`
		} `json:"tool"`
		Results []result `json:"results"`
	}
	component struct {
		Name  string `json:"name"`
		Rules []rule `json:"rules"`
	}
	rule struct {
		ID      string `json:"id"`
		Default struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
	}
	result struct {
		RuleID string `json:"ruleId"`
		Index  *int   `json:"ruleIndex"`
		Rule   struct {
			ID    string `json:"id"`
			Index *int   `json:"index"`
		} `json:"rule"`
		Kind    string `json:"kind"`
		Level   string `json:"level"`
		Message struct {
			Text string `json:"text"`
			ID   string `json:"id"`
		} `json:"message"`
		Locations    []location        `json:"locations"`
		Suppressions []json.RawMessage `json:"suppressions"`
	}
	location struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region struct {
				Line int `json:"startLine"`
			} `json:"region"`
		} `json:"physicalLocation"`
	}
)

// ErrVersion means that a log is of another version than 2.1.0.
var ErrVersion = errors.New("it is not SARIF 2.1.0")

// Read reads a log: what failed and was not suppressed, in the order of the log. Root
// is the folder of the repository, which absolute addresses lose.
func Read(content []byte, root string) ([]fact.Diagnostic, error) {
	var l log
	if err := json.Unmarshal(bytes.TrimPrefix(content, []byte("\ufeff")), &l); err != nil {
		return nil, fmt.Errorf("it is no SARIF: %w", err)
	}
	if l.Version != "2.1.0" {
		return nil, ErrVersion
	}
	var out []fact.Diagnostic
	for i := range l.Runs {
		r := &l.Runs[i]
		for j := range r.Results {
			x := &r.Results[j]
			if x.Kind != "" && x.Kind != "fail" || x.Level == "none" || len(x.Suppressions) > 0 {
				continue
			}
			out = append(out, r.diagnostic(x, root))
		}
	}
	return out, nil
}

func (r *run) diagnostic(x *result, root string) fact.Diagnostic {
	d := fact.Diagnostic{Tool: r.Tool.Driver.Name, Rule: x.RuleID, Level: x.Level, Message: x.Message.Text}
	if d.Message == "" {
		d.Message = x.Message.ID
	}
	if d.Rule == "" {
		d.Rule = x.Rule.ID
	}
	index := x.Index
	if index == nil {
		index = x.Rule.Index
	}
	for i := range r.Tool.Driver.Rules {
		known := &r.Tool.Driver.Rules[i]
		if index != nil && *index == i || index == nil && known.ID == d.Rule {
			if d.Rule == "" {
				d.Rule = known.ID
			}
			if d.Level == "" {
				d.Level = known.Default.Level
			}
			break
		}
	}
	if d.Level != "error" && d.Level != "note" {
		d.Level = "warning"
	}
	if len(x.Locations) > 0 {
		at := &x.Locations[0].Physical
		d.Path, d.Line = pathOf(at.Artifact.URI, root), max(0, at.Region.Line)
	}
	return d
}

// pathOf is the path in the repository that an address means, as far as it can be told.
func pathOf(uri, root string) fact.Path {
	u, err := url.Parse(uri)
	if err != nil {
		return fact.Path(uri)
	}
	p := u.Path
	if u.Scheme == "file" || strings.HasPrefix(p, "/") {
		rest, ok := strings.CutPrefix(path.Clean(p), path.Clean(root)+"/")
		if !ok || root == "" {
			return fact.Path(p)
		}
		p = rest
	}
	if p = path.Clean(p); p == "." {
		p = ""
	}
	return fact.Path(p)
}
