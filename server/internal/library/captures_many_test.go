package library

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// many writes a library of count captures of two profiles and thirty sources each, without the waits for the disk that a
// commit has.
func many(t testing.TB, count int) *Captures {
	t.Helper()
	c := NewCaptures(t.TempDir())
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for i := range count {
		c.now = func() time.Time { return at.Add(time.Duration(i) * time.Minute) }
		id := c.newID()
		folder := filepath.Join(c.root, id)
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		meta := Capture{ID: id, Title: fmt.Sprint("Benchmark", i), Kind: "benchmark", Dir: "/w/p", Workspace: "/w"}
		for _, kind := range []string{"cpu", "memory"} {
			path := filepath.Join(folder, kind+".pb.gz")
			if err := os.WriteFile(path, make([]byte, 100), 0o600); err != nil {
				t.Fatal(err)
			}
			meta.Profiles = append(meta.Profiles, CapturedProfile{Kind: kind, Path: path})
		}
		for s := range 30 {
			meta.Sources = append(meta.Sources, CapturedSource{File: fmt.Sprintf("/w/p/some/package/file%d.go", s), SHA256: fmt.Sprintf("%064x", s)})
		}
		text, err := encodeMeta(folder, meta)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, metaName), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// A history of years is to be on screen at once: ten thousand captures take 1 s on two shared cores, half of it for the
// names of their sources.
func BenchmarkListTenThousand(b *testing.B) {
	c := many(b, 10_000)
	for b.Loop() {
		listing, err := c.List(b.Context(), []string{"/w"})
		if err != nil || len(listing.Captures) != 10_000 {
			b.Fatal(len(listing.Captures), err)
		}
	}
}
