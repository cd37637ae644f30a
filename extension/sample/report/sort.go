package report

import (
	"cmp"
	"slices"
	"strings"

	"example.com/sample/order"
)

// SortByCustomer sorts by name, whatever its case, then by number; the slow way.
func SortByCustomer(orders []order.Order) {
	byCustomer := func(a, b order.Order) int {
		// Makes two strings per comparison, and n orders take about n*log(n) of them.
		c := strings.Compare(strings.ToLower(a.Customer), strings.ToLower(b.Customer))
		return cmp.Or(c, cmp.Compare(a.ID, b.ID))
	}
	slices.SortFunc(orders, byCustomer)
}

// SortByCustomerKeys does the same with keys: each name made lower once, less to move.
func SortByCustomerKeys(orders []order.Order) {
	type key struct {
		name  string
		id    int
		order int
	}
	keys := make([]key, len(orders))
	for i := range orders {
		// One string per order, before the sort.
		keys[i] = key{strings.ToLower(orders[i].Customer), orders[i].ID, i}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	sorted := make([]order.Order, len(orders))
	for i, k := range keys {
		sorted[i] = orders[k.order]
	}
	copy(orders, sorted)
}
