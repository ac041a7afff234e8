package run_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/gittest"
)

// namesCase is a change that breaks who uses the release, and its harmless twin: what is
// replaced in a file, and by what. A file without anything to be replaced is as written;
// an empty one is gone.
type namesCase struct {
	file       string
	from       string
	fault, fit string
	want       string
	also       map[string]string // in both
}

// reviewNames makes every change twice and compares what is told of the API.
func reviewNames(t *testing.T, base map[string]string, tags []string, cases map[string]namesCase) {
	t.Helper()
	r := gittest.New(t)
	commit := func(branch string, files map[string]string) { commitTexts(r, branch, "Change it", files) }
	commit("main", base)
	for _, tag := range tags {
		r.Tag(tag, "main")
	}
	commit("main", map[string]string{"NEWS": "more"})
	home := t.TempDir()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			for n, with := range []string{c.fault, c.fit} {
				text := with
				if c.from != "" {
					if !strings.Contains(base[c.file], c.from) {
						t.Fatal(c.file, c.from)
					}
					text = strings.Replace(base[c.file], c.from, with, 1)
				}
				change := map[string]string{c.file: text}
				for p, text := range c.also {
					change[p] = text
				}
				branch := fmt.Sprint(strings.ReplaceAll(name, " ", "-"), n)
				r.Branch(branch, r.Tip("main"))
				commit(branch, change)
				want := c.want
				if n == 1 {
					want = ""
				}
				if got := namesTold(t, r, home, branch); got != want {
					t.Errorf("%d: %s\nwant %s", n, got, want)
				}
			}
		})
	}
}

func namesTold(t *testing.T, r *gittest.Repo, home, branch string) string {
	t.Helper()
	reviewed := reviewOf(t, r, home, branch)
	var got []string
	for _, f := range reviewed.Findings {
		message, _, _ := strings.Cut(f.Message, " since ")
		switch {
		case f.Rule != "review/api":
		case f.Level != "warning" || f.Gate || !strings.HasSuffix(f.Message, ", by name alone"):
			t.Errorf("%+v", f)
		default:
			got = append(got, message)
		}
	}
	for _, u := range reviewed.Unknown {
		if strings.HasPrefix(u.What, "what the change breaks of") {
			got = append(got, "unknown: "+u.Why)
		}
	}
	return strings.Join(got, ", ")
}

