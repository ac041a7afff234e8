package run

import (
	"context"
	"slices"

	"leadline/internal/analysis/register"
	"leadline/internal/config"
	"leadline/internal/duty"
	duties "leadline/internal/duty/record"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/record"
)

// mostRecord is the largest content that is read as records, in bytes: that of a file
// which another program wrote.
const mostRecord = 64 << 20

// supplyDecisions reads the decisions and other records of the commit.
func (r *Reading) supplyDecisions(ctx context.Context) error {
	if r.view.Decisions != nil || r.view.History.Head == "" {
		return nil
	}
	blobs := r.settings.repository.OpenBlobs(ctx, mostRecord)
	defer blobs.Close()
	found, err := record.Read(ctx, r.view.History.Head, headTree{r.view.History}, blobs, declaredRecords(r.settings.file))
	if err != nil {
		return err
	}
	r.view.Decisions = found
	return nil
}

// placeText reads the file that is asked about, if it is text.
func (r *Reading) placeText(ctx context.Context, at duty.Place) []byte {
	f := r.view.History.File(at.Path)
	if f == nil || at.Folder || f.Content != fact.Text {
		return nil
	}
	contents, err := r.settings.repository.Contents(ctx, []fact.File{*f}, maxSetting)
	if err != nil {
		return nil // it names no decision that is known
	}
	return contents[0]
}

// headTree is the tree of a history as a source reads it.
type headTree struct{ history *fact.History }

func (t headTree) List(_ context.Context, _ fact.CommitID, yield func(fact.Path, fact.Mode, fact.BlobID) bool) error {
	for i := range t.history.Files {
		if f := &t.history.Files[i]; !yield(f.Path, f.Mode, f.Blob) {
			break
		}
	}
	return nil
}

// declaredRecords are the places of records that the configuration names.
func declaredRecords(f *config.File) []record.Declared {
	var out []record.Declared
	for _, kind := range config.RecordKinds {
		if places := f.Records[kind]; len(places) > 0 {
			out = append(out, record.Declared{Kind: fact.RecordKind(kind), Fits: fitPath(places)})
		}
	}
	return out
}

// RecordFilter narrows a list of records.
type RecordFilter = duties.Filter

// readRecords reads a repository with its records; branches too where numbers that they
// have taken matter.
func readRecords(ctx context.Context, o Options, branches bool) (*Reading, *duty.View, error) {
	r, err := Read(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	place, err := namedPlace(r.settings.repository, o.Place)
	if err != nil {
		return nil, nil, err
	}
	at, err := findPlace(r.view.History, place)
	if err != nil {
		return nil, nil, err
	}
	asked := duties.Duty
	asked.Needs = slices.Clone(asked.Needs)
	if branches {
		asked.Needs = append(asked.Needs, duty.NeedBranches)
	}
	v, err := r.supply(ctx, at, sheet.Question{Duty: asked.Name, Flags: o.Flags}, asked, nil)
	return r, v, err
}

// answerRecords answers with a sheet that is made from the records.
func answerRecords(ctx context.Context, o Options, branches bool, read func(*duty.View) (sheet.Sheet, error)) (sheet.Answer, error) {
	return answerRecordsOf(ctx, o, branches, func(_ *Reading, v *duty.View) (sheet.Sheet, error) { return read(v) })
}

func answerRecordsOf(ctx context.Context, o Options, branches bool, read func(*Reading, *duty.View) (sheet.Sheet, error)) (sheet.Answer, error) {
	r, v, err := readRecords(ctx, o, branches)
	if err != nil {
		return sheet.Answer{}, err
	}
	s, err := read(r, v)
	if err != nil {
		return sheet.Answer{}, err
	}
	r.settings.heed(&s)
	a := duty.Head(v)
	a.Sheets = []sheet.Sheet{s}
	return r.masked(a), nil
}

// ListRecords lists the records that fit.
func ListRecords(ctx context.Context, o Options, f RecordFilter) (sheet.Answer, error) {
	return answerRecords(ctx, o, false, func(v *duty.View) (sheet.Sheet, error) { return duties.List(v, f), nil })
}

// CheckRecords tells what is wrong with the records; with refs also which numbers several
// branches have taken. With since, a revision, it tells only what was not wrong there.
func CheckRecords(ctx context.Context, o Options, refs bool, since string) (sheet.Answer, error) {
	if refs {
		o.Flags = map[string]string{duties.Refs: "all"}
	}
	if since != "" {
		return checkRecordsSince(ctx, o, refs, since)
	}
	return answerRecords(ctx, o, refs, func(v *duty.View) (sheet.Sheet, error) { return duties.Check(v), nil })
}

// GraphRecords tells how records refer to each other.
func GraphRecords(ctx context.Context, o Options) (sheet.Answer, error) {
	return answerRecords(ctx, o, false, func(v *duty.View) (sheet.Sheet, error) { return duties.Graph(v), nil })
}

// RecordPage tells all that the records say of themselves, for a browser.
func RecordPage(ctx context.Context, o Options) (sheet.Answer, error) {
	return answerRecords(ctx, o, false, func(v *duty.View) (sheet.Sheet, error) { return duties.Page(v), nil })
}

// ImportRecords tells of every file of the folders of records what was understood.
func ImportRecords(ctx context.Context, o Options) (sheet.Answer, error) {
	return answerRecords(ctx, o, false, func(v *duty.View) (sheet.Sheet, error) { return duties.Imported(v), nil })
}

// ShowRecord tells about one record, which is named by its id, number, path or file name.
func ShowRecord(ctx context.Context, o Options, name string) (sheet.Answer, error) {
	return answerRecords(ctx, o, false, func(v *duty.View) (sheet.Sheet, error) {
		e, err := oneRecord(v.Register(), name)
		if err != nil {
			return sheet.Sheet{}, err
		}
		return duties.Show(v, e), nil
	})
}

// oneRecord finds the one record that a person means.
func oneRecord(r *register.Register, name string) (*register.Entry, error) {
	var found []*register.Entry
	if r != nil {
		found = r.Named(name)
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fault.New(fault.Usage, "there is no record %q in the commit that is read", name).WithHint("`leadline record list` lists them")
	}
	var paths string
	for i, e := range found[:min(len(found), 5)] {
		if i > 0 {
			paths += ", "
		}
		paths += string(e.Path)
	}
	return nil, fault.New(fault.Usage, "%q names %d records: %s", name, len(found), paths).WithHint("name one by its path")
}
