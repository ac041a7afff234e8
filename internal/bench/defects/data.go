package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// file is a candidate: a file of source code at T0, with what the data set
// says of it and what the history before T0 does.
type file struct {
	repository string
	path       string
	// Of the data set. lines are lines of code, the effort that inspecting the
	// file costs; at least one. defects are the commits after T0 that touched the
	// file and say that they fix something.
	lines   float64
	defects float64
	// Baselines as the data set has them: fixes in the 180 days before T0, changes
	// in the 90 days before, and the ill health that two other tools see.
	prior, churn, repowise, codescene float64
	// Of the history: changes before T0, under former names too.
	changes []change
	// complexity is McCabe's of the functions, added up, as Leadline exports it, or
	// decisions where it exports none.
	complexity float64
	// score is the product's own (hotspot.Rank); 0 for what it does not rank.
	score float64
}

// change is what a commit before T0 did to a file.
type change struct {
	days    float64 // how long before the day of reading
	files   int     // how many files the commit changed
	fix     bool    // its subject says so, as Leadline reads it (hotspot.Fixes)
	keyword bool    // its subject says so, by the words of the data set
}

// repository is a repository of the data set with its candidates.
type repository struct {
	name  string
	head  string // the commit at T0
	files []*file
}

// readCandidates reads the candidates of a repository and their labels from
// the directory of results of repowise-bench.
func readCandidates(data, name, label string) ([]*file, error) {
	dir := filepath.Join(data, "health_defect_"+name)
	var rows []struct {
		Path   string  `json:"file_path"`
		Health float64 `json:"health_score"`
		Lines  float64 `json:"nloc"`
		Churn  float64 `json:"commit_count_90d"`
		Prior  float64 `json:"prior_defect_count"`
	}
	if err := readJSON(filepath.Join(dir, "joined_data.json"), &rows); err != nil {
		return nil, err
	}
	defects := map[string]float64{}
	if err := readJSON(filepath.Join(dir, "defect_counts_"+label+".json"), &defects); err != nil {
		return nil, err
	}
	codescene := map[string]*float64{}
	if err := readJSON(filepath.Join(dir, "codescene_scores.json"), &codescene); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	files := make([]*file, len(rows))
	for i, r := range rows {
		f := &file{
			repository: name, path: r.Path, lines: max(r.Lines, 1), defects: defects[r.Path],
			prior: r.Prior, churn: r.Churn, repowise: healthy - r.Health,
		}
		if s := codescene[r.Path]; s != nil {
			f.codescene = healthy - *s
		}
		files[i] = f
	}
	return files, nil
}

// healthy is the best score of both tools. It stands for a file that one of
// them has none for: it saw nothing there to complain of.
const healthy = 10

func readJSON(name string, into any) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
