package git

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/git/message"
)

// logFormat has headerFields fields, each ended by NUL; the last, the message,
// is ended by the NUL that -z puts after a commit.
const (
	logFormat    = "tformat:%H%x00%P%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%B"
	headerFields = 9
)

// logArguments ask for what was changed against the first parent, as tree
// entries: no content is compared and nothing is configurable.
var logArguments = []string{
	"log", "--raw", "-z", "--no-abbrev", "--no-renames", "--root", "--diff-merges=first-parent",
	"--format=" + logFormat, "--date=raw", "--encoding=UTF-8", "--no-show-signature", "--no-notes",
	"--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=none",
	"--no-mailmap", "--no-use-mailmap", "--no-decorate",
}

// errLogFormat means that the stream of git log is not what was asked for.
var errLogFormat = errors.New("git log: unexpected output")

// row is one tree entry that a commit changed against its first parent.
type row struct {
	path             int32
	old, blob        int32 // ordinals of blobs, -1 where there is none
	oldMode, newMode fact.Mode
	status           byte // A, M, D or T
}

// logged is a commit as git log prints it.
type logged struct {
	commit fact.Commit
	rows   []row
}

// names gives dense ordinals to object ids and paths while a history is read.
type names struct {
	idLen int
	ids   map[string]int32 // binary object id to ordinal
	oids  []string
	paths map[string]int32
	path  []string
}

func newNames(idLen int) *names {
	return &names{idLen: idLen, ids: map[string]int32{}, paths: map[string]int32{}}
}

func (n *names) pathOf(b []byte) int32 {
	if i, ok := n.paths[string(b)]; ok {
		return i
	}
	i := int32(len(n.path))
	s := string(b)
	n.paths[s], n.path = i, append(n.path, s)
	return i
}

// blobOf gives the ordinal of an id in hexadecimal; -1 for the id of nothing.
func (n *names) blobOf(hexID []byte) (int32, error) {
	var buf [32]byte
	if len(hexID) != 2*n.idLen {
		return 0, errLogFormat
	}
	id := buf[:n.idLen]
	if _, err := hex.Decode(id, hexID); err != nil {
		return 0, errLogFormat
	}
	if i, ok := n.ids[string(id)]; ok {
		return i, nil
	}
	if strings.Trim(string(id), "\x00") == "" {
		return -1, nil
	}
	i := int32(len(n.oids))
	s := string(id)
	n.ids[s], n.oids = i, append(n.oids, s)
	return i, nil
}

// hexOf gives the id of a blob ordinal; nothing for -1.
func (n *names) hexOf(i int32) fact.BlobID {
	if i < 0 {
		return ""
	}
	return fact.BlobID(hex.EncodeToString([]byte(n.oids[i])))
}

// logParser reads the stream of git log.
type logParser struct {
	in    *bufio.Reader
	names *names
	text  map[string]string // one copy of each name and address
	token []byte
	long  []byte
}

func newLogParser(in io.Reader, n *names) *logParser {
	return &logParser{in: bufio.NewReaderSize(in, 1<<18), names: n, text: map[string]string{}}
}

// maxToken bounds a single path, name or message.
const maxToken = 64 << 20

