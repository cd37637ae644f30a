package capture

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// countedFixture counts its own rounds: the last figure "rounds" of a benchmark is how many there were of all its runs.
var countedFixture = map[string]string{
	"counted/counted_test.go": `package counted

import (
	"sync/atomic"
	"testing"
)

var plain, set, parallel, small, large, timed int64

func tell(b *testing.B, counter *int64) { b.ReportMetric(float64(atomic.LoadInt64(counter)), "rounds") }

func BenchmarkPlain(b *testing.B) {
	for i := 0; i < b.N; i++ {
		plain++
	}
	tell(b, &plain)
}

func BenchmarkParallel(b *testing.B) {
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			atomic.AddInt64(&parallel, 1)
		}
	})
	tell(b, &parallel)
}

func BenchmarkSub(b *testing.B) {
	for name, counter := range map[string]*int64{"n-1": &small, "n-2": &large} {
		b.Run(name, func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				*counter++
			}
			tell(b, counter)
		})
	}
}

func BenchmarkTimer(b *testing.B) {
	b.SetBytes(8)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		timed++
	}
	b.StopTimer()
	tell(b, &timed)
}
`,
	"counted/loop_test.go": `//go:build go1.24

package counted

import "testing"

var looped int64

func BenchmarkLoop(b *testing.B) {
	for b.Loop() {
		looped++
	}
	tell(b, &looped)
}
`,
}

func writeCounted(t *testing.T) (dir string) {
	t.Helper()
	root := writeFixture(t)
	writeFiles(t, root, countedFixture)
	return filepath.Join(root, "counted")
}

// metric is a figure of a result; -1 if it has none.
func metric(result BenchmarkResult, unit string) float64 {
	for _, m := range result.Metrics {
		if m.Unit == unit {
			return m.Value
		}
	}
	return -1
}

func checkRounds(t *testing.T, got Result, names []string) {
	t.Helper()
	var ran []string
	for _, run := range got.Benchmarks {
		ran = append(ran, run.Name)
		if len(run.Profiled) == 0 {
			t.Errorf("%s has no result", run.Name)
			continue
		}
		counted := metric(run.Profiled[len(run.Profiled)-1], "rounds")
		if run.Rounds < 1 || float64(run.Rounds) != counted {
			t.Errorf("%s: %d rounds, it has counted %g itself", run.Name, run.Rounds, counted)
		}
	}
	if slices.Sort(ran); !slices.Equal(ran, names) {
		t.Errorf("ran %q, want %q", ran, names)
	}
}

func TestRounds(t *testing.T) {
	dir := writeCounted(t)
	all := []string{"BenchmarkLoop", "BenchmarkParallel", "BenchmarkPlain", "BenchmarkSub/n-1", "BenchmarkSub/n-2", "BenchmarkTimer"}
	cases := []struct {
		name, why string
		names     []string
		flags     []string
		want      []string
		results   int
	}{
		{"automatic", "the rounds that find out how many are enough are in the profile too", nil, []string{"-benchtime=2ms"}, all, 1},
		{"fixed, twice", "each run begins with a round of its own", nil, []string{"-benchtime=50x", "-count=2"}, all, 2},
		{"one", "there is nothing to find out", nil, []string{"-benchtime=1x"}, all, 1},
		{"processors", "one name, two numbers behind it", nil, []string{"-benchtime=20x", "-cpu=1,2"}, all, 2},
		{"sub-benchmark", "its parent runs too, and is no benchmark", []string{"BenchmarkSub/n-2"}, []string{"-benchtime=20x"},
			[]string{"BenchmarkSub/n-2"}, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var seen watched
			got, err := Run(t.Context(), Spec{Dir: dir, Kind: Benchmark, Names: c.names, Flags: c.flags, Output: t.TempDir()}, seen.events())
			if err != nil || got.Outcome != Passed {
				t.Fatalf("%v %s %+v\n%s", err, got.Outcome, got.Failures, seen.text.String())
			}
			checkRounds(t, got, c.want)
			for _, run := range got.Benchmarks {
				if len(run.Profiled) != c.results || len(run.Unprofiled) != 0 {
					t.Errorf("%s: %d and %d results, want %d and none: %s", run.Name, len(run.Profiled), len(run.Unprofiled), c.results, c.why)
				}
			}
		})
	}
}

