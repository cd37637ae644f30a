package store

import (
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"example.com/sample/order"
)

func TestIndex(t *testing.T) {
	orders := order.Generate(1000, 1)
	index := Index(orders)
	if len(index) != len(orders) || index[7] != &orders[6] {
		t.Errorf("%d orders, number 7 is %v", len(index), index[7])
	}
	if !maps.Equal(index, IndexSized(orders)) {
		t.Error("Index and IndexSized differ")
	}
}

func TestTotals(t *testing.T) {
	orders := order.Generate(1000, 1)
	cents := make(map[string]int64)
	for i := range orders {
		cents[strings.ToUpper(orders[i].Customer)] += orders[i].Total()
	}
	all := map[string]Totals{"Locked": NewLocked(), "Sharded": NewSharded()}
	for name, totals := range all {
		t.Run(name, func(t *testing.T) {
			var wait sync.WaitGroup
			for worker := 0; worker < 4; worker++ {
				wait.Add(1)
				go func() {
					defer wait.Done()
					for i := worker; i < len(orders); i += 4 {
						totals.Add(&orders[i])
					}
				}()
			}
			wait.Wait()
			for customer, want := range cents {
				if got := totals.Cents(customer); got != want {
					t.Fatalf("Cents(%q) = %d, want %d", customer, got, want)
				}
			}
		})
	}
}

// A map that grows.
func BenchmarkIndex(b *testing.B)      { benchmarkIndex(b, Index) }
func BenchmarkIndexSized(b *testing.B) { benchmarkIndex(b, IndexSized) }

func benchmarkIndex(b *testing.B, index func([]order.Order) map[int]*order.Order) {
	orders := order.Generate(8000, 1)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if got := index(orders); len(got) != len(orders) {
			b.Fatal("orders are missing")
		}
	}
}

// A contended lock.
func BenchmarkLocked(b *testing.B)  { benchmarkTotals(b, NewLocked()) }
func BenchmarkSharded(b *testing.B) { benchmarkTotals(b, NewSharded()) }

func benchmarkTotals(b *testing.B, totals Totals) {
	orders := order.Generate(10_000, 1)
	var workers atomic.Int64
	b.SetParallelism(4)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		// Each worker starts at another order, as they would with other customers.
		next := int(workers.Add(1)) * 997
		for pb.Next() {
			totals.Add(&orders[next%len(orders)])
			next++
		}
	})
}
