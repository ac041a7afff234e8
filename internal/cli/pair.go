package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"leadline/internal/fault"
)

// pair is a flag that takes two files: the one of the base as its value, and the one of
// the head as the argument behind that.
type pair struct {
	name, words, lacks string
	base, head         *string
	flags              *pflag.FlagSet
	// at is how many arguments stand before the flag.
	at int
}

// String, Set and Type make it a value of pflag.
func (p *pair) String() string { return "" }

// Set notes the file of the base, and where the other one will stand.
func (p *pair) Set(base string) error {
	*p.base, p.at = base, p.flags.NArg()
	return nil
}

// Type is the word that stands for the value.
func (p *pair) Type() string { return "FILE" }

func (p *pair) add(cmd *cobra.Command, doc string) {
	p.flags = cmd.Flags()
	p.flags.Var(p, p.name, doc)
}

// paired gives each flag its second file, and the arguments that are left.
func paired(args []string, pairs ...*pair) ([]string, error) {
	taken := map[int]bool{}
	for _, p := range pairs {
		if *p.base == "" {
			continue
		}
		i := p.at
		for taken[i] {
			i++
		}
		if i >= len(args) {
			return nil, fault.New(fault.Usage, "--%s %s lacks %s", p.name, *p.base, p.lacks).WithHint("write --%s %s", p.name, p.words)
		}
		*p.head, taken[i] = args[i], true
	}
	var left []string
	for i, a := range args {
		if !taken[i] {
			left = append(left, a)
		}
	}
	return left, nil
}
