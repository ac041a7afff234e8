package record

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	xast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"leadline/internal/fact"
)

// markdown parses GitHub's Markdown. It is made anew for each reader, since it is not
// said to be safe for several at once.
func markdown() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Parser()
}

// readMarkdown reads a text from an offset on: what is before it is not looked at, and
// offsets count it.
func readMarkdown(p parser.Parser, content []byte, from int) *document {
	d := newDocument(content)
	w := &walker{d: d, source: content[from:], shift: from}
	root := p.Parse(text.NewReader(w.source))
	w.block(root, false)
	return d
}

// walker turns a tree of goldmark into a document.
type walker struct {
	d      *document
	source []byte
	shift  int
}

// block adds what is below a node that is no inline one.
func (w *walker) block(n ast.Node, quoted bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Heading:
			w.add(c, block{kind: heading, level: c.Level, quoted: quoted})
		case *ast.Paragraph, *ast.TextBlock:
			b := block{kind: paragraph, quoted: quoted}
			if inItem(c) {
				b.kind = item
			}
			w.add(c, b)
		case *ast.Blockquote:
			w.block(c, true)
		case *xast.Table:
			w.table(c, quoted)
		case *ast.HTMLBlock:
			w.html(c)
		case *ast.FencedCodeBlock:
			if !output.Match(c.Language(w.source)) {
				w.code(c.Lines())
			}
		case *ast.CodeBlock:
			w.code(c.Lines())
		case *ast.List, *ast.ListItem:
			w.block(c, quoted)
		}
	}
}

// inItem reports whether a node is the first text of an item.
func inItem(n ast.Node) bool {
	_, ok := n.Parent().(*ast.ListItem)
	return ok && n.PreviousSibling() == nil
}

// add appends a block made of the lines and the inline nodes of a node.
func (w *walker) add(n ast.Node, b block) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	said := &spoken{w: w}
	said.inline(n)
	b.Passage = w.d.passage(first.Start+w.shift, last.Stop+w.shift, said.text.String())
	b.links, b.boxed, b.checked = said.links, said.boxed, said.checked
	all := strings.Split(said.text.String(), "\n")
	for i, line := range all {
		if i >= lines.Len() {
			break
		}
		at := lines.At(i)
		b.lines = append(b.lines, w.d.passage(at.Start+w.shift, at.Stop+w.shift, line))
	}
	w.d.blocks = append(w.d.blocks, b)
}

func (w *walker) table(t ast.Node, quoted bool) {
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		b := block{kind: row, quoted: quoted}
		_, b.head = r.(*xast.TableHeader)
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			said := &spoken{w: w}
			said.inline(c)
			start, end := 0, 0
			if l := c.Lines(); l.Len() > 0 {
				start, end = l.At(0).Start+w.shift, l.At(0).Stop+w.shift
			}
			b.cells = append(b.cells, w.d.passage(start, end, said.text.String()))
			b.links = append(b.links, said.links...)
		}
		if len(b.cells) > 0 {
			b.Passage = b.cells[0]
			w.d.blocks = append(w.d.blocks, b)
		}
	}
}

// output are the languages of blocks that hold what programs write, and what changed.
var output = regexp.MustCompile(`^(?i:diff|patch|console|log|logs|output|out|text|txt|plain|plaintext|http|mermaid|plantuml|dot|csv)$`)

var (
	word = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)
	// prompt begins a line that is typed, among what programs write.
	prompt = regexp.MustCompile(`(?m)^[$%] `)
	// its are what a block of code declares itself.
	its = regexp.MustCompile(`\b(?:const|let|var|val|def|fn|func|function|class|struct|interface|trait|enum|type|module)\s+([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*:?=(?:[^=]|$)`)
)

// code keeps the words of a block of code that look like names and that it does not
// declare itself, each of a document once.
func (w *walker) code(lines *text.Segments) {
	if prompt.Match(lines.Value(w.source)) {
		return
	}
	if w.d.known == nil {
		w.d.known = map[string]bool{}
	}
	for i := range lines.Len() {
		at := lines.At(i)
		for _, m := range its.FindAllSubmatch(at.Value(w.source), -1) {
			w.d.known[string(m[1])+string(m[2])] = true
		}
	}
	for i := range lines.Len() {
		at := lines.At(i)
		for _, m := range word.FindAllIndex(at.Value(w.source), -1) {
			from, to := at.Start+w.shift+m[0], at.Start+w.shift+m[1]
			name := string(w.d.text[from:to])
			if len(name) < 4 || w.d.known[name] || !hump.MatchString(name) && !strings.Contains(strings.Trim(name, "_"), "_") {
				continue
			}
			w.d.known[name] = true
			w.d.coded = append(w.d.coded, w.d.passage(from, to, name))
		}
	}
}

