package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// watched is what a run's events tell.
type watched struct {
	text     strings.Builder
	stages   []Stage
	details  []string
	progress func(Stage, string)
}

func (w *watched) events() Events {
	return Events{
		Output: func(text string) { w.text.WriteString(text) },
		Progress: func(stage Stage, detail string) {
			if len(w.stages) == 0 || w.stages[len(w.stages)-1] != stage {
				w.stages = append(w.stages, stage)
			}
			w.details = append(w.details, detail)
			if w.progress != nil {
				w.progress(stage, detail)
			}
		},
	}
}

// scratchFolders points the run's temporary folder at an empty one and returns what is in it.
func scratchFolders(t *testing.T) func() []string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	return func() []string {
		left, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return left
	}
}

func TestRunPassing(t *testing.T) {
	root := writeFixture(t)
	cases := []struct {
		name, why string
		kind      Kind
		names     []string
		flags     []string
		goflags   string
		// says and detail are in the output and among the details of progress; hides is not in the output.
		says, detail, hides string
	}{
		{"test", "a test's prints are in the output", Test, []string{"TestWork"}, nil, "", "printed by the test\n", "TestWork", "{\"Time\""},
		{"benchmark", "results are told as they come, the echo of names that -json adds is not", Benchmark, []string{"BenchmarkWork"},
			[]string{"-benchtime=200x"}, "", "allocs/op", "ns/op", "=== RUN"},
		{"all benchmarks", "name and figures of a sub-benchmark come in two events, and are one line", Benchmark, nil,
			[]string{"-benchtime", "20x"}, "", "BenchmarkWorkTwice/a_b", "BenchmarkWorkTwice/a_b", "=== RUN"},
		{"GOFLAGS", "-cover and -json of GOFLAGS would spoil the profile: left out, and said so", Test, []string{"TestWork"},
			nil, "-json -cover", "leaves out -json -cover of GOFLAGS", "TestWork", "coverage:"},
		{"GOFLAGS alone", "with nothing left, GOFLAGS must not fall back to the settings file", Benchmark, []string{"BenchmarkWork"},
			[]string{"-benchtime=200x"}, "-cover", "leaves out -cover", "ns/op", "coverage:"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			left := scratchFolders(t)
			t.Setenv("GOFLAGS", c.goflags)
			var seen watched
			dir := filepath.Join(root, "good")
			spec := Spec{Dir: dir, Kind: c.kind, Names: c.names, Flags: c.flags, Output: t.TempDir()}
			got, err := Run(t.Context(), spec, seen.events())
			if err != nil {
				t.Fatal(err)
			}
			text := seen.text.String()
			if got.Outcome != Passed || len(got.Failures) > 0 {
				t.Fatalf("%s %v\n%s", got.Outcome, got.Failures, text)
			}
			if !strings.Contains(text, c.says) || strings.Contains(text, c.hides) {
				t.Errorf("want %q and no %q in the output: %s\n%s", c.says, c.hides, c.why, text)
			}
			if !slices.ContainsFunc(seen.details, func(d string) bool { return strings.Contains(d, c.detail) }) {
				t.Errorf("want %q in progress: %s\n%q", c.detail, c.why, seen.details)
			}
			if !slices.Equal(seen.stages, []Stage{Building, Running}) {
				t.Errorf("stages %v", seen.stages)
			}
			if want := []Profile{{Kind: CPU, Name: "cpu", Path: spec.profilePath(CPU)}, {Kind: Memory, Name: "memory", Path: spec.profilePath(Memory)}}; !slices.Equal(got.Profiles, want) {
				t.Errorf("profiles %v, want %v", got.Profiles, want)
			}
			if got.Package.ImportPath != "example.com/fx/good" || got.Package.ModuleDir != root || !strings.HasPrefix(got.Package.GoVersion, "go1.") {
				t.Errorf("package %+v", got.Package)
			}
			if left := left(); len(left) > 0 {
				t.Errorf("temporary folders are left: %v", left)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
				t.Errorf("the package's folder has changed: %v %v", entries, err)
			}
		})
	}
}

