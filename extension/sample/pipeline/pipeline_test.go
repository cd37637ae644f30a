package pipeline

import (
	"strings"
	"testing"
	"time"
)

func run(t *testing.T, steps Steps) *Shop {
	t.Helper()
	shop, err := Run(Options{
		Steps: steps, Orders: 2000, Seed: 1, BlockSize: 1 << 20,
		Done: func(string, time.Duration) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	return shop
}

func TestBetterGivesTheSameReport(t *testing.T) {
	slow, better := run(t, Slow), run(t, Better)
	if slow.Report != better.Report {
		t.Error("the reports differ")
	}
	headings := []string{"\nRegions\n", "\nBest hours\n", "\nShelves\n", "\nCustomers\n"}
	for _, heading := range headings {
		if !strings.Contains(slow.Report, heading) {
			t.Errorf("the report lacks %q", heading)
		}
	}
	for _, o := range slow.Orders {
		if a, b := slow.Totals.Cents(o.Customer), better.Totals.Cents(o.Customer); a != b {
			t.Fatalf("%s: %d and %d cents", o.Customer, a, b)
		}
	}
	if slow.Index[42].ID != 42 || better.Index[42].ID != 42 {
		t.Error("order 42 is not where the index says")
	}
}

func TestRunReportsWhatFailed(t *testing.T) {
	_, err := Run(Options{
		Steps: Slow, Orders: 100, Seed: 1, BlockSize: 10,
		Done: func(string, time.Duration) {},
	})
	if err == nil || !strings.HasPrefix(err.Error(), "read the log: ") {
		t.Errorf("got %v", err)
	}
}
