package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/linecost/linecost/server/internal/capture/agent"
)

// ProgramSpec says which program to run, and how.
type ProgramSpec struct {
	// Dir is the folder of the package main, absolute.
	Dir string
	// WorkingDir is where the program runs; empty for Dir.
	WorkingDir string
	// Args are the program's arguments, and Env further variables, "name=value", that win over the terminal's own.
	Args, Env []string
	// Flags are further arguments to go build, one argument an element. Those that would break the capture are refused.
	Flags []string
	// GoCommand is the go command to use; empty to look for it (see [FindGo]).
	GoCommand string
	// Kinds are the profiles to take; empty for CPU and memory.
	Kinds []ProfileKind
	Rates Rates
	// Output is an existing folder that gets the profiles.
	Output string
}

// ProgramEvents are called during a run, as [Events] are.
type ProgramEvents struct {
	Events
	// Launch asks for the program to be started in a terminal. The run waits until that has happened.
	Launch func(TerminalCommand)
}

// ProgramResult is how a program ended and what it left.
type ProgramResult struct {
	// Outcome is Passed for the status 0, Failed for any other, Stopped after [Program.Stop], or BuildFailed.
	Outcome Outcome
	// ExitCode is the program's exit status; 128 and the signal's number if a signal ended it. 0 if it was not started.
	ExitCode int
	// Failures are the compiler's messages; empty if it compiled.
	Failures []Failure
	// Profiles are what the program left, CPU first; none if it was not started.
	Profiles []Profile
	// Problems says, in sentences, what could not be captured, and why.
	Problems []string
}

// ErrNotRunning tells that a program can't be asked for profiles: it has not started yet, or has ended.
var ErrNotRunning = errors.New("the program is not running")

// Program is an unmodified program of the user's that is built with an agent in it and run under the profiler: once.
// Pull and Stop may be called at any time, by anybody.
type Program struct {
	spec      ProgramSpec
	events    ProgramEvents
	goCommand string
	pkg       mainPackage
	// refused is what the go command said instead of describing the package.
	refused string
	// paths tell what the names in the built program stand for, once it is built.
	paths agent.Paths
	// dropped are the kinds that were asked for and would be of no use.
	dropped []ProfileKind

	stopOnce sync.Once
	// stopped is closed by Stop.
	stopped chan struct{}
	pulls   pulls
}

// NewProgram looks at the package of a program: some 0.1 s. Nothing is built yet. The error is a [*NoGoError], an
// [*InvalidError], a [*NotWritableError] or the context's.
func NewProgram(ctx context.Context, spec ProgramSpec, events ProgramEvents) (*Program, error) {
	if spec.WorkingDir == "" {
		spec.WorkingDir = spec.Dir
	}
	if len(spec.Kinds) == 0 {
		spec.Kinds = []ProfileKind{CPU, Memory}
	}
	if err := checkProgram(spec); err != nil {
		return nil, err
	}
	goCommand, err := FindGo(spec.GoCommand)
	if err != nil {
		return nil, err
	}
	dropped := spec.dropTimes()
	p := &Program{spec: spec, dropped: dropped, events: events, goCommand: goCommand, stopped: make(chan struct{}), pulls: newPulls()}
	p.progress(Building)
	p.pkg, err = describeMain(ctx, goCommand, spec)
	var refused *goCommandError
	if errors.As(err, &refused) { // a broken go.mod or go.work, or no package at all
		p.refused, err = refused.said, nil
	}
	return p, err
}

// Package is what is known of the package.
func (p *Program) Package() Package { return p.pkg.Package }

// Run builds the program, asks for it to be started in a terminal, waits for its end and returns when nothing of it is
// left running. It writes to spec.Output and to a temporary folder that it removes, never to the user's folders (what
// the program itself writes is its own business). Cancelling the context ends every process at once, and nothing is
// kept.
//
// The error is a [*NoGoError], an [*InvalidError], a [*NotWritableError] or the context's; what the user's code does
// wrong is in the result.
func (p *Program) Run(ctx context.Context) (ProgramResult, error) {
	var result ProgramResult
	scratch, err := newScratch(ctx, p.pkg.Package)
	if err != nil {
		return result, err
	}
	defer scratch.remove()
	binary, failures, err := p.build(ctx, scratch.dir)
	switch {
	case errors.Is(err, errStoppedEarly):
		result.Outcome = Stopped
		return result, nil
	case err != nil:
		return result, err
	case len(failures) > 0:
		result.Outcome, result.Failures = BuildFailed, failures
		return result, nil
	}
	return p.launch(ctx, scratch.dir, binary)
}

// Stop makes the program end and keep what it has; before it runs, nothing. It does not wait for that.
func (p *Program) Stop(context.Context) error {
	p.stopOnce.Do(func() { close(p.stopped) })
	return nil
}

func (p *Program) progress(stage Stage) {
	if p.events.Progress != nil {
		p.events.Progress(stage, "")
	}
}

// dropTimes takes the kinds that measure time out of a spec that counts every allocation: the program runs so slowly
// then that they would mislead.
func (s *ProgramSpec) dropTimes() (dropped []ProfileKind) {
	if !s.Rates.ExactMemory() || !slices.Contains(s.Kinds, Memory) {
		return nil
	}
	kept := slices.Clone(s.Kinds)
	s.Kinds = slices.DeleteFunc(kept, func(kind ProfileKind) bool {
		times := kind == CPU || kind == Block || kind == Mutex || kind == Trace
		if times {
			dropped = append(dropped, kind)
		}
		return times
	})
	return dropped
}

// checkProgram refuses what can be seen to be wrong before anything runs.
func checkProgram(spec ProgramSpec) error {
	if !filepath.IsAbs(spec.Dir) || !filepath.IsAbs(spec.WorkingDir) || !filepath.IsAbs(spec.Output) {
		return &InvalidError{Sentence: "A capture needs absolute paths of the package's folder, the working folder and the output folder."}
	}
	if info, err := os.Stat(spec.Dir); err != nil || !info.IsDir() {
		return &InvalidError{Sentence: fmt.Sprintf("The package's folder %s can't be read. Open the file again and capture from there.",
			spec.Dir)}
	}
	if info, err := os.Stat(spec.WorkingDir); err != nil || !info.IsDir() {
		return &InvalidError{Sentence: fmt.Sprintf("The working folder %s is not there. Correct it in the configuration that "+
			"the program runs with.", spec.WorkingDir)}
	}
	for _, text := range append(append([]string(nil), spec.Args...), spec.Env...) {
		for _, char := range text {
			if char == 0 {
				return &InvalidError{Sentence: "A program's arguments and environment can't hold a zero byte. Remove it."}
			}
		}
	}
	return checkOutput(spec.Output)
}

// checkOutput refuses a folder that can't be written.
func checkOutput(dir string) error {
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return &NotWritableError{Path: dir, Err: err}
	}
	_ = probe.Close() // nothing was written
	if err := os.Remove(probe.Name()); err != nil {
		return &NotWritableError{Path: dir, Err: err}
	}
	return nil
}
