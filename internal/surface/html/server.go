package html

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// ServerOptions say what a server shows besides what it is asked.
type ServerOptions struct {
	// Brief is the duty of the first page, Place the one that answers about a file
	// or folder, Duties the others, in the order of the navigation.
	Brief, Place string
	Duties       []string
	Rules        []Rule
	// Hosts are the values of the Host header that are answered: another one is
	// that of a site which points a name of its own to this machine.
	Hosts []string
	// Report is told of faults that no page explains.
	Report func(error)
}

// NewServer makes the pages of a repository. It only reads, answers only requests
// for the hosts named, and its pages load nothing from elsewhere.
func NewServer(a surface.Answerer, o ServerOptions) http.Handler {
	s := &server{answerer: a, options: o}
	mux := http.NewServeMux()
	for pattern, page := range map[string]func(*http.Request) (*page, error){
		"GET /{$}":            s.brief,
		"GET /duty/{name}":    s.duty,
		"GET /path/{path...}": s.path,
		"GET /file/{path...}": s.file,
		"GET /commit/{id}":    s.commit,
		"GET /rule/{id...}":   s.rule,
		"GET /search":         s.search,
		"GET /notice":         s.notice,
	} {
		mux.HandleFunc(pattern, s.serve(page))
	}
	mux.HandleFunc("GET /version", s.version)
	mux.HandleFunc("GET "+assetRoot()+"{name}", serveAsset)
	mux.HandleFunc("/", s.serve(func(r *http.Request) (*page, error) {
		return nil, fault.New(fault.Usage, "there is no page %s", r.URL.Path).WithHint("the first page is at /")
	}))
	return s.guard(http.NewCrossOriginProtection().Handler(mux))
}

type server struct {
	answerer surface.Answerer
	options  ServerOptions
}

// live is what only a served page has.
type live struct {
	// Nonce allows the scripts and styles of this very answer.
	Nonce string
	Asset string
	// Version is of what the page is; empty if it need not follow.
	Version string
	Query   string
}

// lost says why there is no page.
type lost struct{ Title, What, Hint string }

