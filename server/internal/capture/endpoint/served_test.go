package endpoint

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/pprof/profile"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/oracle"
)

// build builds the server of testdata with a toolchain; empty for the installed one. A toolchain that is not there is
// not downloaded: the test is skipped, aloud.
func build(t *testing.T, toolchain string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "served")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", path, ".")
	command.Dir = filepath.Join("testdata", "served")
	command.Env = append(command.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "GOTOOLCHAIN="+toolchain)
	out, err := command.CombinedOutput()
	if err != nil && toolchain != "" && strings.Contains(string(out), "toolchain not available") {
		t.Skipf("the toolchain %s is not on this machine: servers built by it are not tested", toolchain)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// serve runs the server until the test ends, and returns its address.
func serve(t *testing.T, path string, args ...string) (address string) {
	t.Helper()
	command := exec.Command(path, args...)
	lifeline, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = lifeline.Close()
		if err := command.Wait(); err != nil {
			t.Errorf("the server: %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func open(t *testing.T, e Endpoint) *Client {
	t.Helper()
	client, err := Open(e)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func quiet(string) {}

// capturing asks once and finishes.
func capturing(t *testing.T, client *Client, wanted ...Wanted) (files []capture.Profile, problems []string) {
	t.Helper()
	session, err := client.Session(t.Context(), t.TempDir(), wanted, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := session.Pull(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	files, problems, err = session.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return files, problems
}

func find(t *testing.T, index Index, name string) Offered {
	t.Helper()
	at := slices.IndexFunc(index.Profiles, func(o Offered) bool { return o.Name == name })
	if at < 0 {
		t.Fatalf("%s is not offered: %+v", name, index.Profiles)
	}
	return index.Profiles[at]
}

func names(index Index) (names []string) {
	for _, o := range index.Profiles {
		names = append(names, o.Name)
	}
	return names
}

// What servers built by the oldest and the newest supported Go, and by this one, offer.
func TestIndexOfRealServers(t *testing.T) {
	usual := []string{"profile", "heap", "allocs", "block", "example.com/pool", "goroutine", "mutex", "threadcreate", "trace"}
	withLeaks := slices.Insert(slices.Clone(usual), 6, "goroutineleak")
	for _, c := range []struct {
		toolchain string
		want      []string
	}{
		{"go1.22.12", usual},
		{"", usual},
		{"go1.27.0", withLeaks},
	} {
		t.Run("toolchain "+c.toolchain, func(t *testing.T) {
			address := serve(t, build(t, c.toolchain))
			index, err := open(t, Endpoint{URL: address}).Index(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := names(index); !slices.Equal(got, c.want) {
				t.Errorf("offers %v; want %v", got, c.want)
			}
			if index.URL != "http://"+address+"/debug/pprof/" {
				t.Errorf("the index is at %s", index.URL)
			}
			if o := find(t, index, "goroutine"); o.Count < 1 || o.Kind != capture.Goroutine || o.Seconds != 0 {
				t.Errorf("goroutine: %+v", o)
			}
			if o := find(t, index, "profile"); o.Count != -1 || o.Kind != capture.CPU || o.Seconds != 30 || o.Delta {
				t.Errorf("profile: %+v", o)
			}
			if o := find(t, index, "trace"); o.Kind != capture.Trace || o.Seconds != 5 {
				t.Errorf("trace: %+v", o)
			}
			if o := find(t, index, "heap"); !o.Delta {
				t.Errorf("heap: %+v", o)
			}
			if o := find(t, index, "example.com/pool"); o.Kind != capture.Other || o.Count != 1 || o.Path != "example.com/pool" {
				t.Errorf("the program's own: %+v", o)
			}
		})
	}
}

// Waiting and contention that were never recorded say so, in the list and on the file; recorded ones don't.
func TestRecordingThatWasNeverSwitchedOn(t *testing.T) {
	path := build(t, "")
	for _, c := range []struct {
		args         []string
		block, mutex string
		deltaBlock   string
	}{
		{nil, "runtime.SetBlockProfileRate", "runtime.SetMutexProfileFraction", "runtime.SetBlockProfileRate"},
		{[]string{"-rates"}, "", "", ""}, // the server itself waits in that second
	} {
		client := open(t, Endpoint{URL: serve(t, path, c.args...)})
		index, err := client.Index(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		files, problems := capturing(t, client, Wanted{Kind: capture.Block, Name: "block", Path: "block"},
			Wanted{Kind: capture.Mutex, Name: "mutex", Path: "mutex"},
			Wanted{Kind: capture.Block, Name: "block", Path: "block", Seconds: 1})
		if len(files) != 3 || len(problems) != 0 {
			t.Fatalf("%v: got %v, %v", c.args, files, problems)
		}
		for n, check := range []struct{ what, got, want string }{
			{"block in the list", find(t, index, "block").Note, c.block},
			{"mutex in the list", find(t, index, "mutex").Note, c.mutex},
			{"block on the file", files[0].Note, c.block},
			{"mutex on the file", files[1].Note, c.mutex},
			{"block of a second", files[2].Note, c.deltaBlock},
		} {
			if !strings.Contains(check.got, check.want) || check.want == "" && check.got != "" {
				t.Errorf("%v, %d: %s says %q; want %q", c.args, n, check.what, check.got, check.want)
			}
		}
	}
}

// All that a real server offers, at once; what stands still is what go tool pprof fetches.
func TestCaptureAll(t *testing.T) {
	t.Setenv("PPROF_TMPDIR", t.TempDir()) // pprof keeps what it fetches
	address := serve(t, build(t, ""), "-rates")
	client := open(t, Endpoint{URL: address})
	index, err := client.Index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var wanted []Wanted
	for _, o := range index.Profiles {
		w := Wanted{Kind: o.Kind, Name: o.Name, Path: o.Path}
		if o.Seconds > 0 {
			w.Seconds = 1
		}
		wanted = append(wanted, w)
	}
	files, problems := capturing(t, client, wanted...)
	if len(files) != len(wanted) || len(problems) != 0 {
		t.Fatalf("got %v, %q", files, problems)
	}
	for n, file := range files {
		if file.Name != wanted[n].Name || file.Kind != wanted[n].Kind {
			t.Errorf("%s is %s of the kind %s", wanted[n].Name, file.Name, file.Kind)
		}
		switch base := filepath.Base(file.Path); file.Name {
		case "trace":
			if text, err := os.ReadFile(file.Path); err != nil || !isTrace(text) || base != "trace.trace" {
				t.Errorf("the trace in %s begins with %.20q, %v", base, text, err)
			}
			continue
		case "profile":
			if base != "cpu.pb.gz" {
				t.Errorf("the CPU profile is in %s", base)
			}
		case "example.com/pool":
			if base != "custom-example-com-pool.pb.gz" {
				t.Errorf("the program's own is in %s", base)
			}
		}
		if _, err := parse(file.Path); err != nil {
			t.Errorf("%s: %v", file.Name, err)
		}
	}
	for _, c := range []struct {
		name, unit string
		sampleType int
	}{
		{"heap", "bytes", 3}, {"allocs", "count", 0}, {"example.com/pool", "count", 0},
	} {
		file := files[slices.IndexFunc(files, func(f capture.Profile) bool { return f.Name == c.name })]
		got := oracle.Total(t, file.Path, c.sampleType, c.unit)
		if want := oracle.Total(t, index.URL+c.name, c.sampleType, c.unit); got != want || got == 0 {
			t.Errorf("%s has a total of %d %s; pprof fetches %d", c.name, got, c.unit, want)
		}
	}
}

// A watched server's CPU profiles are added up, states are replaced; the file before the last stays while it is read.
func TestWatch(t *testing.T) {
	client := open(t, Endpoint{URL: serve(t, build(t, ""), "-busy")})
	folder := t.TempDir()
	session, err := client.Session(t.Context(), folder, []Wanted{
		{Kind: capture.CPU, Name: "profile", Path: "profile", Seconds: 1},
		{Kind: capture.Memory, Name: "heap", Path: "heap"},
	}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	sum, duration := int64(0), int64(0)
	var before []capture.Profile
	for pull := range 3 {
		files, problems, err := session.Pull(t.Context(), nil)
		if err != nil || len(files) != 2 || len(problems) != 0 {
			t.Fatalf("pull %d: %v, %v, %v", pull, files, problems, err)
		}
		cpu := read(t, files[0].Path)
		if got := total(cpu); got <= sum || cpu.DurationNanos <= duration {
			t.Errorf("pull %d: %d ns of CPU in %d ns; before it were %d in %d", pull, got, cpu.DurationNanos, sum, duration)
		}
		sum, duration = total(cpu), cpu.DurationNanos
		for _, old := range before {
			if _, err := os.Stat(old.Path); err != nil {
				t.Errorf("pull %d removed the file before it: %v", pull, err)
			}
		}
		before = files
	}
	extra, problems, err := session.Pull(t.Context(), []capture.ProfileKind{capture.Goroutine, capture.Metrics})
	if err != nil || len(extra) != 1 || extra[0].Kind != capture.Goroutine || len(problems) != 1 {
		t.Errorf("kinds that the session is not for: %v, %v, %v", extra, problems, err)
	}
	if err := session.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	files, problems, err := session.Finish()
	if err != nil || len(files) != 2 || len(problems) != 0 || total(read(t, files[0].Path)) != sum {
		t.Errorf("kept %v, %v, %v", files, problems, err)
	}
	if got := entries(t, folder); !slices.Equal(got, []string{"cpu.pb.gz", "heap.pb.gz"}) {
		t.Errorf("the folder holds %v", got)
	}
	if _, _, err := session.Pull(t.Context(), nil); err != ErrEnded {
		t.Errorf("a pull after the end: %v", err)
	}
}

func read(t *testing.T, path string) *profile.Profile {
	t.Helper()
	p, err := parse(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// total is the sum of a profile's last sample type.
func total(p *profile.Profile) (sum int64) {
	for _, sample := range p.Sample {
		sum += sample.Value[len(sample.Value)-1]
	}
	return sum
}

func entries(t *testing.T, folder string) (names []string) {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range found {
		names = append(names, entry.Name())
	}
	return names
}
