package capture

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// screen is what a program has printed. Tests wait for words on it.
type screen struct {
	mu    sync.Mutex // guards text
	text  bytes.Buffer
	grown chan struct{}
}

func newScreen() *screen { return &screen{grown: make(chan struct{}, 1)} }

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Write(p)
	select {
	case s.grown <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// terminal is a pseudo-terminal with a launcher in it, as an editor's is.
type terminal struct {
	*screen
	master *os.File
	cmd    *exec.Cmd
	read   chan struct{}
}

// openTerminal starts a command in a terminal of its own.
func openTerminal(t *testing.T, command TerminalCommand) *terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer slave.Close()
	cmd := exec.Command(command.Command, command.Args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = command.Dir, slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	term := &terminal{screen: newScreen(), master: master, cmd: cmd, read: make(chan struct{})}
	go func() {
		defer close(term.read)
		_, _ = master.WriteTo(term.screen) // until nobody has the terminal open, which is an error on Linux
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it has ended, unless the test failed
		_ = cmd.Wait()
		<-term.read
		_ = master.Close()
	})
	return term
}

// await waits until the words have come to the screen so many times.
func (term *terminal) await(t *testing.T, words string, times int) {
	t.Helper()
	late := time.After(time.Minute)
	for strings.Count(term.String(), words) < times {
		select {
		case <-late:
			t.Fatalf("%q does not come:\n%s", words, term)
		case <-term.grown:
		case <-term.read:
			if strings.Count(term.String(), words) < times {
				t.Fatalf("%q did not come:\n%s", words, term)
			}
		}
	}
}

