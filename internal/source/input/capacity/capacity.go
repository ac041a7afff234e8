// Package capacity reads the targets of capacity that a team declares, in YAML:
//
//	targets:
//	  - name: checkout
//	    files: [checkout.csv, demand.csv]
//	    throughput: 1500
//	    latency: p95=200ms
//	    demand: 900
//	    headroom: 30 %
//	    months: 6
//
// An unknown key, a wrong value and a target that asks for nothing are mistakes with line
// and column.
package capacity

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Read reads the targets. Files are relative to the folder of the plan.
func Read(in fact.Input) ([]fact.CapacityTarget, error) {
	r := reader{Mistakes: fault.Mistakes{Name: in.Name}, in: in}
	var doc yaml.Node
	if err := yaml.Unmarshal(in.Data, &doc); err != nil {
		r.Wrong(0, 0, shape, "this YAML cannot be read: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		return nil, r.Err()
	}
	if len(doc.Content) == 0 {
		r.Wrong(0, 0, shape, "the file is empty")
		return nil, r.Err()
	}
	r.fields(doc.Content[0], map[string]func(*yaml.Node){"targets": r.targets})
	if len(r.targetList) == 0 && r.Err() == nil {
		r.Wrong(doc.Content[0].Line, doc.Content[0].Column, shape, "there are no targets")
	}
	return r.targetList, r.Err()
}

const shape = "write a list under targets:, each with name, files, and throughput, latency, headroom or months"

type reader struct {
	fault.Mistakes
	in         fact.Input
	targetList []fact.CapacityTarget
}

// fields hands each value of a mapping to the function of its key.
func (r *reader) fields(n *yaml.Node, known map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.Wrong(n.Line, n.Column, shape, "keys with values are wanted here")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read := known[key.Value]
		switch {
		case read == nil:
			names := make([]string, 0, len(known))
			for k := range known {
				names = append(names, k)
			}
			slices.Sort(names)
			r.Wrong(key.Line, key.Column, "the keys are "+strings.Join(names, ", "), "there is no key %q", key.Value)
		case seen[key.Value]:
			r.Wrong(key.Line, key.Column, "take one of them out", "the key %q stands twice", key.Value)
		default:
			read(value)
		}
		seen[key.Value] = true
	}
}

func (r *reader) targets(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.Wrong(n.Line, n.Column, shape, "a list is wanted here")
		return
	}
	for _, item := range n.Content {
		r.target(item)
	}
}

func (r *reader) target(n *yaml.Node) {
	t := fact.CapacityTarget{Percentile: -1, Lines: map[string]int{}}
	months := 0.0
	number := func(name string, to *float64, scale, most float64) func(*yaml.Node) {
		return func(v *yaml.Node) {
			t.Lines[name] = v.Line
			text := v.Value
			if scale != 1 {
				text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
			}
			x, err := strconv.ParseFloat(text, 64)
			if x *= scale; v.Kind != yaml.ScalarNode || err != nil || !(x > 0 && x <= most) {
				r.Wrong(v.Line, v.Column, fmt.Sprintf("write a number above zero, at most %g", most/scale), "%s cannot be %q", name, v.Value)
				return
			}
			*to = x
		}
	}
	r.fields(n, map[string]func(*yaml.Node){
		"name": func(v *yaml.Node) { t.Name = v.Value }, "files": func(v *yaml.Node) { r.files(&t, v) },
		"latency":    func(v *yaml.Node) { r.latency(&t, v) },
		"throughput": number("throughput", &t.Throughput, 1, 1e15), "demand": number("demand", &t.Demand, 1, 1e15),
		"headroom": number("headroom", &t.Headroom, .01, .99), "months": number("months", &months, 1, 60),
	})
	t.Months = int(months)
	if n.Kind != yaml.MappingNode {
		return
	}
	switch {
	case t.Name == "":
		r.Wrong(n.Line, n.Column, shape, "a target has no name")
	case len(t.Files) == 0:
		r.Wrong(n.Line, n.Column, "name the load test, and the series of demand, relative to this file: files: [load.csv, demand.csv]", "%s names no files", t.Name)
	case float64(t.Months) != months:
		r.Wrong(t.Lines["months"], 0, "write whole months", "months cannot be %g", months)
	case len(t.Lines) == 0 || len(t.Lines) == 1 && t.Demand > 0:
		r.Wrong(n.Line, n.Column, "give throughput, latency, headroom or months", "%s asks for nothing", t.Name)
	}
	r.targetList = append(r.targetList, t)
}

func (r *reader) files(t *fact.CapacityTarget, v *yaml.Node) {
	items := v.Content
	if v.Kind == yaml.ScalarNode {
		items = []*yaml.Node{v}
	}
	for _, f := range items {
		if f.Kind != yaml.ScalarNode || f.Value == "" {
			r.Wrong(f.Line, f.Column, "write files: [load.csv]", "this is no name of a file")
			continue
		}
		name := f.Value
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(r.in.Name), name)
		}
		t.Files = append(t.Files, name)
	}
}

func (r *reader) latency(t *fact.CapacityTarget, v *yaml.Node) {
	t.Lines["latency"] = v.Line
	text := v.Value
	if which, rest, cut := strings.Cut(text, "="); cut {
		t.Percentile = slices.Index(fact.LatencyNames[:], strings.TrimSpace(which))
		if text = rest; t.Percentile < 0 {
			text = ""
		}
	}
	d, err := time.ParseDuration(strings.TrimSpace(text))
	if err != nil || d <= 0 {
		r.Wrong(v.Line, v.Column, "write 200ms, p99=1s or mean=50ms", "latency cannot be %q", v.Value)
		return
	}
	t.Latency = d
}
