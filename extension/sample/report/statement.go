package report

import (
	"strings"

	"example.com/sample/order"
)

// Statement makes one row per customer from orders sorted by customer.
func Statement(orders []order.Order) []Row {
	var rows []Row
	for len(orders) > 0 {
		row := Row{Name: orders[0].Customer}
		for len(orders) > 0 && strings.EqualFold(orders[0].Customer, row.Name) {
			row.Count++
			row.Cents += orders[0].Total()
			orders = orders[1:]
		}
		rows = append(rows, row)
	}
	return rows
}
