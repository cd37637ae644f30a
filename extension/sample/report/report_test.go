package report

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/sample/order"
)

func ExampleMoney() {
	fmt.Println(Money(1205))
	// Output: 12.05
}

func TestText(t *testing.T) {
	for _, lines := range [][]string{nil, {""}, {"a\n", "b\n", "c\n"}} {
		want := strings.Join(lines, "")
		if got := Text(lines); got != want {
			t.Errorf("Text(%q) = %q", lines, got)
		}
		if got := TextBuilding(lines); got != want {
			t.Errorf("TextBuilding(%q) = %q", lines, got)
		}
	}
}

func TestSortByCustomer(t *testing.T) {
	slow := order.Generate(500, 1)
	fast := slices.Clone(slow)
	SortByCustomer(slow)
	SortByCustomerKeys(fast)
	if !reflect.DeepEqual(slow, fast) {
		t.Error("SortByCustomer and SortByCustomerKeys differ")
	}
	for i := 1; i < len(slow); i++ {
		if strings.ToLower(slow[i-1].Customer) > strings.ToLower(slow[i].Customer) {
			t.Fatalf("%q stands before %q", slow[i-1].Customer, slow[i].Customer)
		}
	}
}

func TestStatementJoinsSpellings(t *testing.T) {
	bought := []order.Line{{Quantity: 1, Price: 100, Discount: 5}}
	rows := Statement([]order.Order{
		{Customer: "Berg Ada", Lines: bought},
		{Customer: "BERG ADA", Lines: bought},
		{Customer: "Costa Emil", Lines: bought},
	})
	want := []Row{{"Berg Ada", 2, 238}, {"Costa Emil", 1, 119}}
	if !slices.Equal(rows, want) {
		t.Errorf("got %v, want %v", rows, want)
	}
}

func TestGroupAndRows(t *testing.T) {
	orders := order.Generate(300, 1)
	groups := Group(orders, func(o *order.Order) string { return o.Region })
	rows := Rows(groups, "%s")
	count := 0
	for i, row := range rows {
		count += row.Count
		if i > 0 && row.Cents > rows[i-1].Cents {
			t.Error("the rows are not sorted")
		}
	}
	if count != len(orders) {
		t.Errorf("%d orders in groups, want %d", count, len(orders))
	}
}

func TestShelf(t *testing.T) {
	var shop Shelf
	shop.Add("kitchen/pans/wok", 300)
	shop.Add("kitchen/pans", 20)
	shop.Add("garden", 1)
	if got := shop.Total(); got != 321 {
		t.Errorf("Total() = %d, want 321", got)
	}
	var names []string
	for _, line := range shop.Lines(0) {
		names = append(names, strings.Fields(line)[0])
	}
	if want := []string{"garden", "kitchen", "pans", "wok"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}