func (term *terminal) press(t *testing.T, keys string) {
	t.Helper()
	if _, err := term.master.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

// exit is the status of the terminal's command.
func (term *terminal) exit() int {
	_ = term.cmd.Wait() // the status is in ProcessState
	return exitStatus(term.cmd.ProcessState)
}

// launchedRole is a role that a launcher runs.
type launchedRole struct {
	mark    string
	command TerminalCommand
	socket  string
	// end and err are set once done is closed.
	end  ending
	err  error
	done chan struct{}
}

// launchRole has a role wait for a launcher.
func launchRole(t *testing.T, ctx context.Context, events launchEvents, role ...string) *launchedRole {
	t.Helper()
	p, mark := roleProcess(t, nil, role...)
	r := launchPath(t, ctx, events, p.path, p.args)
	r.mark = mark
	return r
}

func launchPath(t *testing.T, ctx context.Context, events launchEvents, path string, args []string) *launchedRole {
	t.Helper()
	socket, err := newLauncher(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	command, err := socket.command(dir)
	if err != nil {
		t.Fatal(err)
	}
	if events.started == nil {
		events.started = func() {}
	}
	r := &launchedRole{mark: path, command: command, socket: socket.path, done: make(chan struct{})}
	go func() {
		defer close(r.done)
		r.end, r.err = socket.run(ctx, launchPlan{Path: path, Args: args, Dir: dir, Env: []string{"SECRET=the word"}}, events)
	}()
	return r
}

// wait waits for the end, after which nothing may be left.
func (r *launchedRole) wait(t *testing.T) (ending, error) {
	t.Helper()
	<-r.done
	if left := marked(t, r.mark); len(left) > 0 {
		t.Errorf("still running:\n%s", strings.Join(left, "\n"))
	}
	if _, err := os.Stat(r.socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	return r.end, r.err
}

func TestLaunchInTerminal(t *testing.T) {
	cases := []struct {
		name, why string
		role      []string
		keys      string
		says      string
		code      int
	}{
		{"status", "the terminal's command ends as the program does", []string{"exit", "3"}, "", "", 3},
		{"signal", "a killed program has a status as in a shell", []string{"kill"}, "", "", 128 + 9},
		{"output", "what the program prints is on the screen", []string{"say", "hello"}, "", "hello", 0},
		{"input", "the program reads the terminal, to its end", []string{"answer"}, "one\n\x04", "heard one", 0},
		{"Ctrl-C", "keys reach the program, not the launcher", []string{"wait"}, "\x03", "^C", 128 + 2},
		{"Ctrl-\\", "a traceback is asked for with this key", []string{"wait"}, "\x1c", "SIGQUIT", 2},
		{"Ctrl-Z", "no shell is there to continue what it suspends", []string{"answer"}, "\x1athen\n\x04", "heard then", 0},
		{"environment", "it comes without being on a command line", []string{"secret"}, "", "the word", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := launchRole(t, t.Context(), launchEvents{}, c.role...)
			term := openTerminal(t, r.command)
			if c.keys != "" {
				term.await(t, "ready", 1)
				term.press(t, c.keys)
			}
			end, err := r.wait(t)
			if code := term.exit(); err != nil || end.status != c.code || code != c.code {
				t.Errorf("ended with %d and %v, the launcher with %d, want %d: %s", end.status, err, code, c.code, c.why)
			}
			<-term.read
			if !strings.Contains(term.String(), c.says) {
				t.Errorf("want %q on the screen: %s\n%s", c.says, c.why, term)
			}
		})
	}
}

func TestLaunchEnds(t *testing.T) {
	cases := []struct {
		name, why string
		role      string
		// processes is how many of the role's processes run when it is ended, and by how.
		processes int
		by        func(t *testing.T, r *launchedRole, term *terminal, cancel, stop func())
		end       ending
		err       error
	}{
		{"cancel", "a cancelled capture leaves no process behind", "tree", treeSize,
			func(_ *testing.T, _ *launchedRole, _ *terminal, cancel, _ func()) { cancel() }, ending{}, context.Canceled},
		{"a stop", "a program is asked to end", "wait", 1,
			func(_ *testing.T, _ *launchedRole, _ *terminal, _, stop func()) { stop() }, ending{status: 128 + 15, stopped: true}, nil},
		{"stop of a deaf one", "one that does not listen is killed, with its children", "tree", treeSize,
			func(_ *testing.T, _ *launchedRole, _ *terminal, _, stop func()) { stop() }, ending{status: 128 + 9, stopped: true}, nil},
		{"SIGTERM to the launcher", "the program is meant", "wait", 1,
			func(t *testing.T, _ *launchedRole, term *terminal, _, _ func()) { send(t, term, syscall.SIGTERM) }, ending{status: 128 + 15}, nil},
		{"terminal closed", "what a terminal's programs get then", "wait", 1,
			func(t *testing.T, _ *launchedRole, term *terminal, _, _ func()) { send(t, term, syscall.SIGHUP) }, ending{status: 128 + 1}, nil},
		{"terminal of a deaf one closed", "nobody could see or end it any more", "deaf", 1,
			func(t *testing.T, _ *launchedRole, term *terminal, _, _ func()) { send(t, term, syscall.SIGHUP) }, ending{status: 128 + 9}, nil},
		{"killed launcher", "the program dies with it, and the run says that it knows no more", "wait", 1,
			func(t *testing.T, _ *launchedRole, term *terminal, _, _ func()) { send(t, term, syscall.SIGKILL) },
			ending{status: 128 + 9, lost: true}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			stop := make(chan struct{})
			flushed := false
			r := launchRole(t, ctx, launchEvents{stop: stop, flush: func(context.Context) { flushed = true }}, c.role)
			term := openTerminal(t, r.command)
			term.await(t, "ready", c.processes)
			if running := marked(t, r.mark); len(running) != c.processes {
				t.Errorf("%d processes run, want %d: the test does not see them:\n%s", len(running), c.processes, strings.Join(running, "\n"))
			}
			c.by(t, r, term, cancel, func() { close(stop) })
			<-r.done
			if c.end.lost {
				none(t, r.mark, "")
			}
			end, err := r.wait(t)
			if end != c.end || !errors.Is(err, c.err) {
				t.Errorf("%+v and %v, want %+v and %v: %s", end, err, c.end, c.err, c.why)
			}
			if flushed != c.end.stopped {
				t.Errorf("flushed: %t: %s", flushed, c.why)
			}
		})
	}
}

func send(t *testing.T, term *terminal, signal syscall.Signal) {
	t.Helper()
	if err := term.cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// Without a terminal (a task's output, a test) everything but keys works the same.
func TestLaunchWithoutTerminal(t *testing.T) {
	r := launchRole(t, t.Context(), launchEvents{}, "answer")
	cmd := exec.Command(r.command.Command, r.command.Args...)
	cmd.Stdin = strings.NewReader("one\ntwo\n")
	said, err := cmd.CombinedOutput()
	if err != nil || string(said) != "ready\nheard one\nheard two\n" {
		t.Errorf("%v: %q", err, said)
	}
	if end, err := r.wait(t); err != nil || end != (ending{}) {
		t.Errorf("%+v %v", end, err)
	}
}

func TestLaunchBeforeAndAfter(t *testing.T) {
	t.Run("cancelled before the launcher comes", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := launchRole(t, ctx, launchEvents{}, "stay")
		cancel()
		if _, err := r.wait(t); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want the context's error", err)
		}
		said, err := exec.Command(r.command.Command, r.command.Args...).CombinedOutput()
		if err == nil || !strings.Contains(string(said), "Start it again") {
			t.Errorf("a launcher that comes too late says %q and ends with %v", said, err)
		}
	})
	t.Run("stopped before the launcher comes", func(t *testing.T) {
		stop := make(chan struct{})
		r := launchRole(t, t.Context(), launchEvents{stop: stop}, "stay")
		close(stop)
		if _, err := r.wait(t); !errors.Is(err, errStoppedEarly) {
			t.Errorf("%v, want %v", err, errStoppedEarly)
		}
	})
	t.Run("a program that can't be run", func(t *testing.T) {
		r := launchPath(t, t.Context(), launchEvents{}, filepath.Join(t.TempDir(), "missing"), nil)
		said, _ := exec.Command(r.command.Command, r.command.Args...).CombinedOutput()
		var invalid *InvalidError
		if _, err := r.wait(t); !errors.As(err, &invalid) || !strings.Contains(err.Error(), "no such file") {
			t.Errorf("%v, want a sentence", err)
		}
		if !strings.Contains(string(said), "no such file") {
			t.Errorf("the terminal shows %q", said)
		}
	})
}
