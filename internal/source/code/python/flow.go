package python

import "leadline/internal/source/code/syntax"

// flow is how the grammar calls what makes a function complex. An else is no
// decision of its own, be it of a condition, a loop or a try; a condition within a
// comprehension or beside a case is one, and so is each for of a comprehension, as
// radon counts them. Campbell's paper has no comprehensions: they add nothing to
// cognitive complexity. A case of _ alone is what is left.
var flow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_statement": syntax.If, "elif_clause": syntax.ElseIf, "else_clause": syntax.Else,
		"for_statement": syntax.Loop, "while_statement": syntax.Loop,
		"match_statement": syntax.Switch, "case_clause": syntax.Case,
		"except_clause": syntax.Catch, "except_group_clause": syntax.Catch,
		"conditional_expression": syntax.Conditional, "boolean_operator": syntax.Logical, "lambda": syntax.Lambda,
		"for_in_clause": syntax.Branch, "if_clause": syntax.Branch,
	},
	Bodies:    map[string]bool{"block": true},
	Operators: map[string]bool{"and": true, "or": true},
	Default: func(t *syntax.Tree, n int32) bool {
		return t.Text(t.Child(n, "case_pattern")) == "_" && !t.Has(n, "if_clause")
	},
}
