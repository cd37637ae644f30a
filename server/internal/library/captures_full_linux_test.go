package library

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
)

// fullRoot makes TestFullAtAnyByte the process whose files may not grow.
const fullRoot = "LINECOST_TEST_FULL_ROOT"

// A disk that is full after any number of bytes leaves the old capture.json or the new one, says so, and leaves nothing
// else behind. The limit on a file's size stands for the disk: it cuts a write in the middle as a full disk does.
func TestFullAtAnyByte(t *testing.T) {
	root := os.Getenv(fullRoot)
	if root == "" { // in a process of its own, since the limit holds for all of it
		child := exec.Command(os.Args[0], "-test.run=^TestFullAtAnyByte$")
		child.Env = append(os.Environ(), fullRoot+"="+t.TempDir())
		if out, err := child.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ) // so that the write fails instead of the process
	c := openCaptures(t, root)
	made := commit(t, c, "BenchmarkA")
	info, err := os.Stat(filepath.Join(root, made.ID, metaName))
	if err != nil {
		t.Fatal(err)
	}
	var failed, done int
	for size := range uint64(info.Size() + 20) {
		before, err := c.Load(t.Context(), made.ID)
		if err != nil {
			t.Fatal(err)
		}
		draft, err := c.Draft(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		meta := fill(t, draft, "BenchmarkB")
		limit(t, size)
		after, updateErr := c.Update(t.Context(), made.ID, rename(fmt.Sprintf("at %04d", size)))
		_, commitErr := draft.Commit(t.Context(), meta)
		limit(t, math.MaxUint64)
		if updateErr != nil {
			after, failed = before, failed+1
		} else {
			done++
		}
		if commitErr != nil {
			if err := draft.Discard(); err != nil {
				t.Fatal(err)
			}
		} else if err := c.Delete(t.Context(), draft.ID()); err != nil {
			t.Fatal(err)
		}
		if now, err := c.Load(t.Context(), made.ID); err != nil || !reflect.DeepEqual(now, after) {
			t.Fatalf("full at %d: %+v, %v; want %+v (%v)", size, now, err, after, updateErr)
		}
		if left, err := os.ReadDir(root); err != nil || len(left) != 1 {
			t.Fatalf("full at %d leaves %v, %v", size, left, err)
		}
	}
	if failed < int(info.Size())/2 || done == 0 {
		t.Errorf("%d changes failed and %d did not: the limit is no test", failed, done)
	}
}

// limit sets how many bytes a file may have.
func limit(t *testing.T, bytes uint64) {
	t.Helper()
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	now.Cur = min(bytes, now.Max)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
}