// place is a failure as the cases write it.
type place struct {
	says string
	file string // relative to the package's folder; empty for none
	line int
	col  int
}

func TestRunFailing(t *testing.T) {
	root := writeFixture(t)
	cases := []struct {
		name, why string
		dir       string
		kind      Kind
		names     []string
		flags     []string
		outcome   Outcome
		want      []place
		profiles  int
	}{
		{name: "compile", why: "every error with its column; those of the test file too", dir: "compile", kind: Test, outcome: BuildFailed,
			want: []place{{"undefined: undefinedThing", "a.go", 4, 9}, {"too many arguments in call to F\n\thave (number, number)", "a_test.go", 5, 30}}},
		{name: "vet", why: "go test vets first", dir: "vet", kind: Test, outcome: BuildFailed,
			want: []place{{"wrong type string", "a_test.go", 8, 40}}},
		{name: "syntax", why: "told by the loader, not the compiler: another layout", dir: "syntax", kind: Test, outcome: BuildFailed,
			want: []place{{"expected operand", "a_test.go", 6, 1}}},
		{name: "cycle", why: "names no line; the lines belong together", dir: "cycle1", kind: Test, outcome: BuildFailed,
			want: []place{{"import cycle not allowed", "", 0, 0}}},
		{name: "missing module", why: "the hint to go get belongs to it", dir: "missing", kind: Test, outcome: BuildFailed,
			want: []place{{"example.org/nowhere/x", "a_test.go", 4, 2}}},
		{name: "no match", why: "not a failure, and nothing to show", dir: "fails", kind: Test, names: []string{"TestGone"}, outcome: NothingRan},
		{name: "no benchmark", why: "go test says PASS and nothing else", dir: "good", kind: Benchmark, names: []string{"BenchmarkGone"}, outcome: NothingRan},
		{name: "no test files", why: "go test skips the package", dir: "notest", kind: Test, outcome: NothingRan},
		{name: "subtest", why: "once, for the subtest, not for its parent too; all lines of the message", dir: "fails", kind: Test, names: []string{"TestSub"},
			outcome: Failed, profiles: 2, want: []place{{"TestSub/one_two: bad: 3\nsecond line", "a_test.go", 14, 0}}},
		{name: "silent", why: "a test without a message still has a verdict", dir: "fails", kind: Test, names: []string{"TestSilent"},
			outcome: Failed, profiles: 2, want: []place{{"--- FAIL: TestSilent", "", 0, 0}}},
		{name: "helper", why: "places are whole paths, wherever the helper is", dir: "fails", kind: Test, names: []string{"TestHelper"},
			outcome: Failed, profiles: 2, want: []place{{"TestHelper: in a helper, with a colon: and more", "a_test.go", 44, 0}}},
		{name: "panic", why: "the first frame of the module, not of testing", dir: "fails", kind: Test, names: []string{"TestPanic"},
			outcome: Failed, want: []place{{"TestPanic: panic: assignment to entry in nil map", "a.go", 4, 0}}},
		{name: "panic in a goroutine", why: "no verdict of the test follows; the message may begin in mid-line", dir: "fails", kind: Test,
			names: []string{"TestPanicElsewhere"}, outcome: Failed, want: []place{{"TestPanicElsewhere: panic: assignment to entry in nil map", "a.go", 4, 0}}},
		{name: "exit", why: "the last words are all there is", dir: "fails", kind: Test, names: []string{"TestExit"}, outcome: Failed,
			want: []place{{"TestExit: on the way out", "a_test.go", 29, 0}, {"TestExit: The test ended the process", "", 0, 0}}},
		{name: "exit in mid-line", why: "then go test does not even tell the status", dir: "fails", kind: Test, names: []string{"TestExitMidLine"},
			outcome: Failed, want: []place{{"TestExitMidLine: no line end\nThe test ended the process", "", 0, 0}}},
		{name: "log.Fatal", why: "the last line says why", dir: "fails", kind: Test, names: []string{"TestFatalLog"},
			outcome: Failed, want: []place{{"no database\nThe test ended the process", "", 0, 0}}},
		{name: "timeout", why: "the goroutine that panics is the alarm's: the place is another's", dir: "fails", kind: Test, names: []string{"TestSleep"},
			flags: []string{"-timeout", "100ms"}, outcome: Failed, profiles: 2, want: []place{{"TestSleep: panic: test timed out after 100ms", "a_test.go", 40, 0}}},
		{name: "unknown flag", why: "the test binary says it, outside of any test", dir: "fails", kind: Test, names: []string{"TestSilent"},
			flags: []string{"-args", "-nosuch"}, outcome: Failed, want: []place{{"", "", 0, 0}}},
		{name: "benchmark", why: "b.Fatal; the other benchmark still gives profiles", dir: "fails", kind: Benchmark, flags: []string{"-benchtime=10x"},
			outcome: Failed, profiles: 2, want: []place{{"BenchmarkFatal: oh no", "a_test.go", 62, 0}}},
	}
	for _, c := range cases {
		for _, old := range []bool{false, true} {
			name := c.name
			if old {
				if c.outcome != BuildFailed {
					continue
				}
				// Up to Go 1.23 the compiler's words come as text; later toolchains can be told to do so.
				name += " as before 1.24"
			}
			t.Run(name, func(t *testing.T) {
				if old {
					t.Setenv("GODEBUG", "gotestjsonbuildtext=1")
				}
				left := scratchFolders(t)
				var seen watched
				dir := filepath.Join(root, c.dir)
				got, err := Run(t.Context(), Spec{Dir: dir, Kind: c.kind, Names: c.names, Flags: c.flags, Output: t.TempDir()}, seen.events())
				if err != nil {
					t.Fatal(err)
				}
				checkFailures(t, dir, got, c.outcome, c.want)
				if len(got.Profiles) != c.profiles {
					t.Errorf("profiles %v, want %d", got.Profiles, c.profiles)
				}
				if left := left(); len(left) > 0 {
					t.Errorf("temporary folders are left: %v", left)
				}
				if t.Failed() {
					t.Logf("%s\n%s", c.why, seen.text.String())
				}
			})
		}
	}
}

