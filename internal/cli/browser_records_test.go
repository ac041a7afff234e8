package cli

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"leadline/internal/gittest"
)

// manyRecords has 80 decisions with long titles, of which each names others.
func manyRecords(t *testing.T) *gittest.Repo {
	t.Helper()
	r := gittest.New(t)
	files := gittest.Files{}
	name := func(i int) string { return fmt.Sprintf("%04d-decide-number-%d.md", i, i) }
	for i := 1; i <= 80; i++ {
		title := fmt.Sprintf("Decide number %d", i) + strings.Repeat(" with very many words", i%7)
		text := fmt.Sprintf("# %d. %s\n\n## Status\n\nAccepted\n\n## Context\n\n", i, title)
		for _, to := range []int{i / 2, i / 3} {
			if to > 0 {
				text += fmt.Sprintf("As [the %dth](%s) has it.\n", to, name(to))
			}
		}
		if i == 3 {
			text += "Back to [a later one](" + name(70) + ").\n"
		}
		files["docs/adr/"+name(i)] = []byte(text)
	}
	r.Commit("main", gittest.Commit{Files: files, When: time.Date(2024, 12, 1, 9, 0, 0, 0, time.UTC)})
	r.Flush()
	return r
}

// The page of many records can be read in wide and narrow windows, and by keys.
func TestRecordsInABrowser(t *testing.T) {
	browser := startBrowser(t)
	file := filepath.Join(t.TempDir(), "records.html")
	if o := leadline(t, nil, "record", "export", "--format", "html", "-o", file, "-C", manyRecords(t).Dir()); o.status != 0 {
		t.Fatalf("exit status %d: %s", o.status, o.stderr)
	}
	address := (&url.URL{Scheme: "file", Path: file}).String()
	v := open(t, browser, address, 1280)
	v.list("charts", "checks.drawn()")
	v.tab()
	for _, width := range []int64{390, 1280} {
		v.do(chromedp.EmulateViewport(width, 900))
		evaluate[bool](v, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
		v.list(fmt.Sprint(width, " pixels"), "checks.wide()")
		v.list(fmt.Sprint(width, " pixels"), "checks.labels()")
	}
	if got := evaluate[int](v, "document.querySelectorAll('#record-decision tbody tr').length"); got != 80 {
		t.Errorf("the table has %d records", got)
	}
	if got := evaluate[string](v, "document.title"); !strings.Contains(got, "ecord") {
		t.Errorf("the page is called %q", got)
	}
	v.foreign(address)
	v.done()
}
