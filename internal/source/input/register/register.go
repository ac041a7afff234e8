// Package register reads registers of risks: YAML as the documentation of the duty
// risk tells it, the CSV of riskquant, and the JSON of pyfair. Which it is, is found by
// the content.
//
// What makes no sense (an interval whose low is above its high, money beside days in
// one risk, two currencies) is told with line, column and field; the numbers of a
// register that has a mistake are not used at all. Whether an estimate makes a
// distribution is the job of the arithmetic, which has bounds of its own.
package register

import (
	"bytes"
	"regexp"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Read reads the registers in files as one. The errors are of kind fault.Usage.
func Read(files []fact.Input) (fact.Register, error) {
	var out fact.Register
	mistakes := &fault.Mistakes{}
	for _, in := range files {
		mistakes.Name = in.Name
		r := reader{file: in.Name, wrong: mistakes, register: &out, unit: fact.Money}
		switch trimmed := bytes.TrimLeft(bytes.TrimPrefix(in.Data, []byte("\ufeff")), " \t\r\n"); {
		case len(trimmed) == 0:
			mistakes.Wrong(0, 0, "give a register of risks: see `leadline risk --help`", "the file is empty")
		case trimmed[0] == '{':
			r.models(in)
		case isTable(trimmed):
			if err := r.table(in); err != nil {
				return out, err
			}
		default:
			r.yaml(in)
		}
		if err := mistakes.Err(); err != nil {
			return out, err
		}
	}
	agree(&out, mistakes)
	return out, mistakes.Err()
}

// A table begins with riskquant's columns, or with a row of it.
var (
	headOfTable = regexp.MustCompile(`(?i)^"?(identifier|id)"?\s*[,;\t]`)
	rowOfTable  = regexp.MustCompile(`^(?:"(?:[^"]|"")*"|[^",]*),(?:"(?:[^"]|"")*"|[^",]*),\s*"?[0-9.eE+-]+"?\s*,`)
)

func isTable(data []byte) bool {
	line, _, _ := bytes.Cut(data, []byte{'\n'})
	return headOfTable.Match(line) || rowOfTable.Match(line)
}

// reader makes a register of one file.
type reader struct {
	file     string
	wrong    *fault.Mistakes
	register *fact.Register
	// unit of what names none.
	unit fact.Unit
	// said is what each record says besides, by its line; nil of a file that is no record.
	said map[int]*fact.Record
}

func (r *reader) at(n *yaml.Node) fact.Spot {
	return fact.Spot{File: r.file, Line: n.Line, Column: n.Column}
}

// mistake notes what is wrong with a field of a risk.
func (r *reader) mistake(n *yaml.Node, hint, format string, args ...any) {
	r.wrong.Wrong(n.Line, n.Column, hint, format, args...)
}

// agree refuses what can only be seen of all risks together: an id that stands twice
// with the same file, a cause that nobody declares, two currencies.
func agree(reg *fact.Register, wrong *fault.Mistakes) {
	causes := map[string]bool{}
	for _, c := range reg.Causes {
		wrong.Name = c.File
		if causes[c.Name] {
			wrong.Wrong(c.Line, c.Column, "give each cause a name of its own", "two causes are called %q", c.Name)
		}
		causes[c.Name] = true
	}
	var money *fact.Risk
	for i := range reg.Risks {
		k := &reg.Risks[i]
		wrong.Name = k.File
		if k.Cause != "" && !causes[k.Cause] {
			wrong.Wrong(k.Line, k.Column, "declare it under `causes`, with name, low and high", "risk %s: no cause is called %q", k.ID, k.Cause)
		}
		switch {
		case !k.Unit.IsMoney() || k.Unestimated:
		case money == nil:
			money = k
		case money.Unit != k.Unit:
			wrong.Wrong(k.Line, k.Column, "write all losses in one currency: Leadline knows no rates of exchange",
				"risk %s: loss: unit: %s, but risk %s has %s", k.ID, k.Unit, money.ID, money.Unit)
		}
	}
}
