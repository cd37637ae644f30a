// Package shapes holds the shapes of code for which the rules of flat and cum are easy to get wrong.
package shapes

import "sort"

// Fib recurses twice on one line: cum must count a sample once.
func Fib(n int) int {
	if n < 2 {
		return n
	}
	return Fib(n-1) + Fib(n-2)
}

// IsEven and IsOdd recurse through each other.
func IsEven(n int) bool {
	if n == 0 {
		return true
	}
	return IsOdd(n - 1)
}

//go:noinline
func IsOdd(n int) bool {
	if n == 0 {
		return false
	}
	return IsEven(n - 1)
}

func square(n int) int       { return n * n }
func sumSquare(a, b int) int { return square(a) + square(b) }

// Inlined is a tight loop of calls that are inlined two deep.
func Inlined(n int) int {
	total := 0
	for i := range n {
		total += sumSquare(i, i+1) % 7
	}
	return total
}

// Map has an instantiation for each type, all on the same lines.
func Map[T, U any](in []T, f func(T) U) []U {
	var out []U
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

// Closures has two closures on one line.
func Closures(words []string) int {
	sort.Slice(words, func(i, j int) bool { return func(a, b string) bool { return a < b }(words[i], words[j]) })
	return len(words)
}
