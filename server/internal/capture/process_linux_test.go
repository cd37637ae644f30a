package capture

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// marked lists the living processes whose arguments hold a mark, guards included.
func marked(t *testing.T, mark string) []string {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		args, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "cmdline"))
		if err != nil || !strings.Contains(string(args), mark) {
			continue
		}
		if _, state, ok := parentAndState(pid); ok && state != 'Z' && state != 'X' {
			found = append(found, entry.Name()+": "+strings.ReplaceAll(string(args), "\x00", " "))
		}
	}
	return found
}

// none waits until no process bears the mark and has the word among its arguments; "" is any.
func none(t *testing.T, mark, word string) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	late := time.After(10 * time.Second)
	for {
		left := slices.DeleteFunc(marked(t, mark), func(line string) bool {
			return word != "" && !strings.Contains(line, " "+word+" ")
		})
		if len(left) == 0 {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("still running:\n%s", strings.Join(left, "\n"))
		}
	}
}

// The tree of role "tree": itself, a parent, a grandchild, one in a session of its own. All ignore SIGTERM and SIGINT.
const treeSize = 4

func TestCancelEndsTheWholeTree(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var cancelled time.Time
	var mark string
	var before []string
	count := &readyCount{n: treeSize, reached: func() {
		before = marked(t, mark)
		cancelled = time.Now()
		cancel()
	}}
	var p process
	p, mark = roleProcess(t, count, "tree")
	p.scratch = filepath.Join(t.TempDir(), "scratch")
	if err := os.MkdirAll(filepath.Join(p.scratch, "go-build"), 0o755); err != nil {
		t.Fatal(err)
	}
	err := p.run(ctx)
	took := time.Since(cancelled)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v, want the context's error", err)
	}
	if len(before) != treeSize+1 { // and the guard
		t.Errorf("%d processes ran, want %d: the test does not see the tree:\n%s", len(before), treeSize+1, strings.Join(before, "\n"))
	}
	if left := marked(t, mark); len(left) > 0 { // at once: run has returned
		t.Errorf("still running after run has returned:\n%s", strings.Join(left, "\n"))
	}
	if _, err := os.Stat(p.scratch); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the scratch folder is still there: %v", err)
	}
	t.Logf("ended %d processes in %v", len(before), took)
	if took > endDelay/2 {
		t.Errorf("the end took %v: something waited for a timeout", took)
	}
}

func TestCommandThatLeavesProcessesBehind(t *testing.T) {
	// They hold the output open: waiting for its end would wait for ever.
	count := &readyCount{n: -1, reached: func() {}}
	p, mark := roleProcess(t, count, "leave")
	var exit *exitError
	if err := p.run(t.Context()); !errors.As(err, &exit) || exit.code != 7 {
		t.Errorf("%v, want status 7", err)
	}
	if left := marked(t, mark); len(left) > 0 {
		t.Errorf("still running:\n%s", strings.Join(left, "\n"))
	}
}

// startBackend starts a process that runs a tree as the backend does, and returns once the tree stands.
func startBackend(t *testing.T, scratch string) (backend *exec.Cmd, mark string) {
	t.Helper()
	if err := os.Mkdir(scratch, 0o755); err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	count := &readyCount{n: treeSize, reached: func() { close(ready) }}
	p, mark := roleProcess(t, count, "backend", scratch)
	backend = exec.Command(p.path, p.args...)
	backend.Stdout, backend.Stderr = count, count
	if err := backend.Start(); err != nil {
		t.Fatal(err)
	}
	<-ready
	return backend, mark
}

// SIGKILL leaves the backend no chance to clean up: the guard must.
func TestNothingOutlivesAKilledBackend(t *testing.T) {
	scratch := filepath.Join(t.TempDir(), "scratch")
	backend, mark := startBackend(t, scratch)
	if err := backend.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	none(t, mark, "")
	_ = backend.Wait() // it was killed
	if _, err := os.Stat(scratch); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the scratch folder is still there: %v", err)
	}
}

// SIGKILL of the guard alone, by a kernel short of memory, say: the command at least dies with it.
func TestCommandDiesWithItsGuard(t *testing.T) {
	backend, mark := startBackend(t, filepath.Join(t.TempDir(), "scratch"))
	killMarked(t, mark, guardCommand)
	none(t, mark, "tree")
	killMarked(t, mark, "")
	none(t, mark, "")
	_ = backend.Wait() // it was killed
}

// A compiler that takes long must not go on after a cancel, nor leave the go command's work folder.
func TestCancelWhileBuilding(t *testing.T) {
	root := writeFixture(t)
	left := scratchFolders(t)
	compiler, mark := roleProcess(t, io.Discard)
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error)
	go func() {
		tool := strings.Join([]string{compiler.path, "role", mark, "compiler", pipe}, " ")
		_, err := Run(ctx, Spec{Dir: filepath.Join(root, "good"), Kind: Test, Flags: []string{"-toolexec", tool}, Output: t.TempDir()}, Events{})
		done <- err
	}()
	if _, err := os.ReadFile(pipe); err != nil { // until a compiler has opened and closed it
		t.Fatal(err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error", err)
	}
	if running := marked(t, mark); len(running) > 0 {
		t.Errorf("still running:\n%s", strings.Join(running, "\n"))
	}
	if left := left(); len(left) > 0 {
		t.Errorf("temporary folders are left: %v", left)
	}
}

// killMarked kills the processes that bear the mark and have the word among their arguments; "" is any.
func killMarked(t *testing.T, mark, word string) {
	t.Helper()
	for _, line := range marked(t, mark) {
		if number, args, _ := strings.Cut(line, ": "); word == "" || strings.Contains(args, " "+word+" ") {
			pid, err := strconv.Atoi(number)
			if err != nil {
				t.Fatal(err)
			}
			victim, err := os.FindProcess(pid)
			if err == nil {
				err = victim.Kill()
			}
			if err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
		}
	}
}
