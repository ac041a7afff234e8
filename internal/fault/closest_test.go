package fault

import "testing"

func TestClosest(t *testing.T) {
	names := []string{"scan", "verify", "version", "export"}
	for _, tc := range []struct{ word, want string }{
		{"scna", "scan"},
		{"versoin", "version"},
		{"verfy", "verify"},
		{"exprot", "export"},
		{"scanner", ""},
		{"", ""},
		{"zebra", ""},
		{"ver", ""},
	} {
		if got := Closest(tc.word, names); got != tc.want {
			t.Errorf("Closest(%q) = %q, want %q", tc.word, got, tc.want)
		}
	}
	for _, tc := range []struct {
		a, b string
		want int
	}{{"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"ca", "abc", 3}} {
		if got := distance(tc.a, tc.b); got != tc.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tc.a, tc.b, got, tc.want)
		}
	}
}
