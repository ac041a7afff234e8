package cli

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/sheet"
	"leadline/internal/surface/html"
	"leadline/internal/surface/surfacetest"
)

//go:embed testdata/page.js
var pageChecks string

// axe is the accessibility checker, where `make browser-tools` has put it.
func axe(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "tools", "web", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("SKIPPED: no axe-core to look at pages with; `make browser-tools` fetches it")
	}
	return string(b)
}

// startBrowser starts one browser for a test.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	name := ""
	for _, n := range []string{"chromium", "google-chrome", "chromium-browser"} {
		if path, err := exec.LookPath(n); err == nil {
			name = path
			break
		}
	}
	if name == "" {
		t.Skip("SKIPPED: no chromium to look at pages with")
	}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(
		chromedp.ExecPath(name), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
	))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	return ctx
}

// serveRepository serves the pages of a repository as `leadline open` does, and
// gives the address of the first one.
func serveRepository(t *testing.T, dir string, asOf string) string {
	t.Helper()
	a := &app{stdout: &strings.Builder{}, stderr: &strings.Builder{}, env: []string{"LEADLINE_HOME=" + t.TempDir()}}
	a.global.quiet = true
	ctx, stop := context.WithCancel(context.Background())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := run.Options{Dir: dir, Getenv: a.getenv}
	if o.AsOf, err = time.Parse(time.DateOnly, asOf); err != nil {
		t.Fatal(err)
	}
	s, err := run.OpenSession(ctx, o, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- a.serve(ctx, listener, s, true) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}

// writeReport writes the report of a repository and gives its address.
func writeReport(t *testing.T, dir, asOf string, status int, more ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "lead.html")
	if o := leadline(t, nil, append([]string{"report", "-C", dir, "--as-of", asOf, "-o", file}, more...)...); o.status != status {
		t.Fatalf("exit status %d: %s", o.status, o.stderr)
	}
	return (&url.URL{Scheme: "file", Path: file}).String()
}

// visit is a page in a tab of its own, and what it complained of.
type visit struct {
	ctx context.Context
	t   *testing.T

	// lost is the address of a page that is not to be there.
	lost string

	mu       sync.Mutex
	faults   []string
	requests []string
}

func (v *visit) fault(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

// observe notes what a browser tells of a page.
func (v *visit) observe(ev any) {
	switch e := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		v.fault("console: %s %s", e.Type, e.Args[0].Value)
	case *runtime.EventExceptionThrown:
		v.fault("exception: %s", e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.URL == v.lost { // the browser's own words on an answer of 404
			return
		}
		v.fault("log: %s %s", e.Entry.Text, e.Entry.URL)
	case *network.EventRequestWillBeSent:
		v.mu.Lock()
		v.requests = append(v.requests, e.Request.URL)
		v.mu.Unlock()
	}
}

// open shows a page in a window of a size.
func open(t *testing.T, browser context.Context, address string, width int64) *visit {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, cancelTime := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancelTime)
	v := &visit{ctx: ctx, t: t}
	if strings.HasSuffix(address, "/nothing") {
		v.lost = address
	}
	v.do(chromedp.EmulateViewport(width, 900))
	if err := chromedp.Listen(ctx, v.observe); err != nil {
		t.Fatal(err)
	}
	call(v, log.Enable, cdp.Empty{})
	call(v, network.Enable, network.EnableParams{})
	v.do(chromedp.Navigate(address))
	v.waitFor(`document.documentElement.dataset.drawn !== undefined`)
	evaluate[string](v, pageChecks+`; ""`)
	return v
}

func (v *visit) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, steps...); err != nil {
		v.t.Fatal(err)
	}
}

// evaluate evaluates an expression, or waits for its promise.
func evaluate[T any](v *visit, expression string) T {
	v.t.Helper()
	out, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatalf("%.80s: %v", expression, err)
	}
	return out
}

func (v *visit) waitFor(condition string) {
	v.t.Helper()
	for range 1200 {
		// While a page is loading there is nobody to ask.
		if ok, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool]("!!("+condition+")")); ok && err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	v.t.Fatalf("it never came to %s", condition)
}

// list asks for a list of faults.
func (v *visit) list(what, expression string) {
	v.t.Helper()
	var faults []string
	if err := json.Unmarshal([]byte(evaluate[string](v, "Promise.resolve("+expression+").then(JSON.stringify)")), &faults); err != nil {
		v.t.Fatal(err)
	}
	for _, f := range faults {
		v.fault("%s: %s", what, f)
	}
}