func TestReviewOfNamesInTypeScript(t *testing.T) {
	base := map[string]string{
		"package.json": `{"name": "shop", "version": "1.2.0", "main": "dist/index.js", "exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.js"}, "./extra": "./dist/extra.js", "./parts/*": "./dist/parts/*.js"}}`,
		"src/index.ts": "import { Hidden } from './hidden'\nexport { Cart, type Options } from './cart'\nexport * from './money'\nexport * as text from './text'\nexport type { Size } from './size'\nexport default function open(name: string, mode?: string): void {}\nexport const Most = 3\nexport { Hidden }\n",
		"src/cart.ts": "import { Base } from './base'\nexport class Cart extends Base {\n  total = 0\n  private key = 1\n  constructor(public name: string, size?: number) { super() }\n  add(item: string, count = 1): void {}\n  /** @deprecated */\n  old(): void {}\n  _own(): void {}\n}\n" +
			"export interface Options { deep: boolean; wide?: boolean }\nexport function apart(): void {}\n",
		"docs/use.md":        "`Cart`, `.add`, `.close`, `.total`, `new Cart(name)`, `Options`, `.wide`, `Unit`, `.Cent`, `round(1)`, `sum()`, `text`, `trim()`, `Line`, `Size`,\n`import open from 'shop'`, `import 'shop/extra'`, `part`, `one()`, `two()`, `bare()`.\nimport { Cart, Options, Unit, Size,\n  round, sum, text } from 'shop'\nimport { part } from 'shop/parts/a'\nconst { one, two } = require('plain')\n",
		"src/base.ts":        "export class Base { close(): void {} }\n",
		"src/money.ts":       "export enum Unit { Euro, Cent }\nexport function round(n: number): number\nexport function round(n: number, to: number): number\nexport function round(n: any, to?: any) { return n }\nexport const sum = (...all: number[]) => 0\nexport const bare = (a: number) => 0\n/** @internal */\nexport function secret() {}\n",
		"src/text.ts":        "export function trim(s: string): string { return s }\nexport type Line = { text: string }\n",
		"src/size.ts":        "export class Size {}\n",
		"src/hidden.ts":      "export function Hidden() {}\n",
		"src/extra.ts":       "export let extra = 1\n",
		"src/parts/a.ts":     "export const part = 1\n",
		"src/inside.ts":      "export function inside(a: string) {}\n",
		"src/cart.test.ts":   "export function helper() {}\n",
		"tools/package.json": `{"name": "tools", "version": "1.0.0", "private": true, "main": "index.ts"}`,
		"tools/index.ts":     "export function tool() {}\n",
		"young/package.json": `{"name": "young", "version": "0.3.0", "main": "index.ts"}`,
		"young/index.ts":     "export function grown() {}\n",
		"js/package.json":    `{"name": "plain", "version": "2.0.0"}`,
		"js/index.js":        "module.exports = { one, two }\nfunction one(a, b) {}\nfunction two() {}\n",
	}
	reviewNames(t, base, []string{"v1.2.0", "young@0.3.0", "plain@2.0.0", "tools@1.0.0"}, map[string]namesCase{
		"a function":                  {file: "src/text.ts", from: "export function trim", fault: "function trim", fit: "export async function trim", want: "text.trim was removed"},
		"an exported name":            {file: "src/index.ts", from: "Cart, type Options", fault: "type Options", fit: "type Options, Cart", want: "Cart was removed"},
		"everything of a file":        {file: "src/index.ts", from: "export * from './money'\n", fault: "", fit: "export { round, Unit, sum } from './money'\n", want: "3 changes of the package at the top break who uses v1.2.0: Unit, round, sum, by name alone"},
		"a namespace":                 {file: "src/index.ts", from: "export * as text from", fault: "import * as text from", fit: "import * as text from './text'; export { text }; import * as other from", want: "text was removed"},
		"an entry point":              {file: "package.json", from: `"./extra": "./dist/extra.js", `, fault: "", fit: `"./extra": "./lib/extra.js", `, want: "extra was removed"},
		"of a pattern":                {file: "src/parts/a.ts", from: "part", fault: "piece", fit: "other = 2, part", want: "parts/a.part was removed"},
		"not said where":              {file: "src/money.ts", from: "bare = (a", fault: "bare = (b: number, a", fit: "bare = (b"},
		"a required parameter":        {file: "src/index.ts", from: "mode?: string", fault: "mode: string", fit: "mode = ''", want: "default needs 2 arguments, where 1 was enough"},
		"a parameter":                 {file: "src/index.ts", from: ", mode?: string", fault: "", fit: ", kind?: string", want: "default takes at most 1 argument, where it took more"},
		"an overload":                 {file: "src/money.ts", from: "export function round(n: number): number\n", fault: "", fit: "export function round(n: string): number\n", want: "round needs 2 arguments, where 1 was enough"},
		"the rest":                    {file: "src/money.ts", from: "...all: number[]", fault: "one: number, two: number", fit: "...every: Array<number>", want: "sum needs 2 arguments, where 0 were enough"},
		"a method":                    {file: "src/cart.ts", from: "add(item", fault: "put(item", fit: "async add(item", want: "Cart.add was removed"},
		"a deprecated method":         {file: "src/cart.ts", from: "  old(): void {}\n", fault: "", fit: "  old(): void { this.add('') }\n", want: ""},
		"an inherited method":         {file: "src/base.ts", from: "close(): void {}", fault: "", fit: "close(now?: boolean): void {}", want: "Cart.close was removed"},
		"a method of a class":         {file: "src/cart.ts", from: "count = 1", fault: "count: number", fit: "count?: number", want: "Cart.add needs 2 arguments, where 1 was enough"},
		"a property":                  {file: "src/cart.ts", from: "total = 0", fault: "private total = 0", fit: "get total() { return 0 }", want: "Cart.total was removed"},
		"of a constructor":            {file: "src/cart.ts", from: "public name: string, size?: number", fault: "public name: string, size: number", fit: "public name: string, size = 1", want: "Cart.constructor needs 2 arguments, where 1 was enough"},
		"a member":                    {file: "src/cart.ts", from: "; wide?: boolean", fault: "", fit: "; wide?: number; more?: string", want: "Options.wide was removed"},
		"of a type":                   {file: "src/text.ts", from: "text: string", fault: "line: string", fit: "text: string | null", want: "text.Line.text was removed"},
		"of an enumeration":           {file: "src/money.ts", from: "Euro, Cent", fault: "Euro", fit: "Euro, Cent, Pound", want: "Unit.Cent was removed"},
		"a kind":                      {file: "src/text.ts", from: "export function trim(s: string): string { return s }", fault: "export type trim = string", fit: "export const trim = (s: string) => s", want: "text.trim is a type alone now"},
		"a type":                      {file: "src/size.ts", from: "class Size {}", fault: "const Size = 1", fit: "interface Size {}", want: "Size is no longer a type"},
		"a moved one":                 {file: "src/hidden.ts", from: "export function Hidden() {}", fault: "export function Other() {}", fit: "export { Hidden } from './inside'", want: "", also: map[string]string{"src/inside.ts": "export function Hidden() {}\n"}},
		"nothing of the users":        {file: "src/inside.ts", from: "inside(a: string)", fault: "within()", fit: "inside(a: string, b: string)"},
		"what is told to be internal": {file: "src/cart.ts", from: "  add(item", fault: "  /** @internal */\n  add(item", fit: "  /** Adds. */\n  add(item"},
		"what is private":             {file: "src/cart.ts", from: "private key = 1", fault: "", fit: "private other = 1"},
		"what is internal":            {file: "src/money.ts", from: "export function secret() {}", fault: "", fit: "function secret() {}"},
		"what nobody tells of":        {file: "src/index.ts", from: "export const Most = 3\n", fault: "", fit: "export const Most = 4\n"},
		"a private package":           {file: "tools/index.ts", from: "export function tool() {}", fault: "", fit: "export function tools() {}"},
		"before version 1":            {file: "young/index.ts", from: "export function grown() {}", fault: "", fit: "export function other() {}"},
		"the next major":              {file: "src/text.ts", from: "export function trim", fault: "function trim", fit: "function trim", want: "", also: map[string]string{"package.json": strings.Replace(base["package.json"], "1.2.0", "2.0.0-beta.1", 1)}},
		"of JavaScript":               {file: "js/index.js", from: "one, two", fault: "one", fit: "two, one", want: "two was removed"},
		"parameters of that":          {file: "js/index.js", from: "one(a, b)", fault: "one(a)", fit: "one(a, b, c)", want: "one takes at most 1 argument, where it took more"},
		"a test":                      {file: "src/cart.test.ts", from: "export function helper() {}", fault: "", fit: "export {}"},
		"what does not parse":         {file: "src/text.ts", from: "export function trim(", fault: "export function trim((", fit: "export  function trim(", want: "unknown: it does not parse as a whole"},
	})
}

