// Package openapi tells how an interface described by OpenAPI 3 or Swagger 2.0 changed
// between two states of a repository.
//
// What breaks is decided by oasdiff: its changes of level error are breaks, those of
// levels warning and info are not told, but for operations that are new. Its rules of
// how deprecation is to be announced are left out: they are a policy, and no break.
//
// References to other files are followed within the repository alone, by the reader
// of the document: nothing is read from the file system or over the network.
package openapi

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"
	"github.com/oasdiff/yaml"

	"leadline/internal/fact"
)

// The size above which a document is not checked, with all the files it refers to,
// and how many they may be.
const (
	Most      = 5 << 20
	mostFiles = 2000
)

// Document is a description at one state of a repository.
type Document struct {
	Path    fact.Path
	Content []byte
	// Read gives the content of another file of that state.
	Read func(ctx context.Context, p fact.Path) ([]byte, error)
}

// Result is what changed, ordered, and what the versions say of it.
type Result struct {
	Changes []fact.APIChange
	// Promises: the earlier state promised to stay compatible, by its info.version;
	// Why says how that is known.
	Promises bool
	Why      string
	// Announced: the major version is another one.
	Announced bool
	// Was and Is are the versions of the two states.
	Was, Is string
}

// Compare compares the two states of a document. The error says why they could not
// be, or is that of the context.
func Compare(ctx context.Context, old, new Document) (r Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = Result{}, fmt.Errorf("its comparison failed: %v", p)
		}
	}()
	from, err := parse(ctx, old)
	if err != nil {
		return r, fmt.Errorf("the earlier state cannot be read: %w", err)
	}
	to, err := parse(ctx, new)
	if err != nil {
		return r, fmt.Errorf("it cannot be read: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	d, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), from, to)
	if err != nil {
		return r, fmt.Errorf("it cannot be compared: %w", err)
	}
	r.Promises, r.Why = promise(from.Version)
	r.Announced = major(from.Version) != major(to.Version)
	r.Was, r.Is = from.Version, to.Version
	r.Changes = changes(d, sources, new, from.Spec, to.Spec)
	return r, ctx.Err()
}

// Whole gives what a document as a whole is: added, or removed.
func Whole(old, new Document) Result {
	if old.Path == "" {
		r := Result{Changes: []fact.APIChange{{Kind: fact.APIAdded, Unit: new.Path, What: "added", Path: new.Path, Line: 1}}}
		r.Is = Version(new.Content)
		r.Promises, r.Why = promise(r.Is)
		return r
	}
	r := Result{Changes: []fact.APIChange{{Kind: fact.APIRemoved, Unit: old.Path, What: "removed", Path: old.Path}}}
	r.Was = Version(old.Content)
	r.Promises, r.Why = promise(r.Was)
	return r
}

// parse reads a document with all it refers to.
func parse(ctx context.Context, d Document) (*load.SpecInfo, error) {
	if len(d.Content) > Most {
		return nil, tooLarge()
	}
	if err := tooDeep(d.Content); err != nil {
		return nil, err
	}
	loader := openapi3.NewLoader()
	loader.Context, loader.IncludeOrigin, loader.ReadFromURIFunc = ctx, true, reader(ctx, d)
	at := &url.URL{Path: string(d.Path)}
	var spec *openapi3.T
	var err error
	if kind, version := Kind(d.Content); kind == "swagger" {
		if version != "2.0" {
			return nil, fmt.Errorf("swagger %s is not known", version)
		}
		spec, err = convert(d.Content, loader, at)
	} else if spec, err = loader.LoadFromDataWithPath(lined(d.Content), at); err != nil && ctx.Err() == nil {
		// what is right as JSON and not as YAML, without lines
		loader = openapi3.NewLoader()
		loader.Context, loader.ReadFromURIFunc = ctx, reader(ctx, d)
		spec, err = loader.LoadFromDataWithPath(d.Content, at)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, short(err)
	case spec.Info == nil:
		return nil, errors.New("it has no info")
	}
	return &load.SpecInfo{Url: string(d.Path), Spec: spec, Version: spec.Info.Version}, nil
}

func tooLarge() error {
	return fmt.Errorf("it is larger than %d MiB, with all that it refers to", Most>>20)
}

// short gives the first line of an error: libraries repeat the document.
func short(err error) error {
	text, _, _ := strings.Cut(err.Error(), "\n")
	if _, yaml, ok := strings.Cut(text, "yaml error: "); ok { // that of JSON stands before it
		text = strings.TrimPrefix(yaml, "error unmarshaling JSON: while decoding JSON: ")
	}
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "") + "…"
	}
	return errors.New(text)
}

// lined makes YAML of JSON, on the same lines: of YAML the library knows where what
// it read stands.
func lined(content []byte) []byte {
	if json, ok := asJSON(content); ok {
		return append([]byte("--- "), json...)
	}
	return content
}

// convert makes OpenAPI 3 of Swagger 2.0.
func convert(content []byte, loader *openapi3.Loader, at *url.URL) (*openapi3.T, error) {
	var doc openapi2.T
	if _, err := yaml.Unmarshal(content, &doc, yaml.DecodeOpts{DisableTimestamps: true}); err != nil {
		return nil, err
	}
	return openapi2conv.ToV3WithLoader(&doc, loader, at)
}

// reader reads what a document refers to, within the repository and its bounds.
func reader(ctx context.Context, d Document) openapi3.ReadFromURIFunc {
	size, files := len(d.Content), 0
	return func(_ *openapi3.Loader, at *url.URL) ([]byte, error) {
		p, ok := within(at)
		if !ok {
			return nil, fmt.Errorf("it refers to %s, which is outside of the repository", at.Redacted())
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		content, err := d.Read(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("it refers to %s: %w", p, err)
		}
		if err := tooDeep(content); err != nil {
			return nil, err
		}
		size, files = size+len(content), files+1
		if size > Most || files > mostFiles {
			return nil, tooLarge()
		}
		return lined(content), nil
	}
}

// within gives the path in the repository that an address means; not ok is one that
// leads out of it.
func within(at *url.URL) (p fact.Path, ok bool) {
	clean := path.Clean(at.Path)
	outside := at.Scheme != "" || at.Host != "" || at.Opaque != "" || at.Path == "" || path.IsAbs(clean) || clean == ".." || strings.HasPrefix(clean, "../")
	return fact.Path(clean), !outside
}
