package run

import (
	"bytes"
	"context"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"leadline/internal/analysis/register"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/record"
)

// Move is a record that got another number.
type Move struct {
	From, To string
	// Changed are other files whose links were changed, with how many.
	Changed []ChangedLinks
	// Unsure are files that were left alone, and why.
	Unsure []Unsure
}

// Unsure is a file that may mean the record.
type Unsure struct{ File, Why string }

// ChangedLinks are links in a file.
type ChangedLinks struct {
	File  string
	Links int
}

// Renumber gives a record another number, the next one unless it is given, and changes
// the links to it, in the work tree. With dry nothing is written.
func Renumber(ctx context.Context, o Options, name, number string, dry bool) (Move, error) {
	d, err := openDesk(ctx, o)
	if err != nil {
		return Move{}, err
	}
	defer d.close()
	e, err := oneRecord(d.register, name)
	if err != nil {
		return Move{}, err
	}
	if e.Digits == 0 {
		return Move{}, fault.New(fault.Usage, "%s has no number in its name", e.Path).WithHint("`git mv` gives it another name")
	}
	r := &record.Renumbered{Record: e.Record, Number: d.register.Next(numberFolder(e.Record), d.branches, d.beside(numberFolder(e.Record)))}
	if number != "" {
		if r.Number, err = strconv.Atoi(number); err != nil || r.Number < 0 || r.Number > 99999 || r.Number == e.Number {
			return Move{}, fault.New(fault.Usage, "%q is no other number for a record", number).WithHint("leave it out for the next one that is free")
		}
		if d.taken(e.Record, r.Number) {
			return Move{}, fault.New(fault.Usage, "another record of the folder has the number %d", r.Number).WithHint("leave it out for the next one that is free")
		}
	}
	to, _, _ := r.Path()
	out := Move{From: string(e.Path), To: string(to)}
	return out, d.renumber(r, &out, dry)
}

// numberFolder is the folder in which the names with numbers are.
func numberFolder(r *fact.Record) fact.Path {
	if x := (&record.Renumbered{Record: r}); x.PerRecord() {
		return r.Path.Folder().Folder()
	}
	return r.Path.Folder()
}

func (d *desk) taken(r *fact.Record, number int) bool {
	for i := range d.register.Entries {
		if e := &d.register.Entries[i]; e.Digits > 0 && e.Number == number && numberFolder(e.Record) == numberFolder(r) {
			return true
		}
	}
	return false
}

// renumber moves the file, or its folder, and changes the links to it.
func (d *desk) renumber(r *record.Renumbered, out *Move, dry bool) error {
	own, err := d.read(r.Record.Path)
	if err != nil {
		return err
	}
	if _, err := d.root.Lstat(out.To); err == nil {
		return fault.New(fault.Usage, "%s is there already", out.To).WithHint("give another number")
	}
	changes := d.relink(r, out)
	if dry {
		return nil
	}
	now, _ := r.Links(r.Own(own))
	if err := d.replace(r.Record.Path, own, now); err != nil {
		return err
	}
	for _, c := range changes {
		if err := d.replace(c.path, c.was, c.now); err != nil {
			return err
		}
	}
	from, to := out.From, out.To
	if r.PerRecord() {
		from, to = path.Dir(from), path.Dir(to)
	}
	if err := d.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to)); err != nil {
		return fault.New(fault.Undelivered, "%w", err).WithHint("see that the folder may be written; `git status` tells what was changed already")
	}
	return nil
}

// change is a file with other links.
type change struct {
	path     fact.Path
	was, now []byte
}

// relink finds the links to a record in other files, and tells of them.
func (d *desk) relink(r *record.Renumbered, out *Move) []change {
	old := r.Name()
	alone := d.alone(r.Record.Path, old)
	declared := d.declared(r, out)
	var changes []change
	for i := range d.reading.view.History.Files {
		f := &d.reading.view.History.Files[i]
		if f.Path == r.Record.Path || f.Content != fact.Text || f.Mode != fact.ModeFile && f.Mode != fact.ModeExecutable {
			continue
		}
		text, err := d.read(f.Path)
		if err != nil {
			continue // removed since, or too large to be a text with links
		}
		now, n := r.Declared(text, declared[f.Path])
		if n < len(declared[f.Path]) {
			out.Unsure = append(out.Unsure, Unsure{string(f.Path), "it was edited where it names the number"})
		}
		switch {
		case !bytes.Contains(text, []byte(old)):
		case !alone && f.Path.Folder() != numberFolder(r.Record):
			out.Unsure = append(out.Unsure, Unsure{string(f.Path), "another file is called so too"})
		default:
			var links int
			now, links = r.Links(now)
			n += links
		}
		if n > 0 {
			changes = append(changes, change{f.Path, text, now})
			out.Changed = append(out.Changed, ChangedLinks{string(f.Path), n})
		}
	}
	return changes
}

// declared are the relations of other records that name a record by its number, by file.
// Where another record has the number too, nobody knows which is meant.
func (d *desk) declared(r *record.Renumbered, out *Move) map[fact.Path][]fact.Passage {
	at := map[fact.Path][]fact.Passage{}
	for i := range d.register.Entries {
		e := &d.register.Entries[i]
		if e.Path == r.Record.Path {
			continue
		}
		unsure := false
		for _, l := range e.Links {
			if !r.Numeral(l.To.Text) {
				continue
			}
			switch found := d.register.Resolve(e.Record, l.To.Text); {
			case !slices.ContainsFunc(found, func(x *register.Entry) bool { return x.Record == r.Record }):
			case len(found) > 1:
				unsure = true
			default:
				at[e.Path] = append(at[e.Path], l.To)
			}
		}
		if unsure {
			out.Unsure = append(out.Unsure, Unsure{string(e.Path), "it names the number, which another record has too"})
		}
	}
	return at
}

// alone reports whether no other file or folder of the tree has a name.
func (d *desk) alone(p fact.Path, name string) bool {
	for i := range d.reading.view.History.Files {
		f := &d.reading.view.History.Files[i]
		if f.Path != p && path.Base(string(f.Path)) == name {
			return false
		}
	}
	return true
}