// scheme chooses light or dark.
func (v *visit) scheme(name string) {
	v.t.Helper()
	call(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
}

// tab presses the tab key until nothing new is reached.
func (v *visit) tab() {
	v.t.Helper()
	for range evaluate[int](v, "checks.reachable()") + 5 {
		v.do(chromedp.KeyEvent("\t"))
		evaluate[bool](v, "checks.focused()")
	}
	v.list("no key reaches", "checks.missed()")
}

// foreign lists requests that leave for elsewhere.
func (v *visit) foreign(home string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.requests {
		if !strings.HasPrefix(r, home) && !strings.HasPrefix(r, "data:") {
			v.faults = append(v.faults, "asks "+r)
		}
	}
}

func (v *visit) done() {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, f := range v.faults {
		v.t.Error(f)
	}
}

// inspect looks at a page from every side.
func inspect(t *testing.T, browser context.Context, axe, address, home string) {
	t.Helper()
	v := open(t, browser, address, 1280)
	v.list("charts", "checks.drawn()")
	v.tab()
	evaluate[string](v, axe+`; ""`)
	for _, scheme := range []string{"light", "dark"} {
		v.scheme(scheme)
		evaluate[string](v, `document.querySelectorAll('details').forEach(d => { d.open = true }); ""`)
		v.list("axe, "+scheme, "checks.axe()")
	}
	for _, width := range []int64{390, 768, 1280, 1920} {
		v.do(chromedp.EmulateViewport(width, 900))
		evaluate[bool](v, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
		v.list(fmt.Sprint(width, " pixels"), "checks.wide()")
		v.list(fmt.Sprint(width, " pixels"), "checks.labels()")
	}
	v.foreign(home)
	v.done()
}

func TestPagesInABrowser(t *testing.T) {
	script := axe(t)
	browser := startBrowser(t)
	team := gittest.TeamFixture(t)
	team.Flush()
	empty := gittest.New(t)
	hostile := gittest.Hostile(t)
	hostile.Flush()
	layers := gittest.New(t)
	layers.Commit("main", gittest.Commit{When: time.Date(2024, 12, 2, 9, 0, 0, 0, time.UTC), Files: gittest.Files{
		"go.mod":         gittest.Lines("module example.org/shop"),
		"api/api.go":     gittest.Lines("package api", `import "example.org/shop/store/sql"`, "func Serve() { if true { sql.Open() } }"),
		"store/sql/a.go": gittest.Lines("package sql", `import "example.org/shop/model"`, "func Open() { model.New() }"),
		"store/store.go": gittest.Lines("package store"),
		"model/model.go": gittest.Lines("package model", `import "example.org/shop/store"`, "func New() {}"),
	}})
	layers.Flush()
	t.Run("workspace", func(t *testing.T) {
		report := writeReport(t, team.Dir(), "2024-12-20", 0, "-C", empty.Dir())
		inspect(t, browser, script, report, report)
	})
	shallow := gittest.Shallow(team, 30)
	for _, c := range []struct {
		name, dir, asOf string
		status          int
		pages           []string
	}{
		{"team", team.Dir(), "2024-12-20", 0, []string{
			"/", "/duty/oversight?place=api", "/duty/guidance", "/duty/guidance?place=web", "/duty/guidance?away=Fay+Fox", "/duty/backtest",
			"/path/api", "/path/api/orders.go", "/path/web/components/", "/file/api/orders.go?line=3", "/commit/" + team.Tip("main"),
			"/rule/", "/rule/guidance/island", "/search?q=orders", "/notice", "/nothing",
		}},
		{"empty", empty.Dir(), "2024-12-20", 0, []string{"/", "/duty/guidance", "/duty/backtest", "/search?q=x", "/path/nothing"}},
		{"shallow", shallow.Dir(), "2024-12-20", 3, []string{"/", "/path/api"}},
		{"layers", layers.Dir(), "2024-12-20", 0, []string{"/duty/architecture", "/duty/architecture?place=store"}},
		{"hostile", hostile.Dir(), "2026-11-22", 0, []string{"/", "/duty/guidance", "/search?q=a", "/commit/" + hostile.Tip("main")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			home := serveRepository(t, c.dir, c.asOf)
			report := writeReport(t, c.dir, c.asOf, c.status)
			t.Run("report", func(t *testing.T) { inspect(t, browser, script, report, report) })
			for _, p := range c.pages {
				t.Run(p, func(t *testing.T) { inspect(t, browser, script, home+p, home+"/") })
			}
		})
	}
}

// call sends a command of the protocol to the tab.
func call[P, R any](v *visit, command cdp.Command[P, R], params P) R {
	v.t.Helper()
	out, err := chromedp.Call(v.ctx, command, params)
	if err != nil {
		v.t.Fatal(err)
	}
	return out
}

// attack would run, load or close what it stands in, if it were anything but text.
const attack = "</script><script>globalThis.pwned = 1</script><img src=http://b.example/x onerror='globalThis.pwned = 1'>" +
	"\"><svg onload=globalThis.pwned=1>{{.}}${1}`javascript:globalThis.pwned=1`\u202e\x1b[2J<a href=javascript:globalThis.pwned=1>"

// A report in which every string of the repository is an attack runs nothing and
// loads nothing, and neither does pointing at its charts.
func TestHostileReportInABrowser(t *testing.T) {
	browser := startBrowser(t)
	for name, a := range map[string]sheet.Answer{"ordinary": surfacetest.Ordinary(), "hostile": surfacetest.Hostile()} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.html")
			out, err := os.Create(file)
			if err != nil {
				t.Fatal(err)
			}
			a := a.Map(func(sheet.TextKind, string) string { return attack })
			if err := errors.Join(html.Write(out, a, nil), out.Close()); err != nil {
				t.Fatal(err)
			}
			home := (&url.URL{Scheme: "file", Path: file}).String()
			v := open(t, browser, home, 1280)
			v.list("charts", "checks.drawn()")
			for _, kind := range []string{"lines", "tree", "graph"} {
				evaluate[string](v, "document.querySelector('.plot."+kind+"').scrollIntoView({block: 'center'}); ''")
				at := evaluate[[]float64](v, "(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector('.plot."+kind+" svg').getBoundingClientRect())")
				for dx := -60.0; dx <= 60; dx += 12 {
					v.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0]+dx, at[1]+dx/2))
				}
				v.do(chromedp.MouseClickXY(at[0], at[1]))
			}
			if evaluate[bool](v, "'pwned' in globalThis") {
				t.Error("it ran")
			}
			if n := evaluate[int](v, "document.querySelectorAll('img, svg[onload], script:not([type])').length"); n != 2 {
				t.Errorf("%d elements that load or run, want the two scripts", n)
			}
			v.foreign(home)
			v.done()
		})
	}
}

