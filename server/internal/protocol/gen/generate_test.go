package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A protocol.ts that lags behind the Go would let the extension compile against messages that don't exist.
func TestGeneratedIsFresh(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	want, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root, output))
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is stale: run go generate ./server/...", output)
	}
}
