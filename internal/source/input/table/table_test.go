package table_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/input/table"
)

// read gives the rows of two columns, and what is wrong.
func read(text string) (string, error) {
	r := table.Open(fact.Input{Name: "f.csv", Data: []byte(text)})
	load, rate := r.Require("load", "users"), r.Require("throughput")
	var out strings.Builder
	for r.Next() {
		x, ok := r.Number(rate)
		fmt.Fprintf(&out, "%d %s %v %t\n", r.Line(), r.Text(load), x, ok)
	}
	return out.String(), r.Err()
}

func TestRows(t *testing.T) {
	const want = "2 1 20 true\n4 4 78.5 true\n"
	for name, text := range map[string]string{
		"plain":              "load,throughput\n1,20\n\n4,78.5\n",
		"semicolons":         "load;throughput\n1;20\n\n4;78.5",
		"tabs":               "load\tthroughput\n1\t20\n\n4\t78.5",
		"an empty cell":      "x\tload\tthroughput\n\t1\t20\n\n\t4\t78.5",
		"spaces":             " Load , Through_put \n 1 , 20 \n , \n4,78.5",
		"mark and returns":   "\ufeffload,throughput\r\n1,20\r\n\r\n4,78.5\r\n",
		"another name":       "throughput,users\n20,1\n\n78.5,4\n",
		"further columns":    "x,load,throughput\n,1,20\n\n,4,78.5\n",
		"quotes":             "\"load\",throughput\n\"1\",20\n\n\"4\",\"78.5\"",
		"first name that is": "users,load,throughput\n9,1,20\n\n9,4,78.5\n",
	} {
		if got, err := read(text); got != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "f.csv: the file is empty",
		"\n \n":                             "f.csv: the file is empty",
		"load,rate\n1,2\n":                  "f.csv:1: no column is called throughput",
		"a,b\n":                             "f.csv:1: no column is called load or users\nf.csv:1: no column is called throughput",
		"load,throughput,Load\n":            "f.csv:1: two columns are called \"Load\"",
		"load,throughput\n1,x\n2,1.000,5\n": "f.csv:2:3: throughput: \"x\" is no number\nf.csv:3: there are 3 cells in this row and 2 in the head",
		"load,throughput\n1,NaN\n2,\n3,-Inf": "f.csv:2:3: throughput: NaN is no number that can be used\nf.csv:3:3: throughput: \"\" is no number\n" +
			"f.csv:4:3: throughput: -Inf is no number that can be used",
		"load,throughput\n1,\"2\n3,4\n": "f.csv:2: extraneous or missing \" in quoted-field",
	} {
		if _, err := read(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", text, err, want)
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add("load,throughput\n1,20\n")
	f.Add("\ufeffload;throughput\r\n\"1\";x\r\n1")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := read(text)
		again, errAgain := read(text)
		if rows != again || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Error("the same file is read in two ways")
		}
		if rows == "" && err == nil && strings.Count(strings.TrimSpace(text), "\n") > 0 && !strings.Contains(text, "\"") {
			for _, line := range strings.Split(strings.TrimSpace(text), "\n")[1:] {
				if strings.Trim(line, " \t\r,;") != "" {
					t.Errorf("a row is passed over: %q", line)
				}
			}
		}
	})
}
