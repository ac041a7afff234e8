package jvm

import "leadline/internal/source/code/syntax"

// javaFlow follows Checkstyle's CyclomaticComplexity: each label of a switch and
// its guard count, the default does not; labels that one case lists are one.
var javaFlow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_statement": syntax.If, "for_statement": syntax.Loop, "enhanced_for_statement": syntax.Loop, "while_statement": syntax.Loop,
		"do_statement": syntax.Loop, "switch_expression": syntax.Switch, "switch_label": syntax.Case, "guard": syntax.Branch,
		"catch_clause": syntax.Catch, "ternary_expression": syntax.Conditional, "binary_expression": syntax.Logical,
		"lambda_expression": syntax.Lambda, "break_statement": syntax.Jump, "continue_statement": syntax.Jump,
	},
	Operators: map[string]bool{"&&": true, "||": true},
	Labels:    map[string]bool{"identifier": true},
	Default:   func(t *syntax.Tree, n int32) bool { return t.Has(n, "default") },
}
