package broken

import "testing"

// BenchmarkBroken does not compile.
func BenchmarkBroken(b *testing.B) {
	for b.Loop() {
		missing(b)
	}
}