func checkFailures(t *testing.T, dir string, got Result, outcome Outcome, want []place) {
	t.Helper()
	if got.Outcome != outcome {
		t.Errorf("outcome %s, want %s", got.Outcome, outcome)
	}
	if len(got.Failures) != len(want) {
		t.Fatalf("%d failures, want %d: %+v", len(got.Failures), len(want), got.Failures)
	}
	for i, failure := range got.Failures {
		file := ""
		if want[i].file != "" {
			file = filepath.Join(dir, want[i].file)
		}
		if !strings.Contains(failure.Message, want[i].says) || failure.File != file || failure.Line != want[i].line || failure.Column != want[i].col {
			t.Errorf("got %+v, want %+v", failure, want[i])
		}
	}
}

func TestRunOutsideAModule(t *testing.T) {
	root := writeFixture(t)
	if err := os.Remove(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "good")
	got, err := Run(t.Context(), Spec{Dir: dir, Kind: Test, Output: t.TempDir()}, Events{})
	if err != nil {
		t.Fatal(err)
	}
	checkFailures(t, dir, got, BuildFailed, []place{{"go.mod file not found", "", 0, 0}})
	if got.Package.ImportPath != "" {
		t.Errorf("import path %q of no package", got.Package.ImportPath)
	}
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("module example.com/fx\n\nnonsense\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err = Run(t.Context(), Spec{Dir: dir, Kind: Test, Output: t.TempDir()}, Events{}); err != nil {
		t.Fatal(err)
	}
	if got.Outcome != BuildFailed || !slices.ContainsFunc(got.Failures, func(f Failure) bool {
		return f.File == filepath.Join(root, "go.mod") && f.Line == 3
	}) {
		t.Errorf("a broken go.mod: %s %+v", got.Outcome, got.Failures)
	}
}

