package ruby

import "leadline/internal/source/code/syntax"

// flow is how the grammar calls what makes a function complex. What RuboCop counts
// besides adds nothing: ||=, &. and the blocks of methods that iterate are no
// conditions in the papers. A block is a function within, and deepens what it holds.
var flow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if": syntax.If, "unless": syntax.If, "if_modifier": syntax.If, "unless_modifier": syntax.If, "elsif": syntax.ElseIf, "else": syntax.Else,
		"while": syntax.Loop, "until": syntax.Loop, "for": syntax.Loop, "while_modifier": syntax.Loop, "until_modifier": syntax.Loop,
		"case": syntax.Switch, "case_match": syntax.Switch, "when": syntax.Case, "in_clause": syntax.Case,
		"if_guard": syntax.Branch, "unless_guard": syntax.Branch,
		"rescue": syntax.Catch, "rescue_modifier": syntax.Catch,
		"conditional": syntax.Conditional, "binary": syntax.Logical, "lambda": syntax.Lambda, "block": syntax.Lambda, "do_block": syntax.Lambda,
	},
	Bodies:    map[string]bool{"when": true, "in_clause": true},
	Operators: map[string]bool{"&&": true, "||": true, "and": true, "or": true},
}
