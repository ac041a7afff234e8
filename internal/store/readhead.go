package store

import (
	"math"

	"leadline/internal/fact"
)

// readFiles reads the tree at the head, gaps and survival.
func (d *decoder) readFiles(s *segmentReader) error {
	c := make([]reader, columnCounts[blockFiles])
	if err := s.blocks[blockFiles].unpack(d.zstd, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6]); err != nil {
		return err
	}
	r := d.newChangeReader(s)
	files, runs := make([]fact.File, s.n.files), slab[fact.LineRun](s.n.runs)
	commits := d.snapshot.History.Commits
	for i := range files {
		f := &files[i]
		if len(r.paths) == 0 {
			r.bad = true
			break
		}
		f.Path = fact.Path(r.paths[r.path(&c[0])])
		if i > 0 && f.Path <= files[i-1].Path {
			r.bad = true
		}
		flags := c[1].uint()
		f.Content = fact.Content(flags & fileContent)
		f.Attributes.Binary = flags&fileBinary != 0
		generated, vendored := flags>>fileGeneratedBits&3, flags>>fileVendoredBits&3
		if flags&fileInvalid != 0 || f.Content > fact.Missing || generated > 2 || vendored > 2 {
			r.bad = true
		}
		f.Attributes.Generated, f.Attributes.Vendored = fact.Tristate(generated)-1, fact.Tristate(vendored)-1
		pair := r.mode(&c[1])
		f.Mode = pair[1]
		f.Blob = r.blob(c[2].ref(&r.idRefs, len(r.ids), -1))
		if at := c[6].below(len(commits) + 1); at > 0 {
			f.Changed = commits[at-1].ID
		} else {
			f.Changed = fact.CommitID(c[6].lone(r.ids))
		}
		n := c[3].count(len(runs))
		total := int64(0)
		for j := range runs[:n] {
			run := &runs[j]
			run.Lines = c[4].int32()
			total += int64(run.Lines)
			if at := c[5].below(len(commits) + 1); at > 0 {
				run.Commit = commits[at-1].ID
			} else {
				run.Commit = fact.CommitID(c[5].lone(r.ids))
			}
		}
		r.bad = r.bad || total > math.MaxInt32
		f.Lines = noneIfEmpty(runs[:n:n])
		runs = runs[n:]
	}
	if !done(c) || r.bad || len(runs) != 0 {
		return damaged("files are not well formed")
	}
	d.snapshot.History.Files = noneIfEmpty(files)
	return d.readRest(s)
}

// readRest reads gaps and survival.
func (d *decoder) readRest(s *segmentReader) error {
	var c reader
	if err := s.blocks[blockRest].unpack(d.zstd, &c); err != nil {
		return err
	}
	gaps := make([]fact.Gap, s.n.gaps)
	for i := range gaps {
		gaps[i] = fact.Gap{Kind: fact.GapKind(c.text()), Count: int(c.int()), Example: c.text(), Detail: c.text()}
	}
	d.snapshot.History.Gaps = noneIfEmpty(gaps)
	survival := make([]fact.Survival, s.n.survival)
	for i := range survival {
		survival[i].Month = int(c.int())
		n := c.count(len(c.b) / 2)
		if n > 0 {
			survival[i].Lines = make(map[int]int, n)
		}
		for range n {
			year := int(c.int())
			survival[i].Lines[year] = int(c.int())
		}
	}
	d.snapshot.Survival = noneIfEmpty(survival)
	if c.bad || len(c.b) != 0 {
		return damaged("gaps or survival are not well formed")
	}
	return nil
}
