package report

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/sample/order"
)

// Group puts items with the same key together, in the order in which they come.
func Group[K comparable, V any](items []V, key func(*V) K) map[K][]V {
	groups := make(map[K][]V)
	for i := range items {
		k := key(&items[i])
		// One line of source, one copy of code per kind of key: figures add them up.
		groups[k] = append(groups[k], items[i])
	}
	return groups
}

// Rows sums up each group, the largest sum first. The format makes a name of the key.
func Rows[K cmp.Ordered](groups map[K][]order.Order, format string) []Row {
	rows := make([]Row, 0, len(groups))
	for k, orders := range groups {
		row := Row{Name: fmt.Sprintf(format, k), Count: len(orders)}
		for i := range orders {
			row.Cents += orders[i].Total()
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Cents, a.Cents), cmp.Compare(a.Name, b.Name))
	})
	return rows
}
