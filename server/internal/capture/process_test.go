package capture

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// neverDone is context.Background for roles, which have no test to take one from.
type neverDone struct{ context.Context }

func (neverDone) Done() <-chan struct{}       { return nil }
func (neverDone) Err() error                  { return nil }
func (neverDone) Deadline() (time.Time, bool) { return time.Time{}, false }
func (neverDone) Value(any) any               { return nil }

// readyCount calls reached once n processes have said that they are ready. No test has to guess how long that takes.
type readyCount struct {
	mu      sync.Mutex // guards seen
	seen    strings.Builder
	n       int
	once    sync.Once
	reached func()
}

func (r *readyCount) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen.Write(p)
	if strings.Count(r.seen.String(), "ready\n") >= r.n {
		r.once.Do(r.reached)
	}
	return len(p), nil
}

func roleProcess(t *testing.T, stdout io.Writer, args ...string) (process, string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The folder's name is of no other test, nor of another run of this one.
	mark := "mark-" + filepath.Base(filepath.Dir(t.TempDir()))
	return process{path: self, args: append([]string{"role", mark}, args...), dir: t.TempDir(), stdout: stdout,
		stderr: stdout}, mark
}

func TestProcessStatus(t *testing.T) {
	cases := []struct {
		name, why string
		args      []string
		code      int
		said      string
	}{
		{"success", "no error without a reason", []string{"exit", "0"}, 0, ""},
		{"status", "go test's own status comes through the guard", []string{"exit", "3"}, 3, ""},
		{"signal", "a killed command has a status as in a shell, not -1", []string{"kill"}, 128 + 9, ""},
		{"output", "text without a line end arrives as it is", []string{"say", "no", "end"}, 0, "no end"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var said boundedBuffer
			p, _ := roleProcess(t, &said, c.args...)
			err := p.run(t.Context())
			code := 0
			var exit *exitError
			if errors.As(err, &exit) {
				code = exit.code
			} else if err != nil {
				t.Fatal(err)
			}
			if code != c.code || string(said.text) != c.said {
				t.Errorf("code %d and %q, want %d and %q: %s", code, said.text, c.code, c.said, c.why)
			}
		})
	}
}

func TestProcessThatCannotStart(t *testing.T) {
	notAProgram := filepath.Join(t.TempDir(), "go")
	if err := os.WriteFile(notAProgram, []byte("\x7fELF, but no program"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{notAProgram, filepath.Join(t.TempDir(), "missing")} {
		_, err := goOutput(t.Context(), path, t.TempDir(), nil, "env")
		var noGo *NoGoError
		if !errors.As(err, &noGo) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want a NoGoError that names it", path, err)
		}
	}
}

func TestCancelledBeforeTheStart(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, _ := roleProcess(t, io.Discard, "stay")
	if err := p.run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error", err)
	}
}
