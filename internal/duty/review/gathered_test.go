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
