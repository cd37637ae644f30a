package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func openCaptures(t *testing.T, root string) *Captures {
	t.Helper()
	c := NewCaptures(root)
	if err := c.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// commit makes a capture of two profiles.
func commit(t *testing.T, c *Captures, title string) Capture {
	t.Helper()
	draft, err := c.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	capture, err := draft.Commit(t.Context(), fill(t, draft, title))
	if err != nil {
		t.Fatal(err)
	}
	if err := draft.Discard(); err != nil { // as a defer would
		t.Fatal(err)
	}
	return capture
}

// fill writes a draft's profiles and describes them.
func fill(t *testing.T, draft *Draft, title string) Capture {
	t.Helper()
	meta := Capture{Title: title, Kind: "benchmark", Dir: "/w/p", Names: []string{title}, SampleType: "cpu", TimeMillis: 5,
		Sources: []CapturedSource{{File: "/w/p/a.go", SHA256: "00"}}}
	for _, kind := range []string{"cpu", "memory"} {
		path := filepath.Join(draft.Folder(), kind+".pb.gz")
		if err := os.WriteFile(path, []byte("profile of "+title), 0o644); err != nil {
			t.Fatal(err)
		}
		meta.Profiles = append(meta.Profiles, CapturedProfile{Kind: kind, Path: path})
	}
	return meta
}

// list reads the whole library. What is damaged is among the problems.
func list(t *testing.T, c *Captures) ([]Capture, []string) {
	t.Helper()
	listing, err := c.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	problems := listing.Problems
	for _, damaged := range listing.Damaged {
		if damaged.Folder != filepath.Join(c.Root(), damaged.ID) {
			t.Errorf("%s is not the folder of %s", damaged.Folder, damaged.ID)
		}
		problems = append(problems, damaged.Error())
	}
	return listing.Captures, problems
}

func TestCaptureComesBack(t *testing.T) {
	root := filepath.Join(t.TempDir(), "made", "on opening")
	c := openCaptures(t, root)
	made := commit(t, c, "BenchmarkA")
	if made.ID == "" || !filepath.IsAbs(made.Profiles[0].Path) || made.Flags == nil {
		t.Errorf("%+v: want an id, absolute paths and no nil list", made)
	}
	loaded, err := openCaptures(t, root).Load(t.Context(), made.ID)
	if err != nil || !reflect.DeepEqual(loaded, made) {
		t.Errorf("loaded %+v, %v\nwant %+v", loaded, err, made)
	}
	// Paths are kept relative: a library that was moved still works.
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(root, moved); err != nil {
		t.Fatal(err)
	}
	captures, problems := list(t, openCaptures(t, moved))
	if len(captures) != 1 || len(problems) > 0 || captures[0].Profiles[1].Path != filepath.Join(moved, made.ID, "memory.pb.gz") {
		t.Errorf("after a move: %+v %v", captures, problems)
	}
}

func TestListOrderAndDelete(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	at := time.Date(2026, 1, 2, 3, 4, 5, 999_999_999, time.FixedZone("east", 9*3600))
	var ids []string
	for i := range 3 {
		c.now = func() time.Time { return at.Add(time.Duration(i) * time.Millisecond) }
		ids = append(ids, commit(t, c, fmt.Sprint("Benchmark", i)).ID)
	}
	if !strings.HasPrefix(ids[0], "20260101-180405-999-") {
		t.Errorf("id %s is not in UTC", ids[0])
	}
	captures, _ := list(t, c)
	if len(captures) != 3 || captures[0].ID != ids[2] || captures[2].ID != ids[0] {
		t.Errorf("not newest first: %+v", captures)
	}
	other := openCaptures(t, c.Root()) // another window
	for range 2 {                      // the second time it is gone, which is no error
		if err := other.Delete(t.Context(), ids[1]); err != nil {
			t.Fatal(err)
		}
	}
	if captures, problems := list(t, c); len(captures) != 2 || len(problems) > 0 {
		t.Errorf("after deleting: %+v %v", captures, problems)
	}
	var gone *NoCaptureError
	if _, err := c.Load(t.Context(), ids[1]); !errors.As(err, &gone) {
		t.Errorf("load: %v", err)
	}
	for _, id := range []string{"", ".", "..", "../x", ids[0] + "/..", draftPrefix + ids[0]} {
		if err := c.Delete(t.Context(), id); !errors.As(err, &gone) {
			t.Errorf("delete %q: %v: it must not reach outside", id, err)
		}
		if _, err := c.Load(t.Context(), id); !errors.As(err, &gone) {
			t.Errorf("load %q: %v", id, err)
		}
	}
}

func TestDamagedEntries(t *testing.T) {
	cases := []struct {
		name, why string
		damage    func(folder string) error
		// listed: the entry is still there, with so many profiles.
		listed   bool
		profiles int
		says     string
	}{
		{"no capture.json", "somebody has deleted it", func(f string) error { return os.Remove(filepath.Join(f, metaName)) }, false, 0, "can't be read"},
		{"empty", "a full disk of an older age", func(f string) error { return os.WriteFile(filepath.Join(f, metaName), nil, 0o644) }, false, 0, "is damaged"},
		{"half", "cut in the middle", func(f string) error { return os.Truncate(filepath.Join(f, metaName), 40) }, false, 0, "is damaged"},
		{"newer", "a newer version's format must not be misread", func(f string) error { return edit(f, `"version": 1`, `"version": 2`) }, false, 0, "newer Linecost"},
		{"another id", "a copied folder would be two captures of one id", func(f string) error { return edit(f, `"id": "2`, `"id": "3`) }, false, 0, "not that of this capture"},
		{"a link", "it leads outside", func(f string) error {
			return errors.Join(os.Rename(filepath.Join(f, metaName), filepath.Join(f, "x")), os.Symlink("x", filepath.Join(f, metaName)))
		}, false, 0, "no plain file"},
		{"a file in its place", "somebody has unpacked something", func(f string) error {
			return errors.Join(os.RemoveAll(f), os.WriteFile(f, nil, 0o644))
		}, false, 0, "can't be read"},
		{"profile gone", "the other profile can still be shown", func(f string) error { return os.Remove(filepath.Join(f, "cpu.pb.gz")) }, true, 1, "lost its cpu profile"},
		{"parent", "capture.json may be edited by hand", func(f string) error { return edit(f, `"cpu.pb.gz"`, `"../../etc/passwd"`) }, true, 1, "is no name"},
		{"absolute", "see above", func(f string) error { return edit(f, `"cpu.pb.gz"`, `"/etc/passwd"`) }, true, 1, "is no name"},
		{"backslash", "a separator on Windows", func(f string) error { return edit(f, `"cpu.pb.gz"`, `"..\\x"`) }, true, 1, "is no name"},
		{"itself", "capture.json is no profile", func(f string) error { return edit(f, `"cpu.pb.gz"`, `"capture.json"`) }, true, 1, "is no name"},
		{"folder", "a folder is no profile", func(f string) error {
			return errors.Join(os.Remove(filepath.Join(f, "cpu.pb.gz")), os.Mkdir(filepath.Join(f, "cpu.pb.gz"), 0o755))
		}, true, 1, "no plain file"},
		{"link", "a link leads outside", func(f string) error {
			return errors.Join(os.Remove(filepath.Join(f, "cpu.pb.gz")), os.Symlink("/etc/passwd", filepath.Join(f, "cpu.pb.gz")))
		}, true, 1, "no plain file"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			library := openCaptures(t, t.TempDir())
			before, bad, after := commit(t, library, "before"), commit(t, library, "bad"), commit(t, library, "after")
			if err := c.damage(filepath.Join(library.Root(), bad.ID)); err != nil {
				t.Fatal(err)
			}
			captures, problems := list(t, library)
			var titles []string
			for _, capture := range captures {
				titles = append(titles, capture.Title)
				if capture.ID == bad.ID && len(capture.Profiles) != c.profiles {
					t.Errorf("profiles %v, want %d: %s", capture.Profiles, c.profiles, c.why)
				}
			}
			for _, sound := range []Capture{before, after} {
				if !slices.Contains(titles, sound.Title) {
					t.Errorf("a damaged entry hides %s", sound.Title)
				}
			}
			if slices.Contains(titles, "bad") != c.listed || len(problems) != 1 || !strings.Contains(problems[0], c.says) || !strings.Contains(problems[0], bad.ID) {
				t.Errorf("listed %v, problems %q, want %q: %s", titles, problems, c.says, c.why)
			}
			if err := library.Delete(t.Context(), bad.ID); err != nil {
				t.Errorf("a damaged entry can't be deleted: %v", err)
			}
		})
	}
}

