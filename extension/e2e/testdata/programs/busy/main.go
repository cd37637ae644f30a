// Busy works until it is stopped.
package main

import "fmt"

func main() {
	fmt.Println("Working until I am stopped.")
	for round := 0; ; round++ {
		total = sum(total)
	}
}

var total uint64

// sum is where the time goes.
//
//go:noinline
func sum(from uint64) uint64 {
	for i := range uint64(1_000_000) {
		from = from*31 + i
	}
	return from
}
