package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const internal = "github.com/linecost/linecost/server/internal/"

// What each room may import is the design; a README can't keep it, so this test does. It lists what the backend is
// built of, tests left out.
func TestRoomsImportWhatTheyMay(t *testing.T) {
	// A room named here speaks for the rooms inside of it, such as capture/endpoint.
	onlyBy := []struct {
		imported string
		by       []string
		why      string
	}{
		{"os/exec", []string{"capture"}, "only capture starts processes"},
		{"net", []string{"capture"}, "only capture opens sockets"},
		{"net/http", []string{"capture"}, "only capture opens sockets"},
		{"github.com/sourcegraph/jsonrpc2", []string{"rpc"}, "the wire's gaps are closed in one place"},
		{internal + "protocol", []string{"rpc", "server"}, "analysis has types of its own; server converts"},
		{internal + "rpc", []string{"server"}, "nothing below knows that there is a wire"},
		{internal + "oracle", nil, "the oracle is for tests"},
	}
	never := []struct {
		room      string
		forbidden []string
		but       string // a room that is allowed all the same, and what is inside of it
		why       string
	}{
		{"protocol", []string{"os", "net", "io", internal}, "", "messages have no behaviour"},
		{"profile", []string{"os", "net", internal}, "", "analysis does no I/O of its own"},
		{"cost", []string{"os", "net", "io"}, "", "analysis does no I/O"},
		{"capture", []string{internal}, internal + "capture", "capture only makes files; library keeps them"},
	}
	packages := rooms(t)
	if len(packages) < 6 {
		t.Fatalf("only %d rooms were found: this test looks in the wrong place", len(packages))
	}
	for room, imports := range packages {
		for _, rule := range onlyBy {
			if slices.Contains(imports, rule.imported) && !slices.ContainsFunc(rule.by, inside(room)) && room != "main" {
				t.Errorf("%s imports %s: %s", room, rule.imported, rule.why)
			}
		}
		for _, rule := range never {
			if !inside(room)(rule.room) {
				continue
			}
			for _, imported := range imports {
				if rule.but != "" && inside(imported)(rule.but) {
					continue
				}
				for _, forbidden := range rule.forbidden {
					if inside(imported)(forbidden) || forbidden == internal && strings.HasPrefix(imported, internal) {
						t.Errorf("%s imports %s: %s", room, imported, rule.why)
					}
				}
			}
		}
	}
}

// inside tells whether a package is another one or lies inside of it.
func inside(path string) func(of string) bool {
	return func(of string) bool { return path == of || strings.HasPrefix(path, of+"/") }
}

// rooms maps each package that the backend is built of to its imports; the command itself is main.
func rooms(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Imports,Standard", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string][]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
			Standard   bool
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		if name, ok := strings.CutPrefix(p.ImportPath, internal); ok {
			packages[name] = p.Imports
		} else if p.ImportPath == "github.com/linecost/linecost/server" {
			packages["main"] = p.Imports
		}
	}
}