// next reads up to the next NUL. The bytes hold until the next call.
func (p *logParser) next() error {
	b, err := p.in.ReadSlice(0)
	if err == nil {
		p.token = b[:len(b)-1]
		return nil
	}
	if !errors.Is(err, bufio.ErrBufferFull) {
		if len(b) > 0 && errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	p.long = append(p.long[:0], b...)
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(p.long) > maxToken {
			return fmt.Errorf("%w: a field of more than %d bytes", errLogFormat, maxToken)
		}
		b, err = p.in.ReadSlice(0)
		p.long = append(p.long, b...)
	}
	if err != nil {
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	p.token = p.long[:len(p.long)-1]
	return nil
}

// all calls yield for every commit of the stream. An error other than nil
// means that the stream was cut short or is not what was asked for; the
// commits given before it are whole, save the last.
func (p *logParser) all(yield func(logged)) error {
	err := p.next()
	for err == nil {
		var c logged
		if c, err = p.header(); err != nil {
			return unexpectedEOF(err)
		}
		for {
			if err = p.next(); err != nil || !startsRow(p.token) {
				break
			}
			r, rerr := p.row()
			if rerr != nil {
				return unexpectedEOF(rerr)
			}
			c.rows = append(c.rows, r)
		}
		if err == nil || errors.Is(err, io.EOF) {
			yield(c)
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func unexpectedEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// startsRow tells a changed entry from the next commit: the first entry of a
// commit follows an empty line.
func startsRow(token []byte) bool {
	return len(token) > 0 && (token[0] == ':' || token[0] == '\n')
}

// header parses the fields of a commit, the first of which is in p.token.
func (p *logParser) header() (logged, error) {
	var c logged
	id := string(p.token)
	if len(id) != 2*p.names.idLen {
		return c, fmt.Errorf("%w: commit id %.80q", errLogFormat, id)
	}
	c.commit.ID = fact.CommitID(id)
	var err error
	field := func() string {
		if err == nil {
			err = p.next()
		}
		if err != nil {
			return ""
		}
		return p.intern(p.token)
	}
	for parent := range strings.FieldsSeq(field()) {
		c.commit.Parents = append(c.commit.Parents, fact.CommitID(parent))
	}
	c.commit.Author = fact.Identity{Name: field(), Email: field()}
	c.commit.Authored = parseTime(field())
	c.commit.Committer = fact.Identity{Name: field(), Email: field()}
	c.commit.Committed = parseTime(field())
	if err == nil {
		err = p.next()
	}
	if err != nil {
		return c, err
	}
	c.commit.Subject, c.commit.Trailers = message.Parse(p.token)
	c.commit.Mends = message.Mends(p.token)
	c.commit.Breaking = message.Breaking(p.token)
	return c, nil
}

// intern returns one shared string for equal tokens: few names write most
// commits.
func (p *logParser) intern(b []byte) string {
	if s, ok := p.text[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(p.text) > 1<<16 {
		clear(p.text)
	}
	p.text[s] = s
	return s
}

// parseTime reads git's raw form, "1700000000 +0100". Git itself prints 0 for
// a date that it cannot read.
func parseTime(s string) fact.Time {
	secs, zone, _ := strings.Cut(s, " ")
	var t fact.Time
	t.Unix, _ = strconv.ParseInt(secs, 10, 64)
	if n, err := strconv.Atoi(zone); err == nil && n > -10000 && n < 10000 {
		t.Offset = int16(n/100*60 + n%100)
	}
	return t
}

// row parses ":100644 100644 OLD NEW M" and the path in the next token.
func (p *logParser) row() (row, error) {
	b := p.token
	if b[0] == '\n' {
		b = b[1:]
	}
	h := 2 * p.names.idLen
	if len(b) < 1+7+7+2*(h+1)+1 || b[0] != ':' {
		return row{}, fmt.Errorf("%w: entry %.80q", errLogFormat, b)
	}
	var r row
	var err error
	if r.oldMode, err = parseMode(b[1:7]); err != nil {
		return r, err
	}
	if r.newMode, err = parseMode(b[8:14]); err != nil {
		return r, err
	}
	if r.old, err = p.names.blobOf(b[15 : 15+h]); err != nil {
		return r, err
	}
	if r.blob, err = p.names.blobOf(b[16+h : 16+2*h]); err != nil {
		return r, err
	}
	r.status = b[17+2*h]
	if !strings.ContainsRune("AMDT", rune(r.status)) {
		return r, fmt.Errorf("%w: status %q", errLogFormat, r.status)
	}
	if err := p.next(); err != nil {
		return r, err
	}
	r.path = p.names.pathOf(p.token)
	return r, nil
}

func parseMode(b []byte) (fact.Mode, error) {
	var m fact.Mode
	for _, c := range b {
		if c < '0' || c > '7' {
			return 0, fmt.Errorf("%w: mode %q", errLogFormat, b)
		}
		m = m<<3 | fact.Mode(c-'0')
	}
	return m, nil
}

// readLog streams the commits reachable from head and not from any of known.
// The returned error is git's own or that of the stream; commits yielded
// before it can be used.
func (r *Repository) readLog(ctx context.Context, n *names, head fact.CommitID, known []fact.CommitID, yield func(logged)) error {
	var revs strings.Builder
	revs.WriteString(string(head) + "\n")
	for _, k := range known {
		revs.WriteString("^" + string(k) + "\n")
	}
	read := func(out io.Reader) error { return newLogParser(out, n).all(yield) }
	return stream(ctx, r.Dir, revs.String(), read, append(slices.Clip(logArguments), "--stdin")...)
}
