package store

import (
	"strings"
	"sync"

	"example.com/sample/order"
)

// Totals adds up what each customer spent, whatever the case of the name. Several goroutines
// may use it at once.
type Totals interface {
	Add(o *order.Order)
	Cents(customer string) int64
}

// Locked is Totals behind one lock.
type Locked struct {
	mu    sync.Mutex
	cents map[string]int64
}

// NewLocked returns empty totals.
func NewLocked() *Locked {
	return &Locked{cents: make(map[string]int64)}
}

// Add counts the order for its customer.
func (l *Locked) Add(o *order.Order) {
	// Every goroutine waits here for every other one, whoever their customers are.
	l.mu.Lock()
	// All of this is done with the lock held, although only the addition needs it.
	l.cents[strings.ToLower(o.Customer)] += o.Total()
	// A mutex profile counts here how long the others have waited.
	l.mu.Unlock()
}

// Cents returns what the customer spent.
func (l *Locked) Cents(customer string) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cents[strings.ToLower(customer)]
}
