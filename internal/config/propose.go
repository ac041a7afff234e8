package config

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// FormatArchitecture writes an architecture as a section of a configuration file,
// with a remark before it.
func FormatArchitecture(a *Architecture, remark string) []byte {
	var b strings.Builder
	for line := range strings.Lines(remark) {
		b.WriteString(strings.TrimRight("# "+line, " \n") + "\n")
	}
	b.WriteString("architecture:\n  components:\n")
	for _, c := range a.Components {
		fmt.Fprintf(&b, "    - {name: %s, paths: [%s]}\n", scalar(c.Name), scalars(c.Paths))
	}
	if len(a.Rules) > 0 {
		b.WriteString("  rules:\n")
	}
	for _, r := range a.Rules {
		fmt.Fprintf(&b, "    - name: %s\n", scalar(r.Name))
		switch r.Kind {
		case Layers:
			b.WriteString("      layers:\n")
			for _, layer := range r.Layers {
				fmt.Fprintf(&b, "        - [%s]\n", scalars(layer))
			}
		default:
			fmt.Fprintf(&b, "      %s: [%s]\n", r.Kind, scalars(r.From))
		}
		fmt.Fprintf(&b, "      reason: %s\n", scalar(r.Reason))
	}
	return []byte(b.String())
}

func scalars(texts []string) string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = scalar(s)
	}
	return strings.Join(out, ", ")
}

// scalar is a text as it may stand in a list of YAML, in quotes where it would be
// misread.
func scalar(s string) string {
	if s != "" && !strings.ContainsAny(s, ",[]{}#&*!|>'\"%@`?:\\") && strings.TrimSpace(s) == s && s[0] != '-' {
		var n yaml.Node
		if yaml.Load([]byte(s), &n) == nil && len(n.Content) == 1 && n.Content[0].ShortTag() == "!!str" && n.Content[0].Value == s {
			return s
		}
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}

// PatternOf is a pattern that fits a path and little else: what means something in
// a pattern is any character there.
func PatternOf(path string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`*?[]{}\`, r) {
			return '?'
		}
		return r
	}, path)
}
