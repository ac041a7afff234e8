package protobuf

import (
	"context"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// reach is whom a break reaches: who reads the binary form, or JSON as well, or who names
// what is gone in source that is generated.
type reach uint8

const (
	binary reach = iota
	inJSON
	source
)

// breaking is what a team holds a break, by that section of its buf.yaml.
type breaking struct {
	Use    []string `yaml:"use"`
	Ignore []string `yaml:"ignore"`
}

// configuration is what is read of a buf.yaml: https://buf.build/docs/configuration/v2/buf-yaml.
type configuration struct {
	Breaking *breaking `yaml:"breaking"`
	Modules  []struct {
		Path     string    `yaml:"path"`
		Breaking *breaking `yaml:"breaking"`
	} `yaml:"modules"`
}

// policies are those of a state of the repository.
type policies struct {
	state State
	at    map[fact.Path]bool           // those that there are
	read  map[fact.Path]*configuration // nil if nothing is said, or it cannot be read
}

func policiesOf(s State) *policies {
	p := &policies{s, map[fact.Path]bool{}, map[fact.Path]*configuration{}}
	for _, x := range s.Paths {
		if base := path.Base(string(x)); base == "buf.yaml" || base == "buf.yml" {
			p.at[x] = true
		}
	}
	return p
}

// tells reports whether the nearest buf.yaml above a file has it that what reaches some is
// a break. Where there is none, all is.
func (p *policies) tells(ctx context.Context, file fact.Path, r reach) bool {
	for folder := file.Folder(); ; folder = folder.Folder() {
		for _, name := range []string{"buf.yaml", "buf.yml"} {
			at := fact.Path(path.Join(string(folder), name))
			if !p.at[at] {
				continue
			}
			if _, known := p.read[at]; !known {
				p.read[at] = p.parse(ctx, at)
			}
			below := strings.TrimPrefix(strings.TrimPrefix(string(file), string(folder)), "/")
			b := p.read[at].of(below)
			return b == nil || r <= b.furthest() && !slices.ContainsFunc(b.Ignore, func(x string) bool { return inside(below, x) })
		}
		if folder == "" {
			return true
		}
	}
}

func (p *policies) parse(ctx context.Context, at fact.Path) *configuration {
	text, err := p.state.Read(ctx, at)
	var c configuration
	if err != nil || len(text) > Most || yaml.Unmarshal(text, &c) != nil {
		return nil
	}
	return &c
}

// of is the section for a file, by its path below the configuration: that of its module,
// or else that of all.
func (c *configuration) of(file string) *breaking {
	if c == nil {
		return nil
	}
	for _, m := range c.Modules {
		if m.Breaking != nil && inside(file, m.Path) {
			return m.Breaking
		}
	}
	return c.Breaking
}

// inside reports whether a file is one, or is in a folder.
func inside(file, at string) bool {
	at = path.Clean(at)
	return at == "." || file == at || strings.HasPrefix(file, at+"/")
}

// furthest is whom breaks reach of which the categories are. Rules that are named one by
// one may be of any.
func (b *breaking) furthest() reach {
	if len(b.Use) == 0 {
		return source // as buf has it
	}
	most := binary
	for _, category := range b.Use {
		switch category {
		case "WIRE":
		case "WIRE_JSON":
			most = max(most, inJSON)
		default:
			most = source
		}
	}
	return most
}
