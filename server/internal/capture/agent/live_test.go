//go:build unix

package agent

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/pprof/profile"
)

// What is asked of a program while it runs, from the first question to its end by the user.
func TestRunningProgram(t *testing.T) {
	dir, err := filepath.Abs("testdata/exits")
	if err != nil {
		t.Fatal(err)
	}
	var tool goTool
	binary, overlay := tool.build(t, tool.target(t, dir, "main.go"))
	folder := agentFolder(t)
	if _, err := Dial(t.Context(), folder); !errors.Is(err, ErrNotServing) {
		t.Errorf("before the program runs: %v", err)
	}
	command := exec.CommandContext(t.Context(), binary, "wait", "")
	command.Env = append(command.Environ(), Options{Dir: folder, Kinds: []string{"cpu", "memory", "trace"}, CPUHertz: 200}.Environment(nil)...)
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stdin.Close() }()
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(stdout); lines.Scan() && lines.Text() != "ready"; {
	}
	info, err := os.Stat(socket(folder))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket: %v, %v", info, err)
	}
	client, err := Dial(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	var last int64
	for range 3 { // a pull does not disturb the next
		if err := client.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		files, problems := collected(t, folder, overlay.Paths)
		if len(problems) > 0 && files["trace"] != "" {
			t.Error(problems)
		}
		sum := valueOf(t, files["cpu"], "cpu", "main.hot")
		if sum < last || sum == 0 {
			t.Errorf("%d ns of CPU time after %d", sum, last)
		}
		last = sum
		if period := profileOf(t, files["cpu"]).Period; period != 5e6 {
			t.Errorf("a period of %d ns, want that of 200 Hz", period)
		}
	}
	var refused *RefusedError
	for _, c := range []struct {
		kind    string
		refused bool
	}{{"goroutine", false}, {"block", false}, {"metrics", false}, {"trace", false}, {"nonsense", true}} {
		if err := client.Write(t.Context(), c.kind); errors.As(err, &refused) != c.refused || !c.refused && err != nil {
			t.Errorf("write %s: %v", c.kind, err)
		}
	}
	if err := client.Trace(t.Context(), time.Millisecond); !errors.As(err, &refused) {
		t.Errorf("a trace during a trace: %v", err)
	}
	if err := client.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // said by its state
	if state := command.ProcessState.String(); state != "signal: terminated" {
		t.Errorf("it ended with %s", state)
	}
	files, problems := collected(t, folder, overlay.Paths)
	if len(problems) > 0 {
		t.Error(problems)
	}
	checkTrace(t, files["trace"])
	for _, sample := range profileOf(t, files["goroutine"]).Sample {
		for _, location := range sample.Location {
			for _, line := range location.Line {
				if strings.Contains(line.Function.Name, host) || strings.Contains(line.Function.Name, "linecost") {
					t.Errorf("the agent is in a profile: %s", line.Function.Name)
				}
			}
		}
	}
}

// A trace that was cut anywhere is readable up to its last whole generation.
func TestCutTrace(t *testing.T) {
	dir, err := filepath.Abs("testdata/exits")
	if err != nil {
		t.Fatal(err)
	}
	var tool goTool
	binary, overlay := tool.build(t, tool.target(t, dir, "main.go"))
	folder := agentFolder(t)
	// It ends well after the second generation has begun: the files are of its third window.
	runProgram(t, binary, Options{Dir: folder, Kinds: []string{"cpu", "trace"}}.Environment(nil), "kill",
		filepath.Join(folder, "cpu-000003.pb.gz"))
	files, _ := collected(t, folder, overlay.Paths)
	checkTrace(t, files["trace"])
	text, err := os.ReadFile(files["trace"])
	if err != nil {
		t.Fatal(err)
	}
	whole := wholeGenerations(text)
	for _, cut := range []int{0, 1, traceHeader, traceHeader + 1, len(text) / 2, len(text) - 1} {
		if got := wholeGenerations(text[:cut]); len(got) > len(whole) || len(got) > cut {
			t.Errorf("%d bytes of %d are whole after a cut at %d", len(got), len(text), cut)
		}
	}
}

// Windows that were merged once are counted once, and damaged ones are told.
func TestCollectManyWindows(t *testing.T) {
	folder, out := t.TempDir(), t.TempDir()
	window := func(name string) {
		function := &profile.Function{ID: 1, Name: "main.hot"}
		location := &profile.Location{ID: 1, Line: []profile.Line{{Function: function, Line: 1}}}
		p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "cpu", Unit: "nanoseconds"}},
			PeriodType: &profile.ValueType{Type: "cpu", Unit: "nanoseconds"}, Period: 1,
			Sample:   []*profile.Sample{{Location: []*profile.Location{location}, Value: []int64{1}}},
			Location: []*profile.Location{location}, Function: []*profile.Function{function}}
		file, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(p.Write(file), file.Close()); err != nil {
			t.Fatal(err)
		}
	}
	names := strings.Fields("01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40")
	for i, name := range names {
		window("cpu-0000" + name + ".pb.gz")
		collection, err := Collect(t.Context(), folder, out, nil, "cpu")
		if err != nil || len(collection.Files) != 1 || len(collection.Problems) > 0 {
			t.Fatal(collection, err)
		}
		if sum := valueOf(t, collection.Files[0].Path, "cpu", "main.hot"); sum != int64(i+1) {
			t.Fatalf("%d ns in %d windows of one", sum, i+1)
		}
	}
	window("cpu-000001.pb.gz") // one that could not be removed
	if err := os.WriteFile(filepath.Join(folder, "cpu-000041.pb.gz"), []byte("no profile"), 0o600); err != nil {
		t.Fatal(err)
	}
	collection, err := Collect(t.Context(), folder, out, nil)
	if err != nil || len(collection.Problems) != 1 {
		t.Fatal(collection, err)
	}
	if sum := valueOf(t, collection.Files[0].Path, "cpu", "main.hot"); sum != 40 {
		t.Errorf("%d ns in 40 windows of one", sum)
	}
}
