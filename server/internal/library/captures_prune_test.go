package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

func TestPrune(t *testing.T) {
	const each = 10 // captures, of one size
	cases := []struct {
		name, why string
		limit     func(size int64) int64
		pinned    []int
		damaged   []int
		keep      int
		left      []int // indices, oldest first
	}{
		{"no limit", "0 keeps all", func(int64) int64 { return 0 }, nil, nil, 9, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"just fits", "the limit is what it may have", func(s int64) int64 { return 10 * s }, nil, nil, 9, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"a byte too much", "the oldest goes, and no more", func(s int64) int64 { return 10*s - 1 }, nil, nil, 9, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"half", "the oldest go", func(s int64) int64 { return 5 * s }, nil, nil, 9, []int{5, 6, 7, 8, 9}},
		{"pinned", "pinned ones stay, younger ones go for them", func(s int64) int64 { return 5 * s }, []int{0, 2}, nil, 9, []int{0, 2, 7, 8, 9}},
		{"all pinned", "the library stays above its limit", func(int64) int64 { return 1 }, []int{0, 1, 2, 3, 4, 5, 6, 7, 8}, nil, 9,
			[]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"tiny", "the one just made is never removed", func(int64) int64 { return 1 }, nil, nil, 9, []int{9}},
		{"made long ago", "also if it is the oldest, after a run of a day", func(int64) int64 { return 1 }, nil, nil, 0, []int{0}},
		{"damaged", "it may be pinned, or a newer Linecost's", func(int64) int64 { return 1 }, nil, []int{3}, 9, []int{3, 9}},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			c := many(t, each)
			draft, err := c.Draft(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			ids, err := c.ids()
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range test.pinned {
				if err := edit(filepath.Join(c.Root(), ids[i]), `"pinned": false`, `"pinned": true `); err != nil { // of the same size
					t.Fatal(err)
				}
			}
			size := folderSize(filepath.Join(c.Root(), ids[0]))
			for _, i := range test.damaged {
				if err := edit(filepath.Join(c.Root(), ids[i]), `"version": 1`, `"version": 2`); err != nil {
					t.Fatal(err)
				}
			}
			pruned, err := openCaptures(t, c.Root()).Prune(t.Context(), test.limit(size), ids[test.keep])
			if want := each - len(test.left); err != nil || pruned.Captures != want || pruned.Bytes != int64(want)*size {
				t.Errorf("told %+v, %v; want %d of %d bytes each", pruned, err, want, size)
			}
			var want []string
			for _, i := range test.left {
				want = append(want, ids[i])
			}
			if left, err := c.ids(); err != nil || !slices.Equal(left, want) {
				t.Errorf("left %v, %v\nwant %v: %s", left, err, want, test.why)
			}
			if _, err := os.Stat(draft.Folder()); err != nil {
				t.Errorf("a draft is gone: %v", err)
			}
			if trash, err := filepath.Glob(filepath.Join(c.Root(), trashPrefix+"*")); err != nil || len(trash) > 0 {
				t.Errorf("left: %v, %v", trash, err)
			}
		})
	}
}

// The sizes are those of the files: what capture.json says of them, and what links lead to, counts nothing.
func TestPruneMeasures(t *testing.T) {
	c := many(t, 2)
	ids, err := c.ids()
	if err != nil {
		t.Fatal(err)
	}
	large := filepath.Join(t.TempDir(), "large")
	first := filepath.Join(c.Root(), ids[0])
	if err := errors.Join(os.WriteFile(large, make([]byte, 1<<20), 0o600), os.Symlink(large, filepath.Join(first, "link")),
		edit(first, `"version": 1`, `"version": 1, "bytes": 99999999`)); err != nil {
		t.Fatal(err)
	}
	if pruned, err := c.Prune(t.Context(), 100_000, ids[1]); err != nil || pruned.Captures != 0 {
		t.Errorf("told %+v, %v", pruned, err)
	}
	// Other files of an entry count, and go with it.
	if err := os.WriteFile(filepath.Join(first, "notes"), make([]byte, 200_000), 0o600); err != nil {
		t.Fatal(err)
	}
	if pruned, err := c.Prune(t.Context(), 100_000, ids[1]); err != nil || pruned.Captures != 1 || pruned.Bytes < 200_000 {
		t.Errorf("told %+v, %v", pruned, err)
	}
	if _, err := os.Stat(large); err != nil {
		t.Errorf("a link's target is gone: %v", err)
	}
}

func TestPruneFailures(t *testing.T) {
	c := many(t, 3)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if pruned, err := c.Prune(cancelled, 1, ""); !errors.Is(err, context.Canceled) || pruned.Captures > 0 {
		t.Errorf("cancelled: %+v, %v", pruned, err)
	}
	if pruned, err := NewCaptures(filepath.Join(t.TempDir(), "none")).Prune(t.Context(), 1, ""); err != nil || pruned.Captures > 0 {
		t.Errorf("a library that is not there: %+v, %v", pruned, err)
	}
}

// A pin that comes between the look and the removal saves the capture.
func TestPruneLooksAgain(t *testing.T) {
	c := many(t, 1)
	ids, err := c.ids()
	if err != nil {
		t.Fatal(err)
	}
	window := NewCaptures(c.Root())
	if _, err := window.Update(t.Context(), ids[0], pin(true)); err != nil {
		t.Fatal(err)
	}
	gone, ours, err := c.removeLooked(ids[0])
	if gone || ours || err != nil {
		t.Errorf("gone %v, ours %v, %v", gone, ours, err)
	}
	if loaded, err := c.Load(t.Context(), ids[0]); err != nil || !loaded.Pinned {
		t.Errorf("the pinned capture is lost: %+v, %v", loaded, err)
	}
}

// Windows that prune at once: together they remove what one of them would, and each capture is told of once.
func TestPrunesAtOnce(t *testing.T) {
	c := many(t, 40)
	ids, err := c.ids()
	if err != nil {
		t.Fatal(err)
	}
	limit := 10 * folderSize(filepath.Join(c.Root(), ids[39]))
	var windows sync.WaitGroup
	var told sync.Map
	for w := range 4 {
		window := openCaptures(t, c.Root())
		windows.Go(func() {
			pruned, err := window.Prune(t.Context(), limit, ids[39])
			if err != nil {
				t.Error(err)
			}
			told.Store(w, pruned.Captures)
		})
	}
	windows.Wait()
	sum := 0
	told.Range(func(_, captures any) bool {
		sum += captures.(int)
		return true
	})
	if left, err := c.ids(); err != nil || !slices.Equal(left, ids[30:]) || sum != 30 {
		t.Errorf("told of %d, left %v, %v", sum, left, err)
	}
}
