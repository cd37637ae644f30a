package shapes

import (
	"fmt"
	"strconv"
	"testing"
)

var sink any

func BenchmarkShapes(b *testing.B) {
	numbers := make([]int, 2000)
	for i := range numbers {
		numbers[i] = i * 7919 % 2000
	}
	for range b.N {
		sink = Fib(20)
		sink = IsEven(20000)
		sink = Inlined(100000)
		words := Map(numbers, strconv.Itoa)
		sink = Closures(words)
		sink = Map(words, func(s string) any { return fmt.Sprint(s) })
	}
}