func TestRunRace(t *testing.T) {
	root := writeFixture(t)
	dir := filepath.Join(root, "fails")
	got, err := Run(t.Context(), Spec{Dir: dir, Kind: Test, Names: []string{"TestRace"}, Flags: []string{"-race"}, Output: t.TempDir()}, Events{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Outcome == BuildFailed {
		t.Logf("no race detector here: %+v", got.Failures)
		return
	}
	checkFailures(t, dir, got, Failed, []place{{"TestRace: WARNING: DATA RACE", "a_test.go", 48, 0}})
}

// A test that prints 23 MB, 3 MB of it in one line, must not be kept in memory nor drown the editor.
func TestRunFlood(t *testing.T) {
	root := writeFixture(t)
	dir := filepath.Join(root, "fails")
	var seen watched
	got, err := Run(t.Context(), Spec{Dir: dir, Kind: Test, Names: []string{"TestFlood"}, Output: t.TempDir()}, seen.events())
	if err != nil {
		t.Fatal(err)
	}
	text := seen.text.String()
	if len(text) > headLimit+tailLimit+1000 || !strings.Contains(text, "bytes of output here") || !strings.Contains(text[len(text)-1000:], "FAIL") {
		t.Errorf("%d bytes of output, ending in %q", len(text), text[len(text)-1000:])
	}
	if got.Outcome != Failed || len(got.Failures) == 0 || len(got.Failures[0].Message) > maxMessage {
		t.Errorf("%s %d", got.Outcome, len(got.Failures))
	}
}

func TestRunCancelled(t *testing.T) {
	root := writeFixture(t)
	left := scratchFolders(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var cancelled time.Time
	var seen watched
	seen.progress = func(_ Stage, detail string) {
		if detail == "TestSleep" {
			cancelled = time.Now()
			cancel()
		}
	}
	_, err := Run(ctx, Spec{Dir: filepath.Join(root, "fails"), Kind: Test, Names: []string{"TestSleep"}, Output: t.TempDir()}, seen.events())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error", err)
	}
	t.Logf("ended after %v", time.Since(cancelled))
	if left := left(); len(left) > 0 {
		t.Errorf("temporary folders are left: %v", left)
	}
}

func TestRunRefuses(t *testing.T) {
	good := func() Spec { return Spec{Dir: t.TempDir(), Kind: Test, Output: t.TempDir()} }
	missing := filepath.Join(t.TempDir(), "missing")
	cases := []struct {
		why    string
		change func(*Spec)
		as     any
		says   string
	}{
		{"another kind would run by a wrong flag", func(s *Spec) { s.Kind = MainProgram }, new(*InvalidError), "can't be run by go test"},
		{"relative folders are the backend's, not the user's", func(s *Spec) { s.Dir = "." }, new(*InvalidError), "absolute"},
		{"a folder that is gone", func(s *Spec) { s.Dir = missing }, new(*InvalidError), "can't be read"},
		{"a name is put into a regular expression", func(s *Spec) { s.Names = []string{"Test.*"} }, new(*InvalidError), "not the name"},
		{"a flag that breaks the capture", func(s *Spec) { s.Flags = []string{"-o=x"} }, new(*InvalidError), "-o=x"},
		{"no go command", func(s *Spec) { s.GoCommand = missing }, new(*NoGoError), "linecost.go.command"},
		{"profiles could not be written", func(s *Spec) { s.Output = missing }, new(*NotWritableError), "can't be written"},
	}
	for _, c := range cases {
		spec := good()
		c.change(&spec)
		if _, err := Run(t.Context(), spec, Events{}); !errors.As(err, c.as) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want %T that says %q: %s", err, c.as, c.says, c.why)
		}
	}
}

func TestRunWithoutTempFolder(t *testing.T) {
	root := writeFixture(t)
	// A file where the folder should be: unlike missing permission, this stops root too.
	notAFolder := filepath.Join(root, "go.mod")
	t.Setenv("GOTMPDIR", notAFolder)
	_, err := Run(t.Context(), Spec{Dir: filepath.Join(root, "good"), Kind: Test, Output: t.TempDir()}, Events{})
	var unwritable *NotWritableError
	if !errors.As(err, &unwritable) || unwritable.Path != notAFolder {
		t.Errorf("%v, want a NotWritableError of %s", err, notAFolder)
	}
}
