package agent

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
)

// goTool is a go command for tests: that of the tests, or one that GOTOOLCHAIN names.
type goTool struct {
	// command is empty for the one on the PATH.
	command string
	// env is what the command needs beside the test's own environment.
	env []string
}

// run runs the go command in dir and returns what it printed, or fails the test.
func (g goTool) run(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	text, err := g.try(t.Context(), dir, env, args...)
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, text)
	}
	return text
}

func (g goTool) try(ctx context.Context, dir string, env []string, args ...string) (string, error) {
	name := "go"
	if g.command != "" {
		name = g.command
	}
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = dir
	// The user's own settings are not what is tested.
	command.Env = append(command.Environ(), "GOFLAGS=-buildvcs=false", "GOWORK=")
	command.Env = append(append(command.Env, g.env...), env...)
	text, err := command.CombinedOutput()
	return string(text), err
}

// target asks the go command what a target has to say.
func (g goTool) target(t *testing.T, dir, mainFile string) Target {
	t.Helper()
	var env struct{ GOROOT, GOVERSION, GOMODCACHE, GOMOD string }
	text := g.run(t, dir, nil, "env", "-json", "GOROOT", "GOVERSION", "GOMODCACHE", "GOMOD")
	if err := json.Unmarshal([]byte(text), &env); err != nil {
		t.Fatal(err)
	}
	return Target{Dir: dir, MainFile: filepath.Join(dir, mainFile), GoRoot: env.GOROOT, GoVersion: env.GOVERSION,
		ModuleCache: env.GOMODCACHE, ModuleDir: filepath.Dir(env.GOMOD)}
}

// build builds a target with the agent in it.
func (g goTool) build(t *testing.T, target Target, flags ...string) (binary string, overlay *Overlay) {
	t.Helper()
	overlay, err := Instrument(t.TempDir(), target)
	if err != nil {
		t.Fatal(err)
	}
	binary = filepath.Join(t.TempDir(), "program")
	args := append(append([]string{"build", "-o", binary}, overlay.Flags...), flags...)
	if overlay.GoCommand != "" {
		g.command = overlay.GoCommand
	}
	g.run(t, overlay.Dir, overlay.Env, append(args, ".")...)
	return binary, overlay
}

// ended is how a program has ended.
type ended struct {
	// status is as a shell has it.
	state          string
	stdout, stderr string
}

func runProgram(t *testing.T, binary string, env []string, args ...string) ended {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, args...)
	command.Env = append(append(command.Environ(), "GORACE=atexit_sleep_ms=0"), env...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ended{command.ProcessState.String(), stdout.String(), stderr.String()}
}

// agentFolder is a folder for an agent, with a short path.
func agentFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "agent-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// collected collects everything and returns it by kind.
func collected(t *testing.T, dir string, paths Paths) (map[string]string, []string) {
	t.Helper()
	collection, err := Collect(t.Context(), dir, t.TempDir(), paths)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, file := range collection.Files {
		files[file.Kind] = file.Path
	}
	return files, collection.Problems
}

// valueOf sums a profile's values of a sample type over the samples whose innermost frame of package main is function;
// of memory only pieces of 1 MiB, since the runtime too allocates on the way.
func valueOf(t *testing.T, path, sampleType, function string) int64 {
	t.Helper()
	p := profileOf(t, path)
	index, err := p.SampleIndexByName(sampleType)
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, sample := range p.Sample {
		if sampleType == "alloc_space" && sample.NumLabel["bytes"][0] != 1<<20 {
			continue
		}
		if innermost(sample, "main.") == function {
			sum += sample.Value[index]
		}
	}
	return sum
}

func profileOf(t *testing.T, path string) *profile.Profile {
	t.Helper()
	if path == "" {
		t.Fatal("the profile is missing")
	}
	p, err := readProfile(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func innermost(sample *profile.Sample, prefix string) string {
	for _, location := range sample.Location {
		for _, line := range location.Line {
			if strings.HasPrefix(line.Function.Name, prefix) {
				return line.Function.Name
			}
		}
	}
	return ""
}

// checksum is of all names and texts below a folder.
func checksum(t *testing.T, dir string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum.Write([]byte(path + "\x00" + entry.Type().String() + "\x00"))
		sum.Write(text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(sum.Sum(nil))
}

// checkTrace lets this version's go tool trace read a trace of any.
func checkTrace(t *testing.T, path string) {
	t.Helper()
	if path == "" {
		t.Error("no trace")
		return
	}
	text, err := goTool{}.try(t.Context(), ".", nil, "tool", "trace", "-d=parsed", path)
	if err != nil || !strings.Contains(text, "main.main") {
		t.Errorf("go tool trace: %v, %.300s", err, text)
	}
}
