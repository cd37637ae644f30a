// Package pipeline runs the steps in turn: from the log of orders to the report.
package pipeline

import (
	"io"

	"example.com/sample/feed"
	"example.com/sample/notify"
	"example.com/sample/order"
	"example.com/sample/report"
	"example.com/sample/store"
)

// Steps are the functions that come in a slow and in a better form.
type Steps struct {
	Encode    func(io.Writer, []order.Order) error
	Read      func(days []io.Reader, size int, visit func([]byte) error) error
	Index     func([]order.Order) map[int]*order.Order
	NewTotals func() store.Totals
	Sort      func([]order.Order)
	Text      func(lines []string) string
	Watch     func(h *notify.Hub, see func(*order.Order)) (stop func())
}

// Slow is the code as first written.
var Slow = Steps{
	Encode:    order.Encode,
	Read:      feed.Read,
	Index:     store.Index,
	NewTotals: func() store.Totals { return store.NewLocked() },
	Sort:      report.SortByCustomer,
	Text:      report.Text,
	Watch:     (*notify.Hub).Watch,
}

// Better is the code after a look at its profiles. It gives the same report.
var Better = Steps{
	Encode:    order.EncodeAppending,
	Read:      feed.ReadReusing,
	Index:     store.IndexSized,
	NewTotals: func() store.Totals { return store.NewSharded() },
	Sort:      report.SortByCustomerKeys,
	Text:      report.TextBuilding,
	Watch:     (*notify.Hub).WatchClosing,
}
