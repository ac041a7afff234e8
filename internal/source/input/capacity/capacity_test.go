package capacity_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/capacity"
)

const plan = `targets:
  - name: checkout
    files: [load.csv, /tmp/demand.csv]
    throughput: 1500
    latency: p99=200ms
    headroom: 30 %
  - name: search
    files: search.txt
    months: 6
    demand: 12.5
`

func TestRead(t *testing.T) {
	got, err := capacity.Read(fact.Input{Name: "ops/capacity.yaml", Data: []byte(plan)})
	want := []fact.CapacityTarget{
		{Name: "checkout", Files: []string{"ops/load.csv", "/tmp/demand.csv"}, Throughput: 1500, Latency: 200 * time.Millisecond, Percentile: 4, Headroom: .3, Lines: map[string]int{"throughput": 4, "latency": 5, "headroom": 6}},
		{Name: "search", Files: []string{"ops/search.txt"}, Percentile: -1, Months: 6, Demand: 12.5, Lines: map[string]int{"months": 9, "demand": 10}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "c: the file is empty",
		"targets: []\n":                        "c:1:1: there are no targets",
		"[1]\n":                                "c:1:1: keys with values are wanted here",
		"target:\n  - name: x\n":               "c:1:1: there is no key \"target\"",
		"targets:\n  - name: x\n    file: a\n": "c:3:5: there is no key \"file\"\nc:2:5: x names no files",
		"targets:\n  - name: x\n    files: [a]\n":                                            "c:2:5: x asks for nothing",
		"targets:\n  - name: x\n    files: [a]\n    demand: 3\n":                             "c:2:5: x asks for nothing",
		"targets:\n  - files: [a]\n    months: 3\n":                                          "c:2:5: a target has no name",
		"targets:\n  - name: x\n    files: [a]\n    months: 3\n    months: 4\n":              "c:5:5: the key \"months\" stands twice",
		"targets:\n  - name: x\n    files: [a]\n    months: 2.5\n":                           "c:4: months cannot be 2.5",
		"targets:\n  - name: x\n    files: [a]\n    throughput: many\n    headroom: 120 %\n": "c:4:17: throughput cannot be \"many\"\nc:5:15: headroom cannot be \"120 %\"",
		"targets:\n  - name: x\n    files: [a]\n    latency: p12=3s\n":                       "c:4:14: latency cannot be \"p12=3s\"",
		"targets:\n  - name: x\n    files: [a, [b]]\n    latency: 3s\n":                      "c:3:16: this is no name of a file",
		"targets: {\n": "c: this YAML cannot be read",
		"targets:\n  - name: x\n    files: [a]\n    headroom: .nan\n    throughput: -5\n": "c:4:15: headroom cannot be \".nan\"\nc:5:17: throughput cannot be \"-5\"",
		"targets: x\n":    "c:1:10: a list is wanted here",
		"targets:\n- 5\n": "c:2:3: keys with values are wanted here",
		"targets:\n  - name: x\n    files: [a]\n    months: 3\n---\ntargets: []\n":            "",
		"targets:\n  - name: x\n    files: [a]\n    latency: 0s\n  - name: y\n    files: 5\n": "c:4:14: latency cannot be \"0s\"",
	} {
		_, err := capacity.Read(fact.Input{Name: "c", Data: []byte(text)})
		if want == "" && err == nil {
			continue
		}
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v\nwant %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(plan)
	f.Add("targets:\n  - &a {name: x}\n  - *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := capacity.Read(fact.Input{Name: "c", Data: []byte(text)})
		if err != nil {
			return
		}
		if again, _ := capacity.Read(fact.Input{Name: "c", Data: []byte(text)}); len(got) == 0 || fmt.Sprint(got) != fmt.Sprint(again) {
			t.Errorf("%v, and %v", got, again)
		}
	})
}
