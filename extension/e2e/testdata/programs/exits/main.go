// Exits ends with a status of its own, past every deferred call.
package main

import (
	"fmt"
	"os"
)

func main() {
	var total uint64
	for i := range uint64(1_000_000_000) {
		total = total*31 + i
	}
	fmt.Println("Leaving with 3 after", total)
	os.Exit(3)
}
