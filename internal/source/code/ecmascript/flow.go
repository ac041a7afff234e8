package ecmascript

import "leadline/internal/source/code/syntax"

// flow is that of both languages. ?? and ?., default values and the operators that
// assign (||=) are shorthand and count nothing (Campbell 2018); ESLint's complexity
// counts them. || counts for both, as && does, and in JSX as anywhere else;
// eslint-plugin-sonarjs leaves it out. Anonymous functions are counted with the
// function that they stand in; these two count each apart.
var flow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_statement": syntax.If, "else_clause": syntax.Else,
		"for_statement": syntax.Loop, "for_in_statement": syntax.Loop, "while_statement": syntax.Loop, "do_statement": syntax.Loop,
		"switch_statement": syntax.Switch, "switch_case": syntax.Case, "catch_clause": syntax.Catch,
		"ternary_expression": syntax.Conditional, "binary_expression": syntax.Logical,
		"arrow_function": syntax.Lambda, "function_expression": syntax.Lambda, "generator_function": syntax.Lambda,
		"break_statement": syntax.Jump, "continue_statement": syntax.Jump,
	},
	Operators: map[string]bool{"&&": true, "||": true},
	Labels:    map[string]bool{"statement_identifier": true},
}
