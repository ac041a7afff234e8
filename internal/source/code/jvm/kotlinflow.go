package jvm

import "leadline/internal/source/code/syntax"

// kotlinFlow counts each entry of a when but else, and not ?: and ?. (detekt counts
// those, and jumps too).
var kotlinFlow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_expression": syntax.If, "for_statement": syntax.Loop, "while_statement": syntax.Loop, "do_while_statement": syntax.Loop,
		"when_expression": syntax.Switch, "when_entry": syntax.Case, "catch_block": syntax.Catch, "binary_expression": syntax.Logical,
		"lambda_literal": syntax.Lambda, "anonymous_function": syntax.Lambda, "labeled_expression": syntax.Jump,
	},
	Bodies:    map[string]bool{"block": true, "when_entry": true},
	Operators: map[string]bool{"&&": true, "||": true},
	Labels:    map[string]bool{"label": true},
	Default:   func(t *syntax.Tree, n int32) bool { return t.Has(n, "else") },
	Part:      kotlinPart,
}

// kotlinPart tells the branches of an if by the else between them; what a loop holds
// comes last.
func kotlinPart(t *syntax.Tree, n int32) string {
	if !t.Nodes[n].Named || isComment(t, n) {
		return ""
	}
	up := t.Parent(n)
	switch t.Kind(up) {
	case "if_expression":
		before := t.Before(n)
		for before != syntax.None && isComment(t, before) {
			before = t.Before(before)
		}
		if t.Kind(before) == "else" {
			return "alternative"
		}
		return "consequence"
	case "for_statement", "while_statement", "do_while_statement":
		if t.Nodes[n].Next == t.Nodes[up].Next {
			return "body"
		}
	}
	return ""
}

func isComment(t *syntax.Tree, n int32) bool {
	kind := t.Kind(n)
	return kind == "line_comment" || kind == "block_comment"
}
