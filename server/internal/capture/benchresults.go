package capture

import (
	"math"
	"slices"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// BenchmarkRun is one benchmark, or sub-benchmark, of a run.
type BenchmarkRun struct {
	// Name is as go test prints it, without the number of processors.
	Name string
	// Rounds is how many operations the profiles are of: every round that was run, the calibrating ones too, of all its
	// runs. 0 if it is not known.
	Rounds int64
	// Profiled and Unprofiled are its results with and without the profiler, in the order of their runs.
	Profiled, Unprofiled []BenchmarkResult
}

// BenchmarkResult is one line of a benchmark's output.
type BenchmarkResult struct {
	// Iterations is the b.N that the figures are means of.
	Iterations int64
	Metrics    []BenchmarkMetric
}

// BenchmarkMetric is a value of a result, in its unit as it was printed: "ns/op", "B/op", or the benchmark's own.
type BenchmarkMetric struct {
	Unit  string
	Value float64
}

// benchmarkResult reads a benchmark's line of figures: "BenchmarkX-2  100  12.5 ns/op  3 B/op". The name is as it stands
// there, with the number of processors.
func benchmarkResult(line string) (name string, result BenchmarkResult, ok bool) {
	if !strings.HasPrefix(line, "Benchmark") {
		return "", result, false
	}
	reader := benchfmt.NewReader(strings.NewReader(line), "")
	if !reader.Scan() {
		return "", result, false
	}
	read, ok := reader.Result().(*benchfmt.Result)
	if !ok { // a line that only begins like one
		return "", result, false
	}
	result.Iterations = int64(read.Iters)
	for _, value := range read.Values {
		// The reader turns ns/op into sec/op and the like; what was printed is what the user knows.
		if value.OrigUnit != "" {
			value.Value, value.Unit = value.OrigValue, value.OrigUnit
		}
		if math.IsNaN(value.Value) || math.IsInf(value.Value, 0) {
			continue // a benchmark may report what it likes; JSON has no such numbers
		}
		result.Metrics = append(result.Metrics, BenchmarkMetric{Unit: value.Unit, Value: value.Value})
	}
	return strings.Fields(line)[0], result, true
}

// isBenchmarkResult tells a benchmark's line of figures.
func isBenchmarkResult(line string) bool {
	_, _, ok := benchmarkResult(line)
	return ok
}

// benchmarks gathers the results of a run, in the order in which the benchmarks ended.
type benchmarks struct {
	runs []BenchmarkRun
	// current is the name of the benchmark that has begun last. What is printed of a result is the name with the number of
	// processors behind it, unless that is 1: that alone does not tell, since a name may end like such a number itself.
	current string
}

// begin takes the name of a benchmark that begins. Its results follow, -count and -cpu times.
func (b *benchmarks) begin(name string) { b.current = name }

// beginUnprofiled takes a line of the run without a profiler that may be a name: those of benchmarks that have a result,
// and of what is around them, are.
func (b *benchmarks) beginUnprofiled(line string) bool {
	for _, run := range b.runs {
		if run.Name == line || strings.HasPrefix(run.Name, line+"/") {
			b.begin(line)
			return true
		}
	}
	return false
}

// profiled takes a line that is a result of the profiled run, or none.
func (b *benchmarks) profiled(line string) bool {
	name, result, ok := b.result(line)
	if ok {
		run := b.run(name)
		run.Profiled = append(run.Profiled, result)
	}
	return ok
}

// unprofiled takes a line that is a result of the run without a profiler, or none.
func (b *benchmarks) unprofiled(line string) bool {
	name, result, ok := b.result(line)
	if ok {
		run := b.run(name)
		run.Unprofiled = append(run.Unprofiled, result)
	}
	return ok
}

func (b *benchmarks) result(line string) (name string, result BenchmarkResult, ok bool) {
	printed, result, ok := benchmarkResult(line)
	if processors, of := strings.CutPrefix(printed, b.current); of && b.current != "" && (processors == "" || processors[0] == '-') {
		return b.current, result, ok
	}
	return printed, result, ok
}

// run is the benchmark of a name, until the next one is added.
func (b *benchmarks) run(name string) *BenchmarkRun {
	for i := range b.runs {
		if b.runs[i].Name == name {
			return &b.runs[i]
		}
	}
	b.runs = append(b.runs, BenchmarkRun{Name: name})
	return &b.runs[len(b.runs)-1]
}

// of are the results, with the rounds that a hook has counted. exact tells that the profiled run counted every
// allocation: of its figures only those are kept that this does not change.
func (b *benchmarks) of(rounds map[string]int64, exact bool) []BenchmarkRun {
	for i := range b.runs {
		run := &b.runs[i]
		run.Rounds = rounds[run.Name]
		for j := range run.Profiled {
			if exact {
				run.Profiled[j].Metrics = slices.DeleteFunc(run.Profiled[j].Metrics, func(m BenchmarkMetric) bool {
					return m.Unit != "B/op" && m.Unit != "allocs/op"
				})
			}
		}
	}
	return b.runs
}