// edit changes a capture's capture.json.
func edit(folder, from, to string) error {
	path := filepath.Join(folder, metaName)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed := strings.Replace(string(text), from, to, 1)
	if changed == string(text) {
		return fmt.Errorf("no %s in %s", from, text)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}

func TestDraftsOfOthers(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	running, err := c.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	leftover, err := c.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-draftAge - time.Hour)
	if err := os.Chtimes(leftover.Folder(), old, old); err != nil {
		t.Fatal(err)
	}
	trash := filepath.Join(c.Root(), trashPrefix+"x")
	stranger := filepath.Join(c.Root(), "README")
	if err := errors.Join(os.Mkdir(trash, 0o755), os.WriteFile(stranger, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	openCaptures(t, c.Root()) // another window opens while running runs
	for path, want := range map[string]bool{running.Folder(): true, stranger: true, leftover.Folder(): false, trash: false} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: %v, want it there: %v", path, err, want)
		}
	}
	if captures, problems := list(t, c); len(captures) > 0 || len(problems) > 0 {
		t.Errorf("drafts and strangers are listed: %v %v", captures, problems)
	}
	if _, err := running.Commit(t.Context(), fill(t, running, "BenchmarkA")); err != nil {
		t.Errorf("the other window's run is lost: %v", err)
	}
}

