package message

import "testing"

func TestBreaking(t *testing.T) {
	for message, want := range map[string]bool{
		"feat!: drop it":        true,
		"feat(api)!: drop it\n": true,
		"feat: drop it\n\nIt goes.\n\nBREAKING CHANGE: it is gone\n": true,
		"feat: drop it\n\nBREAKING-CHANGE: it is gone":               true,
		"Drop it\n\nBreaking Changes:\n- it is gone\n":               true,
		"Drop it\n\n## Breaking changes\n\nIt is gone":               true,
		"Drop it\n\nNo breaking changes:\n- it stays":                false,
		"feat: drop it":      false,
		"Stop! now: drop it": false,
		"feat: drop it\n\nThis is no breaking change: it stays": false,
		"Say it\n\nfeat!: said":                                 false,
		"":                                                      false,
	} {
		if got := Breaking([]byte(message)); got != want {
			t.Errorf("%q: %v", message, got)
		}
	}
}
