package cfamily

import "leadline/internal/source/code/syntax"

// flow counts what pmccabe counts (traditional McCabe): each case, &&, || and ?:
// among them. Conditions of the preprocessor do not count: they choose what is
// built, and not what runs. A goto counts for Campbell.
var flow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_statement": syntax.If, "else_clause": syntax.Else,
		"for_statement": syntax.Loop, "for_range_loop": syntax.Loop, "while_statement": syntax.Loop, "do_statement": syntax.Loop,
		"switch_statement": syntax.Switch, "case_statement": syntax.Case, "catch_clause": syntax.Catch,
		"conditional_expression": syntax.Conditional, "binary_expression": syntax.Logical, "lambda_expression": syntax.Lambda,
		"goto_statement": syntax.Jump,
	},
	Operators: map[string]bool{"&&": true, "||": true, "and": true, "or": true},
	Labels:    map[string]bool{"statement_identifier": true},
	Default:   func(t *syntax.Tree, n int32) bool { return t.Has(n, "default") },
}

// measure gives the complexity of the functions.
func (f *file) measure() map[int32]syntax.Complexity {
	condition := func(n int32) bool {
		up := f.Kind(f.Parent(n))
		return f.Nodes[n].Field == "condition" && (up == "preproc_if" || up == "preproc_elif")
	}
	within := f.Nearest(func(n int32) bool { return f.Parent(n) >= 0 && condition(n) })
	m := flow
	m.Without = func(t *syntax.Tree, n int32) bool {
		return t.Kind(n) == "binary_expression" && (within[n] >= 0 || condition(n))
	}
	return m.Measure(f.Tree, func(n int32) bool { return f.functions[n] != nil })
}
