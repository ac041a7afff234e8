package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// columns reads two columns of a CSV file: what a row is of, and its value.
func columns(name string, of, value int) (keys []string, values []float64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows[1:] {
		x, err := strconv.ParseFloat(row[value], 64)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		keys, values = append(keys, row[of]), append(values, x)
	}
	return keys, values, nil
}

// versions gives the mean of each version of a series, in the order of the file.
func versions(name string) ([]float64, error) {
	keys, values, err := columns(name, 2, 3)
	var out, n []float64
	at := map[string]int{}
	for i, k := range keys {
		j, ok := at[k]
		if !ok {
			j = len(out)
			at[k] = j
			out, n = append(out, 0), append(n, 0)
		}
		out[j] += values[i]
		n[j]++
	}
	for i := range out {
		out[i] /= n[i]
	}
	return out, err
}

// annotated is a series of the large set, and where five people saw it change.
type annotated struct {
	id     string
	values []float64
	people [][]int
}

// Long series were shown to people in two parts: the first so many versions, and those
// from another one on.
const (
	firstPart  = 800
	secondPart = 749
)

// readAnnotated reads the series of the half that is asked for.
func readAnnotated(o *options) ([]annotated, error) {
	text, err := os.ReadFile(o.labels)
	if err != nil {
		return nil, err
	}
	var labels map[string]json.RawMessage
	if err := json.Unmarshal(text, &labels); err != nil {
		return nil, fmt.Errorf("%s: %w", o.labels, err)
	}
	var out []annotated
	for id, raw := range labels {
		number, part, ok := idOf(id)
		if !ok || o.half == "even" && number%2 != 0 || o.half == "odd" && number%2 == 0 {
			continue
		}
		people := map[string][]int{}
		if err := json.Unmarshal(raw, &people); err != nil || len(people) != 5 {
			continue
		}
		values, err := partOf(o.data, number, part)
		if err != nil {
			return nil, err
		}
		out = append(out, annotated{id, values, slices.Collect(maps.Values(people))})
	}
	return out, nil
}

// idOf takes apart the id of a series of SAP's: its number, and the part of it. Those
// that are shuffled, or have steps drawn into them, have other values.
func idOf(id string) (number int, part string, ok bool) {
	rest, ok := strings.CutPrefix(id, "sap_")
	text, part, _ := strings.Cut(rest, "_")
	number, err := strconv.Atoi(text)
	return number, part, ok && err == nil && (part == "" || part == "split1" || part == "split2")
}

// partOf reads the part of a series that people saw.
func partOf(data string, number int, part string) ([]float64, error) {
	pattern := filepath.Join(data, "hana", "large_2022", "data", fmt.Sprintf("%05d__*.csv", number))
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) != 1 {
		return nil, fmt.Errorf("there are %d files %s", len(files), pattern)
	}
	values, err := versions(files[0])
	switch part {
	case "split1":
		values = values[:min(firstPart, len(values))]
	case "split2":
		values = values[min(secondPart, len(values)):]
	}
	return values, err
}

// drawn are series of noise with a step in every other one.
func drawn(series, length int) [][]float64 {
	rng := rand.New(rand.NewPCG(1, 1))
	out := make([][]float64, series)
	for i := range out {
		out[i] = make([]float64, length)
		step := rng.IntN(length)
		for j := range out[i] {
			out[i][j] = 100 + rng.NormFloat64()
			if i%2 == 0 && j >= step {
				out[i][j] += 5
			}
		}
	}
	return out
}
