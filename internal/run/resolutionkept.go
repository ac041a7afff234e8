package run

import (
	"context"
	"encoding/binary"
	"math"

	"leadline/internal/fact"
	"leadline/internal/source/code"
)

const resolutionName = "resolution"

// keptResolution reads where the imports of a tree led before.
func (s *index) keptResolution(ctx context.Context) *keptResolution {
	if s.store == nil || s.fresh {
		return nil
	}
	data, err := s.store.Result(ctx, resolutionName, code.Version)
	if err != nil {
		return nil
	}
	return openResolution(data)
}

// keepResolution keeps where imports lead for the next run, of which few files will
// have changed. What cannot be kept is told anew then.
func (s *index) keepResolution(ctx context.Context, r *code.Resolution, files []code.File) {
	if s.store != nil && r != nil {
		_ = s.store.SaveResult(ctx, resolutionName, code.Version, encodeResolution(r, files))
	}
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

// keptResolution is what was kept of where imports lead. It is read before it is known
// of which tree it has to be.
type keptResolution struct {
	tree  [len(code.Resolution{}.Tree)]byte
	files []keptLeads
	leads []keptLead
	names []fact.Path
}

// keptLeads is the leads of a file up to a place, after those of the file before.
type keptLeads struct {
	id  []byte
	own [len(code.FileLeads{}.Own)]byte
	end int
}

// keptLead is a lead: to is the number of a file, of a name below zero, and leadsNowhere.
type keptLead struct {
	imported uint32
	to       int32
	flags    uint8
}

const leadsNowhere = math.MinInt32

// openResolution reads what was kept; nil if it makes no sense.
func openResolution(data []byte) *keptResolution {
	r := &keptResolution{}
	if len(data) < len(r.tree) {
		return nil
	}
	d := &factDecoder{data: data[copy(r.tree[:], data):]}
	r.files = make([]keptLeads, d.count(leastOfLeads))
	r.leads = make([]keptLead, 0, max(0, len(d.data)-2*leastOfLeads*len(r.files))/(leastOfLead+1)) // about
	for i := range r.files {
		f := &r.files[i]
		f.id = d.raw()
		d.data = d.data[copy(f.own[:], d.data):]
		for range d.count(leastOfLead) {
			l := keptLead{imported: uint32(d.number()), flags: uint8(d.number()), to: leadsNowhere}
			switch n := d.number(); {
			case n == leadsToName:
				r.names = append(r.names, fact.Path(d.raw()))
				l.to = -int32(len(r.names))
			case n >= leadsToFile+len(r.files):
				d.failed = true
			case n >= leadsToFile:
				l.to = int32(n - leadsToFile)
			}
			r.leads = append(r.leads, l)
		}
		if f.end = len(r.leads); d.failed {
			return nil
		}
	}
	return r
}

// of is what was kept, of a tree with these files; nil if it was of another one.
func (r *keptResolution) of(files []code.File) *code.Resolution {
	if r == nil || len(r.files) != len(files) {
		return nil
	}
	out := &code.Resolution{Tree: r.tree, Files: make([]code.FileLeads, len(files))}
	all := make([]code.Lead, len(r.leads))
	from := 0
	for i := range r.files {
		kept, f := &r.files[i], &files[i]
		fits := true
		for n := from; n < kept.end; n++ {
			l, lead := &r.leads[n], &all[n]
			lead.Import, lead.Confidence, lead.TestOnly = int(l.imported), fact.Confidence(l.flags>>1), l.flags&1 != 0
			switch {
			case l.to >= 0:
				lead.To = files[l.to].Path
			case l.to != leadsNowhere:
				lead.To = r.names[-l.to-1]
			}
			fits = fits && lead.Import < len(f.Structure.Imports)
		}
		if fits { // or it imports less now
			out.Files[i] = code.FileLeads{Blob: f.Blob, Own: kept.own, Leads: all[from:kept.end:kept.end]}
			if !hasID(f.Blob, kept.id) {
				out.Files[i].Blob = blobOf(kept.id)
			}
		}
		from = kept.end
	}
	return out
}
