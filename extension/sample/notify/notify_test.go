package notify

import (
	"runtime"
	"sync/atomic"
	"testing"

	"example.com/sample/order"
)

func TestWatchClosing(t *testing.T) {
	orders := order.Generate(1000, 1)
	before := runtime.NumGoroutine()
	var hub Hub
	var seen int
	stop := hub.WatchClosing(func(*order.Order) { seen++ })
	for i := range orders {
		hub.Publish(&orders[i])
	}
	stop()
	hub.Publish(&orders[0])
	if seen != len(orders) {
		t.Errorf("saw %d orders, want %d", seen, len(orders))
	}
	// The goroutine may need a moment between its last step and its end.
	for i := 0; i < 1000 && runtime.NumGoroutine() > before; i++ {
		runtime.Gosched()
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines are left", after-before)
	}
}

// The lesson itself: if this fails, there is nothing left to find.
func TestWatchLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	var hub Hub
	for i := 0; i < 10; i++ {
		hub.Watch(func(*order.Order) {})()
	}
	if leaked := runtime.NumGoroutine() - before; leaked != 10 {
		t.Errorf("%d goroutines leaked, want 10", leaked)
	}
}

// A goroutine that leaks, once per op: see the metric leaked/op.
func BenchmarkWatch(b *testing.B) {
	b.Run("leaking", func(b *testing.B) { benchmarkWatch(b, (*Hub).Watch) })
	b.Run("closing", func(b *testing.B) { benchmarkWatch(b, (*Hub).WatchClosing) })
}

func benchmarkWatch(b *testing.B, watch func(*Hub, func(*order.Order)) func()) {
	orders := order.Generate(5000, 1)
	before := runtime.NumGoroutine()
	var hub Hub
	var seen atomic.Int64
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		stop := watch(&hub, func(o *order.Order) { seen.Add(o.Total()) })
		for k := range orders {
			hub.Publish(&orders[k])
		}
		stop()
	}
	leaked := runtime.NumGoroutine() - before
	b.ReportMetric(float64(leaked)/float64(b.N), "leaked/op")
}
