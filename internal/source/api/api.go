// Package api tells how descriptions of service interfaces changed between two states
// of a repository: OpenAPI and Swagger documents, and protobuf files.
//
// The caller hands it the files that differ and a reader of the others; no more of
// them are read than what differs refers to, or may be referred to by. It opens no
// file and no connection itself, whatever a description says.
package api

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/api/openapi"
	"leadline/internal/source/api/protobuf"
)

// State is one of the two states of the repository.
type State struct {
	// Paths are those of all its files, in any order.
	Paths []fact.Path
	// Read gives the content of one of them. An error makes what needs the file
	// unchecked; it ends nothing.
	Read func(ctx context.Context, p fact.Path) ([]byte, error)
}

// Pair is a file that differs between the states. What was added has no From, what
// was removed no To; a file that was moved has two of which one is not the other.
type Pair struct {
	From, To fact.Path
	Old, New []byte
}

// Unit is a description that was compared, and what its version says.
type Unit struct {
	// Path is where it stands at the later state; of what is gone, at the earlier one.
	Path fact.Path
	// Promises: at the earlier state it promised to stay compatible, or, if it is
	// new, it does so now; Why says how that is known.
	Promises bool
	Why      string
	// Announced: what breaks was announced by another major version, or package.
	Announced bool
	// Was and Is are what an OpenAPI document says its version is at the two states.
	Was, Is string
}

// Result is what changed. All is ordered by path.
type Result struct {
	Changes   []fact.APIChange
	Units     []Unit
	Unchecked []fact.APIUnchecked
}

// Candidate reports whether a file may be a description, or a part of one, by its
// path alone.
func Candidate(p fact.Path) bool {
	return isProtobuf(p) || isData(p)
}

func isProtobuf(p fact.Path) bool { return path.Ext(string(p)) == ".proto" }

// isData reports whether a file is called one of YAML or JSON.
func isData(p fact.Path) bool {
	switch strings.ToLower(path.Ext(string(p))) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

// Compare tells what changed in the interfaces. Changed are the candidates that
// differ; others in it are passed over. The error is that of the context alone: what
// cannot be read, is too large or is wrong is unchecked.
func Compare(ctx context.Context, from, to State, changed []Pair) (Result, error) {
	var protos []protobuf.Pair
	var data []Pair
	for _, p := range changed {
		switch at := cmp.Or(p.To, p.From); {
		case isProtobuf(at):
			protos = append(protos, protobuf.Pair(p))
		case isData(at):
			data = append(data, p)
		}
	}
	var r Result
	if len(protos) > 0 {
		p, err := protobuf.Compare(ctx, protobuf.State(from), protobuf.State(to), protos)
		if err != nil {
			return Result{}, err
		}
		r.Changes, r.Unchecked = p.Changes, p.Unchecked
		for _, u := range p.Units {
			r.Units = append(r.Units, Unit{Path: u.Path, Promises: u.Promises, Why: u.Why, Announced: u.Announced})
		}
	}
	if len(data) > 0 {
		if err := documents(ctx, newTree(from), newTree(to), data, &r); err != nil {
			return Result{}, err
		}
	}
	r.order()
	return r, ctx.Err()
}

func (r *Result) order() {
	slices.SortStableFunc(r.Changes, func(a, b fact.APIChange) int { return cmp.Compare(a.Unit, b.Unit) })
	slices.SortFunc(r.Units, func(a, b Unit) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(r.Unchecked, func(a, b fact.APIUnchecked) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Why, b.Why))
	})
}

// Most is the size in bytes above which no description is compared.
const Most = max(openapi.Most, protobuf.Most)

// Version is what an OpenAPI document says its version is; empty where it says none.
func Version(content []byte) string { return openapi.Version(content) }
