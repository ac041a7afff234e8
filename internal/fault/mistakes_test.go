package fault_test

import (
	"strings"
	"testing"

	"leadline/internal/fault"
)

func TestMistakesAreToldAtOnceAndNotWithoutEnd(t *testing.T) {
	m := fault.Mistakes{Name: "load.csv"}
	if m.Err() != nil {
		t.Fatal("an error without a mistake")
	}
	m.Wrong(0, 0, "add a row", "there is no row")
	m.Wrong(3, 0, "write a number", "%q is none", "x")
	m.Wrong(3, 7, "write a number", "100 %% is none")
	err := m.Err()
	if got, want := err.Error(), "load.csv: there is no row\nload.csv:3: \"x\" is none\nload.csv:3:7: 100 % is none"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if fault.KindOf(err) != fault.Usage || fault.HintOf(err) != "add a row" {
		t.Errorf("kind %v, hint %q", fault.KindOf(err), fault.HintOf(err))
	}
	for range 100 {
		m.Wrong(4, 1, "write a number", "again")
	}
	if lines := strings.Split(m.Err().Error(), "\n"); len(lines) != fault.MostMistakes+1 || lines[fault.MostMistakes] != "load.csv: there are 83 mistakes more" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}
