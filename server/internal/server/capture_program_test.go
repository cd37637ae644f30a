package server

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/linecost/linecost/server/internal/protocol"
)

// worker is a program that works, says so, and then reads its input to the end.
var worker = map[string]string{
	"go.mod": "module example.com/worker\n\ngo 1.22\n",
	"main.go": `package main

import (
	"fmt"
	"io"
	"os"
)

var sink []byte

func main() {
	for range 300 {
		work()
	}
	fmt.Println("ready", os.Args[1:], os.Getenv("TOKEN"))
	io.Copy(io.Discard, os.Stdin)
	os.Exit(4)
}

func work() {
	sink = make([]byte, 1<<20)
	for i := range 1 << 20 {
		sink[i] = byte(i * i)
	}
}
`,
}

// runProgram asks for a program to be captured and does what an editor does: it starts what it is told to.
func runProgram(t *testing.T, e *editor, params protocol.CaptureProgramParams) (call jsonrpc2.Waiter, input io.WriteCloser, said string) {
	t.Helper()
	call, err := e.conn.DispatchCall(t.Context(), string(protocol.CaptureProgram), params, jsonrpc2.PickID(jsonrpc2.ID{Num: 99}))
	if err != nil {
		t.Fatal(err)
	}
	launch := <-e.launches
	cmd := exec.Command(launch.Command, launch.Args...)
	cmd.Dir = launch.Dir
	input, err = cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = input.Close()
		_ = cmd.Wait() // the result has the status
	})
	said, err = bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("the program said %q: %v", said, err)
	}
	<-e.running
	return call, input, said
}

func writeWorker(t *testing.T) (dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range worker {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// From the lens to the figures: build, run, look while it runs, keep, list, open, ask.
func TestCaptureAProgram(t *testing.T) {
	cases := []struct {
		name, why string
		end       func(t *testing.T, e *editor, input io.Closer)
		outcome   protocol.CaptureOutcome
		code      int64
		failed    bool
	}{
		{"ends by itself", "its status is told, and not 0 is a failure", func(_ *testing.T, _ *editor, input io.Closer) { _ = input.Close() },
			protocol.OutcomeFailed, 4, true},
		{"is stopped", "as servers are: no failure", func(t *testing.T, e *editor, _ io.Closer) {
			ask(t, e, protocol.CaptureStop, protocol.CaptureStopParams{Token: "1"})
		}, protocol.OutcomeStopped, 128 + 15, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := connect(t, plenty)
			dir := writeWorker(t)
			call, input, said := runProgram(t, e, protocol.CaptureProgramParams{
				Token: "1", Dir: dir, Title: "worker", Args: []string{"a b"}, Env: []protocol.EnvVar{{Name: "TOKEN", Value: "secret"}},
				Configuration: "Launch worker", Workspace: dir,
			})
			if said != "ready [a b] secret\n" {
				t.Errorf("the program said %q", said)
			}
			pulled := ask(t, e, protocol.CapturePull, protocol.CapturePullParams{Token: "1", Kinds: []protocol.ProfileKind{protocol.KindMemory}})
			if len(pulled.Profiles) != 1 || pulled.Profiles[0].Total == 0 || len(pulled.Sources) == 0 {
				t.Errorf("pulled %+v", pulled)
			}
			c.end(t, e, input)
			var got protocol.CaptureProgramResult
			if err := call.Wait(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
			if got.Outcome != c.outcome || got.ExitCode != c.code || got.Capture == nil || len(got.Problems) > 0 {
				t.Fatalf("%s: got %+v", c.why, got)
			}
			kept := got.Capture
			if kept.Kind != protocol.TargetProgram || kept.Package != "example.com/worker" || kept.Failed != c.failed || kept.ExitCode != c.code ||
				!slices.Equal(kept.Names, []string{"a b"}) || kept.Configuration != "Launch worker" || kept.GoVersion == "" {
				t.Errorf("kept %+v", kept)
			}
			if len(kept.Profiles) != 2 || len(kept.Sources) != 1 || len(kept.Sources[0].SHA256) != 64 {
				t.Errorf("profiles %+v, sources %+v", kept.Profiles, kept.Sources)
			}
			for _, p := range kept.Profiles {
				opened := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: p.Path}).Profile
				lines := ask(t, e, protocol.ProfileLines, protocol.ProfileLinesParams{Profile: opened.ID, File: filepath.Join(dir, "main.go")})
				if p.Kind == protocol.KindCPU && len(lines.Lines) == 0 {
					t.Error("no line of the program has a time")
				}
			}
			text, err := os.ReadFile(filepath.Join(filepath.Dir(kept.Profiles[0].Path), "capture.json"))
			if err != nil || strings.Contains(string(text), "secret") {
				t.Errorf("the environment was kept, or nothing: %v\n%s", err, text)
			}
			if answer := fail(t, e, protocol.CapturePull, protocol.CapturePullParams{Token: "1"}); answer.Code != int64(protocol.CodeNoRun) {
				t.Errorf("a pull after the end: %v", answer)
			}
			ask(t, e, protocol.CaptureStop, protocol.CaptureStopParams{Token: "1"}) // no error
			if left := snapshot(t, dir); len(left) != len(worker) {
				t.Errorf("the capture left files in the user's folder: %v", left)
			}
		})
	}
}

func TestCaptureProgramRefusals(t *testing.T) {
	e := connect(t, plenty)
	if answer := fail(t, e, protocol.CaptureProgram, protocol.CaptureProgramParams{Token: "1", Dir: shapes()}); answer.Code != int64(protocol.CodeInvalidParams) ||
		!strings.Contains(answer.Message, "no program") {
		t.Errorf("a package that is no program: %v", answer)
	}
	if answer := fail(t, e, protocol.CaptureProgram, protocol.CaptureProgramParams{Dir: writeWorker(t)}); answer.Code != int64(protocol.CodeInvalidParams) {
		t.Errorf("no token: %v", answer)
	}
	if left := snapshot(t, e.captures.Root()); len(left) != 0 {
		t.Errorf("failed captures left %v", left)
	}
}

func TestCaptureProgramCancelled(t *testing.T) {
	e := connect(t, plenty)
	call, _, _ := runProgram(t, e, protocol.CaptureProgramParams{Token: "1", Dir: writeWorker(t)})
	if err := e.conn.Notify(t.Context(), "$/cancelRequest", map[string]any{"id": 99}); err != nil {
		t.Fatal(err)
	}
	if err := call.Wait(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "Cancelled") {
		t.Errorf("got %v", err)
	}
	if left := snapshot(t, e.captures.Root()); len(left) != 0 {
		t.Errorf("a cancelled capture left %v", left)
	}
}
