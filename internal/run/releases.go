package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/code"
)

// mostReleases is how many releases are read at most: more are no better seen.
const mostReleases = 100

// supplyReleases tells what the structure of the code was at the last releases, the
// head's not among them. What was told once is kept: a release does not change.
func (r *Reading) supplyReleases(ctx context.Context, asked string) error {
	n := 1
	if asked != "" {
		var err error
		if n, err = strconv.Atoi(asked); err != nil || n < 1 || n > mostReleases {
			return fault.New(fault.Usage, "--releases %q: must be a number from 1 to %d", asked, mostReleases).WithHint("give the number of releases to look back")
		}
	}
	index := openIndex(r.settings.repository, &r.options)
	defer index.close()
	const name = "releases"
	key := r.shapeKey()
	kept := map[fact.CommitID]duty.ReleaseShape{}
	if index.store != nil && !r.options.Fresh {
		if data, err := index.store.Result(ctx, name, key); err == nil {
			kept = decodeShapes(data)
		}
	}
	var reader *code.Reader // made when a release has to be read
	var known structures
	r.view.Releases = nil
	for _, x := range release.Steps(r.view.Refs, r.view.End(), n) {
		shape, ok := kept[x.Ref.Commit]
		if !ok {
			if reader == nil {
				reader, known = r.options.codeReader(), r.knownStructures()
				defer reader.Close()
			}
			var err error
			if shape, err = r.shapeAt(ctx, reader, x.Ref.Commit, known); err != nil {
				if ctx.Err() != nil {
					return err
				}
				continue // its tree is not here: nothing is told of it
			}
			kept[x.Ref.Commit] = shape
		}
		shape.Release = x
		r.view.Releases = append(r.view.Releases, shape)
	}
	if reader != nil && index.store != nil {
		// What cannot be kept is told anew the next time.
		_ = index.store.SaveResult(ctx, name, key, encodeShapes(kept))
	}
	return nil
}

// knownStructures are those of the head, by content.
func (r *Reading) knownStructures() structures {
	known := structures{}
	for _, f := range r.code {
		if f.structure != nil {
			known[f.content] = f.structure
		}
	}
	return known
}

// shapeVersion is raised whenever the same structures give another shape.
const shapeVersion = "3"

// shapeKey names what a shape depends on besides the commit.
func (r *Reading) shapeKey() string {
	a := &r.settings.file.Architecture
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v %+v", a.Components, a.Rules))
	return shapeVersion + " " + code.Version + " " + hex.EncodeToString(sum[:8])
}

// shapeAt tells the structure of the code of a commit.
func (r *Reading) shapeAt(ctx context.Context, reader *code.Reader, at fact.CommitID, known structures) (duty.ReleaseShape, error) {
	m, dependencies, missing, err := r.packagesAt(ctx, reader, at, known)
	if err != nil {
		return duty.ReleaseShape{}, err
	}
	shape := duty.ReleaseShape{Shape: m.Shape(), Missing: missing}
	if a := r.settings.duty.Architecture; a != nil {
		shape.Breaches = len(a.Breaches(m, dependencies))
	}
	return shape, nil
}

func regular(f *fact.File) bool { return f.Mode == fact.ModeFile || f.Mode == fact.ModeExecutable }

// encodeShapes writes shapes as lines of text.
func encodeShapes(shapes map[fact.CommitID]duty.ReleaseShape) []byte {
	var b strings.Builder
	for id, s := range shapes {
		fmt.Fprintf(&b, "%s %d %d %d %x %d %d\n", id, s.Packages, s.Dependencies, s.Cycles, math.Float64bits(s.Propagation), s.Breaches, s.Missing)
	}
	return []byte(b.String())
}

// decodeShapes reads what makes sense of what was kept.
func decodeShapes(data []byte) map[fact.CommitID]duty.ReleaseShape {
	out := map[fact.CommitID]duty.ReleaseShape{}
	for line := range strings.Lines(string(data)) {
		var id string
		var s duty.ReleaseShape
		var bits uint64
		if n, err := fmt.Sscanf(line, "%s %d %d %d %x %d %d", &id, &s.Packages, &s.Dependencies, &s.Cycles, &bits, &s.Breaches, &s.Missing); n == 7 && err == nil {
			if s.Propagation = math.Float64frombits(bits); s.Propagation >= 0 && s.Propagation <= 1 {
				out[fact.CommitID(id)] = s
			}
		}
	}
	return out
}
