package library

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// crashRoot is the variable that makes a test below a backend that does one thing for ever.
const crashRoot = "LINECOST_TEST_CRASH_ROOT"

// killed kills backends that do one thing over and over, each some time after it has done it three times. Whatever the
// moment, an entry must be as it was or as it was to be. It returns how often the thing was surely done.
func killed(t *testing.T, root string, do func(c *Captures, i int)) int {
	t.Helper()
	if root := os.Getenv(crashRoot); root != "" {
		c := openCaptures(t, root)
		for i := 0; ; i++ {
			do(c, i)
			fmt.Println("done")
		}
	}
	var times int
	for range 10 {
		backend := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		backend.Env = append(os.Environ(), crashRoot+"="+root)
		out, err := backend.StdoutPipe()
		if err == nil {
			err = backend.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		next := func() bool {
			if !lines.Scan() {
				return false
			}
			if lines.Text() != "done" {
				t.Errorf("the backend says %q", lines.Text())
				return true
			}
			times++
			return true
		}
		for range 3 {
			next()
		}
		if err := backend.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for next() { // what was done in the meantime
		}
		_ = backend.Wait() // it was killed
	}
	if times < 30 {
		t.Errorf("it was done %d times, want at least 30", times)
	}
	return times
}

// whole reads what crashes have left: no entry may be damaged or lack a profile.
func whole(t *testing.T, root string) []Capture {
	t.Helper()
	c := openCaptures(t, root)
	captures, problems := list(t, c)
	if len(problems) > 0 {
		t.Errorf("problems %q", problems)
	}
	for _, capture := range captures {
		if len(capture.Profiles) != 2 {
			t.Errorf("%+v is not whole", capture)
		}
		for _, profile := range capture.Profiles {
			if text, err := os.ReadFile(profile.Path); err != nil || string(text) != "profile of BenchmarkA" {
				t.Errorf("%s: %q, %v", profile.Path, text, err)
			}
		}
	}
	if trash, err := filepath.Glob(filepath.Join(root, trashPrefix+"*")); err != nil || len(trash) > 0 {
		t.Errorf("not swept: %v, %v", trash, err)
	}
	return captures
}

func TestKilledWhileCommitting(t *testing.T) {
	root := t.TempDir()
	times := killed(t, root, func(c *Captures, _ int) { commit(t, c, "BenchmarkA") })
	if captures := whole(t, root); len(captures) < times {
		t.Errorf("%d captures of %d that were told", len(captures), times)
	}
}

func TestKilledWhileChanging(t *testing.T) {
	root := t.TempDir()
	c := openCaptures(t, root)
	for range 3 {
		commit(t, c, "BenchmarkA")
	}
	killed(t, root, func(c *Captures, i int) {
		captures, _ := list(t, c)
		title := "title" + strings.Repeat("x", i%150) // files of different lengths
		if _, err := c.Update(t.Context(), captures[i%len(captures)].ID, rename(title)); err != nil {
			t.Fatal(err)
		}
	})
	captures := whole(t, root)
	if len(captures) != 3 {
		t.Errorf("%d captures, want 3", len(captures))
	}
	for _, capture := range captures {
		if rest, ok := strings.CutPrefix(capture.Title, "title"); !ok || strings.Trim(rest, "x") != "" {
			t.Errorf("%q is none of the titles", capture.Title)
		}
	}
}

func TestKilledWhileRemoving(t *testing.T) {
	root := t.TempDir()
	kept := commit(t, openCaptures(t, root), "BenchmarkA")
	if _, err := NewCaptures(root).Update(t.Context(), kept.ID, pin(true)); err != nil {
		t.Fatal(err)
	}
	killed(t, root, func(c *Captures, i int) {
		made := commit(t, c, "BenchmarkA")
		var err error
		if i%2 == 0 {
			err = c.Delete(t.Context(), made.ID)
		} else {
			_, err = c.Prune(t.Context(), 1, made.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	captures := whole(t, root)
	if len(captures) == 0 || captures[len(captures)-1].ID != kept.ID || !captures[len(captures)-1].Pinned {
		t.Errorf("the pinned capture is gone: %+v", captures)
	}
}
