// Command gen writes extension/src/protocol.ts from package protocol: run it by `go generate ./server/...`.
//
// It reads the package's types rather than its text, so that what it writes is what Go would encode: structs become
// interfaces under their JSON names, string types with constants become unions of literals, numbers become number, and
// each Method becomes a row of the interface Requests. What JSON or JavaScript can't carry faithfully (any, maps,
// uint64, time.Time, slices that omitempty would drop) is an error here instead of a surprise there.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

const output = "extension/src/protocol.ts"

func main() {
	root, err := moduleRoot()
	if err == nil {
		var text []byte
		if text, err = generate(root); err == nil {
			err = os.WriteFile(filepath.Join(root, output), text, 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// moduleRoot is the nearest folder upwards that holds go.mod.
func moduleRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", fmt.Errorf("no go.mod above %s", start)
		}
	}
}
