package cost

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/linecost/linecost/server/internal/oracle"
	"github.com/linecost/linecost/server/internal/profile"
)

// hidePreempt makes pprof do what we do: see the package's rule.
const hidePreempt = `-hide=^runtime\.asyncPreempt2?$`

func read(t *testing.T, path string) *profile.Profile {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p, err := profile.Read(t.Context(), file, 4<<30)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return p
}

func sum(t *testing.T, a *Axis, p *profile.Profile, sampleType int) *Figures {
	t.Helper()
	figures, err := a.Sum(t.Context(), p, sampleType)
	if err != nil {
		t.Fatal(err)
	}
	return figures
}

// The oracle's word on profiles that are captured here: a program with the shapes that are easy to get wrong, and the
// standard library's own benchmarks, which were not made for this test.
func TestEqualsPprof(t *testing.T) {
	cpu, memory := oracle.Shapes(t)
	dir := t.TempDir()
	real := func(name string) string { return filepath.Join(dir, name) }
	oracle.GoTest(t, dir, "-bench=CodeDecoder|CodeMarshal$", "-benchtime=100ms", "-o="+real("json.test"),
		"-cpuprofile="+real("cpu"), "-memprofile="+real("memory"), "-mutexprofile="+real("mutex"),
		"-blockprofile="+real("block"), "encoding/json")
	cases := []struct{ name, path, functions string }{
		{"recursion, inlining, generics, closures: cpu", cpu, "shapes"},
		{"recursion, inlining, generics, closures: memory", memory, "shapes"},
		{"encoding/json: cpu", real("cpu"), "json"},
		{"encoding/json: memory", real("memory"), "json"},
		{"encoding/json: mutex, nearly empty", real("mutex"), "."},
		{"encoding/json: block", real("block"), "."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := read(t, c.path)
			for i, sampleType := range p.SampleTypes {
				compareTop(t, c.path, p, i)
				compareList(t, c.path, p, i, c.functions)
				if got, want := Total(p, i), oracle.Total(t, c.path, i, sampleType.Unit); got != want {
					t.Errorf("total of %s is %d, pprof says %d", sampleType.Type, got, want)
				}
			}
		})
	}
}

// The oracle's word on profiles from the wild: other languages, legacy formats, labels, negative values.
func TestEqualsPprofOnCorpus(t *testing.T) {
	for _, path := range oracle.Corpus(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			p, err := profile.Read(t.Context(), file, 4<<30)
			if err != nil {
				t.Skipf("not readable (the tests of package profile say which may be): %v", err)
			}
			if len(p.Problems) > 0 {
				t.Skipf("damaged, so pprof refuses it: %v", p.Problems)
			}
			for i := range p.SampleTypes {
				compareTop(t, path, p, i)
			}
		})
	}
}

func compareTop(t *testing.T, path string, p *profile.Profile, sampleType int) {
	t.Helper()
	valueType := p.SampleTypes[sampleType]
	lines := NewLines(p)
	functions := NewFunctions(p, lines)
	figures := sum(t, functions.Axis, p, sampleType)
	got := map[string]oracle.Cost{}
	for _, key := range functions.Order(figures, ByFlat) {
		got[functions.Names[key]] = oracle.Cost{Flat: figures.Flat[key], Cum: figures.Cum[key]}
	}
	compare(t, valueType.Type+" by function", got, oracle.Top(t, path, sampleType, valueType.Unit, "functions", hidePreempt))

	files := NewFiles(p, lines)
	figures = sum(t, files.Axis, p, sampleType)
	got = map[string]oracle.Cost{}
	for _, key := range files.Order(figures, lines.Files) {
		got[lines.Files.Names[key]] = oracle.Cost{Flat: figures.Flat[key], Cum: figures.Cum[key]}
	}
	// pprof's -files prints a file once for each start line of its functions, so it has no cum for the whole file: its
	// flats are compared here, and the cums by brute force in TestEqualsBruteForce.
	want := oracle.Top(t, path, sampleType, valueType.Unit, "files", hidePreempt)
	maps.DeleteFunc(want, func(name string, cost oracle.Cost) bool {
		_, isFile := lines.Files.Find(name)
		return !isFile || cost.Flat == 0 && got[name].Flat == 0
	})
	for name := range got {
		got[name] = oracle.Cost{Flat: got[name].Flat}
		want[name] = oracle.Cost{Flat: want[name].Flat}
	}
	maps.DeleteFunc(got, func(_ string, cost oracle.Cost) bool { return cost.Flat == 0 })
	compare(t, valueType.Type+" by file", got, want)
}

