package scalability

import (
	"fmt"
	"math"

	"leadline/internal/sheet"
	"leadline/internal/stat/queue"
)

// instanceTable tells what other numbers of instances would do.
func (a *answer) instanceTable() sheet.Section {
	if a.hardware {
		return a.scaled()
	}
	return a.copies()
}

// scaled is the model at other loads, where the load counts machines.
func (a *answer) scaled() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "instances", Label: a.column, Kind: sheet.ColumnNumber},
		{ID: "throughput", Label: "throughput", Kind: sheet.ColumnNumber},
		{ID: "low", Label: "low", Kind: sheet.ColumnNumber},
		{ID: "high", Label: "high", Kind: sheet.ColumnNumber},
		{ID: "last", Label: "by the last one", Kind: sheet.ColumnNumber},
	}}
	for _, n := range around(a.instances) {
		x := float64(n)
		row := []sheet.Value{sheet.Int(n), cell(a.fit.Throughput(x)), {}, {}, cell(a.fit.Throughput(x) - a.fit.Throughput(x-1))}
		if low, high, ok := a.fit.Band(x, level); ok {
			row[2], row[3] = cell(low), cell(high)
		}
		t.Rows = append(t.Rows, row)
	}
	note := "What the model expects, and its interval of 95 %."
	if float64(a.instances) > a.most() {
		note += fmt.Sprintf(" Beyond %s nothing was measured: the interval holds if the law does.", num(a.most()))
	}
	return sheet.Section{ID: "instances", Title: fmt.Sprintf("With %d %s", a.instances, a.column), Kind: sheet.KindTable, Table: t, Note: note}
}

// copies are more of the system that was measured, each as it was.
func (a *answer) copies() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "instances", Label: "instances", Kind: sheet.ColumnNumber}, {ID: "throughput", Label: "throughput", Kind: sheet.ColumnNumber},
	}}
	note := "Each does as much as the one that was measured: that holds as long as they share nothing, no database above all."
	each, _, _, ok := a.bears()
	if a.demand > 0 {
		t.Columns = append(t.Columns,
			sheet.Column{ID: "busy", Label: "busy", Kind: sheet.ColumnShare, Unit: "%"},
			sheet.Column{ID: "wait", Label: "has to wait", Kind: sheet.ColumnShare, Unit: "%"},
			sheet.Column{ID: "shared", Label: "wait, one queue ms", Kind: sheet.ColumnNumber, Unit: "ms"},
			sheet.Column{ID: "apart", Label: "wait, a queue each ms", Kind: sheet.ColumnNumber, Unit: "ms"})
		note += fmt.Sprintf(" The demand is %s a second, at random times; waiting is before service, the mean of all, by Erlang's formula where instances take from one queue, and by that of Pollaczek and Khinchine where each has its own. Without a wait there is no end to the queue.", num(a.demand))
	}
	for _, n := range around(a.instances) {
		row := []sheet.Value{sheet.Int(n), cell(float64(n) * each)}
		if a.demand > 0 {
			row = append(row, waits(n, a.demand, each)...)
		}
		if ok {
			t.Rows = append(t.Rows, row)
		}
	}
	return sheet.Section{ID: "instances", Title: fmt.Sprintf("With %d instances", a.instances), Kind: sheet.KindTable, Table: t, Note: note}
}

// waits are the cells of waiting.
func waits(n int, demand, each float64) []sheet.Value {
	row := []sheet.Value{cell(100 * demand / (float64(n) * each)), {}, {}, {}}
	if w, ok := queue.Servers(n, demand, 1/each); ok {
		row[1], row[2] = cell(100*w.Chance), cell(w.Time*1e3)
	}
	if w, ok := queue.Server(demand/float64(n), 1/each, 1); ok {
		row[3] = cell(w.Time * 1e3)
	}
	return row
}

// around are a number of instances and some about it.
func around(n int) []int {
	set := map[int]bool{}
	var out []int
	for _, x := range []int{n / 2, n - 1, n, n + 1, int(math.Ceil(1.5 * float64(n))), 2 * n} {
		if x >= 1 && !set[x] {
			set[x] = true
			out = append(out, x)
		}
	}
	return out
}