// html keeps what HTML says as comments: nothing of it is a statement.
func (w *walker) html(n *ast.HTMLBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	start, end := lines.At(0).Start+w.shift, lines.At(lines.Len()-1).Stop+w.shift
	if n.HTMLBlockType != ast.HTMLBlockType2 { // a comment
		w.d.address(start, end)
	}
	w.d.blocks = append(w.d.blocks, block{kind: comment, Passage: w.d.passage(start, end, string(w.d.text[start:end]))})
}

// spoken collects what inline nodes say, a line feed at each end of a line, without what
// is struck out.
type spoken struct {
	w              *walker
	text           strings.Builder
	links          []fact.Passage
	boxed, checked bool
	offsetAt       int // behind the last text, in the file
}

func (s *spoken) inline(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			s.text.Write(c.Segment.Value(s.w.source))
			s.offsetAt = c.Segment.Stop + s.w.shift
			if c.SoftLineBreak() || c.HardLineBreak() {
				s.text.WriteByte('\n')
			}
		case *ast.String:
			s.text.Write(c.Value)
		case *ast.CodeSpan:
			s.code(c)
		case *ast.AutoLink:
			s.text.Write(c.Label(s.w.source))
		case *ast.Link:
			s.inline(c)
			s.link(c.Destination)
		case *ast.Image:
			s.inline(c)
			s.link(c.Destination)
		case *xast.TaskCheckBox:
			s.boxed, s.checked = true, c.IsChecked
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				at := c.Segments.At(i)
				s.w.d.address(at.Start+s.w.shift, at.Stop+s.w.shift)
			}
			s.skip(c)
		case *xast.Strikethrough:
			s.skip(c)
		default:
			s.inline(c)
		}
	}
}

// skip keeps the ends of lines of what is not said.
func (s *spoken) skip(n ast.Node) {
	hushed := &spoken{w: s.w}
	hushed.inline(n)
	s.text.WriteString(strings.Repeat("\n", strings.Count(hushed.text.String(), "\n")))
	s.offsetAt = max(s.offsetAt, hushed.offsetAt)
}

func (s *spoken) code(c *ast.CodeSpan) {
	start, end := -1, 0
	var said []byte
	for t := c.FirstChild(); t != nil; t = t.NextSibling() {
		if t, ok := t.(*ast.Text); ok {
			if start < 0 {
				start = t.Segment.Start + s.w.shift
			}
			end = t.Segment.Stop + s.w.shift
			said = append(said, t.Segment.Value(s.w.source)...)
		}
	}
	if start < 0 {
		return
	}
	s.offsetAt = end
	s.text.Write(said)
	if path, fragment, ok := codePath(string(said)); ok {
		at := s.w.d.passage(start, end, path)
		s.w.d.references = append(s.w.d.references, fact.Reference{Code: true, To: at, Fragment: fragment})
	} else if name, ok := codeName(string(said)); ok {
		s.w.d.names = append(s.w.d.names, s.w.d.passage(start, end, name))
	}
}

// link adds the target of a link whose text was just said.
func (s *spoken) link(destination []byte) {
	if len(destination) == 0 {
		return
	}
	d := s.w.d
	from := max(s.offsetAt, s.w.shift)
	at := -1
	// It follows in round brackets, on the same line or the next; that of a link by
	// reference is elsewhere.
	window := d.text[from:min(len(d.text), from+len(destination)+64)]
	if i := bytes.Index(window, []byte("](")); i >= 0 {
		if j := bytes.Index(window[i:], destination); j >= 0 {
			at = from + i + j
		}
	}
	to := fact.Passage{Text: string(destination)}
	if at >= 0 {
		to.Line, to.Column = d.at(at)
		to.Start, to.End = at, at+len(destination)
		s.offsetAt = to.End
	} else {
		to.Line, to.Column = d.at(min(from, max(0, len(d.text)-1)))
	}
	s.links = append(s.links, to)
	ref := fact.Reference{To: to}
	ref.To.Text, ref.Fragment, _ = strings.Cut(to.Text, "#")
	ref.To.End -= len(to.Text) - len(ref.To.Text)
	ref.To.End = max(ref.To.End, ref.To.Start)
	if plain, err := url.PathUnescape(ref.To.Text); err == nil {
		ref.To.Text = plain
	}
	d.references = append(d.references, ref)
}
