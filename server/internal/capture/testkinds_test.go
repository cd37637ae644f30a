package capture

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
)

// kindsFixture has something for each profiler to see, on lines that it is known for.
var kindsFixture = map[string]string{
	"kinds/kinds_test.go": `package kinds

import (
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"
)

var (
	sink  [][]byte
	mu    sync.Mutex
	burnt int
)

func TestAll(t *testing.T) {
	for range 64 {
		sink = append(sink, make([]byte, 1<<20)) // allocates
	}
	locked, done := make(chan bool), make(chan bool)
	go func() {
		mu.Lock()
		locked <- true
		time.Sleep(50 * time.Millisecond)
		mu.Unlock() // held it
		done <- true
	}()
	<-locked
	mu.Lock() // waits
	mu.Unlock()
	<-done
	for until := time.Now().Add(300 * time.Millisecond); time.Now().Before(until); {
		burn() // burns
	}
	go func() {
		select {} // leaked
	}()
	t.Run("sub", func(t *testing.T) { t.Log("in a subtest") })
}

func burn() {
	for i := range 100000 {
		burnt += i
	}
}

func BenchmarkAllocates(b *testing.B) {
	for range b.N {
		sink = append(sink[:0], make([]byte, 1000)) // allocates in a benchmark
	}
}

func profiled() bool { return flag.Lookup("test.cpuprofile").Value.String() != "" }

func BenchmarkFails(b *testing.B) {
	if !profiled() {
		b.Fatal("alone")
	}
}

func BenchmarkStays(b *testing.B) {
	if !profiled() {
		fmt.Println("alone")
		time.Sleep(time.Hour)
	}
}

func FuzzSeeds(f *testing.F) {
	f.Add("one")
	f.Add("two")
	f.Fuzz(func(t *testing.T, s string) { t.Log("seed", s) })
}
`,
	"kinds/testdata/fuzz/FuzzSeeds/corpus": "go test fuzz v1\nstring(\"three\")\n",
}

func writeKinds(t *testing.T) (dir string) {
	t.Helper()
	root := writeFixture(t)
	writeFiles(t, root, kindsFixture)
	return filepath.Join(root, "kinds")
}

