package order

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

var (
	givenNames  = []string{"Ada", "Bruno", "Chipo", "Dalia", "Emil", "Fatou", "Hana"}
	familyNames = []string{"Abe", "Berg", "Costa", "Diaz", "Ekman", "Gupta", "Haas"}
	regions     = []string{"north", "east", "south", "west"}
	shelves     = []string{
		"kitchen/pans/wok", "kitchen/pans/skillet", "kitchen/knives/bread",
		"garden/tools/spade", "garden/tools/rake", "garden/seeds/basil",
		"office/paper/a4", "office/pens/blue", "office/pens/red",
	}
)

// Generate makes n orders, one a minute. The same seed gives the same orders.
func Generate(n int, seed uint64) []Order {
	random := rand.New(rand.NewPCG(seed, 1))
	start := time.Date(2024, time.March, 1, 0, 0, 0, 0, time.UTC)
	orders := make([]Order, n)
	for i := range orders {
		orders[i] = Order{
			ID:       i + 1,
			Customer: customer(random, n),
			Region:   regions[random.IntN(len(regions))],
			Placed:   start.Add(time.Duration(i) * time.Minute),
			Lines:    lines(random),
		}
	}
	return orders
}

// customer makes one of about n/8 names. Some shops write names in capitals.
func customer(random *rand.Rand, n int) string {
	k := random.IntN(n/8 + 1)
	given := givenNames[k%len(givenNames)]
	family := familyNames[k/len(givenNames)%len(familyNames)]
	name := fmt.Sprintf("%s %s %04d", family, given, k)
	if random.IntN(4) == 0 {
		return strings.ToUpper(name)
	}
	return name
}

func lines(random *rand.Rand) []Line {
	lines := make([]Line, 1+random.IntN(4))
	for i := range lines {
		lines[i] = Line{
			Product:  shelves[random.IntN(len(shelves))],
			Quantity: 1 + random.Int64N(12),
			Price:    100 + random.Int64N(9900),
			Discount: 5 + random.Int64N(10),
		}
	}
	return lines
}
