package review

import "testing"

func TestMergesRelease(t *testing.T) {
	for subject, want := range map[string]bool{
		"Merge branch v3.7 into master": true, "Merge  branch 'release/2.4' into main": true, "Merge remote-tracking branch 'origin/7.x' into main": true, "Merge current v2.11 into v3.0": true,
		"Merge branch 'bump-foo-1.2.3' into main": false, "Merge branch 'fix' into 7.x": false, "Merge pull request #12 from a/v2": false, "Merge branch 'main' into 'fix'": false,
	} {
		if got := mergesRelease.MatchString(subject); got != want {
			t.Errorf("%s: %t", subject, got)
		}
	}
}

func TestTakesBack(t *testing.T) {
	for subject, want := range map[string]bool{
		"Revert \"Add it\"": true, "revert: add it": true, "Revert to the state before the move (#12)": true, "Reapply \"Add it\"": true, "Roll back the pool": true, "Backout the pool": true,
		"Reverting is told apart": false, "Add a way to revert": false, "Rollbacks are logged": false,
	} {
		if got := takesBack.MatchString(subject); got != want {
			t.Errorf("%s: %t", subject, got)
		}
	}
}
