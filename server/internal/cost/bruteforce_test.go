package cost

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"testing"

	pprof "github.com/google/pprof/profile"

	"github.com/linecost/linecost/server/internal/oracle"
)

// The rule of the package, written as plainly as it can be over google/pprof's structs: what pprof's reports do not
// print (lines with several owners, a file's cum) is compared with this.
func bruteForce(p *pprof.Profile, sampleType int, keyOf func(pprof.Line) string) map[string]oracle.Cost {
	names, frames := namedFrames(p, keyOf)
	costs, seen := make([]oracle.Cost, len(names)), make([]int, len(names))
	for i, sample := range p.Sample {
		value := sample.Value[sampleType]
		if value == 0 {
			continue
		}
		stack := sample.Location
		for len(stack) > 1 && isPreempt(stack[0]) {
			stack = stack[1:]
		}
		for depth, location := range stack {
			for inner, name := range frames[location] {
				if depth == 0 && inner == 0 {
					costs[name].Flat += value
				}
				if seen[name] != i+1 {
					costs[name].Cum += value
					seen[name] = i + 1
				}
			}
		}
	}
	byName := map[string]oracle.Cost{}
	for name, cost := range costs {
		byName[names[name]] = cost
	}
	delete(byName, "")
	return byName
}

// namedFrames gives each location's frames their names, as numbers, so that big profiles don't take minutes. A location
// that was never symbolized has one frame without a name.
func namedFrames(p *pprof.Profile, keyOf func(pprof.Line) string) (names []string, frames map[*pprof.Location][]int) {
	numbers := map[string]int{}
	frames = map[*pprof.Location][]int{}
	for _, location := range p.Location {
		lines := location.Line
		if len(lines) == 0 {
			lines = []pprof.Line{{}}
		}
		for _, line := range lines {
			name := ""
			if line.Function != nil {
				name = keyOf(line)
			}
			number, ok := numbers[name]
			if !ok {
				number = len(names)
				numbers[name] = number
				names = append(names, name)
			}
			frames[location] = append(frames[location], number)
		}
	}
	return names, frames
}

func isPreempt(l *pprof.Location) bool {
	for _, line := range l.Line {
		name := line.Function.Name
		if name != "runtime.asyncPreempt" && name != "runtime.asyncPreempt2" {
			return false
		}
	}
	return len(l.Line) > 0
}

func fileKey(line pprof.Line) string {
	if line.Function.Filename == "" {
		return ""
	}
	return path.Clean(line.Function.Filename)
}

func lineKey(line pprof.Line) string {
	if line.Line <= 0 || fileKey(line) == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", fileKey(line), line.Line)
}

func TestEqualsBruteForce(t *testing.T) {
	cpu, memory := oracle.Shapes(t)
	check := func(t *testing.T, name string) {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		parsed, err := pprof.Parse(file)
		if err != nil {
			t.Skipf("google/pprof refuses it: %v", err)
		}
		if err := parsed.RemoveUninteresting(); err != nil {
			t.Fatal(err)
		}
		p := read(t, name)
		lines := NewLines(p)
		files := NewFiles(p, lines)
		for i, sampleType := range p.SampleTypes {
			got, figures := map[string]oracle.Cost{}, sum(t, lines.Axis, p, i)
			for key := range lines.Line {
				file, line := lines.At(uint32(key))
				got[fmt.Sprintf("%s:%d", file, line)] = oracle.Cost{Flat: figures.Flat[key], Cum: figures.Cum[key]}
			}
			compareAll(t, sampleType.Type+" by line", got, bruteForce(parsed, i, lineKey))

			got, figures = map[string]oracle.Cost{}, sum(t, files.Axis, p, i)
			for key, file := range lines.Files.Names {
				got[file] = oracle.Cost{Flat: figures.Flat[key], Cum: figures.Cum[key]}
			}
			compareAll(t, sampleType.Type+" by file", got, bruteForce(parsed, i, fileKey))
		}
	}
	t.Run("captured cpu", func(t *testing.T) { check(t, cpu) })
	t.Run("captured memory", func(t *testing.T) { check(t, memory) })
	for _, name := range oracle.Corpus(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			check(t, name)
		})
	}
}

// compareAll compares after dropping what is zero on our side, where every line of the profile has a key.
func compareAll(t *testing.T, what string, got, want map[string]oracle.Cost) {
	t.Helper()
	for key, cost := range got {
		if cost == (oracle.Cost{}) {
			delete(got, key)
		}
	}
	compare(t, what, got, want)
}
