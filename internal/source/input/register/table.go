package register

import (
	"strings"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/table"
)

// columns of riskquant's file, which need not name them.
var columns = []string{"Identifier", "Name", "Probability", "Low", "High"}

// table reads the CSV of riskquant: how often a year, and the 90 % interval of the
// loss. Unit, Owner, Status and Review are columns that it may have besides.
func (r *reader) table(in fact.Input) error {
	line, _, _ := strings.Cut(strings.TrimLeft(strings.TrimPrefix(string(in.Data[:min(len(in.Data), 1<<16)]), "\ufeff"), " \t\r\n"), "\n")
	var t *table.Reader
	if headOfTable.MatchString(line) {
		t = table.Open(in)
	} else {
		t = table.OpenRows(in, columns...)
	}
	id, name := t.Require("Identifier", "id"), t.Column("Name", "title")
	rate, low, high := t.Require("Probability", "rate", "frequency"), t.Require("Low", "Low_loss"), t.Require("High", "High_loss")
	unit, owner, status, review := t.Column("Unit"), t.Column("Owner"), t.Column("Status"), t.Column("Review")
	for t.Next() {
		k := fact.Risk{Spot: fact.Spot{File: in.Name, Line: t.Line()}, ID: t.Text(id), Title: t.Text(name), Unit: r.unit, Owner: t.Text(owner)}
		k.Frequency.Mean, _ = t.Number(rate)
		k.Frequency.Line, k.Frequency.Column = int32(t.Line()), int32(t.At(rate))
		k.Loss.Kind, k.Loss.Line, k.Loss.Column = fact.Interval, int32(t.Line()), int32(t.At(low))
		k.Loss.Low, _ = t.Number(low)
		k.Loss.High, _ = t.Number(high)
		if k.ID == "" {
			t.WrongCell(id, "give it an id, by which it is spoken of", "there is no id")
		}
		if s := t.Text(unit); s != "" {
			var ok bool
			if k.Unit, ok = unitNamed(s); !ok {
				t.WrongCell(unit, unitHint, "%q is no unit", s)
			}
		}
		closed, known := statuses[strings.ToLower(t.Text(status))]
		if !known {
			t.WrongCell(status, "write open, accepted or closed", "%q is none", t.Text(status))
		}
		k.Closed = closed
		if s := t.Text(review); s != "" {
			var err error
			if k.Review, err = time.Parse(time.DateOnly, s); err != nil {
				t.WrongCell(review, "write a day as 2026-11-30", "%q is no day", s)
			}
		}
		r.register.Risks = append(r.register.Risks, k)
	}
	if err := t.Err(); err != nil {
		return err
	}
	if len(r.register.Risks) == 0 {
		r.wrong.Wrong(0, 0, "add a row for each risk", "there is no risk")
	}
	return nil
}
