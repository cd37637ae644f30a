// Package order holds what the program is about: the order of a customer. Money is counted
// in cents, so that sums are exact.
package order

import "time"

// taxRate is in tenths of a percent.
const taxRate = 190

// An Order is one purchase.
type Order struct {
	ID       int       `json:"id"`
	Customer string    `json:"customer"`
	Region   string    `json:"region"`
	Placed   time.Time `json:"placed"`
	Lines    []Line    `json:"lines"`
}

// A Line is one product of an order. Product is a path such as "kitchen/pans/wok".
type Line struct {
	Product  string `json:"product"`
	Quantity int64  `json:"quantity"`
	Price    int64  `json:"price"`
	Discount int64  `json:"discount"`
}

// Total is what the whole order costs, in cents.
func (o *Order) Total() int64 {
	var sum int64
	for i := range o.Lines {
		line := &o.Lines[i]
		// An inlined call: its time counts for this line and for the one inside Cents.
		sum += line.Cents()
	}
	return sum
}

// Cents is what the line costs with its tax. A discount of n makes one of n items free.
func (l *Line) Cents() int64 {
	free := l.Quantity / l.Discount
	net := (l.Quantity - free) * l.Price
	// The division above is slow, and time counts where its result is waited for: here.
	return net + (net*taxRate+500)/1000
}
