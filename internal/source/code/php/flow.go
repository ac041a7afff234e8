package php

import "leadline/internal/source/code/syntax"

// flow is how the grammar calls what makes a function complex. The arms of a match
// are cases; ?? and ?-> are no conditions in the papers and add nothing. A break or a
// continue that leaves more than one structure is a jump.
var flow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_statement": syntax.If, "else_if_clause": syntax.ElseIf, "else_clause": syntax.Else,
		"for_statement": syntax.Loop, "foreach_statement": syntax.Loop, "while_statement": syntax.Loop, "do_statement": syntax.Loop,
		"switch_statement": syntax.Switch, "match_expression": syntax.Switch, "case_statement": syntax.Case, "match_conditional_expression": syntax.Case,
		"catch_clause": syntax.Catch, "conditional_expression": syntax.Conditional, "binary_expression": syntax.Logical,
		"anonymous_function": syntax.Lambda, "arrow_function": syntax.Lambda,
		"break_statement": syntax.Jump, "continue_statement": syntax.Jump, "goto_statement": syntax.Jump,
	},
	Operators: map[string]bool{"&&": true, "||": true, "and": true, "or": true},
	Labels:    map[string]bool{"integer": true, "name": true},
}