// The text of package testing differs from version to version; the rounds must not.
func TestRoundsOfToolchains(t *testing.T) {
	dir := writeCounted(t)
	for _, version := range []string{"go1.22.12", "go1.23.12", "go1.24.13", "go1.25.5", "go1.27.0"} {
		t.Run(version, func(t *testing.T) {
			t.Setenv("GOTOOLCHAIN", version)
			goCommand, err := FindGo("")
			if err != nil {
				t.Fatal(err)
			}
			if pkg, err := Describe(t.Context(), goCommand, dir); err != nil || pkg.GoVersion != version {
				t.Skipf("SKIPPED: the toolchain %s is not here (GOTOOLCHAIN=%s go version gets it): %v", version, version, err)
			}
			var seen watched
			kinds := []ProfileKind{CPU, Memory, Goroutine, GoroutineLeak}
			got, err := Run(t.Context(), Spec{Dir: dir, Kind: Benchmark, Kinds: kinds, Unprofiled: true,
				Flags: []string{"-benchtime=2ms", "-count=2"}, Output: t.TempDir()}, seen.events())
			if err != nil || got.Outcome != Passed {
				t.Fatalf("%v %s %+v\n%s", err, got.Outcome, got.Failures, seen.text.String())
			}
			want := []string{"BenchmarkLoop", "BenchmarkParallel", "BenchmarkPlain", "BenchmarkSub/n-1", "BenchmarkSub/n-2", "BenchmarkTimer"}
			if version < "go1.24" {
				want = want[1:]
			}
			checkRounds(t, got, want)
			for _, run := range got.Benchmarks {
				if len(run.Profiled) != 2 || len(run.Unprofiled) != 2 || metric(run.Unprofiled[0], "ns/op") <= 0 {
					t.Errorf("%s: %+v, without a profiler: %+v", run.Name, run.Profiled, run.Unprofiled)
				}
			}
			leaks := slices.ContainsFunc(got.Profiles, func(p Profile) bool { return p.Kind == GoroutineLeak })
			if want := version >= "go1.27"; leaks != want || want == strings.Contains(strings.Join(got.Problems, " "), "goroutineleak") {
				t.Errorf("a goroutineleak profile: %v, problems %q", leaks, got.Problems)
			}
		})
	}
}

// A user's own overlay goes on working beside the hook, in each way to name it.
func TestRoundsWithOverlay(t *testing.T) {
	dir := writeCounted(t)
	other := filepath.Join(t.TempDir(), "other.go")
	writeFiles(t, filepath.Dir(other), map[string]string{
		"other.go":     "package counted\n\nimport \"testing\"\n\nfunc BenchmarkOverlaid(b *testing.B) {}\n",
		"overlay.json": `{"Replace":{"loop_test.go":"` + filepath.ToSlash(other) + `"}}`,
	})
	overlay := filepath.Join(filepath.Dir(other), "overlay.json")
	cases := []struct {
		why     string
		flags   []string
		goflags string
	}{
		{"one argument", []string{"-overlay=" + overlay}, ""},
		{"two arguments", []string{"--overlay", overlay}, ""},
		{"GOFLAGS", nil, "-overlay=" + overlay},
	}
	for _, c := range cases {
		t.Setenv("GOFLAGS", c.goflags)
		got, err := Run(t.Context(), Spec{Dir: dir, Kind: Benchmark, Names: []string{"BenchmarkOverlaid", "BenchmarkPlain"},
			Flags: append([]string{"-benchtime=10x"}, c.flags...), Output: t.TempDir()}, Events{})
		if err != nil || len(got.Benchmarks) != 2 || got.Benchmarks[0].Rounds != 11 && got.Benchmarks[1].Rounds != 11 {
			t.Errorf("%s: %v %s %+v", c.why, err, got.Outcome, got.Benchmarks)
		}
	}
}

func TestHookTesting(t *testing.T) {
	root := t.TempDir()
	const known = "package testing\n\nfunc (b *B) runN(n int) {\n}\n"
	cases := []struct{ why, benchmark, says string }{
		{"a version of Go that does it differently", "package testing\n\nfunc (b *B) runN(n int64) {\n}\n", "has no line"},
		{"the line is there twice, one of them perhaps in a comment", known + known, "or several"},
		{"the overlay of the user has replaced it", known, "the overlay of the flags"},
	}
	for _, c := range cases {
		writeFiles(t, root, map[string]string{"src/testing/benchmark.go": c.benchmark, "src/testing/testing.go": "package testing\n"})
		replaced := map[string]string{}
		if strings.Contains(c.says, "flags") {
			replaced[filepath.Join(root, "src", "testing", "benchmark.go")] = "x"
		}
		if _, err := hookTesting(t.TempDir(), root, replaced); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want %q: %s", err, c.says, c.why)
		}
	}
}

// Without the hook the figures are there all the same, only not the cost of an operation.
func TestRoundsWithoutHook(t *testing.T) {
	dir := writeCounted(t)
	goCommand, err := FindGo("")
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := Describe(t.Context(), goCommand, dir)
	if err != nil {
		t.Fatal(err)
	}
	benchmark := filepath.Join(pkg.GoRoot, "src", "testing", "benchmark.go")
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(overlay, []byte(`{"Replace":{"`+filepath.ToSlash(benchmark)+`":"`+filepath.ToSlash(benchmark)+`"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Run(t.Context(), Spec{Dir: dir, Kind: Benchmark, Names: []string{"BenchmarkPlain"}, Unprofiled: true,
		Kinds: []ProfileKind{CPU, Memory, Goroutine}, Flags: []string{"-benchtime=10x", "-overlay", overlay}, Output: t.TempDir()}, Events{})
	if err != nil || got.Outcome != Passed || len(got.Benchmarks) != 1 || len(got.Profiles) != 2 {
		t.Fatalf("%v %+v", err, got)
	}
	if run := got.Benchmarks[0]; run.Rounds != 0 || metric(run.Profiled[0], "ns/op") < 0 || len(run.Unprofiled) > 0 {
		t.Errorf("%+v", run)
	}
	if problems := strings.Join(got.Problems, "\n"); !strings.Contains(problems, "rounds the benchmarks have run is not known") ||
		!strings.Contains(problems, "not run without a profiler") || !strings.Contains(problems, "no flag for goroutine") || len(got.Problems) != 3 {
		t.Errorf("problems %q", got.Problems)
	}
}
