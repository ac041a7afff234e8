package rust

import (
	"leadline/internal/source/code/syntax"
)

// flow follows rust-code-analysis of Mozilla: an arm of a match counts for McCabe,
// its guard and the error operator ? do not. Unlike there an arm that takes all
// that is left does not count, as a default does not in other languages. A
// let-else is a condition. What stands in the tokens of a macro is not seen.
var flow = syntax.Flow{
	Roles: map[string]syntax.Role{
		"if_expression": syntax.If, "else_clause": syntax.Else,
		"for_expression": syntax.Loop, "while_expression": syntax.Loop, "loop_expression": syntax.Loop,
		"match_expression": syntax.Switch, "match_arm": syntax.Case, "let_declaration": syntax.Conditional,
		"binary_expression": syntax.Logical, "let_chain": syntax.Logical, "closure_expression": syntax.Lambda,
		"break_expression": syntax.Jump, "continue_expression": syntax.Jump,
	},
	Operators: map[string]bool{"&&": true, "||": true},
	Labels:    map[string]bool{"label": true},
	Default:   takesAll,
	Without:   plainLet,
}

// takesAll tells that an arm has no condition: _ or a name for whatever is left.
func takesAll(t *syntax.Tree, arm int32) bool {
	pattern := t.Field(arm, "pattern")
	first := syntax.None
	for p := range t.Children(pattern) {
		if first >= 0 {
			return false // a guard
		}
		first = p
	}
	switch t.Kind(first) {
	case "_":
		return true
	case "identifier":
		return !typeLike(t.Text(first))
	}
	return false
}

// plainLet tells that a let has no else.
func plainLet(t *syntax.Tree, n int32) bool {
	return t.Kind(n) == "let_declaration" && t.Field(n, "alternative") < 0
}
