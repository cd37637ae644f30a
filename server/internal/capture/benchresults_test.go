package capture

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func TestBenchmarkResult(t *testing.T) {
	cases := []struct {
		why, line, name string
		want            BenchmarkResult
	}{
		{"figures in the units that were printed", "BenchmarkX-2   \t     100\t       829.5 ns/op\t    12.50 MB/s\t    1024 B/op\t       1 allocs/op", "BenchmarkX-2",
			BenchmarkResult{100, []BenchmarkMetric{{"ns/op", 829.5}, {"MB/s", 12.5}, {"B/op", 1024}, {"allocs/op", 1}}}},
		{"a benchmark's own unit", "BenchmarkX/a-b 1 1e+06 widgets/s", "BenchmarkX/a-b", BenchmarkResult{1, []BenchmarkMetric{{"widgets/s", 1e6}}}},
		{"numbers that can't be kept", "BenchmarkX 5 NaN p50 +Inf p99 3 ns/op", "BenchmarkX", BenchmarkResult{5, []BenchmarkMetric{{"ns/op", 3}}}},
	}
	for _, c := range cases {
		name, got, ok := benchmarkResult(c.line)
		if !ok || name != c.name || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v %q %+v, want %q %+v: %s", ok, name, got, c.name, c.want, c.why)
		}
	}
}

func TestBenchmarkNames(t *testing.T) {
	// Each step is what begins ("" for nothing new) and what is printed then.
	cases := []struct {
		why   string
		steps [][2]string
		want  []string
	}{
		{"with and without a number of processors", [][2]string{{"BenchmarkA", "BenchmarkA-8"}, {"BenchmarkB", "BenchmarkB"}}, []string{"BenchmarkA", "BenchmarkB"}},
		{"a name that ends like one", [][2]string{{"BenchmarkA/n-2", "BenchmarkA/n-2"}, {"BenchmarkB/n-2", "BenchmarkB/n-2-8"}}, []string{"BenchmarkA/n-2", "BenchmarkB/n-2"}},
		{"-cpu and -count: only the first is announced", [][2]string{{"BenchmarkA", "BenchmarkA"}, {"", "BenchmarkA-2"}, {"", "BenchmarkA-2"}}, []string{"BenchmarkA"}},
		{"never announced", [][2]string{{"", "BenchmarkA-2"}}, []string{"BenchmarkA-2"}},
		{"another one's name is no beginning", [][2]string{{"BenchmarkA", "BenchmarkAB-2"}}, []string{"BenchmarkAB-2"}},
	}
	for _, c := range cases {
		var b benchmarks
		for _, step := range c.steps {
			if step[0] != "" {
				b.begin(step[0])
			}
			if !b.profiled(step[1] + " 1 2 ns/op") {
				t.Errorf("%q is no result", step[1])
			}
		}
		var got []string
		for _, run := range b.runs {
			got = append(got, run.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q: %s", got, c.want, c.why)
		}
	}
}

func TestReadTestLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	const text = "arg \"-test.bench=^A b$\"\narg \"-test.cpuprofile=x\"\narg \"-test.benchtime=2x\"\narg \"-test.v=test2json\"\narg \"word\"\n" +
		"ran \"BenchmarkA/x \\\"y\\\"\" 1\nran \"BenchmarkA/x \\\"y\\\"\" 100\nnonsense\nran \"BenchmarkB\" 7"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	log := readTestLog(path)
	if len(log.rounds) != 1 || log.rounds[`BenchmarkA/x "y"`] != 101 {
		t.Errorf("rounds %v: each run counts, a line that was cut does not", log.rounds)
	}
	if want := []string{"-test.v=true", "-test.bench=^A b$", "-test.benchtime=2x", "word"}; !slices.Equal(log.unprofiledArguments(), want) {
		t.Errorf("arguments %q, want %q", log.unprofiledArguments(), want)
	}
	if missing := readTestLog(path + "x"); len(missing.rounds) != 0 || len(missing.args) != 0 {
		t.Errorf("%+v of no file", missing)
	}
}
