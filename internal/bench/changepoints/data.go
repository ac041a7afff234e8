package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
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
		number, part, _ := strings.Cut(strings.TrimPrefix(id, "sap_"), "_")
		n, err := strconv.Atoi(number)
		// Those that are shuffled, or have steps drawn into them, have other values.
		if !strings.HasPrefix(id, "sap_") || err != nil || part != "" && part != "split1" && part != "split2" || o.half == "even" && n%2 != 0 || o.half == "odd" && n%2 == 0 {
			continue
		}
		people := map[string][]int{}
		if err := json.Unmarshal(raw, &people); err != nil || len(people) != 5 {
			continue
		}
		files, _ := filepath.Glob(filepath.Join(o.data, "hana", "large_2022", "data", fmt.Sprintf("%05d__*.csv", n)))
		if len(files) != 1 {
			continue
		}
		values, err := versions(files[0])
		if err != nil {
			return nil, err
		}
		switch part {
		case "split1":
			values = values[:min(firstPart, len(values))]
		case "split2":
			values = values[min(secondPart, len(values)):]
		}
		a := annotated{id: id, values: values}
		for _, points := range people {
			a.people = append(a.people, points)
		}
		out = append(out, a)
	}
	return out, nil
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