// sampledLines are the lines of the fixture that a profile has samples on: their comments.
func sampledLines(t *testing.T, p Profile) []string {
	t.Helper()
	file, err := os.Open(p.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read, err := profile.Parse(file)
	if err != nil {
		t.Fatalf("%s: %v", p.Kind, err)
	}
	text := strings.Split(kindsFixture["kinds/kinds_test.go"], "\n")
	var found []string
	for _, sample := range read.Sample {
		for _, location := range sample.Location {
			for _, line := range location.Line {
				if filepath.Base(line.Function.Filename) != "kinds_test.go" {
					continue
				}
				if _, comment, ok := strings.Cut(text[line.Line-1], " // "); ok {
					found = append(found, comment)
				}
			}
		}
	}
	return found
}

func TestKindsOfARun(t *testing.T) {
	dir := writeKinds(t)
	before := folderText(t, dir)
	output := t.TempDir()
	var seen watched
	wanted := []ProfileKind{Trace, CPU, Memory, Block, Mutex, Goroutine, ThreadCreate, Metrics}
	got, err := Run(t.Context(), Spec{Dir: dir, Kind: Test, Names: []string{"TestAll"}, Kinds: wanted,
		Rates: Rates{MemoryBytes: 4096, CPUHertz: 500}, Output: output}, seen.events())
	if err != nil || got.Outcome != Passed {
		t.Fatalf("%v %s %+v\n%s", err, got.Outcome, got.Failures, seen.text.String())
	}
	lines := map[ProfileKind]string{CPU: "burns", Memory: "allocates", Block: "waits", Mutex: "held it", Goroutine: "leaked", ThreadCreate: ""}
	var kinds []ProfileKind
	for _, p := range got.Profiles {
		kinds = append(kinds, p.Kind)
		if line, ok := lines[p.Kind]; ok {
			if sampled := sampledLines(t, p); line != "" && !slices.Contains(sampled, line) {
				t.Errorf("the %s profile has nothing on the line that %s; it has %q", p.Kind, line, sampled)
			}
		}
		if (p.Note != "") != (p.Kind == Memory) {
			t.Errorf("the note of %s is %q", p.Kind, p.Note)
		}
	}
	if want := []ProfileKind{CPU, Memory, Block, Mutex, Goroutine, ThreadCreate, Trace}; !slices.Equal(kinds, want) {
		t.Fatalf("kinds %v, want %v", kinds, want)
	}
	if text, err := os.ReadFile(got.Profiles[6].Path); err != nil || !bytes.HasPrefix(text, []byte("go 1.")) {
		t.Errorf("the trace: %v, it begins with %.16q", err, text)
	}
	if problems := strings.Join(got.Problems, "\n"); !strings.Contains(problems, "can't give metrics") || !strings.Contains(problems, "100 times a second") {
		t.Errorf("problems %q", got.Problems)
	}
	if after := folderText(t, dir); after != before {
		t.Errorf("the package's folder has changed:\n%s\nbefore:\n%s", after, before)
	}
	if entries, err := os.ReadDir(output); err != nil || len(entries) != len(got.Profiles) {
		t.Errorf("%v, %d files in the output folder, want the profiles alone", err, len(entries))
	}
}

// folderText is all that is in a folder: names and texts.
func folderText(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	files := os.DirFS(dir)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		all.WriteString(name + "\n" + string(text) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestKindsOfSubtestsAndSeeds(t *testing.T) {
	dir := writeKinds(t)
	cases := []struct {
		why   string
		kind  Kind
		names []string
		says  []string
	}{
		{"a subtest alone is no other capture", Test, []string{"TestAll/sub"}, []string{"TestAll/sub"}},
		{"the seeds of the code and of the corpus are run, nothing is fuzzed", Fuzz, []string{"FuzzSeeds"},
			[]string{"FuzzSeeds/seed#0", "FuzzSeeds/seed#1", "FuzzSeeds/corpus"}},
		{"one seed", Fuzz, []string{"FuzzSeeds/seed#1"}, []string{"FuzzSeeds/seed#1"}},
		{"all of the package", Fuzz, nil, []string{"FuzzSeeds/corpus"}},
	}
	for _, c := range cases {
		var seen watched
		got, err := Run(t.Context(), Spec{Dir: dir, Kind: c.kind, Names: c.names, Flags: []string{"-v"}, Output: t.TempDir()}, seen.events())
		if err != nil || got.Outcome != Passed || len(got.Profiles) != 2 {
			t.Fatalf("%v %s %+v\n%s", err, got.Outcome, got.Failures, seen.text.String())
		}
		for _, name := range c.says {
			if !strings.Contains(seen.text.String(), "--- PASS: "+name+" ") {
				t.Errorf("%s did not run: %s\n%s", name, c.why, seen.text.String())
			}
		}
	}
}

func TestKindsExactMemory(t *testing.T) {
	dir := writeKinds(t)
	got, err := Run(t.Context(), Spec{Dir: dir, Kind: Benchmark, Names: []string{"BenchmarkAllocates"}, Unprofiled: true, Rates: Rates{MemoryBytes: 1},
		Flags: []string{"-benchtime=1000x"}, Output: t.TempDir()}, Events{})
	if err != nil || got.Outcome != Passed || len(got.Benchmarks) != 1 {
		t.Fatalf("%v %+v", err, got)
	}
	if len(got.Profiles) != 1 || got.Profiles[0].Kind != Memory || !strings.Contains(strings.Join(got.Problems, " "), "cpu left out") {
		t.Errorf("profiles %v, problems %q: time was kept of a run that is 20 times slower", got.Profiles, got.Problems)
	}
	run := got.Benchmarks[0]
	if profiled := run.Profiled[0]; metric(profiled, "ns/op") != -1 || metric(profiled, "B/op") < 1000 {
		t.Errorf("profiled %+v", profiled)
	}
	if honest := run.Unprofiled[0]; metric(honest, "ns/op") <= 0 {
		t.Errorf("unprofiled %+v", honest)
	}
	// Exact: what the profile has of the line is what the rounds make.
	file, err := os.Open(got.Profiles[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read, err := profile.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	objects := int64(0)
	for _, sample := range read.Sample {
		if line := sample.Location[0].Line[0]; strings.HasSuffix(line.Function.Name, "kinds.BenchmarkAllocates") && sample.NumLabel["bytes"][0] == 1024 {
			objects += sample.Value[0]
		}
	}
	if objects != run.Rounds || run.Rounds != 1001 {
		t.Errorf("%d objects of the line, %d rounds, want 1001 of both", objects, run.Rounds)
	}
}

func TestUnprofiledFailing(t *testing.T) {
	dir := writeKinds(t)
	got, err := Run(t.Context(), Spec{Dir: dir, Kind: Benchmark, Names: []string{"BenchmarkAllocates", "BenchmarkFails"}, Unprofiled: true,
		Flags: []string{"-benchtime=10x"}, Output: t.TempDir()}, Events{})
	if err != nil || got.Outcome != Passed || len(got.Profiles) != 2 || len(got.Benchmarks) != 2 {
		t.Fatalf("%v %+v", err, got)
	}
	if problems := strings.Join(got.Problems, "\n"); !strings.Contains(problems, "failed when they were run without a profiler") {
		t.Errorf("problems %q", got.Problems)
	}
	if len(got.Benchmarks[0].Unprofiled) != 1 || len(got.Benchmarks[1].Unprofiled) != 0 {
		t.Errorf("%+v: what has run is kept", got.Benchmarks)
	}
}

func TestUnprofiledCancelled(t *testing.T) {
	dir := writeKinds(t)
	left := scratchFolders(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var text strings.Builder
	events := Events{Output: func(more string) {
		text.WriteString(more)
		if strings.Contains(text.String(), "alone\n") {
			cancel()
		}
	}}
	_, err := Run(ctx, Spec{Dir: dir, Kind: Benchmark, Names: []string{"BenchmarkStays"}, Unprofiled: true, Output: t.TempDir()}, events)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error\n%s", err, text.String())
	}
	if left := left(); len(left) > 0 {
		t.Errorf("temporary folders are left: %v", left)
	}
}

func TestPlanTest(t *testing.T) {
	cases := []struct {
		why      string
		kinds    []ProfileKind
		rates    Rates
		want     []ProfileKind
		exact    bool
		problems string
		refused  string
	}{
		{"what most want", nil, Rates{}, []ProfileKind{CPU, Memory}, false, "", ""},
		{"in an order of their own, once each", []ProfileKind{Mutex, CPU, Mutex}, Rates{}, []ProfileKind{CPU, Mutex}, false, "", ""},
		{"an agent can give more than a test", []ProfileKind{CPU, Metrics}, Rates{}, []ProfileKind{CPU}, false, "can't give metrics", ""},
		{"nothing to take", []ProfileKind{Metrics}, Rates{}, nil, false, "", "Choose one of these kinds"},
		{"exact memory leaves no time", []ProfileKind{CPU, Memory, Block, Trace}, Rates{MemoryBytes: 1}, []ProfileKind{Memory}, true,
			"cpu, block and trace left out", ""},
		{"the rate of what is not taken says nothing", []ProfileKind{CPU}, Rates{MemoryBytes: 1}, []ProfileKind{CPU}, false, "", ""},
		{"Go's own hertz need no word", []ProfileKind{CPU}, Rates{CPUHertz: 100}, []ProfileKind{CPU}, false, "", ""},
		{"go test would turn it off", []ProfileKind{Block}, Rates{BlockNanos: -1}, nil, false, "", "can't be negative"},
	}
	for _, c := range cases {
		got, err := planTest(Spec{Kinds: c.kinds, Rates: c.rates})
		var invalid *InvalidError
		if c.refused != "" {
			if !errors.As(err, &invalid) || !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%v, want %q: %s", err, c.refused, c.why)
			}
			continue
		}
		problems := strings.Join(got.problems, "\n")
		if err != nil || !slices.Equal(got.kinds, c.want) || got.exact != c.exact || (problems == "") != (c.problems == "") ||
			!strings.Contains(problems, c.problems) {
			t.Errorf("%v %+v, want %v: %s", err, got, c.want, c.why)
		}
	}
}
