package run

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"leadline/internal/analysis/register"
	"leadline/internal/config"
	"leadline/internal/duty"
	duties "leadline/internal/duty/record"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/record"
)

// desk is what commands that write records work on: the records of the commit that is
// checked out, the branches beside it, and the files on the disk.
type desk struct {
	reading  *Reading
	register *register.Register
	branches []fact.Branch
	root     *os.Root
}

// openDesk reads the commit that is checked out, and opens its work tree.
func openDesk(ctx context.Context, o Options) (*desk, error) {
	o.At = "HEAD"
	r, err := Read(ctx, o)
	if err != nil {
		return nil, err
	}
	if r.settings.repository.Root == "" {
		return nil, fault.New(fault.Usage, "a bare repository has no files that could be written").WithHint("go to a clone with a work tree")
	}
	if _, err := r.supply(ctx, duty.Place{}, sheet.Question{Duty: duties.Duty.Name}, duties.Duty, nil); err != nil {
		return nil, err
	}
	d := &desk{reading: r, register: r.view.Register()}
	if d.register == nil { // before the first commit
		r.view.Decisions = &fact.Records{}
		d.register = register.Of(r.view.Decisions, r.view.History)
	}
	if d.branches, err = r.settings.repository.Branches(ctx, r.view.History, r.view.Refs); err != nil {
		return nil, explain(err, &o)
	}
	if d.root, err = os.OpenRoot(r.settings.repository.Root); err != nil {
		return nil, fault.New(fault.Usage, "%w", err).WithHint("see that you may read the work tree")
	}
	return d, nil
}

func (d *desk) close() { d.root.Close() }

// beside are the files of a folder on the disk.
func (d *desk) beside(folder fact.Path) []fact.Path {
	entries, err := fs.ReadDir(d.root.FS(), cmp.Or(string(folder), "."))
	if err != nil {
		return nil // there is none yet
	}
	var out []fact.Path
	for _, e := range entries {
		out = append(out, fact.Path(path.Join(string(folder), e.Name())))
	}
	return out
}

// RecordSchema is the JSON Schema of a record of a kind.
func RecordSchema(kind string) ([]byte, error) {
	if err := knownKind(kind); err != nil {
		return nil, err
	}
	return record.Schema(fact.RecordKind(kind)), nil
}

func knownKind(kind string) error {
	if slices.Contains(config.RecordKinds, kind) {
		return nil
	}
	return fault.New(fault.Usage, "there is no kind of record %q", kind).WithHint("it is one of %s", strings.Join(config.RecordKinds, ", "))
}

// NewRecord writes a record of a kind, with the next number where the folder has numbers,
// in the folder's own habit. In names the folder; empty means the one that there is. It
// returns the file's path from the top of the work tree.
func NewRecord(ctx context.Context, o Options, kind, title, in string) (string, error) {
	if err := knownKind(kind); err != nil {
		return "", err
	}
	slug := slugOf(title)
	if slug == "" || strings.ContainsFunc(title, unicode.IsControl) {
		return "", fault.New(fault.Usage, "%q is no title", title).WithHint("say in a few words, on one line, what is recorded")
	}
	d, err := openDesk(ctx, o)
	if err != nil {
		return "", err
	}
	defer d.close()
	folder, err := d.folder(fact.RecordKind(kind), in)
	if err != nil {
		return "", err
	}
	sample := d.newest(folder, fact.RecordKind(kind))
	draft := record.Draft{Kind: fact.RecordKind(kind), Title: title, Slug: slug, Day: fact.Day(o.AsOf.Format("2006-01-02")), Folder: folder}
	if sample != nil {
		draft.Like = sample.Record
		if draft.LikeText, err = d.read(sample.Path); err != nil {
			return "", err
		}
		draft.Folder = sample.Path.Folder()
	}
	for _, p := range d.beside(draft.Folder) {
		if strings.Contains(strings.ToLower(path.Base(string(p))), "template") && path.Ext(string(p)) == ".md" && draft.Template == nil {
			draft.Template, _ = d.read(p) // one that cannot be read is not used
		}
	}
	if sample == nil || sample.Digits > 0 {
		draft.Number = d.register.Next(draft.Folder, d.branches, d.beside(draft.Folder))
	}
	name, content := draft.Write()
	if err := d.create(name, content); err != nil {
		return "", err
	}
	return string(name), nil
}

