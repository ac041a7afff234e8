package html

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

// stand answers every question with the same answer, or with an error.
type stand struct {
	answer  sheet.Answer
	matches []sheet.Match
	err     error
	asked   []sheet.Question
}

func (s *stand) Version(context.Context) (string, error) { return "now", s.err }
func (s *stand) Answer(_ context.Context, q sheet.Question) (sheet.Answer, error) {
	s.asked = append(s.asked, q)
	return s.answer, s.err
}

func (s *stand) Commit(context.Context, string) (sheet.Answer, error) { return s.answer, s.err }

func (s *stand) Source(context.Context, sheet.Place) (sheet.Answer, error) { return s.answer, s.err }

func (s *stand) Search(context.Context, string, int) ([]sheet.Match, error) {
	return s.matches, s.err
}

func newStand(a *stand) http.Handler {
	return NewServer(a, ServerOptions{Brief: "oversight", Place: "explain", Duties: []string{"guidance"}, Rules: rules, Hosts: []string{"127.0.0.1:8080"}})
}

func get(h http.Handler, target string, header ...string) *http.Response {
	return request(h, http.MethodGet, target, header...)
}

func request(h http.Handler, method, target string, header ...string) *http.Response {
	r := httptest.NewRequest(method, target, http.NoBody)
	r.Host = "127.0.0.1:8080"
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		} else {
			r.Header.Set(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// Only who comes from here, for here, and only to read, is answered.
func TestGuard(t *testing.T) {
	h := newStand(&stand{answer: surfacetest.Ordinary()})
	for _, c := range []struct {
		method string
		header []string
		want   int
	}{
		{"GET", nil, 200},
		{"HEAD", nil, 200},
		{"GET", []string{"Host", "evil.example"}, 421},
		{"GET", []string{"Host", "127.0.0.1:8081"}, 421},
		{"GET", []string{"Host", "127.0.0.1"}, 421},
		{"GET", []string{"Host", ""}, 421},
		{"GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, 403},
		{"GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors"}, 403},
		{"GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200},
		{"GET", []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors"}, 200},
		{"POST", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"POST", []string{"Origin", "http://evil.example"}, 403},
		{"POST", nil, 404},
	} {
		r := request(h, c.method, "/", c.header...)
		if r.StatusCode != c.want {
			t.Errorf("%s %q: status %d, want %d", c.method, c.header, r.StatusCode, c.want)
		}
		if p := r.Header.Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none'") || strings.Contains(p, "unsafe") || !strings.Contains(p, "frame-ancestors 'none'") {
			t.Errorf("%s %q: policy %q", c.method, c.header, p)
		}
	}
}

// Each answer has a nonce of its own, and every script and style carries it.
func TestNonce(t *testing.T) {
	h := newStand(&stand{answer: surfacetest.Ordinary()})
	seen := map[string]bool{}
	for range 3 {
		r := get(h, "/")
		body := text(t, r)
		nonce := regexp.MustCompile(`script-src 'nonce-([A-Z0-9]{26})'`).FindStringSubmatch(r.Header.Get("Content-Security-Policy"))
		if nonce == nil || seen[nonce[1]] {
			t.Fatalf("nonce %q", nonce)
		}
		seen[nonce[1]] = true
		for _, tag := range regexp.MustCompile(`<(?:script|link rel="stylesheet)[^>]*>`).FindAllString(body, -1) {
			if !strings.Contains(tag, nonce[1]) && !strings.Contains(tag, "application/json") {
				t.Errorf("%s lacks the nonce", tag)
			}
		}
		for _, address := range regexp.MustCompile(`(?:src|action|hx-get)="([^"]*)"|stylesheet" href="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if a := address[1] + address[2]; !strings.HasPrefix(a, "/") || strings.HasPrefix(a, "//") {
				t.Errorf("the page loads %s", a)
			}
		}
	}
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRoutes(t *testing.T) {
	s := &stand{answer: surfacetest.Ordinary()}
	h := newStand(s)
	for target, want := range map[string]sheet.Question{
		"/":                                {Duty: "oversight", Pictures: true},
		"/duty/oversight":                  {Duty: "oversight", Pictures: true},
		"/duty/guidance?place=a/b%25.go":   {Duty: "guidance", Place: sheet.Place{Path: "a/b%.go"}, Pictures: true},
		"/duty/guidance?away=Ann+%3Cx%3E":  {Duty: "guidance", Flags: map[string]string{"away": "Ann <x>"}, Pictures: true},
		"/path/a/b%23c%3F/":                {Duty: "explain", Place: sheet.Place{Path: "a/b#c?"}, Pictures: true},
		"/path/caf%E9.go?line=4":           {Duty: "explain", Place: sheet.Place{Path: "caf\xe9.go", Line: 4}, Pictures: true},
		"/path/a.go?line=-4&line=x&more=1": {Duty: "explain", Place: sheet.Place{Path: "a.go"}, Pictures: true},
	} {
		s.asked = nil
		if r := get(h, target); r.StatusCode != 200 {
			t.Errorf("%s: status %d", target, r.StatusCode)
		}
		if len(s.asked) != 1 || s.asked[0].Duty != want.Duty || s.asked[0].Place != want.Place || s.asked[0].Pictures != want.Pictures || s.asked[0].Flags["away"] != want.Flags["away"] {
			t.Errorf("%s asks %+v, want %+v", target, s.asked, want)
		}
	}
}

// What cannot be answered is a page that says why, with the status that fits.
func TestLost(t *testing.T) {
	title := map[bool]string{true: "There is no such page", false: "This page could not be made"}
	for status, err := range map[int]error{
		404: fault.New(fault.Usage, "no <b>such</b> place").WithHint("look elsewhere"),
		503: fault.New(fault.Incomplete, "git ended"),
		500: errors.New("unforeseen"),
	} {
		for _, target := range []string{"/", "/duty/x", "/path/x", "/file/x", "/commit/x", "/search?q=x", "/rule/"} {
			r := get(newStand(&stand{err: err}), target)
			body := text(t, r)
			if r.StatusCode != status || !strings.Contains(body, title[status == 404]) || strings.Contains(body, "<b>") {
				t.Errorf("%s: status %d, want %d: %.300s", target, r.StatusCode, status, body)
			}
		}
	}
	if r := get(newStand(&stand{}), "/rule/nope"); r.StatusCode != 404 {
		t.Errorf("a rule that is not there: %d", r.StatusCode)
	}
}

func TestVersion(t *testing.T) {
	h := newStand(&stand{answer: surfacetest.Ordinary()})
	for seen, want := range map[string]string{"now": "", "other": "true", "": "true"} {
		if r := get(h, "/version?seen="+seen); r.StatusCode != 204 || r.Header.Get("HX-Refresh") != want {
			t.Errorf("seen %q: status %d, refresh %q", seen, r.StatusCode, r.Header.Get("HX-Refresh"))
		}
	}
	// One that cannot be told is no reason to load again.
	if r := get(newStand(&stand{err: errors.New("x")}), "/version?seen=y"); r.Header.Get("HX-Refresh") != "" {
		t.Error("a version that is not known makes pages load again")
	}
	// A page follows; one that says why there is none does not.
	if body := text(t, get(h, "/")); !strings.Contains(body, `hx-get="/version?seen=now"`) {
		t.Error("a page does not follow")
	}
	if body := text(t, get(h, "/nothing")); strings.Contains(body, "/version") {
		t.Error("a page that is not there would be asked for again and again")
	}
}

// The box asks for the results alone, the form for a page.
func TestSearchPage(t *testing.T) {
	f := surfacetest.Ordinary().Sheets[0].Findings[0]
	h := newStand(&stand{answer: surfacetest.Ordinary(), matches: []sheet.Match{
		{Place: &sheet.Place{Path: "a b/c#.go"}}, {Person: "Ann <x>"}, {Finding: &f, Duty: "oversight"},
	}})
	part := text(t, get(h, "/search?q=x", "HX-Request", "true"))
	whole := text(t, get(h, "/search?q=x"))
	for _, want := range []string{`href="/path/a%20b/c%23.go"`, `href="/duty/guidance?away=Ann&#43;%3Cx%3E"`, "Ann &lt;x&gt;", `href="/duty/oversight"`} {
		if !strings.Contains(part, want) || !strings.Contains(whole, want) {
			t.Errorf("no %s in %s", want, part)
		}
	}
	if strings.Contains(part, "<html") || !strings.Contains(whole, "<html") {
		t.Error("the box and the form get the same")
	}
	if nothing := text(t, get(newStand(&stand{answer: surfacetest.Ordinary()}), "/search?q=%3Cb%3E", "HX-Request", "true")); !strings.Contains(nothing, "Nothing holds") || strings.Contains(nothing, "<b>") {
		t.Errorf("nothing found: %s", nothing)
	}
}

func TestAssets(t *testing.T) {
	h := newStand(&stand{answer: surfacetest.Ordinary()})
	for name := range served {
		if r := get(h, assetRoot()+name); r.StatusCode != 200 || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") || len(text(t, r)) < 1000 {
			t.Errorf("%s: status %d", name, r.StatusCode)
		}
	}
	for _, name := range []string{"../html.go", "%2e%2e/html.go", "vendor/echarts.js", "SHA256SUMS", ""} {
		if r := get(h, assetRoot()+name); r.StatusCode == 200 {
			t.Errorf("%q is served", name)
		}
	}
}

func TestLinks(t *testing.T) {
	a := surfacetest.Ordinary()
	a.Repository.FileURL = "https://github.com/team/prometheus/blob/" + a.Repository.Head + "/"
	f := newForge(&a, "", rules)
	for _, c := range []struct{ got, want string }{
		{f.place(sheet.Place{Path: "a b/c#d.go", Line: 4}), a.Repository.FileURL + "a%20b/c%23d.go#L4"},
		{f.place(sheet.Place{Path: "tsdb/"}), "https://github.com/team/prometheus/tree/" + a.Repository.Head + "/tsdb/"},
		{f.place(sheet.Place{Path: "caf\xe9"}), ""},
		{f.place(sheet.Place{Path: "a\u202eb"}), ""},
		{f.place(sheet.Place{Path: "."}), ""},
		{f.place(sheet.Place{Path: "a/../../../../evil/x"}), ""},
		{own{}.place(sheet.Place{Path: "../x"}), ""},
		{own{}.place(sheet.Place{Path: "a/./x.go", Line: 3}), ""},
		{f.commit("abc)"), ""},
		{f.person("Ann"), ""},
		{f.rule("oversight/largest-change"), "#rule-oversight-largest-change"},
		{f.rule("other/rule"), ""},
		{own{}.place(sheet.Place{Path: "caf\xe9?"}), "/path/caf%E9%3F"},
		{own{}.place(sheet.Place{Path: "a.go", Line: 4}), "/file/a.go?line=4#L4"},
		{own{}.place(sheet.Place{Path: "."}), "/"},
		{own{}.commit("javascript:x"), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	a.Repository.CommitURL, a.Repository.FileURL = "javascript:x//", "https://a.example/?x="
	if f := newForge(&a, "", rules); f.commits != "" || f.files != "" {
		t.Errorf("an address of another form is linked: %+v", f)
	}
}
