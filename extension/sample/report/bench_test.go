package report

import (
	"slices"
	"testing"

	"example.com/sample/order"
)

// A string that grows by += in a loop.
func BenchmarkText(b *testing.B)         { benchmarkText(b, Text) }
func BenchmarkTextBuilding(b *testing.B) { benchmarkText(b, TextBuilding) }

func benchmarkText(b *testing.B, text func([]string) string) {
	lines := make([]string, 3000)
	for i := range lines {
		lines[i] = Row{"Berg Ada", i, int64(i)}.String()
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if text(lines) == "" {
			b.Fatal("no text")
		}
	}
}

// A sort whose comparison allocates.
func BenchmarkSortByCustomer(b *testing.B)     { benchmarkSort(b, SortByCustomer) }
func BenchmarkSortByCustomerKeys(b *testing.B) { benchmarkSort(b, SortByCustomerKeys) }

func benchmarkSort(b *testing.B, sort func([]order.Order)) {
	orders := order.Generate(20_000, 1)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sort(slices.Clone(orders))
	}
}

// A generic function, used with two kinds of key.
func BenchmarkGroup(b *testing.B) {
	orders := order.Generate(1000, 1)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		Group(orders, func(o *order.Order) string { return o.Region })
		Group(orders, func(o *order.Order) int { return o.Placed.Hour() })
	}
}

// A function that calls itself: 111,111 shelves, five deep.
func BenchmarkShelfTotal(b *testing.B) {
	shop := shelves(5)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if shop.Total() != 111_111 {
			b.Fatal("shelves are missing")
		}
	}
}

func shelves(depth int) *Shelf {
	s := &Shelf{Cents: 1}
	for i := 0; i < 10 && depth > 0; i++ {
		s.Shelves = append(s.Shelves, shelves(depth-1))
	}
	return s
}