func TestReviewOfNamesInPython(t *testing.T) {
	base := map[string]string{
		"pyproject.toml":   "[project]\nname = \"shop\"\ndynamic = [\"version\"]\n",
		"shop/__init__.py": "from ._core import Cart, open_cart\nfrom .money import *\nimport os\n\n__version__ = '1.2.0'\n",
		"shop/_core.py": "from .base import Base\nimport lib\n\nclass Cart(Base):\n    size = 1\n    def __init__(self, name, size=0):\n        self.name = name\n    def add(self, item, /, count=1, *, quiet=False):\n        pass\n    @property\n    def total(self):\n        return 0\n    @staticmethod\n    def make(kind):\n        pass\n    def _own(self):\n        pass\n\n" +
			"class Outer(lib.Base):\n    def run(self):\n        pass\n\ndef open_cart(path, mode='r', **options):\n    pass\n",
		"shop/base.py":              "class Base:\n    def close(self):\n        pass\n",
		"shop/money.py":             "__all__ = ['to_cents', 'EURO']\n\nEURO = 1\n_rate = 2\n\ndef to_cents(n, rate):\n    pass\n\ndef unlisted():\n    pass\n",
		"shop/tools.py":             "import warnings\nfrom ._core import Outer\n\nMOST = 3\nlow = 4\n\ndef helper(a, *args):\n    pass\n\ndef old():\n    warnings.warn('gone soon', DeprecationWarning)\n\n@unknown\ndef wrapped(a):\n    pass\n\nclass Mine(Outer):\n    def go(self):\n        pass\n\nclass Fault(ValueError):\n    def tell(self):\n        pass\n",
		"shop/internal/__init__.py": "", "shop/internal/wire.py": "def dial(n):\n    pass\n",
		"shop/lazy.py":           "def __getattr__(name):\n    return 1\n\ndef known():\n    pass\n",
		"shop/tests/test_a.py":   "def check(): pass\n",
		"shop/tests/__init__.py": "",
		"setup_helper.py":        "def script(): pass\n",
		"docs/contributing/a.md": "See `shop.lazy.known()`.\n",
		"docs/use.rst":           "``Cart(name)``, ``cart.add()``, ``known()``, ``.total``, ``Cart.make``, ``close`` of ``Base``, ``open_cart``, ``to_cents``,\n:class:`Fault`, ``.tell``, ``EURO``, ``MOST``, ``shop.base``, ``shop.tools.helper()``\n\n    from shop import (\n        Cart, open_cart, to_cents)\n    from shop.base import Base\n    from shop.tools import Fault, MOST\n    from shop import EURO\n",
	}
	reviewNames(t, base, []string{"v1.2.0"}, map[string]namesCase{
		"a function":          {file: "shop/tools.py", from: "def helper(", fault: "def _helper(", fit: "async def helper(", want: "shop.tools.helper was removed"},
		"not said where":      {file: "shop/lazy.py", from: "def __getattr__(name):\n    return 1\n\ndef known", fault: "def _known", fit: "def other"},
		"a deprecated one":    {file: "shop/tools.py", from: "def old():\n    warnings.warn('gone soon', DeprecationWarning)\n", fault: "", fit: "def old(now=1):\n    pass\n", want: ""},
		"one or the other":    {file: "shop/__init__.py", from: "from ._core import Cart, open_cart\n", fault: "from ._core import Cart\n", fit: "from ._core import open_cart\ntry:\n    from ._core import Cart\nexcept ImportError:\n    class Cart:\n        pass\n", want: "shop.open_cart was removed"},
		"something internal":  {file: "shop/internal/wire.py", from: "def dial(", fault: "def call(", fit: "async def dial("},
		"a constant":          {file: "shop/tools.py", from: "MOST = 3", fault: "LEAST = 3", fit: "MOST = 4", want: "shop.tools.MOST was removed"},
		"a variable":          {file: "shop/tools.py", from: "low = 4", fault: "", fit: "high = 4"},
		"a moved one":         {file: "shop/tools.py", from: "def helper(a, *args):\n    pass\n", fault: "", fit: "from .base import helper\n", want: "shop.tools.helper was removed", also: map[string]string{"shop/base.py": "def helper(a, *args):\n    pass\n" + "class Base:\n    def close(self):\n        pass\n"}},
		"what is passed on":   {file: "shop/__init__.py", from: "Cart, open_cart", fault: "Cart", fit: "open_cart, Cart", want: "shop.open_cart was removed"},
		"a parameter":         {file: "shop/_core.py", from: "mode='r', ", fault: "", fit: "mode='w', encoding=None, ", want: "shop.open_cart takes at most 1 argument by place"},
		"a required one":      {file: "shop/_core.py", from: "path, mode='r'", fault: "path, kind, mode='r'", fit: "path, mode='r', kind=1", want: "shop.open_cart needs a parameter kind"},
		"a lost default":      {file: "shop/_core.py", from: "mode='r'", fault: "mode", fit: "mode=None", want: "shop.open_cart needs its parameter mode, which had a default"},
		"a renamed one":       {file: "shop/money.py", from: "def to_cents(n, rate)", fault: "def to_cents(number, rate)", fit: "def to_cents(n: int, rate: int)", want: "shop.to_cents has no parameter n any more"},
		"the further ones":    {file: "shop/tools.py", from: "a, *args", fault: "a", fit: "a, *rest", want: "shop.tools.helper takes no further arguments by place, as *args did"},
		"those by name":       {file: "shop/_core.py", from: ", **options", fault: "", fit: ", **more", want: "shop.open_cart takes no further arguments by name, as **options did"},
		"one by name alone":   {file: "shop/_core.py", from: "/, count=1, *, quiet", fault: "/, *, count=1, quiet", fit: "/, count=1, quiet", want: "shop.Cart.add takes its parameter count by name alone now"},
		"one by place":        {file: "shop/_core.py", from: "item, /", fault: "/", fit: "thing, /", want: "shop.Cart.add takes at most 1 argument by place"},
		"a method":            {file: "shop/_core.py", from: "def add(", fault: "def put(", fit: "def put(self): pass\n    def add(", want: "shop.Cart.add was removed"},
		"a property":          {file: "shop/_core.py", from: "    @property\n    def total(self):\n        return 0\n", fault: "", fit: "    total = 0\n", want: "shop.Cart.total was removed"},
		"of a static method":  {file: "shop/_core.py", from: "make(kind)", fault: "make()", fit: "make(kind, *more)", want: "shop.Cart.make has no parameter kind any more"},
		"an inherited method": {file: "shop/base.py", from: "def close(", fault: "def shut(", fit: "def close(", want: "shop.base.Base.close was removed"},
		"a moved method":      {file: "shop/_core.py", from: "    def _own(self):\n        pass\n", fault: "", fit: "    def _other(self):\n        pass\n"},
		"of a known base":     {file: "shop/tools.py", from: "def tell(", fault: "def say(", fit: "def tell(", want: "shop.tools.Fault.tell was removed"},
		"of an unknown base":  {file: "shop/tools.py", from: "def go(", fault: "def run(", fit: "def going("},
		"a constructor":       {file: "shop/_core.py", from: "name, size=0", fault: "name, size", fit: "name, size=1, *more", want: "shop.Cart.__init__ needs its parameter size, which had a default"},
		"a decorated one":     {file: "shop/tools.py", from: "wrapped(a)", fault: "wrapped(a, b)", fit: "wrapped()"},
		"a listed name":       {file: "shop/money.py", from: "EURO = 1", fault: "", fit: "EURO: int = 1", want: "shop.EURO was removed"},
		"an unlisted name":    {file: "shop/money.py", from: "def unlisted", fault: "def other", fit: "def another"},
		"a lazy module":       {file: "shop/lazy.py", from: "def known", fault: "def _known", fit: "def other"},
		"a module":            {file: "shop/base.py", fault: "", fit: "class Base:\n    def close(self, now=0):\n        pass\n", want: "shop.base was removed"},
		"one made a package":  {file: "shop/base/__init__.py", fault: "class Base:\n    pass\n", fit: "class Base:\n    def close(self):\n        pass\n", want: "shop.base.Base.close was removed", also: map[string]string{"shop/base.py": ""}},
		"a test":              {file: "shop/tests/test_a.py", from: "def check", fault: "def other", fit: "def another"},
		"a script":            {file: "setup_helper.py", from: "def script", fault: "def other", fit: "def another"},
	})
}

