package pipeline

import (
	"slices"

	"example.com/sample/order"
	"example.com/sample/report"
)

const bestHours = 6

// Report says what was sold where, when, from which shelf, and to whom.
func Report(steps Steps, orders []order.Order) string {
	byRegion := report.Group(orders, func(o *order.Order) string { return o.Region })
	byHour := report.Group(orders, func(o *order.Order) int { return o.Placed.Hour() })
	regions := report.Rows(byRegion, "%s")
	hours := report.Rows(byHour, "%02d:00")

	lines := section(nil, "Regions", report.Lines(regions))
	lines = section(lines, "Best hours", report.Lines(hours[:min(bestHours, len(hours))]))
	lines = section(lines, "Shelves", shelves(orders).Lines(0))

	// Others still use orders, so that sorting needs a copy.
	sorted := slices.Clone(orders)
	steps.Sort(sorted)
	lines = section(lines, "Customers", report.Lines(report.Statement(sorted)))
	return steps.Text(lines)
}

func section(lines []string, title string, more []string) []string {
	return append(append(lines, "\n"+title+"\n"), more...)
}

func shelves(orders []order.Order) *report.Shelf {
	shop := new(report.Shelf)
	for i := range orders {
		for k := range orders[i].Lines {
			line := &orders[i].Lines[k]
			shop.Add(line.Product, line.Cents())
		}
	}
	return shop
}
