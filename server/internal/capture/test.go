package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Spec says what to run: tests or benchmarks of one package.
type Spec struct {
	// Dir is the package's folder, absolute.
	Dir string
	// Kind says what Names are, and what "all" means.
	Kind Kind
	// Names are the functions to run; empty for all of Kind in the package.
	Names []string
	// Flags are further arguments to go test, one argument an element. Those that would break the capture are refused.
	Flags []string
	// GoCommand is the go command to use; empty to look for it (see [FindGo]).
	GoCommand string
	// Output is an existing folder that gets the profiles.
	Output string
}

// Stage is what a run is doing.
type Stage string

const (
	// Building: compiling the package and its test.
	Building Stage = "building"
	// Running: the test binary runs.
	Running Stage = "running"
)

// Events are called during a run, one at a time, never after [Run] has returned. Any may be nil. A slow one slows the
// run down, rather than fill the memory.
type Events struct {
	// Output gets what go test would print without -json, as it comes and not always in whole lines. Of a very long
	// output it gets the beginning, a note of how much is left out, and the end.
	Output func(text string)
	// Progress tells that the run has come to another stage, or has news: detail is the latest benchmark result or the
	// test that has begun, one line; empty if there is none.
	Progress func(stage Stage, detail string)
}

// Outcome is how a run ended.
type Outcome string

const (
	// Passed: go test said ok, and something ran.
	Passed Outcome = "passed"
	// Failed: a test or benchmark failed, panicked or ended the process; there may still be profiles.
	Failed Outcome = "failed"
	// BuildFailed: the package can't be loaded, compiled or vetted, so nothing ran.
	BuildFailed Outcome = "buildFailed"
	// NothingRan: no function matched.
	NothingRan Outcome = "nothingRan"
)

// Failure is one message of a failing run.
type Failure struct {
	// Message is the tool's or the test's own words, one line or more, after the name of the test.
	Message string
	// File is the absolute path of the place that the message names; empty if it names none.
	File string
	// Line and Column count from 1; 0 if the message does not say. Columns count bytes.
	Line, Column int
}

// Result is how a run ended and what it left.
type Result struct {
	Outcome Outcome
	// Failures are in the run's order; empty if it passed or nothing ran, never empty otherwise.
	Failures []Failure
	// Profiles are those that the run wrote, CPU first. A failed run may have any of them, others none or both.
	Profiles []Profile
	// Package is what was run.
	Package Package
	// Started is when the build began.
	Started time.Time
	// Duration is how long build and run took together.
	Duration time.Duration
}

// profilePath is where a run writes a profile.
func (s Spec) profilePath(kind ProfileKind) string {
	return filepath.Join(s.Output, string(kind)+".pb.gz")
}

// Run runs tests or benchmarks under the profiler, CPU and memory at once, and returns when nothing of it is left
// running. It writes to spec.Output and to a temporary folder that it removes, never to the package's folder (what
// the tests themselves write is their own business). Cancelling the context ends every process at once.
//
// The error is a [*NoGoError], an [*InvalidError], a [*NotWritableError] or the context's; what the user's code does
// wrong is in the result.
func Run(ctx context.Context, spec Spec, events Events) (Result, error) {
	if err := checkSpec(spec); err != nil {
		return Result{}, err
	}
	goCommand, err := FindGo(spec.GoCommand)
	if err != nil {
		return Result{}, err
	}
	started := time.Now()
	stream := newTestStream(events)
	stream.progress(Building, "")
	pkg, err := Describe(ctx, goCommand, spec.Dir)
	var refused *goCommandError
	switch {
	case errors.As(err, &refused): // a broken go.mod or go.work
		stream.describe(pkg)
		stream.refused(refused.said)
		return stream.result(pkg, started, false, nil), nil
	case err != nil:
		return Result{}, err
	}
	stream.describe(pkg)
	err = runTest(ctx, goCommand, spec, pkg, stream)
	var exit *exitError
	if err != nil && !errors.As(err, &exit) {
		return Result{}, err
	}
	return stream.result(pkg, started, err == nil, writtenProfiles(spec)), nil
}

// checkSpec refuses what can be seen to be wrong before anything runs.
func checkSpec(spec Spec) error {
	if spec.Kind != Test && spec.Kind != Benchmark {
		return &InvalidError{Sentence: fmt.Sprintf("%q can't be captured: only tests and benchmarks can.", spec.Kind)}
	}
	if !filepath.IsAbs(spec.Dir) || !filepath.IsAbs(spec.Output) {
		return &InvalidError{Sentence: "A capture needs absolute paths of the package's folder and of the output folder."}
	}
	if info, err := os.Stat(spec.Dir); err != nil || !info.IsDir() {
		return &InvalidError{Sentence: fmt.Sprintf("The package's folder %s can't be read. Open the file again and capture from there.",
			spec.Dir)}
	}
	if _, err := namePattern(spec.Kind, spec.Names); err != nil {
		return err
	}
	if err := checkFlags(spec.Flags); err != nil {
		return err
	}
	probe, err := os.CreateTemp(spec.Output, ".probe-*")
	if err != nil {
		return &NotWritableError{Path: spec.Output, Err: err}
	}
	_ = probe.Close() // nothing was written
	if err := os.Remove(probe.Name()); err != nil {
		return &NotWritableError{Path: spec.Output, Err: err}
	}
	return nil
}

// runTest runs go test to its end. Its error is an [*exitError], a [*NotWritableError], or the context's.
func runTest(ctx context.Context, goCommand string, spec Spec, pkg Package, stream *testStream) error {
	parent := pkg.tempDir // a user with GOTMPDIR has a reason, such as a /tmp that forbids running programs
	if parent == "" {
		parent = os.TempDir()
	}
	scratch, err := os.MkdirTemp(parent, "linecost-")
	if err != nil {
		return &NotWritableError{Path: parent, Err: err}
	}
	defer func() { _ = os.RemoveAll(scratch) }() // the guard has done it, unless this is Windows
	binary := filepath.Join(scratch, binaryName(pkg.Dir))
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	args, err := testArguments(spec, binary)
	if err != nil {
		return err
	}
	kept, dropped := splitGoFlags(pkg.flags)
	if len(dropped) > 0 {
		stream.note(fmt.Sprintf("Linecost leaves out %s of GOFLAGS: it would spoil the profile.\n", strings.Join(dropped, " ")))
	}
	// A killed go command leaves its work folder behind: have it inside of ours.
	env := []string{"GOTMPDIR=" + scratch, goFlagsVariable(kept)}
	command := process{path: goCommand, args: args, dir: pkg.Dir, env: env, scratch: scratch,
		stdout: &stream.stdout, stderr: &stream.stderr}
	err = command.run(ctx)
	stream.close()
	return err
}

// writtenProfiles are the profiles that are there and not empty. A test that ends the process leaves an empty one.
func writtenProfiles(spec Spec) []Profile {
	var found []Profile
	for _, kind := range []ProfileKind{CPU, Memory} {
		path := spec.profilePath(kind)
		info, err := os.Stat(path)
		switch {
		case err != nil:
		case info.Size() > 0:
			found = append(found, Profile{Kind: kind, Name: string(kind), Path: path})
		default:
			_ = os.Remove(path) // an empty file beside the others would only puzzle
		}
	}
	return found
}
