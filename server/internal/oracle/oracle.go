// Package oracle asks `go tool pprof` what a profile says, for tests: no other package imports it.
package oracle

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// A Cost is a flat and a cum, in the sample type's unit.
type Cost struct{ Flat, Cum int64 }

// A Line is a line of a source file.
type Line struct {
	File string
	Line int
}

// Top is what -top says of each node at a granularity ("functions", "files", "lines"), nothing trimmed.
func Top(t testing.TB, profile string, sampleType int, unit, granularity string, args ...string) map[string]Cost {
	t.Helper()
	text := pprof(t, append([]string{"-top", "-" + granularity}, args...), profile, sampleType, unit)
	_, rows, ok := strings.Cut(text, "flat%   sum%        cum   cum%\n")
	if !ok {
		t.Fatalf("pprof -top printed no table:\n%s", text)
	}
	costs := map[string]Cost{}
	for row := range strings.Lines(rows) {
		match := topRow.FindStringSubmatch(strings.TrimRight(row, "\n"))
		if match == nil {
			t.Fatalf("pprof -top printed a row that is none: %q", row)
		}
		name := strings.TrimSuffix(strings.TrimSuffix(match[3], " (inline)"), " (partial-inline)")
		cost := costs[name]
		cost.Flat += number(t, match[1])
		cost.Cum += number(t, match[2])
		costs[name] = cost
	}
	return costs
}

var topRow = regexp.MustCompile(`^ *(\S+) +\S+ +\S+ +(\S+) +\S+ +(.*)$`)

// List is what -list says of each line with a figure, by the function that it was listed for.
func List(t testing.TB, profile string, sampleType int, unit, functions string, args ...string) map[string]map[Line]Cost {
	t.Helper()
	text := pprof(t, append([]string{"-list=" + functions}, args...), profile, sampleType, unit)
	routines := map[string]map[Line]Cost{}
	var file string
	var costs map[Line]Cost
	for row := range strings.Lines(text) {
		if header := routine.FindStringSubmatch(row); header != nil {
			file, costs = header[2], routines[header[1]]
			if costs == nil {
				costs = map[Line]Cost{}
				routines[header[1]] = costs
			}
			continue
		}
		match := listRow.FindStringSubmatch(row)
		if match == nil || match[1] == "." && match[2] == "." {
			continue
		}
		line, err := strconv.Atoi(match[3])
		if err != nil {
			t.Fatal(err)
		}
		costs[Line{file, line}] = Cost{number(t, match[1]), number(t, match[2])}
	}
	return routines
}

var (
	routine = regexp.MustCompile(`^ROUTINE =+ (.*) in (\S+)\n`)
	listRow = regexp.MustCompile(`^ *(\S+) +(\S+) +(\d+):`)
)

// Total is what pprof takes percentages of.
func Total(t testing.TB, profile string, sampleType int, unit string) int64 {
	t.Helper()
	text := pprof(t, []string{"-top"}, profile, sampleType, unit)
	match := regexp.MustCompile(` of (\S+) total`).FindStringSubmatch(text)
	if match == nil {
		t.Fatalf("pprof -top named no total:\n%s", text)
	}
	return number(t, match[1])
}

// Unit is the name under which pprof prints a sample type's values whole.
func Unit(unit string) string {
	switch unit {
	case "nanoseconds":
		return "ns"
	case "bytes":
		return "B"
	}
	return unit
}

// number reads a value that was printed in the sample type's own unit, which stands behind it.
func number(t testing.TB, text string) int64 {
	t.Helper()
	digits := strings.TrimRightFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if digits == "" && text == "." {
		return 0
	}
	value, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		t.Fatalf("pprof printed %q where a whole number was expected", text)
	}
	return value
}

var tool = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "tool", "-n", "pprof").Output()
	return strings.TrimSpace(string(out)), err
})

func pprof(t testing.TB, args []string, profile string, sampleType int, unit string) string {
	t.Helper()
	path, err := tool()
	if err != nil {
		t.Fatalf("go tool pprof: %v", err)
	}
	args = append(args, "-trim=false", "-symbolize=none", "-sample_index="+strconv.Itoa(sampleType), "-unit="+Unit(unit), profile)
	cmd := exec.CommandContext(t.Context(), path, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pprof %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// Shapes captures the benchmark of server/testdata/shapes, CPU and memory, and returns the two files.
func Shapes(t testing.TB) (cpu, memory string) {
	t.Helper()
	dir := t.TempDir()
	cpu, memory = filepath.Join(dir, "cpu.pb.gz"), filepath.Join(dir, "memory.pb.gz")
	GoTest(t, filepath.Join(ServerDir(), "testdata", "shapes"), "-bench=.", "-benchtime=1000x",
		"-cpuprofile="+cpu, "-memprofile="+memory, "-memprofilerate=4096", "-o="+filepath.Join(dir, "shapes.test"))
	return cpu, memory
}

// GoTest runs go test without tests in a folder.
func GoTest(t testing.TB, dir string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"test", "-run=^$"}, args...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatal(fmt.Errorf("go test in %s: %w\n%s", dir, err, out))
	}
}

// ServerDir is the folder server/ of this repository.
func ServerDir() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// Corpus lists the profiles of ../shared/corpus, beside the repository. Where it is absent the test is skipped, aloud.
func Corpus(t *testing.T) []string {
	t.Helper()
	dir := filepath.Join(ServerDir(), "..", "..", "shared", "corpus", "pprof")
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("no corpus at %s: only the profiles captured here are compared", dir)
	}
	return files
}
