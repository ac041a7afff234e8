package recovery

import (
	"testing"

	"leadline/internal/fact"
)

func TestPropose(t *testing.T) {
	var x Index
	x.Add("session/timeout.go", "func End(s *Session) { s.close() }", nil)
	x.Add("user/name.go", "func Name(u *User) string { return u.name }", nil)
	x.Add("store/disk.go", "func Put(key string) {}", []string{"End idle sessions"})
	r := &fact.Record{ID: "REQ-login-timeout", Title: fact.Passage{Text: "Sessions end"}, Text: fact.Passage{Text: "The service shall end idle sessions."}}
	got := x.Propose(r, 2)
	if len(got) != 2 || got[0].Path != "session/timeout.go" || got[1].Path != "store/disk.go" {
		t.Errorf("%+v", got)
	}
}

func TestQuestion(t *testing.T) {
	for id, want := range map[string]string{"req~cli.command~1": "~cli.command~ T T x", "SDOC-SRS-14": " T T x", "REQ-login-timeout": "-login-timeout T T x"} {
		if got := Question(&fact.Record{ID: id, Title: fact.Passage{Text: "T"}, Text: fact.Passage{Text: "x"}}); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
