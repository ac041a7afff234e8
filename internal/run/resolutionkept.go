package run

import (
	"context"
	"encoding/binary"

	"leadline/internal/fact"
	"leadline/internal/source/code"
)

const resolutionName = "resolution"

// resolve tells where the imports of the files at the head lead. It is kept for the
// next run, of which few files will have changed.
func (s *index) resolve(ctx context.Context, files []code.File) []fact.Dependency {
	var before *code.Resolution
	if s.store != nil && !s.fresh {
		if data, err := s.store.Result(ctx, resolutionName, code.Version); err == nil {
			before = decodeResolution(data, files)
		}
	}
	all, now := code.ResolveAgain(files, before)
	if s.store != nil && now != nil {
		// What cannot be kept is told anew the next time.
		_ = s.store.SaveResult(ctx, resolutionName, code.Version, encodeResolution(now, files))
	}
	return all
}

// What is written of where an import leads: nowhere in the repository, a folder that
// is named, and the file of a number and this.
const (
	leadsOut = iota
	leadsToName
	leadsToFile
)

func encodeResolution(r *code.Resolution, files []code.File) []byte {
	at := make(map[fact.Path]int, len(files))
	for i := range files {
		at[files[i].Path] = i
	}
	out := binary.AppendUvarint(r.Tree[:], uint64(len(r.Files)))
	number := func(n int) { out = binary.AppendUvarint(out, uint64(n)) }
	raw := func(data string) {
		number(len(data))
		out = append(out, data...)
	}
	for _, f := range r.Files {
		raw(string(rawID(f.Blob)))
		out = append(out, f.Own[:]...)
		number(len(f.Leads))
		for _, l := range f.Leads {
			number(l.Import)
			flags := int(l.Confidence) << 1
			if l.TestOnly {
				flags |= 1
			}
			number(flags)
			switch n, ok := at[l.To]; {
			case ok:
				number(leadsToFile + n)
			case l.To == "" && l.Confidence != fact.Exact && l.Confidence != fact.Ambiguous:
				number(leadsOut)
			default:
				number(leadsToName)
				raw(string(l.To))
			}
		}
	}
	return out
}

// decodeResolution reads what was kept of a tree with these files; nil if it was of
// another one, or makes no sense.
func decodeResolution(data []byte, files []code.File) *code.Resolution {
	r := &code.Resolution{}
	if len(data) < len(r.Tree) {
		return nil
	}
	d := &factDecoder{data: data[copy(r.Tree[:], data):]}
	if d.count(leastOfLeads) != len(files) {
		return nil
	}
	r.Files = make([]code.FileLeads, len(files))
	imports := 0
	for i := range files {
		imports += len(files[i].Structure.Imports)
	}
	all := make([]code.Lead, 0, imports)
	for i := range r.Files {
		f := &r.Files[i]
		f.Blob = blobOf(d.raw())
		d.data = d.data[copy(f.Own[:], d.data):]
		from, fits := len(all), true
		for range d.count(leastOfLead) {
			l := code.Lead{Import: d.number()}
			flags := d.number()
			l.Confidence, l.TestOnly = fact.Confidence(flags>>1), flags&1 != 0
			switch n := d.number(); {
			case n == leadsToName:
				l.To = fact.Path(d.raw())
			case n >= leadsToFile+len(files):
				d.failed = true
			case n >= leadsToFile:
				l.To = files[n-leadsToFile].Path
			}
			fits = fits && l.Import < len(files[i].Structure.Imports)
			all = append(all, l)
		}
		if d.failed {
			return nil
		}
		if f.Leads = all[from:len(all):len(all)]; !fits { // it imports less now
			*f = code.FileLeads{}
		}
	}
	return r
}
