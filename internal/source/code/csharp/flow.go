package csharp

import "leadline/internal/source/code/syntax"

// flow counts each section of a switch but the default, each arm but _, and their
// guards; not ?., ?? and the patterns "and" and "or".
var flow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_statement": syntax.If, "for_statement": syntax.Loop, "foreach_statement": syntax.Loop, "while_statement": syntax.Loop,
		"do_statement": syntax.Loop, "switch_statement": syntax.Switch, "switch_expression": syntax.Switch, "switch_section": syntax.Case,
		"switch_expression_arm": syntax.Case, "when_clause": syntax.Branch, "catch_filter_clause": syntax.Branch,
		"catch_clause": syntax.Catch, "conditional_expression": syntax.Conditional, "binary_expression": syntax.Logical,
		"lambda_expression": syntax.Lambda, "anonymous_method_expression": syntax.Lambda, "goto_statement": syntax.Jump,
	},
	Bodies:    map[string]bool{"switch_expression_arm": true},
	Operators: map[string]bool{"&&": true, "||": true},
	Labels:    map[string]bool{"identifier": true},
	Default: func(t *syntax.Tree, n int32) bool {
		return t.Has(n, "default") || t.Has(n, "discard") && !t.Has(n, "when_clause")
	},
}