// folder is where records of a kind are kept, or would be.
func (d *desk) folder(kind fact.RecordKind, in string) (fact.Path, error) {
	if in != "" {
		p, err := d.reading.settings.repository.PathOf(in)
		if err != nil {
			return "", fault.New(fault.Usage, "%w", err).WithHint("name a folder of the repository")
		}
		return p, nil
	}
	var found []fact.Path
	for _, f := range d.reading.view.Decisions.Folders {
		if f.Kind == kind && d.newest(f.Path, kind) != nil {
			found = append(found, f.Path)
		}
	}
	switch {
	case len(found) > 1:
		var names []string
		for _, p := range found {
			names = append(names, string(p))
		}
		return "", fault.New(fault.Usage, "there are several folders of records of this kind: %s", strings.Join(names, ", ")).WithHint("name one with --in DIR")
	case len(found) == 1:
		return found[0], nil
	case kind == fact.Decision:
		return "docs/adr", nil
	}
	return fact.Path("lead/" + string(kind) + "s"), nil
}

// newest is the record of a folder whose habit is followed: that with the highest number
// or the last name, of those with either; nil if there is none.
func (d *desk) newest(folder fact.Path, kind fact.RecordKind) *register.Entry {
	var best *register.Entry
	for i := range d.register.Entries {
		e := &d.register.Entries[i]
		if e.Kind != kind || e.Path != folder && !strings.HasPrefix(string(e.Path), string(folder)+"/") || e.Line > 1 {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(min(e.Digits, 1), min(best.Digits, 1)), cmp.Compare(e.Number, best.Number), cmp.Compare(e.Path, best.Path)) > 0 {
			best = e
		}
	}
	return best
}

// mostEdited is the largest file that is read to be changed, in bytes.
const mostEdited = 2 << 20

// read reads a regular file of the work tree.
func (d *desk) read(p fact.Path) ([]byte, error) {
	info, err := d.root.Lstat(string(p))
	if err == nil && (!info.Mode().IsRegular() || info.Size() > mostEdited) {
		err = fmt.Errorf("%s is no regular file, or has more than %d bytes", p, mostEdited)
	}
	var content []byte
	if err == nil {
		content, err = d.root.ReadFile(string(p))
	}
	if err != nil {
		return nil, fault.New(fault.Usage, "%w", err).WithHint("check out the commit, and put a file of its own there")
	}
	return content, nil
}

// create writes a file that is not there yet, and the folders above it.
func (d *desk) create(p fact.Path, content []byte) error {
	if err := d.root.MkdirAll(filepath.FromSlash(string(p.Folder())), 0o777); err != nil {
		return fault.New(fault.Undelivered, "%w", err).WithHint("see that the folder may be written")
	}
	f, err := d.root.OpenFile(string(p), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Usage, "%s is there already", p).WithHint("give the record another title")
	}
	if err == nil {
		_, err = f.Write(content)
		err = cmp.Or(err, f.Close())
	}
	if err != nil {
		return fault.New(fault.Undelivered, "%w", err).WithHint("see that the file may be written, and that there is room")
	}
	return nil
}

// replace writes a file that is there anew, if it changed.
func (d *desk) replace(p fact.Path, old, now []byte) error {
	if bytes.Equal(old, now) {
		return nil
	}
	info, err := d.root.Lstat(string(p))
	if err == nil {
		err = d.root.WriteFile(string(p), now, info.Mode().Perm())
	}
	if err != nil {
		return fault.New(fault.Undelivered, "%w", err).WithHint("see that the file may be written; `git status` tells what was changed already")
	}
	return nil
}

// slugOf is a title as it stands in the name of a file.
func slugOf(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case r == '\'' || r == '’':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := strings.Trim(b.String(), "-")
	for len(s) > 80 {
		cut := strings.LastIndexByte(s[:80], '-')
		if cut < 1 {
			break
		}
		s = s[:cut]
	}
	return s
}