func TestDraftEnds(t *testing.T) {
	c := openCaptures(t, t.TempDir())
	draft, err := c.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	meta := fill(t, draft, "BenchmarkA")
	outside := meta
	outside.Profiles = []CapturedProfile{{Kind: "cpu", Path: filepath.Join(t.TempDir(), "cpu.pb.gz")}}
	if _, err := draft.Commit(t.Context(), outside); err == nil {
		t.Error("a profile outside of the draft is committed")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := draft.Commit(cancelled, meta); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for range 2 {
		if err := draft.Discard(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := draft.Commit(t.Context(), meta); err == nil {
		t.Error("a discarded draft is committed")
	}
	if left, err := os.ReadDir(c.Root()); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestNotWritable(t *testing.T) {
	var unwritable *NotWritableError
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := NewCaptures(filepath.Join(file, "captures")).Draft(t.Context()); !errors.As(err, &unwritable) {
		t.Errorf("a draft below a file: %v", err)
	}
	c := openCaptures(t, filepath.Join(t.TempDir(), "captures"))
	draft, err := c.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	meta := fill(t, draft, "BenchmarkA")
	if runtime.GOOS == "linux" { // whose /dev/full is a disk without room
		full := filepath.Join(draft.Folder(), metaName)
		if err := os.Symlink("/dev/full", full); err != nil {
			t.Fatal(err)
		}
		_, err := draft.Commit(t.Context(), meta)
		if !errors.As(err, &unwritable) || !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "Make room") {
			t.Errorf("full disk: %v", err)
		}
		if captures, problems := list(t, c); len(captures) > 0 || len(problems) > 0 {
			t.Errorf("half a capture is listed: %v %v", captures, problems)
		}
	}
	if err := errors.Join(os.RemoveAll(c.Root()), os.WriteFile(c.Root(), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := draft.Commit(t.Context(), Capture{}); !errors.As(err, &unwritable) {
		t.Errorf("commit to a folder that has become a file: %v", err)
	}
	if _, err := c.Draft(t.Context()); !errors.As(err, &unwritable) {
		t.Errorf("draft in a folder that has become a file: %v", err)
	}
	for _, reason := range []error{syscall.EACCES, syscall.EROFS} {
		err := &NotWritableError{Path: "/x", Err: &fs.PathError{Op: "mkdir", Path: "/x/y", Err: reason}}
		if !errors.Is(err, reason) || !strings.Contains(err.Error(), "Allow writing") || strings.Contains(err.Error(), "mkdir") {
			t.Errorf("%v", err)
		}
	}
}

func TestSources(t *testing.T) {
	root := t.TempDir()
	started := time.Now()
	write := func(name, text string, at time.Time) string {
		path := filepath.Join(root, filepath.FromSlash(name))
		err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644), os.Chtimes(path, at, at))
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	before := started.Add(-time.Second)
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return hex.EncodeToString(sum[:])
	}
	long := strings.Repeat("0123456789\r\n", 20000) // longer than a buffer
	cases := []struct{ why, file, want string }{
		{"the plain case", write("a.go", "package a\n", before), hash("package a\n")},
		{"an editor hides a byte order mark and carriage returns", write("b.go", "\uFEFFpackage a\r\n\r", before), hash("package a\n")},
		{"a mark in the middle is text", write("c.go", "package a\uFEFF\n", before), hash("package a\uFEFF\n")},
		{"in pieces", write("sub/d.go", long, before), hash(strings.ReplaceAll(long, "\r", ""))},
		{"empty", write("e.go", "", before), hash("")},
		{"saved while it was built: nobody knows which text was compiled", write("f.go", "package a\n", started), ""},
		{"saved later", write("g.go", "package a\n", started.Add(time.Second)), ""},
		{"the standard library below the root, as in Go's own repository", write("goroot/h.go", "package a\n", before), "none"},
		{"missing", filepath.Join(root, "gone.go"), "none"},
		{"a folder", filepath.Join(root, "sub"), "none"},
		{"another module", filepath.Join(filepath.Dir(root), "x.go"), "none"},
		{"outside by dots", root + "/../" + filepath.Base(root) + "x/a.go", "none"},
		{"relative, as after -trimpath", "a.go", "none"},
		{"no file at all", "", "none"},
	}
	var files []string
	want := map[string]string{}
	for _, c := range cases {
		files = append(files, c.file, c.file) // a profile may name a file twice
		if c.want != "none" {
			want[c.file] = c.want
		}
	}
	got, err := Sources(t.Context(), files, root, []string{"", filepath.Join(root, "goroot")}, started)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(got, func(a, b CapturedSource) int { return strings.Compare(a.File, b.File) }) {
		t.Error("not sorted")
	}
	found := map[string]string{}
	for _, source := range got {
		found[source.File] = source.SHA256
	}
	for _, c := range cases {
		hash, ok := found[c.file]
		if ok != (c.want != "none") || ok && hash != c.want {
			t.Errorf("%s: %q, %v, want %q: %s", c.file, hash, ok, c.want, c.why)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d sources, want %d", len(got), len(want))
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(root, link); err != nil {
		t.Fatal(err)
	}
	if got, err := Sources(t.Context(), []string{cases[0].file}, link, nil, started); err != nil || len(got) != 1 {
		t.Errorf("through a link to the root: %v, %v", got, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Sources(cancelled, files, root, nil, started); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
