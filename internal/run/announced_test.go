package run_test

import (
	"testing"

	"leadline/internal/gittest"
)

// What a change announces is not told to who made it, and what looks like it is.
func TestReviewOfAnnounced(t *testing.T) {
	r, home := gittest.New(t), t.TempDir()
	const source = "src/index.js"
	base := map[string]string{
		"package.json": `{"name": "shop", "version": "1.2.0", "main": "src/index.js"}`, source: "export function openCart() {}\nexport function close() {}\n",
		"docs/use.md": "openCart opens.\n", "docs/begin.md": "    import { openCart } from 'shop'\n", "CHANGELOG.md": "# 1.2.0\n- Changed close\n",
	}
	commitTexts(r, "main", "Begin", base)
	r.Tag("v1.2.0", "main")
	commitTexts(r, "main", "Go on", map[string]string{"NEWS": "more"})
	broken := map[string]string{source: "export function close() {}\n"}
	with := func(p, text string) map[string]string {
		return map[string]string{source: broken[source], p: text}
	}
	const told = "openCart was removed"
	for i, c := range []struct {
		subjects []string
		change   map[string]string
		want     string
	}{
		{[]string{"Tidy up"}, broken, told},
		{[]string{"Tidy openCart up"}, broken, ""},
		{[]string{"Tidy openCarts up"}, broken, told},
		{[]string{"Remove what is old"}, broken, ""},
		{[]string{"Remove what is old", "Go on"}, broken, told},
		{[]string{"refactor(cart)!: tidy up", "Go on"}, broken, ""},
		{[]string{"fix(cart): tidy up!"}, broken, told},
		{[]string{"Tidy up"}, with("docs/use.md", "openCart opens. Use Cart instead of openCart.\n"), ""},
		{[]string{"Tidy up"}, with("docs/use.md", "Nothing opens.\n"), told},
		{[]string{"Tidy up"}, with("CHANGELOG.md", base["CHANGELOG.md"]+"- Carts no longer open\n"), ""},
		{[]string{"Tidy up"}, with("CHANGELOG.md", base["CHANGELOG.md"]+"- Carts are quick\n"), told},
		{[]string{"Tidy up"}, with(".changeset/one.md", "---\n'shop': major\n---\n\nTidy up.\n"), ""},
		{[]string{"Tidy up"}, with(".changeset/one.md", "---\n\"till\": major\n'shop': minor\n---\n\nTidy up.\n"), told},
		{[]string{"Tidy up"}, with("notes.csv", "openCart is gone\n"), told},
	} {
		branch := string(rune('a' + i))
		r.Branch(branch, r.Tip("main"))
		for n, subject := range c.subjects {
			if n == 0 {
				commitTexts(r, branch, subject, c.change)
			} else {
				commitTexts(r, branch, subject, map[string]string{"more.txt": "x"})
			}
		}
		if got := namesTold(t, r, home, branch); got != c.want {
			t.Errorf("%q, %v: %q, want %q", c.subjects, c.change, got, c.want)
		}
	}
}

// What several packages pass on is told once.
func TestReviewOfPassedOn(t *testing.T) {
	r, home := gittest.New(t), t.TempDir()
	commitTexts(r, "main", "Begin", map[string]string{
		"a/package.json": `{"name": "shop", "version": "1.2.0", "main": "index.js"}`, "a/index.js": "export function openCart() {}\nexport function close() {}\n",
		"b/package.json": `{"name": "till", "version": "1.1.0", "main": "index.js"}`, "b/index.js": "export { openCart, close } from '../a/index.js'\n",
		"README.md": "Call `openCart()`:\n\n    const { openCart } = require('shop')\n",
	})
	r.Tag("shop@1.2.0", "main")
	r.Tag("till@1.1.0", "main")
	r.Branch("topic", r.Tip("main"))
	commitTexts(r, "topic", "Tidy up", map[string]string{"a/index.js": "export function close() {}\n", "b/index.js": "export * from '../a/index.js'\n"})
	reviewed := reviewOf(t, r, home, "topic")
	const want = "openCart was removed since shop@1.2.0, by name alone; and so in 1 other package"
	if len(reviewed.Findings) != 1 || reviewed.Findings[0].Message != want {
		t.Errorf("%+v, want %s", reviewed.Findings, want)
	}
}
