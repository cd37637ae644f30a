package slow

import (
	"os"
	"os/exec"
	"testing"
)

// BenchmarkSlow takes longer than anyone waits, and so does the process that it starts.
func BenchmarkSlow(b *testing.B) {
	child := exec.Command("sleep", "600")
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile("started", nil, 0o600); err != nil {
		b.Fatal(err)
	}
	if err := child.Wait(); err != nil {
		b.Fatal(err)
	}
}
