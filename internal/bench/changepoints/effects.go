package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"leadline/internal/stat/effect"
)

// around is how many versions on either side of a day are asked about.
const around = 20

// labelled reads what is known of the small set: the type of a series, its file, and the
// last value before its change, from 1, or 0.
func labelled(dir string) ([][]string, error) {
	f, err := os.Open(filepath.Join(dir, "metadata", "dataset_details.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	return rows[min(1, len(rows)):], nil
}

// claims counts what is claimed at labelled regressions and on other days.
type claims struct{ regressions, found, days, claimed, reserved int }

// effects asks what "leadline performance effect" asks: of the labelled regressions whether
// values are higher since, and of other days of the same series, one in twenty versions and
// no nearer than that to a label, whether anything changed.
func effects(o *options, stdout io.Writer) error {
	dir := filepath.Join(o.data, "hana", "small_2021")
	rows, err := labelled(dir)
	if err != nil {
		return err
	}
	var c claims
	for _, row := range rows {
		id, err := strconv.Atoi(strings.TrimSuffix(row[1], ".csv"))
		if err != nil {
			return err
		}
		if o.half == "even" && id%2 != 0 || o.half == "odd" && id%2 == 0 {
			continue
		}
		label, err := strconv.Atoi(row[2])
		if err != nil {
			return err
		}
		keys, values, err := columns(filepath.Join(dir, "data", row[1]), 1, 2)
		if err != nil {
			return err
		}
		c.count(medians(keys, values, label))
	}
	fmt.Fprintf(stdout, "effect on either side of a day, %d versions: %d of %d regressions, and a change on %d of %d other days, %d of them with the reservation that a trend explains it as well\n",
		around, c.found, c.regressions, c.claimed, c.days, c.reserved)
	return nil
}

// count asks of the days of a series, and of the version that is labelled if one is.
func (c *claims) count(xs []float64, label int) {
	if label > 0 {
		c.regressions++
		if asked(xs, label).Conclusion == effect.Higher {
			c.found++
		}
	}
	for at := around; at+around <= len(xs); at += around {
		if label > 0 && max(at-label, label-at) < around {
			continue
		}
		c.days++
		said := asked(xs, at)
		if said.Conclusion != effect.Higher && said.Conclusion != effect.Lower {
			continue
		}
		c.claimed++
		if said.Straight() {
			c.reserved++
		}
	}
}

// asked is what may be said of one day of one series.
func asked(xs []float64, at int) effect.Change {
	from := max(0, at-around)
	c := []effect.Change{effect.Declared(xs[from:min(len(xs), at+around)], at-from, 0.05)}
	effect.Conclude(c, 0.05)
	return c[0]
}

// medians gives that of each version, whose values stand together, and which version holds
// the value at a place.
func medians(keys []string, values []float64, place int) (xs []float64, version int) {
	for from := 0; from < len(keys); {
		to := from
		for to < len(keys) && keys[to] == keys[from] {
			to++
		}
		if from <= place && place < to {
			version = len(xs)
		}
		xs = append(xs, effect.Median(values[from:to]))
		from = to
	}
	return xs, version
}