// guard refuses whoever asks for another host, or from another site, and says
// what pages may do.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if !slices.Contains(s.options.Hosts, r.Host) {
			http.Error(w, "this host is not served here", http.StatusMisdirectedRequest)
			return
		}
		// A link from another site may lead here; nothing else of it may ask.
		if r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
			http.Error(w, "not from another site", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// policy is what a served page may load: what carries its nonce, and answers of
// the server itself.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce +
		"'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// serve writes the page that a function makes, or says why there is none.
func (s *server) serve(make func(*http.Request) (*page, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusOK
		p, err := s.caught(make, r)
		if err != nil {
			if r.Context().Err() != nil {
				return // nobody waits any more
			}
			p, status = s.lost(err)
		}
		p.Live.Nonce = rand.Text()
		name := "page.gohtml"
		if p.Found != nil && r.Header.Get("HX-Request") == "true" {
			name = "results"
		}
		var b bytes.Buffer
		if err := templates().ExecuteTemplate(&b, name, p); err != nil {
			s.report(fmt.Errorf("write the page %s: %w", r.URL.Path, err))
			http.Error(w, "an internal fault", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Security-Policy", policy(p.Live.Nonce))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes()) // where this fails the reader has gone
	}
}

// caught makes a page; a panic becomes an error.
func (s *server) caught(make func(*http.Request) (*page, error), r *http.Request) (p *page, err error) {
	defer fault.Catch(&err)
	// Asked for before the page is made: a page that is older than it says is made
	// again at once.
	version, err := s.answerer.Version(r.Context())
	if err != nil {
		return nil, err
	}
	if p, err = make(r); err == nil {
		p.Live.Version = version
	}
	return p, err
}

func (s *server) report(err error) {
	if s.options.Report != nil {
		s.options.Report(err)
	}
}

// lost is the page that says why there is no other one.
func (s *server) lost(err error) (*page, int) {
	p := &page{Title: "Leadline", Name: "Leadline", Home: "/", Live: &live{Asset: assetRoot()}}
	p.Lost = &lost{Title: "This page could not be made", What: fault.Visible(err.Error())}
	var f *fault.Error
	if errors.As(err, &f) {
		p.Lost.Hint = fault.Visible(f.Hint)
	}
	switch fault.KindOf(err) {
	case fault.Usage:
		p.Lost.Title = "There is no such page"
		return p, http.StatusNotFound
	case fault.Incomplete:
		return p, http.StatusServiceUnavailable
	}
	s.report(err)
	return p, http.StatusInternalServerError
}

// page makes the page of an answer; here is the address of the navigation that is
// marked.
func (s *server) page(a *sheet.Answer, here string) *page {
	p := newPage(a, own{})
	p.Home, p.Live = "/", &live{Asset: assetRoot()}
	p.Nav = []link{{Text: title(s.options.Brief), Href: "/"}}
	for _, d := range s.options.Duties {
		p.Nav = append(p.Nav, link{Text: title(d), Href: own{}.duty(d)})
	}
	p.Nav = append(p.Nav, link{Text: "Rules", Href: "/rule/"})
	for i := range p.Nav {
		p.Nav[i].Here = p.Nav[i].Href == here
	}
	return p
}

// bare is a page without a sheet.
func (s *server) bare(r *http.Request, here string) (*page, error) {
	a, err := s.answerer.Answer(r.Context(), sheet.Question{Duty: s.options.Brief, Pictures: true})
	if err != nil {
		return nil, err
	}
	a.Sheets, a.Gaps = nil, nil // what is missing is said where it matters
	return s.page(&a, here), nil
}

// question is that of a page's one sheet.
func (p *page) question() string { return p.Parts[0].Sheets[0].Question }

// headed gives the one sheet of a page another heading.
func (p *page) headed(name, question string) {
	s := &p.Parts[0].Sheets[0]
	s.Name, s.Question = fault.Visible(name), question
}

func (s *server) brief(r *http.Request) (*page, error) {
	a, err := s.answerer.Answer(r.Context(), sheet.Question{Duty: s.options.Brief, Pictures: true})
	if err != nil {
		return nil, err
	}
	p := s.page(&a, "/")
	p.Parts[0].quiet(&a)
	return p, nil
}

// duty is the sheet of a duty, of the whole repository or of a place.
func (s *server) duty(r *http.Request) (*page, error) {
	name, query := r.PathValue("name"), r.URL.Query()
	if name == s.options.Brief && query.Get("place") == "" {
		return s.brief(r)
	}
	q := sheet.Question{Duty: name, Place: sheet.Place{Path: query.Get("place")}, Pictures: true}
	if who := query.Get("away"); who != "" {
		q.Flags = map[string]string{"away": who}
	}
	a, err := s.answerer.Answer(r.Context(), q)
	if err != nil {
		return nil, err
	}
	p := s.page(&a, own{}.duty(name))
	p.Title = title(name) + " · " + p.Title
	if q.Place.Path != "" {
		p.Way = way(q.Place.Path)
	}
	return p, nil
}

// path is all that is known of a file or folder.
func (s *server) path(r *http.Request) (*page, error) {
	path := strings.TrimSuffix(r.PathValue("path"), "/")
	if path == "" {
		return s.brief(r)
	}
	a, err := s.answerer.Answer(r.Context(), sheet.Question{Duty: s.options.Place, Place: sheet.Place{Path: path, Line: line(r)}, Pictures: true})
	if err != nil {
		return nil, err
	}
	p := s.page(&a, "")
	p.Title, p.Way = fault.Visible(path)+" · "+p.Title, way(path)
	p.headed(path, p.question())
	if !strings.HasSuffix(r.PathValue("path"), "/") {
		p.More = append(p.More, link{Text: "its lines", Href: "/file/" + escapedPath(path)})
	}
	for _, d := range s.options.Duties {
		if d != "backtest" {
			p.More = append(p.More, link{Text: d + " here", Href: own{}.duty(d) + "?place=" + url.QueryEscape(path)})
		}
	}
	return p, nil
}

func line(r *http.Request) int {
	n, _ := strconv.Atoi(r.URL.Query().Get("line"))
	return max(0, n)
}

// file is lines of a file.
func (s *server) file(r *http.Request) (*page, error) {
	path := r.PathValue("path")
	a, err := s.answerer.Source(r.Context(), sheet.Place{Path: path, Line: line(r)})
	if err != nil {
		return nil, err
	}
	p := s.page(&a, "")
	p.Title, p.Way = fault.Visible(path)+" · "+p.Title, way(path)
	p.More = []link{{Text: "what is known of it", Href: own{}.place(sheet.Place{Path: path})}}
	p.headed(path, "")
	p.lines(&a, path)
	return p, nil
}

func (s *server) commit(r *http.Request) (*page, error) {
	a, err := s.answerer.Commit(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	p := s.page(&a, "")
	id := r.PathValue("id")
	p.Title = surface.Commit(id) + " · " + p.Title
	p.headed(p.question(), "")
	if at := newForge(&a, "", nil).commit(id); at != "" {
		p.More = []link{{Text: "at the forge", Href: at}}
	}
	return p, nil
}

// rule is the page of a rule, or the list of them.
func (s *server) rule(r *http.Request) (*page, error) {
	id := r.PathValue("id")
	p, err := s.bare(r, "/rule/")
	if err != nil {
		return nil, err
	}
	if id == "" {
		p.Title, p.Guide = "Rules · "+p.Title, s.options.Rules
		return p, nil
	}
	for _, x := range s.options.Rules {
		if x.ID == id {
			p.Title, p.Rules = id+" · "+p.Title, []Rule{x}
			return p, nil
		}
	}
	return nil, fault.New(fault.Usage, "there is no rule %q", id).WithHint("the rules are listed at /rule/")
}

// notice is what the authors of what is in the pages want to be said.
func (s *server) notice(r *http.Request) (*page, error) {
	p, err := s.bare(r, "")
	if err != nil {
		return nil, err
	}
	p.Title, p.Notice = "Notices and licences · "+p.Title, asset("vendor/NOTICE.txt")
	return p, nil
}

// version tells a page that it is no longer of what is there, and to load again.
func (s *server) version(w http.ResponseWriter, r *http.Request) {
	version, err := s.answerer.Version(r.Context())
	if err == nil && version != r.URL.Query().Get("seen") {
		w.Header().Set("HX-Refresh", "true")
	}
	w.WriteHeader(http.StatusNoContent)
}

// way are the folders above a path and the path itself, each with its page.
func way(path string) []link {
	path = strings.TrimSuffix(path, "/")
	out := []link{{Text: "top level", Href: "/"}}
	for i := 0; i < len(path); i++ {
		if path[i] == '/' {
			out = append(out, link{Text: fault.Visible(path[strings.LastIndexByte(path[:i], '/')+1 : i+1]), Href: own{}.place(sheet.Place{Path: path[:i+1]})})
		}
	}
	return append(out, link{Text: fault.Visible(path[strings.LastIndexByte(path, '/')+1:]), Here: true})
}

// served are the files that pages load, and their types.
var served = map[string]string{
	"style.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8",
	"echarts.js": "text/javascript; charset=utf-8", "htmx.js": "text/javascript; charset=utf-8",
}

func assetContent(name string) string {
	if name == "echarts.js" || name == "htmx.js" {
		name = "vendor/" + name
	}
	return asset(name)
}

// assetRoot is where files that never change are: the address changes with them.
var assetRoot = sync.OnceValue(func() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(served)) {
		h.Write([]byte(assetContent(name)))
	}
	return "/asset/" + hex.EncodeToString(h.Sum(nil))[:16] + "/"
})

func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	kind, ok := served[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write([]byte(assetContent(name)))
}
