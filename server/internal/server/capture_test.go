package server

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/oracle"
	"github.com/linecost/linecost/server/internal/protocol"
)

// The test binary is the guard of its own captures, and the launcher of its programs, as the backend's is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "guard":
			os.Exit(capture.Guard(os.Args[2:]))
		case "launch":
			os.Exit(capture.Launch(os.Args[2:]))
		}
	}
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0"); err != nil { // else each guard lingers for a second
		panic(err)
	}
	os.Exit(m.Run())
}

func shapes() string { return filepath.Join(oracle.ServerDir(), "testdata", "shapes") }

func snapshot(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		files = append(files, entry.Name())
	}
	return files
}

// From the lens to the figures: run, keep, list, open, ask, delete.
func TestCaptureABenchmark(t *testing.T) {
	e := connect(t, plenty)
	before := snapshot(t, shapes())
	got := ask(t, e, protocol.CaptureTest, protocol.CaptureTestParams{
		Token: "1", Dir: shapes(), Kind: protocol.TargetBenchmark, Names: []string{"BenchmarkShapes"},
		Title: "BenchmarkShapes", SampleType: "cpu", Flags: []string{"-benchtime=300x"}, // long enough for CPU samples
	})
	if got.Outcome != protocol.OutcomePassed || got.Capture == nil {
		t.Fatalf("got %+v", got)
	}
	if after := snapshot(t, shapes()); !slices.Equal(before, after) {
		t.Errorf("the capture left files in the package's folder: %v", after)
	}
	c := got.Capture
	if c.Package != "example.com/shapes" || c.GoVersion == "" || c.DurationMillis == 0 || c.Failed || len(c.Profiles) != 2 {
		t.Errorf("kept %+v", c)
	}
	source := slices.IndexFunc(c.Sources, func(s protocol.CapturedSource) bool { return filepath.Base(s.File) == "shapes.go" })
	if source < 0 || len(c.Sources[source].SHA256) != 64 {
		t.Fatalf("the sources don't hold the profiled file: %v", c.Sources)
	}
	for _, s := range c.Sources {
		if !strings.HasPrefix(s.File, shapes()) {
			t.Errorf("%s is not of the user's module", s.File)
		}
	}
	if listed := ask(t, e, protocol.CaptureList, protocol.CaptureListParams{}).Captures; len(listed) != 1 || listed[0].ID != c.ID {
		t.Errorf("listed %+v", listed)
	}
	for _, p := range c.Profiles {
		opened := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: p.Path}).Profile
		lines := ask(t, e, protocol.ProfileLines, protocol.ProfileLinesParams{Profile: opened.ID, SampleType: map[protocol.ProfileKind]string{
			protocol.KindCPU: "cpu", protocol.KindMemory: "alloc_space"}[p.Kind], File: c.Sources[source].File})
		if len(lines.Lines) == 0 {
			t.Errorf("%s: no line of the profiled file has a figure", p.Kind)
		}
	}
	e.notificationsMu.Lock()
	if want := []protocol.CaptureStage{protocol.StageBuilding, protocol.StageRunning, protocol.StageSaving}; !slices.Equal(e.stages, want) {
		t.Errorf("stages %v; want %v", e.stages, want)
	}
	if !strings.Contains(e.output.String(), "ns/op") {
		t.Errorf("the output lacks the result: %q", e.output.String())
	}
	e.notificationsMu.Unlock()
	ask(t, e, protocol.CaptureDelete, protocol.CaptureDeleteParams{Capture: c.ID})
	if left := snapshot(t, e.captures.Root()); len(left) != 0 {
		t.Errorf("deleting left %v", left)
	}
}

func TestCaptureRefusals(t *testing.T) {
	module := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":    "module example.com/broken\n\ngo 1.22\n",
		"a_test.go": "package broken\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) {\n\tundefined()\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(module, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := connect(t, plenty)
	run := protocol.CaptureTestParams{Dir: module, Kind: protocol.TargetTest, Names: []string{"TestX"}}

	broken := ask(t, e, protocol.CaptureTest, run)
	if broken.Outcome != protocol.OutcomeBuildFailed || broken.Capture != nil || len(broken.Failures) == 0 ||
		broken.Failures[0].Line != 6 || !strings.Contains(broken.Failures[0].Message, "undefined") {
		t.Errorf("a package that does not compile: %+v", broken)
	}

	noGo := run
	noGo.GoCommand = filepath.Join(module, "nosuchgo")
	if answer := fail(t, e, protocol.CaptureTest, noGo); answer.Code != int64(protocol.CodeNoGo) || !strings.Contains(answer.Message, "linecost.go.command") {
		t.Errorf("no Go: %v", answer)
	}

	flags := run
	flags.Flags = []string{"-cpuprofile=x"}
	if answer := fail(t, e, protocol.CaptureTest, flags); answer.Code != int64(protocol.CodeInvalidParams) {
		t.Errorf("a flag that breaks the capture: %v", answer)
	}
	if left := snapshot(t, e.captures.Root()); len(left) != 0 {
		t.Errorf("failed captures left %v", left)
	}
}

// Cancelling answers with its own code and keeps nothing.
func TestCaptureCancelled(t *testing.T) {
	e := connect(t, plenty)
	call, err := e.conn.DispatchCall(t.Context(), string(protocol.CaptureTest), protocol.CaptureTestParams{
		Dir: shapes(), Kind: protocol.TargetBenchmark, Names: []string{"BenchmarkShapes"}, Flags: []string{"-benchtime=1000000x"},
	}, jsonrpc2.PickID(jsonrpc2.ID{Num: 99}))
	if err != nil {
		t.Fatal(err)
	}
	<-e.running
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
