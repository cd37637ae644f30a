package pipeline

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"example.com/sample/notify"
	"example.com/sample/order"
	"example.com/sample/store"
)

const (
	days     = 10
	workers  = 8
	watchers = 100
)

// Options say how much to do, and how.
type Options struct {
	Steps  Steps
	Orders int
	Seed   uint64
	// BlockSize is how many bytes the largest day may have.
	BlockSize int
	// Done is called after each stage.
	Done func(stage string, took time.Duration)
}

// A Shop is what is known after a run.
type Shop struct {
	Orders []order.Order
	Index  map[int]*order.Order
	Totals store.Totals
	Hub    *notify.Hub
	Report string
}

// Run writes a log of orders, reads it again and reports on it.
func Run(o Options) (*Shop, error) {
	shop := &Shop{Totals: o.Steps.NewTotals(), Hub: new(notify.Hub)}
	var log []io.Reader
	stages := []struct {
		name string
		run  func() error
	}{
		{"write the log", func() (err error) { log, err = writeLog(o); return err }},
		{"read the log", func() error { return shop.readLog(o, log) }},
		{"index orders", infallible(func() { shop.Index = o.Steps.Index(shop.Orders) })},
		{"add up totals", infallible(shop.addTotals)},
		{"tell watchers", infallible(func() { shop.tellWatchers(o) })},
		{"report", infallible(func() { shop.Report = Report(o.Steps, shop.Orders) })},
	}
	for _, stage := range stages {
		start := time.Now()
		if err := stage.run(); err != nil {
			return nil, fmt.Errorf("%s: %w", stage.name, err)
		}
		o.Done(stage.name, time.Since(start))
	}
	return shop, nil
}

func infallible(run func()) func() error {
	return func() error { run(); return nil }
}

func writeLog(o Options) ([]io.Reader, error) {
	orders := order.Generate(o.Orders, o.Seed)
	log := make([]io.Reader, days)
	for day := range log {
		var data bytes.Buffer
		first, last := day*len(orders)/days, (day+1)*len(orders)/days
		if err := o.Steps.Encode(&data, orders[first:last]); err != nil {
			return nil, err
		}
		log[day] = &data
	}
	return log, nil
}

func (s *Shop) readLog(o Options, log []io.Reader) error {
	return o.Steps.Read(log, o.BlockSize, func(day []byte) error {
		return order.Decode(day, func(o *order.Order) { s.Orders = append(s.Orders, *o) })
	})
}

func (s *Shop) addTotals() {
	var wait sync.WaitGroup
	for worker := 0; worker < workers; worker++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := worker; i < len(s.Orders); i += workers {
				s.Totals.Add(&s.Orders[i])
			}
		}()
	}
	wait.Wait()
}

// tellWatchers lets watchers come and go while the last orders are told again.
func (s *Shop) tellWatchers(o Options) {
	recent := s.Orders[max(0, len(s.Orders)-watchers):]
	for i := 0; i < watchers; i++ {
		stop := o.Steps.Watch(s.Hub, func(*order.Order) {})
		for k := range recent {
			s.Hub.Publish(&recent[k])
		}
		stop()
	}
}
