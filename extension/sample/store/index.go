// Package store keeps what is known so far: orders by number, and totals.
package store

import "example.com/sample/order"

// Index finds orders by their number, the slow way.
func Index(orders []order.Order) map[int]*order.Order {
	index := make(map[int]*order.Order)
	for i := range orders {
		// A full map moves its entries to a larger table, again and again.
		index[orders[i].ID] = &orders[i]
	}
	return index
}

// IndexSized does the same in a map that never has to grow.
func IndexSized(orders []order.Order) map[int]*order.Order {
	// One allocation of the final size.
	index := make(map[int]*order.Order, len(orders))
	for i := range orders {
		index[orders[i].ID] = &orders[i]
	}
	return index
}
