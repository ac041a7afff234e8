package owners

import (
	"context"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// readCatalog reads a catalog-info.yaml file: an entity for each document.
func (r *reader) readCatalog(ctx context.Context, e entry) {
	text, ok := r.content(ctx, e)
	if !ok {
		return
	}
	if strings.Contains(text, "${{") || strings.Contains(text, "{{") {
		r.out.PassedOver = append(r.out.PassedOver, fact.PassedOver{Path: e.path, Why: "a template that something else fills in"})
		return
	}
	loader, err := yaml.NewLoader(strings.NewReader(text))
	for err == nil && len(r.out.Catalog) < mostEntities {
		var document yaml.Node
		if err = loader.Load(&document); err == nil && len(document.Content) > 0 {
			r.entity(e.path, document.Content[0])
		}
	}
	if err == nil || errors.Is(err, io.EOF) {
		return
	}
	line, column, message := 1, 1, err.Error()
	var fault *yaml.LoadError
	if errors.As(err, &fault) {
		message = fault.Message
		line, column = max(fault.Mark.Line, 1), max(fault.Mark.Column, 1)
	}
	r.problem(e.path, line, column, "mend the YAML there", "this is no YAML: %s", message)
}

// entity takes what is asked of one out of its document.
func (r *reader) entity(p fact.Path, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return
	}
	if !strings.Contains(textOf(child(n, "apiVersion")), "/") {
		return // no entity
	}
	x := fact.CatalogEntity{Path: p, Line: n.Line, Kind: textOf(child(n, "kind")), Name: textOf(child(child(n, "metadata"), "name"))}
	spec := child(n, "spec")
	if x.Kind == "" || x.Name == "" {
		r.problem(p, n.Line, n.Column, "give the entity a kind and metadata.name", "an entity without kind or name")
		return
	}
	x.OwnerLine = n.Line
	if owner := child(spec, "owner"); textOf(owner) != "" {
		x.Owner, x.OwnerLine = catalogOwner(textOf(owner)), owner.Line
	}
	x.System = textOf(child(spec, "system"))
	x.DependsOn = textsOf(child(spec, "dependsOn"))
	x.Provides, x.Consumes = textsOf(child(spec, "providesApis")), textsOf(child(spec, "consumesApis"))
	r.out.Catalog = append(r.out.Catalog, x)
}

// catalogOwner reads a reference to an entity: [kind:][namespace/]name, where the kind of
// an owner is a group if it is not said.
func catalogOwner(ref string) fact.Owner {
	o := fact.Owner{Name: ref, Kind: fact.OwnerTeam}
	if kind, _, ok := strings.Cut(strings.ToLower(ref), ":"); ok && kind == "user" {
		o.Kind = fact.OwnerAccount
	}
	return o
}

func child(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

func textOf(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func textsOf(n *yaml.Node) []string {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	var out []string
	for _, item := range n.Content {
		if s := textOf(item); s != "" {
			out = append(out, s)
		}
	}
	return out
}
