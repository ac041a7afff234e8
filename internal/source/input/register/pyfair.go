package register

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// models reads the JSON of pyfair: a model, or a meta-model of several. JSON is YAML
// too, whose reader tells lines.
func (r *reader) models(in fact.Input) {
	root := r.load(in, "JSON")
	if root == nil {
		return
	}
	if root.Kind != yaml.MappingNode {
		r.mistake(root, "give a pyfair model", "this is no pyfair model")
		return
	}
	kind := ""
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "type" {
			kind = root.Content[i+1].Value
		}
	}
	switch kind {
	case "FairModel":
		r.model(root, "")
	case "FairMetaModel":
		for i := 0; i+1 < len(root.Content); i += 2 {
			if key, n := root.Content[i], root.Content[i+1]; n.Kind == yaml.MappingNode && key.Value != "Risk" {
				r.model(n, key.Value)
			}
		}
		if len(r.register.Risks) == 0 {
			r.mistake(root, "add models", "there is no model in this meta-model")
		}
	default:
		r.mistake(root, `give what pyfair's to_json writes; YAML as a list, which begins with "- id:"`, `the "type" of this JSON is %q, not FairModel or FairMetaModel`, kind)
	}
}

// told are the fields of a model that are no estimates.
var told = []string{"name", "n_simulations", "random_seed", "model_uuid", "type", "creation_date", "Loss Event Frequency", "Loss Magnitude"}

// model makes a risk of the two estimates at the top of the FAIR tree. Those further
// down (vulnerability, secondary loss) are not read.
func (r *reader) model(n *yaml.Node, name string) {
	const hint = "give Loss Event Frequency and Loss Magnitude: the estimates below them are not read"
	f := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f[n.Content[i].Value] = n.Content[i+1]
	}
	if name == "" {
		name = r.text(f["name"], "name")
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains(told, key.Value) {
			r.mistake(key, hint, "%s: %q cannot be used", name, key.Value)
		}
	}
	k := fact.Risk{Spot: r.at(n), ID: name, Title: name, Unit: r.unit}
	if k.ID == "" {
		r.mistake(n, "name the model", "there is no name")
	}
	for _, x := range []struct {
		name string
		to   *fact.Spread
	}{{"Loss Event Frequency", &k.Frequency}, {"Loss Magnitude", &k.Loss}} {
		if f[x.name] == nil {
			r.mistake(n, hint, "%s: %s is missing", name, x.name)
			continue
		}
		*x.to = r.estimate(f[x.name], name+": "+x.name)
	}
	r.register.Risks = append(r.register.Risks, k)
}

// estimate is constant, mean and stdev, or low, mode and high with a gamma that is
// called lambda elsewhere.
func (r *reader) estimate(n *yaml.Node, of string) fact.Spread {
	f := r.fields(n, of, "constant", "mean", "stdev", "low", "mode", "high", "gamma")
	switch {
	case f == nil:
		return fact.Spread{}
	case f["constant"] != nil:
		r.alone(n, f, of, 1)
		return fixed(n, r.number(f["constant"], of+": constant"))
	case f["mean"] != nil || f["stdev"] != nil:
		r.alone(n, f, of, 2)
		s := fixed(n, 0)
		s.Kind = fact.Normal
		if f["mean"] == nil || f["stdev"] == nil {
			r.mistake(n, "write mean and stdev", "%s: one of mean and stdev is missing", of)
			return s
		}
		s.Mean, s.Deviation = r.number(f["mean"], of+": mean"), r.number(f["stdev"], of+": stdev")
		return s
	}
	f["lambda"] = f["gamma"]
	return r.span(n, f, of)
}

func (r *reader) alone(n *yaml.Node, f map[string]*yaml.Node, of string, most int) {
	if len(f) > most {
		r.mistake(n, "write constant, or mean and stdev, or low, mode and high", "%s is told in two ways", of)
	}
}