func TestReviewOfNamesInJava(t *testing.T) {
	base := map[string]string{
		"pom.xml": "<project><artifactId>shop</artifactId><version>1.3.0-SNAPSHOT</version></project>",
		"src/main/java/org/shop/Cart.java": "package org.shop;\n\nimport java.util.List;\n\npublic class Cart extends Base implements Holder {\n  public static final int MOST = 1, LEAST = 0;\n  protected int size;\n  int own;\n  public Cart() {}\n  public Cart(String name) {}\n" +
			"  public void add(String item) {}\n  public void add(String item, int count) {}\n  public void put(int n) {}\n  public void put(long n) {}\n  protected void hook() {}\n  private void secret() {}\n  @Override public String toString() { return \"\"; }\n  @Deprecated public void old() {}\n  public void all(String... items) {}\n" +
			"  public static class Inner { public void in() {} }\n  public enum Kind { BIG, SMALL }\n  public record Point(int x, int y) {}\n}\n",
		"src/main/java/org/shop/Base.java":          "package org.shop;\n\npublic abstract class Base {\n  public void close() {}\n}\n",
		"src/main/java/org/shop/Holder.java":        "package org.shop;\n\npublic interface Holder {\n  default void hold() {}\n  int SIZE = 1;\n}\n",
		"src/main/java/org/shop/Last.java":          "package org.shop;\n\npublic final class Last {\n  protected void hook() {}\n  private Last() {}\n  public static void go(int n) {}\n}\n",
		"src/main/java/org/shop/internal/Wire.java": "package org.shop.internal;\n\npublic class Wire { public void dial() {} }\n",
		"src/main/java/org/shop/Silent.java":        "package org.shop;\n\npublic class Silent { public void in() {} }\n",
		"src/main/java/org/shop/Local.java":         "package org.shop;\n\nclass Local { public void in() {} }\n",
		"README.md":                                 "`Cart`: `hook()`, `add()`, `put()`, `all()`, `LEAST`, `.size`, `Inner`, `Kind.SMALL`, `new Cart()`, `new Point(1, 2)`, `.y`; `Base` and `close()`, `Silent` and `in()`, `Holder.SIZE`, `Last`\n\n    import org.shop.Cart;\n    import org.shop.Base;\n    import org.shop.Holder;\n    import org.shop.Last;\n",
		"src/test/java/org/shop/CartTest.java":      "package org.shop;\n\npublic class CartTest { public void test() {} }\n",
	}
	const cart = "src/main/java/org/shop/Cart.java"
	reviewNames(t, base, []string{"rel/shop-1.2.0"}, map[string]namesCase{
		"a method":           {file: cart, from: "  protected void hook() {}\n", fault: "", fit: "  protected synchronized void hook() { own = 1; }\n", want: "Cart.hook() was removed"},
		"an overload":        {file: cart, from: "  public void add(String item, int count) {}\n", fault: "", fit: "  public int add(String thing, int count) { return 1; }\n", want: "Cart.add(String, int) was removed"},
		"a parameter":        {file: cart, from: "add(String item) {}", fault: "add() {}", fit: "add(final CharSequence item) {}", want: "Cart.add(String) was removed"},
		"one of as many":     {file: cart, from: "  public void put(int n) {}\n", fault: "", fit: "  public void put(short n) {}\n", want: "Cart.put(int) was removed"},
		"a variadic one":     {file: cart, from: "String... items", fault: "String one, String two", fit: "Object... items", want: "Cart.all(String...) was removed"},
		"visibility":         {file: cart, from: "public void put(long", fault: "protected void put(long", fit: "public final void put(long", want: "Cart.put(long) is no longer public"},
		"hidden":             {file: cart, from: "public void put(long", fault: "void put(long", fit: "public void put(Long", want: "Cart.put(long) was removed"},
		"a field":            {file: cart, from: "MOST = 1, LEAST = 0", fault: "MOST = 1", fit: "LEAST = 0, MOST = 1", want: "Cart.LEAST was removed"},
		"a protected field":  {file: cart, from: "protected int size", fault: "private int size", fit: "public long size", want: "Cart.size was removed"},
		"a constructor":      {file: cart, from: "  public Cart() {}\n", fault: "", fit: "  public Cart() { super(); }\n", want: "Cart.<new>() was removed"},
		"an override":        {file: cart, from: "  @Override public String toString() { return \"\"; }\n", fault: "", fit: "  @Override public String toString() { return null; }\n", want: ""},
		"a deprecated one":   {file: cart, from: "  @Deprecated public void old() {}\n", fault: "", fit: "  public void old() {}\n", want: ""},
		"what is private":    {file: cart, from: "private void secret() {}", fault: "", fit: "private void other() {}"},
		"a type within":      {file: cart, from: "public static class Inner", fault: "static class Inner", fit: "public static final class Inner", want: "Cart.Inner was removed"},
		"a constant":         {file: cart, from: "BIG, SMALL", fault: "BIG", fit: "SMALL, BIG, NONE", want: "Cart.Kind.SMALL was removed"},
		"of a record":        {file: cart, from: "Point(int x, int y)", fault: "Point(int x)", fit: "Point(double x, double y)", want: "2 changes of the package src/main/java/org/shop break who uses rel/shop-1.2.0: Cart.Point.<new>(int, int), Cart.Point.y(), by name alone"},
		"a kind":             {file: "src/main/java/org/shop/Base.java", from: "public abstract class Base {\n  public", fault: "public interface Base {\n  default", fit: "public class Base {\n  public", want: "Base is an interface now, and was a class"},
		"an inherited one":   {file: "src/main/java/org/shop/Base.java", from: "public void close() {}", fault: "public void shut() {}", fit: "public void close() {}\n  public void shut() {}", want: "Base.close() was removed"},
		"the next major":     {file: cart, from: "  protected void hook() {}\n", fault: "", fit: "", want: "", also: map[string]string{"pom.xml": "<project><artifactId>shop</artifactId><parent><version>${revision}</version></parent><properties><revision>2.0.0-SNAPSHOT</revision></properties></project>"}},
		"a pulled up one":    {file: cart, from: "  protected void hook() {}\n", fault: "", fit: "", want: "", also: map[string]string{"src/main/java/org/shop/Base.java": "package org.shop;\n\npublic abstract class Base {\n  public void close() {}\n  public void hook() {}\n}\n"}},
		"of an interface":    {file: "src/main/java/org/shop/Holder.java", from: "  int SIZE = 1;\n", fault: "", fit: "  long SIZE = 1;\n", want: "Holder.SIZE was removed"},
		"of a final class":   {file: "src/main/java/org/shop/Last.java", from: "protected void hook() {}", fault: "", fit: "void hook() {}"},
		"something internal": {file: "src/main/java/org/shop/internal/Wire.java", from: "public void dial() {}", fault: "", fit: "void dial() {}"},
		"not said where":     {file: "src/main/java/org/shop/Silent.java", fault: "", fit: "package org.shop;\n\npublic class Silent { public void in(int n) {} }\n"},
		"a local type":       {file: "src/main/java/org/shop/Local.java", from: "public void in() {}", fault: "", fit: "void in() {}"},
		"a test":             {file: "src/test/java/org/shop/CartTest.java", from: "public void test() {}", fault: "", fit: "void test() {}"},
		"a type":             {file: "src/main/java/org/shop/Last.java", fault: "", fit: "package org.shop;\n\npublic final class Last {\n  public static void go(int... n) {}\n}\n", want: "Last was removed"},
	})
}
