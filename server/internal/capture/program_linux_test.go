package capture

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/pprof/profile"
)

// programRun is a capture of a program in a test's terminal.
type programRun struct {
	*Program
	*terminal
	mark string
	// running is closed when the program runs.
	running chan struct{}
	// result and err are set once done is closed.
	result ProgramResult
	err    error
	done   chan struct{}
}

// captureProgram captures the program "life", or what change makes of it.
func captureProgram(t *testing.T, ctx context.Context, root, how string, change func(*ProgramSpec)) *programRun {
	t.Helper()
	r := &programRun{mark: "mark-" + filepath.Base(filepath.Dir(t.TempDir())) + "-" + how, running: make(chan struct{}), done: make(chan struct{})}
	spec := ProgramSpec{
		Dir: filepath.Join(root, "life"), WorkingDir: root, Args: []string{r.mark, how}, Env: []string{"SECRET=the environment"},
		Output: t.TempDir(),
	}
	if change != nil {
		change(&spec)
	}
	commands := make(chan TerminalCommand, 1)
	var err error
	r.Program, err = NewProgram(ctx, spec, ProgramEvents{
		Launch: func(command TerminalCommand) { commands <- command },
		Events: Events{Progress: func(stage Stage, _ string) {
			if stage == Running {
				close(r.running)
			}
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.done)
		r.result, r.err = r.Run(ctx)
	}()
	select {
	case command := <-commands:
		r.terminal = openTerminal(t, command)
	case <-r.done:
		t.Fatalf("not launched: %+v %v", r.result, r.err)
	}
	return r
}

// ended waits for the end, after which no process and no temporary folder may be left.
func (r *programRun) ended(t *testing.T, left func() []string) {
	t.Helper()
	<-r.done
	if running := marked(t, r.mark); len(running) > 0 {
		t.Errorf("still running:\n%s", strings.Join(running, "\n"))
	}
	if left := left(); len(left) > 0 {
		t.Errorf("temporary folders are left: %v", left)
	}
}

// hasWork tells whether a profile names the function work in the user's own file.
func hasWork(t *testing.T, path, root string) bool {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p, err := profile.Parse(file)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return slices.ContainsFunc(p.Function, func(f *profile.Function) bool {
		return f.Name == "main.work" && f.Filename == filepath.Join(root, "life", "main.go")
	})
}

func kindsOf(files []Profile) (kinds []ProfileKind) {
	for _, file := range files {
		kinds = append(kinds, file.Kind)
	}
	return kinds
}

func TestProgramEnds(t *testing.T) {
	root, unchanged := writePrograms(t)
	cases := []struct {
		name, why string
		how, keys string
		by        func(*programRun)
		outcome   Outcome
		code      int
		says      string
	}{
		{"end of input", "a program that goes on waiting is stopped", "read", "one\n", func(r *programRun) { _ = r.Stop(t.Context()) }, Stopped, 128 + 15, "heard one"},
		{"os.Exit", "the status is the program's own", "read", "exit\n", nil, Failed, 3, "from the environment"},
		{"panic", "a trace is the program's own, with its own lines", "read", "panic\n", nil, Failed, 2, "life/main.go:42"},
		{"Ctrl-C", "the usual way to end a server", "read", "\x03", nil, Failed, 128 + 2, "^C"},
		{"stop of a deaf one", "what it has is kept, though it had to be killed", "deaf", "", func(r *programRun) { _ = r.Stop(t.Context()) }, Stopped, 128 + 9, ""},
		{"children", "what it leaves behind is ended too", "children", "exit\n", nil, Failed, 3, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			left := scratchFolders(t)
			r := captureProgram(t, t.Context(), root, c.how, nil)
			r.await(t, "ready", 1)
			<-r.running
			// Of one that is killed all is there but the last window: let that begin now.
			if _, _, err := r.Pull(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			r.press(t, c.keys)
			if c.by != nil {
				if c.says != "" {
					r.await(t, c.says, 1)
				}
				c.by(r)
			}
			r.ended(t, left)
			if r.err != nil || r.result.Outcome != c.outcome || r.result.ExitCode != c.code {
				t.Errorf("%s, %d and %v, want %s, %d: %s\n%s", r.result.Outcome, r.result.ExitCode, r.err, c.outcome, c.code, c.why, r.screen)
			}
			if code := r.exit(); code != c.code {
				t.Errorf("the terminal's command ended with %d, want %d", code, c.code)
			}
			<-r.read
			if !strings.Contains(r.String(), c.says) {
				t.Errorf("want %q on the screen:\n%s", c.says, r.screen)
			}
			if kinds := kindsOf(r.result.Profiles); !slices.Equal(kinds, []ProfileKind{CPU, Memory}) {
				t.Fatalf("profiles of %v, problems %v: %s", kinds, r.result.Problems, c.why)
			}
			for _, file := range r.result.Profiles {
				if !hasWork(t, file.Path, root) {
					t.Errorf("the %s profile does not name the user's function: %s", file.Kind, c.why)
				}
			}
		})
	}
	unchanged()
}

func TestProgramOfAMoment(t *testing.T) {
	root, _ := writePrograms(t)
	left := scratchFolders(t)
	r := captureProgram(t, t.Context(), root, "flash", nil)
	r.ended(t, left)
	if r.err != nil || r.result.Outcome != Passed || len(r.result.Profiles) == 0 {
		t.Errorf("%+v %v: a program that ends at once is no failure", r.result, r.err)
	}
}

func TestCancelledProgram(t *testing.T) {
	root, unchanged := writePrograms(t)
	left := scratchFolders(t)
	ctx, cancel := context.WithCancel(t.Context())
	r := captureProgram(t, ctx, root, "children", nil)
	r.await(t, "ready", 3)
	cancel()
	r.ended(t, left)
	if !errors.Is(r.err, context.Canceled) {
		t.Errorf("%v, want the context's error", r.err)
	}
	unchanged()
}

// SIGKILL leaves the backend no chance to clean up: the launcher and the guard of the scratch folder must.
func TestNoProgramOutlivesAKilledBackend(t *testing.T) {
	root, _ := writePrograms(t)
	left := scratchFolders(t)
	p, mark := roleProcess(t, nil, "capturer", filepath.Join(root, "life"), t.TempDir())
	backend := exec.Command(p.path, p.args...)
	output, err := backend.StdoutPipe()
	if err == nil {
		err = backend.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var command TerminalCommand
	if err := json.NewDecoder(output).Decode(&command); err != nil {
		t.Fatal(err)
	}
	term := openTerminal(t, command)
	term.await(t, "ready", 3)
	scratch := left()
	if err := backend.Process.Kill(); err != nil || len(scratch) == 0 {
		t.Fatalf("%v %v: the test does not see the folder", err, scratch)
	}
	none(t, mark, "")
	none(t, scratch[0], "") // the launcher, and the guard of that folder
	_ = backend.Wait()      // it was killed
	if left := left(); len(left) > 0 {
		t.Errorf("temporary folders are left: %v", left)
	}
}

func TestPulls(t *testing.T) {
	root, _ := writePrograms(t)
	left := scratchFolders(t)
	r := captureProgram(t, t.Context(), root, "read", nil)
	r.await(t, "ready", 1)
	<-r.running
	var first []Profile
	for n := range 3 {
		files, problems, err := r.Pull(t.Context(), nil)
		if err != nil || !slices.Equal(kindsOf(files), []ProfileKind{CPU, Memory}) {
			t.Fatalf("pull %d: %v %v %v", n, files, problems, err)
		}
		for _, file := range files {
			if !hasWork(t, file.Path, root) {
				t.Errorf("pull %d: the %s profile does not have what ran since the beginning", n, file.Kind)
			}
		}
		if n == 0 {
			first = files
		}
	}
	if _, err := os.Stat(first[0].Path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the files of the last pull but two are still there: %v", err)
	}
	t.Run("at the same time", func(t *testing.T) {
		var all sync.WaitGroup
		for _, kind := range []ProfileKind{CPU, Memory, Goroutine, ThreadCreate} {
			all.Go(func() {
				files, problems, err := r.Pull(t.Context(), []ProfileKind{kind})
				if err != nil || !slices.Equal(kindsOf(files), []ProfileKind{kind}) {
					t.Errorf("%s: %v %v %v", kind, files, problems, err)
				}
			})
		}
		all.Wait()
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := r.Pull(ctx, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want the context's error", err)
		}
	})
	r.press(t, "exit\n")
	r.ended(t, left)
	if _, _, err := r.Pull(t.Context(), nil); !errors.Is(err, ErrNotRunning) {
		t.Errorf("after the end: %v, want %v", err, ErrNotRunning)
	}
	if !slices.ContainsFunc(r.result.Profiles, func(p Profile) bool { return p.Kind == CPU && hasWork(t, p.Path, root) }) {
		t.Errorf("pulls have taken the end's figures: %+v", r.result)
	}
}

// Of a run in which every allocation is counted, no time means anything.
func TestExactMemory(t *testing.T) {
	root, _ := writePrograms(t)
	left := scratchFolders(t)
	r := captureProgram(t, t.Context(), root, "read", func(spec *ProgramSpec) { spec.Rates.MemoryBytes = 1 })
	r.await(t, "ready", 1)
	r.press(t, "exit\n")
	r.ended(t, left)
	if kinds := kindsOf(r.result.Profiles); !slices.Equal(kinds, []ProfileKind{Memory}) {
		t.Errorf("profiles of %v: time was kept", kinds)
	}
	if !strings.Contains(fmt.Sprint(r.result.Problems), "exact memory") {
		t.Errorf("%q does not say why there is no time", r.result.Problems)
	}
}