// compareList compares lines that belong to one function: where several share a line, -list gives each its part.
func compareList(t *testing.T, path string, p *profile.Profile, sampleType int, functions string) {
	t.Helper()
	valueType := p.SampleTypes[sampleType]
	owners, want := map[oracle.Line]int{}, map[oracle.Line]oracle.Cost{}
	for _, costs := range oracle.List(t, path, sampleType, valueType.Unit, functions, hidePreempt) {
		for line, cost := range costs {
			owners[line]++
			want[line] = cost
		}
	}
	lines := NewLines(p)
	figures := sum(t, lines.Axis, p, sampleType)
	compared := 0
	for line, cost := range want {
		if owners[line] > 1 {
			continue
		}
		compared++
		file, ok := lines.Files.Find(line.File)
		if !ok {
			t.Errorf("%s: the profile names no file %s", valueType.Type, line.File)
			continue
		}
		key, ok := lines.Find(file, uint32(line.Line))
		if !ok {
			t.Errorf("%s: no figures for %v; pprof says %v", valueType.Type, line, cost)
			continue
		}
		if got := (oracle.Cost{Flat: figures.Flat[key], Cum: figures.Cum[key]}); got != cost {
			t.Errorf("%s: %v costs %v; pprof says %v", valueType.Type, line, got, cost)
		}
	}
	if len(want) > 0 && compared < len(want)*3/4 {
		t.Errorf("%s: only %d of %d lines have one owner: this compares too little", valueType.Type, compared, len(want))
	}
}

func compare(t *testing.T, what string, got, want map[string]oracle.Cost) {
	t.Helper()
	maps.DeleteFunc(want, func(_ string, cost oracle.Cost) bool { return cost == oracle.Cost{} })
	if maps.Equal(got, want) {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s: %s costs %v; pprof says %v", what, name, got[name], want[name])
		}
	}
	for name, cost := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s costs %v; pprof does not know it", what, name, cost)
		}
	}
}

// What must hold for any profile whose values are not negative.
func TestInvariants(t *testing.T) {
	cpu, memory := oracle.Shapes(t)
	for _, path := range []string{cpu, memory} {
		p := read(t, path)
		lines := NewLines(p)
		for _, axis := range []*Axis{lines.Axis, NewFiles(p, lines).Axis, NewFunctions(p, lines).Axis} {
			for i := range p.SampleTypes {
				figures, total, flat := sum(t, axis, p, i), Total(p, i), int64(0)
				for key := range figures.Flat {
					flat += figures.Flat[key]
					if figures.Flat[key] > figures.Cum[key] || figures.Cum[key] > total {
						t.Fatalf("flat %d, cum %d, total %d", figures.Flat[key], figures.Cum[key], total)
					}
				}
				if flat != total { // every frame of these profiles is symbolized
					t.Errorf("flats of %s sum to %d; the total is %d", p.SampleTypes[i].Type, flat, total)
				}
			}
		}
	}
}

// A scan of a large profile must end soon after its request is cancelled.
func TestSumStopsWhenCancelled(t *testing.T) {
	cpu, _ := oracle.Shapes(t)
	p := read(t, cpu)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewLines(p).Sum(ctx, p, 0); err == nil {
		t.Error("a cancelled sum returned figures")
	}
}

// The editor and the compiler write one path in several forms.
func TestFindFile(t *testing.T) {
	const unix, windows = "/src/app/main.go", "C:/src/App/main.go"
	f := &FileNames{index: map[string]uint32{}}
	f.intern(unix)
	f.intern(windows)
	cases := []struct {
		name, ask string
		want      string
	}{
		{"as it is", unix, unix},
		{"not cleaned", "/src/./app//main.go", unix},
		{"Unix tells case apart", "/src/App/main.go", ""},
		{"Windows in the editor's form", `c:\src\App\main.go`, windows},
		{"Windows does not tell case apart", "C:/SRC/app/main.go", windows},
		{"a suffix is not the file", "app/main.go", ""},
		{"nothing", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if file, ok := f.Find(c.ask); ok {
				got = f.Names[file]
			}
			if got != c.want {
				t.Errorf("%q is %q; want %q", c.ask, got, c.want)
			}
		})
	}
}
