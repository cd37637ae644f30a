package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Spec says what to run: tests, benchmarks or the seeds of fuzz targets of one package.
type Spec struct {
	// Dir is the package's folder, absolute.
	Dir string
	// Kind says what Names are, and what "all" means.
	Kind Kind
	// Names are the functions to run, or subtests by their path; empty for all of Kind in the package.
	Names []string
	// Kinds are the profiles to take; empty for CPU and memory.
	Kinds []ProfileKind
	Rates Rates
	// Unprofiled asks for benchmarks to be run a second time without a profiler.
	Unprofiled bool
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
	// Profiles are those that the run wrote, CPU first. A failed run may have any of them, others none or all.
	Profiles []Profile
	// Benchmarks are those that gave a result, in the order in which they ended.
	Benchmarks []BenchmarkRun
	// Problems says, in sentences, what could not be captured, and why.
	Problems []string
	// ExitCode is go test's; 128 and the signal's number if a signal ended it.
	ExitCode int
	// Package is what was run.
	Package Package
	// Started is when the build began.
	Started time.Time
	// Duration is how long build and run took together, without the run that has no profiler.
	Duration time.Duration
}

// Run runs tests, benchmarks or the seeds of fuzz targets under the profiler, all kinds at once, then benchmarks a second
// time without it if that is asked for, and returns when nothing of it is left running. It writes to spec.Output and to
// a temporary folder that it removes, never to the package's folder (what the tests themselves write is their own
// business). Cancelling the context ends every process at once.
//
// The error is a [*NoGoError], an [*InvalidError], a [*NotWritableError] or the context's; what the user's code does
// wrong is in the result.
func Run(ctx context.Context, spec Spec, events Events) (Result, error) {
	if err := checkSpec(spec); err != nil {
		return Result{}, err
	}
	plan, err := planTest(spec)
	if err != nil {
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
		return stream.result(pkg, started, false), nil
	case err != nil:
		return Result{}, err
	}
	stream.describe(pkg)
	run := &testRun{spec: spec, plan: plan, goCommand: goCommand, pkg: pkg, stream: stream, started: started}
	return run.run(ctx)
}

// checkSpec refuses what can be seen to be wrong before anything runs.
func checkSpec(spec Spec) error {
	if spec.Kind != Test && spec.Kind != Benchmark && spec.Kind != Fuzz {
		return &InvalidError{Sentence: fmt.Sprintf("%q can't be run by go test: tests, benchmarks and fuzz targets can.", spec.Kind)}
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
	return checkOutput(spec.Output)
}
