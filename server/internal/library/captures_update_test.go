package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

func pin(pinned bool) Change     { return Change{Pinned: &pinned} }
func rename(title string) Change { return Change{Title: &title} }

// titles are sorted, with commas between them.
func titles(of []Capture) string {
	var all []string
	for _, capture := range of {
		all = append(all, capture.Title)
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

func TestUpdate(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	made := commit(t, c, "BenchmarkA")
	title, pinned, unpinned := "  before the rewrite\t", true, false
	steps := []struct {
		why    string
		change Change
		title  string
		pinned bool
	}{
		{"spaces around a title are no part of it", Change{Title: &title}, "before the rewrite", false},
		{"pinning leaves the title", Change{Pinned: &pinned}, "before the rewrite", true},
		{"nothing to change is no error", Change{}, "before the rewrite", true},
		{"both at once", Change{Title: &made.Title, Pinned: &unpinned}, "BenchmarkA", false},
		{"any script is text", rename("基准 ✓ é"), "基准 ✓ é", false},
		{"as long as it may be", rename(strings.Repeat("é", maxTitle)), strings.Repeat("é", maxTitle), false},
	}
	for _, step := range steps {
		got, err := c.Update(t.Context(), made.ID, step.change)
		want := made
		want.Title, want.Pinned, want.Bytes = step.title, step.pinned, got.Bytes
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: got %+v, %v\nwant %+v", step.why, got, err, want)
		}
		if loaded, err := openCaptures(t, c.Root()).Load(t.Context(), made.ID); err != nil || !reflect.DeepEqual(loaded, got) {
			t.Errorf("%s: another window reads %+v, %v", step.why, loaded, err)
		}
	}
	if left, err := os.ReadDir(c.Root()); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestUpdateRefusals(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	made, damaged, deleted := commit(t, c, "BenchmarkA"), commit(t, c, "BenchmarkB"), commit(t, c, "BenchmarkC")
	if err := os.Truncate(filepath.Join(c.Root(), damaged.ID, metaName), 40); err != nil {
		t.Fatal(err)
	}
	if err := openCaptures(t, c.Root()).Delete(t.Context(), deleted.ID); err != nil { // in another window
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	var wrongTitle *TitleError
	var gone *NoCaptureError
	var bad *DamagedError
	cases := []struct {
		why    string
		ctx    context.Context
		id     string
		change Change
		is     any
	}{
		{"no title", t.Context(), made.ID, rename(" \t"), &wrongTitle},
		{"too long for a row", t.Context(), made.ID, rename(strings.Repeat("x", maxTitle+1)), &wrongTitle},
		{"two lines", t.Context(), made.ID, rename("a\nb"), &wrongTitle},
		{"two lines, as Unicode has them", t.Context(), made.ID, rename("a\u2028b"), &wrongTitle},
		{"a terminal would obey it", t.Context(), made.ID, rename("a\x1b[31m"), &wrongTitle},
		{"JSON could not hold it", t.Context(), made.ID, rename("a\xff"), &wrongTitle},
		{"deleted in another window", t.Context(), deleted.ID, pin(true), &gone},
		{"a path", t.Context(), "../" + made.ID, pin(true), &gone},
		{"nobody knows what else would be lost", t.Context(), damaged.ID, pin(true), &bad},
	}
	for _, test := range cases {
		if _, err := c.Update(test.ctx, test.id, test.change); err == nil || !errors.As(err, test.is) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
	if _, err := c.Update(cancelled, made.ID, pin(true)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if loaded, err := c.Load(t.Context(), made.ID); err != nil || !reflect.DeepEqual(loaded, made) {
		t.Errorf("a refusal has changed it: %+v, %v", loaded, err)
	}
	// The folder may be taken away between the look and the move.
	if err := c.rewrite(deleted.ID, map[string]any{"pinned": true}); err == nil {
		t.Error("a deleted capture is written")
	}
	if left, err := filepath.Glob(filepath.Join(c.Root(), draftPrefix+"*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// What a newer Linecost of the same format has added must not be lost by an older one that renames.
func TestUpdateKeepsWhatItDoesNotKnow(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	made := commit(t, c, "BenchmarkA")
	folder := filepath.Join(c.Root(), made.ID)
	// A profile that is lost at the moment comes back with its file.
	if err := errors.Join(edit(folder, `"version": 1`, `"version": 1, "later": {"a": [1.50]}`),
		os.Rename(filepath.Join(folder, "cpu.pb.gz"), filepath.Join(folder, "elsewhere"))); err != nil {
		t.Fatal(err)
	}
	if updated, err := c.Update(t.Context(), made.ID, pin(true)); err != nil || len(updated.Profiles) != 1 {
		t.Fatalf("got %+v, %v", updated, err)
	}
	text, err := os.ReadFile(filepath.Join(folder, metaName))
	if err != nil {
		t.Fatal(err)
	}
	var later struct {
		Later struct{ A []json.Number }
	}
	if err := json.Unmarshal(text, &later); err != nil || len(later.Later.A) != 1 || later.Later.A[0] != "1.50" {
		t.Errorf("%+v, %v in %s", later, err, text)
	}
	if err := os.Rename(filepath.Join(folder, "elsewhere"), filepath.Join(folder, "cpu.pb.gz")); err != nil {
		t.Fatal(err)
	}
	if loaded, err := c.Load(t.Context(), made.ID); err != nil || len(loaded.Profiles) != 2 {
		t.Errorf("the profile is lost: %+v, %v", loaded, err)
	}
}

// Windows that change one capture at once: of each field, the last one wins, and at no moment does anyone read half.
func TestUpdatesAtOnce(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	made := commit(t, c, "window 0, change 0")
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for w := range 3 {
		window := openCaptures(t, c.Root())
		writers.Go(func() {
			for i := range 20 {
				title := fmt.Sprintf("window %d, change %d", w, i)
				if got, err := window.Update(t.Context(), made.ID, rename(title)); err != nil || len(got.Profiles) != 2 {
					t.Errorf("%s: %+v, %v", title, got, err)
				}
			}
		})
	}
	readers.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			if captures, problems := list(t, c); len(captures) != 1 || len(problems) > 0 || !strings.HasPrefix(captures[0].Title, "window ") {
				t.Errorf("read %+v, %q", captures, problems)
				return
			}
		}
	})
	writers.Wait()
	close(done)
	readers.Wait()
	if captures, _ := list(t, c); !strings.HasSuffix(captures[0].Title, "change 19") {
		t.Errorf("the last change is lost: %+v", captures)
	}
	// In one window no change is lost: pins and titles of the same moment all count.
	var one sync.WaitGroup
	one.Go(func() { _, _ = c.Update(t.Context(), made.ID, rename("both")) })
	one.Go(func() { _, _ = c.Update(t.Context(), made.ID, pin(true)) })
	one.Wait()
	if loaded, err := c.Load(t.Context(), made.ID); err != nil || loaded.Title != "both" || !loaded.Pinned {
		t.Errorf("got %+v, %v", loaded, err)
	}
}

func TestListOfWorkspaces(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	for title, workspace := range map[string]string{"a": "/w/a", "b": "/w/b", "none": "", "below a": "/w/a/sub"} {
		draft, err := c.Draft(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		meta := fill(t, draft, title)
		meta.Workspace = workspace
		if _, err := draft.Commit(t.Context(), meta); err != nil {
			t.Fatal(err)
		}
	}
	// Damage is shown everywhere: nobody knows whose it was.
	damaged := filepath.Join(c.Root(), "20200101-000000-000-00000000")
	if err := errors.Join(os.Mkdir(damaged, 0o755), os.WriteFile(filepath.Join(damaged, "x"), make([]byte, 1000), 0o600)); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		why     string
		folders []string
		want    string
	}{
		{"no folder is open", nil, "a,b,below a,none"},
		{"one folder, and what is of none", []string{"/w/a"}, "a,none"},
		{"several folders, however they are written", []string{"/w/./a/", "/w/b"}, "a,b,none"},
		{"a folder that contains others is not they", []string{"/w"}, "none"},
		{"a folder without any", []string{"/elsewhere"}, "none"},
	}
	var bytes int64
	for _, test := range cases {
		listing, err := c.List(t.Context(), test.folders)
		if err != nil {
			t.Fatal(err)
		}
		got := titles(listing.Captures)
		if got != test.want || len(listing.Damaged) != 1 || len(listing.Problems) > 0 {
			t.Errorf("%v: %s, %+v: %s", test.folders, got, listing.Damaged, test.why)
		}
		if bytes == 0 {
			bytes = listing.Bytes
			var known int64 = 1000
			for _, capture := range listing.Captures {
				known += capture.Bytes
			}
			if known != bytes {
				t.Errorf("the entries have %d bytes, the library %d", known, bytes)
			}
		}
		if listing.Bytes != bytes {
			t.Errorf("%v: the library's size depends on who asks: %d, %d", test.folders, listing.Bytes, bytes)
		}
	}
}

// What Linecost 0.1 has written, to the letter.
func TestEntryOfBefore(t *testing.T) {
	const id = "20261101-101112-131-0123abcd"
	const old = `{
  "version": 1,
  "id": "20261101-101112-131-0123abcd",
  "title": "BenchmarkA",
  "kind": "benchmark",
  "dir": "/w/p",
  "names": ["BenchmarkA"],
  "flags": [],
  "sampleType": "cpu",
  "package": "example.com/p",
  "goVersion": "go1.26.8",
  "timeMillis": 5,
  "durationMillis": 7,
  "failed": false,
  "profiles": [{"kind": "cpu", "path": "cpu.pb.gz"}],
  "sources": [{"file": "/w/p/a.go", "sha256": "00"}]
}
`
	c := openCaptures(t, t.TempDir())
	folder := filepath.Join(c.Root(), id)
	if err := errors.Join(os.Mkdir(folder, 0o755), os.WriteFile(filepath.Join(folder, metaName), []byte(old), 0o600),
		os.WriteFile(filepath.Join(folder, "cpu.pb.gz"), []byte("profile"), 0o600)); err != nil {
		t.Fatal(err)
	}
	want := Capture{ID: id, Title: "BenchmarkA", Kind: "benchmark", Dir: "/w/p", Names: []string{"BenchmarkA"}, Flags: []string{},
		SampleType: "cpu", Package: "example.com/p", GoVersion: "go1.26.8", TimeMillis: 5, DurationMillis: 7, Kinds: []string{},
		Bytes: int64(len(old) + len("profile")), Benchmarks: []BenchmarkRun{},
		Profiles: []CapturedProfile{{Kind: "cpu", Path: filepath.Join(folder, "cpu.pb.gz")}},
		Sources:  []CapturedSource{{File: "/w/p/a.go", SHA256: "00"}}}
	if captures, problems := list(t, c); len(captures) != 1 || len(problems) > 0 || !reflect.DeepEqual(captures[0], want) {
		t.Errorf("read %+v, %q\nwant %+v", captures, problems, want)
	}
	if updated, err := c.Update(t.Context(), id, rename("the first")); err != nil || updated.Title != "the first" {
		t.Errorf("updated %+v, %v", updated, err)
	}
}
