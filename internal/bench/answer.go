package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// Answer is what is used of the JSON that Leadline prints.
type Answer struct {
	Repository struct {
		Head string `json:"head"`
	} `json:"repository"`
	Read     []Figure `json:"read"`
	Complete bool     `json:"complete"`
	Sheets   []struct {
		Figures  []Figure  `json:"figures"`
		Findings []Finding `json:"findings"`
	} `json:"sheets"`
}

// Finding is a finding of an answer, as far as it is compared.
type Finding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Place   struct {
		Path string `json:"path"`
		Line int    `json:"line"`
	} `json:"place"`
}

// Figure is a figure of an answer; Value is nil if it is not known.
type Figure struct {
	ID    string   `json:"id"`
	Label string   `json:"label"`
	Value *float64 `json:"value"`
	N     int      `json:"n"`
}

// Ask runs Leadline and reads its answer. The answer to a history that cannot
// be read in full is an answer too: Complete says so.
func Ask(cmd *exec.Cmd) (*Answer, error) {
	a := &Answer{}
	return a, ask(cmd, a)
}

// ask runs Leadline and reads its answer into a structure.
func ask(cmd *exec.Cmd, into any) error {
	const incomplete = 3 // the exit status that goes with an answer
	out, err := run(cmd)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != incomplete) {
		return err
	}
	if jerr := json.Unmarshal(out, into); jerr != nil {
		return errors.Join(fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), jerr), err)
	}
	return nil
}

// Figure finds a figure of what was read, or of a sheet. One that is not there
// is not known.
func (a *Answer) Figure(id string) Figure {
	for _, f := range a.Read {
		if f.ID == id {
			return f
		}
	}
	for _, s := range a.Sheets {
		for _, f := range s.Figures {
			if f.ID == id {
				return f
			}
		}
	}
	return Figure{ID: id}
}

// Number is a figure that has to be known, as a whole number; -1 if it is not.
func (a *Answer) Number(id string) int {
	if f := a.Figure(id); f.Value != nil {
		return int(*f.Value)
	}
	return -1
}

// Tables runs Leadline and gives the rows of the tables of its answer, by section.
func Tables(cmd *exec.Cmd) (map[string][][]any, error) {
	var answer struct {
		Sheets []struct {
			Sections []struct {
				ID    string
				Table struct{ Rows [][]any }
			}
		}
	}
	if err := ask(cmd, &answer); err != nil {
		return nil, err
	}
	tables := map[string][][]any{}
	for _, s := range answer.Sheets {
		for _, x := range s.Sections {
			tables[x.ID] = x.Table.Rows
		}
	}
	return tables, nil
}

// Path is that of a place in a table; empty where there is none.
func Path(cell any) string {
	place, _ := cell.(map[string]any)
	p, _ := place["path"].(string)
	return p
}

// Hotspots runs Leadline for a brief and gives the files that it lists as hotspots, the
// first one first.
func Hotspots(cmd *exec.Cmd) ([]string, error) {
	tables, err := Tables(cmd)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, row := range tables["oversight/hotspots"] {
		if p := Path(row[0]); p != "" {
			paths = append(paths, p)
		}
	}
	return paths, nil
}