// A page is made again when the head moves.
func TestPagesFollowTheHead(t *testing.T) {
	browser := startBrowser(t)
	r := gittest.TeamFixture(t)
	r.Flush()
	v := open(t, browser, serveRepository(t, r.Dir(), "2024-12-21")+"/", 1280)
	before := evaluate[string](v, "document.querySelector('.at').textContent")
	id := r.Commit("main", gittest.Commit{
		Parents: []string{r.Tip("main")}, Files: gittest.Files{"new.go": gittest.Lines("package main")},
		When: time.Date(2024, 12, 21, 9, 0, 0, 0, time.UTC),
	})
	r.Flush()
	v.waitFor("document.querySelector('.at')?.textContent.includes('" + id[:10] + "')")
	if strings.Contains(before, id[:10]) {
		t.Error("it was there before")
	}
}

// The box finds while one types, and the keys lead to what it finds.
func TestSearchInABrowser(t *testing.T) {
	browser := startBrowser(t)
	r := gittest.TeamFixture(t)
	r.Flush()
	v := open(t, browser, serveRepository(t, r.Dir(), "2024-12-20")+"/", 1280)
	evaluate[string](v, "document.querySelector('#q').focus(); ''")
	v.do(chromedp.KeyEvent("orders_t"))
	v.waitFor("document.querySelector('#found a') !== null")
	if got := evaluate[string](v, "document.querySelector('#found').innerText"); !strings.Contains(got, "api/orders_test.go") || strings.Contains(got, "api/orders.go") {
		t.Errorf("found %q", got)
	}
	v.do(chromedp.KeyEvent("\t"))
	v.do(chromedp.KeyEvent("\r"))
	v.waitFor("location.pathname === '/path/api/orders_test.go' && document.documentElement.dataset.drawn !== undefined")
	v.done()
}

// The tree of very many files is drawn in few boxes, and opens by mouse and keys.
func TestTreeOfManyFiles(t *testing.T) {
	browser := startBrowser(t)
	r := gittest.New(t)
	files := gittest.Files{}
	for i := range 30000 {
		files[fmt.Sprintf("part%d/sub%d/file%d.go", i%20, i/20%50, i)] = gittest.Lines(lines(i % 90)...)
	}
	r.Commit("main", gittest.Commit{Files: files, When: time.Date(2024, 12, 1, 9, 0, 0, 0, time.UTC)})
	r.Flush()
	v := open(t, browser, serveRepository(t, r.Dir(), "2024-12-20")+"/", 1280)
	v.list("charts", "checks.drawn()")
	v.list("labels", "checks.labels()")
	if n := evaluate[int](v, "document.querySelectorAll('.plot.tree svg path').length"); n < 20 || n > 3000 {
		t.Errorf("%d boxes are drawn", n)
	}
	here := "document.querySelector('.crumbs strong').textContent"
	v.do(chromedp.Click(chromedp.CSS(".plot.tree"), chromedp.NodeVisible))
	v.waitFor(here + " !== 'top level'")
	v.do(chromedp.Click(chromedp.CSS(".crumbs button")))
	v.waitFor(here + " === 'top level'")
	evaluate[string](v, "document.querySelector('.controls select').focus(); ''")
	v.do(chromedp.KeyEvent("part1"), chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r"))
	v.waitFor(here + ".startsWith('part1')")
	grounds := "JSON.stringify([...document.querySelectorAll('.plot.tree svg path')].map(p => p.getAttribute('fill')))"
	before := evaluate[string](v, grounds)
	v.do(chromedp.Click(chromedp.CSS(".controls input[value='2']")))
	if evaluate[string](v, grounds) == before {
		t.Error("another measure has the same colours")
	}
	v.done()
}
