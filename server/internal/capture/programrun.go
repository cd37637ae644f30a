package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Stopped is the outcome of a program that [Program.Stop] has ended.
const Stopped Outcome = "stopped"

// agentFolder and pullsFolder are the names, in the scratch folder, of the agent's own folder and of what was pulled.
const (
	agentFolder = "agent"
	pullsFolder = "pulls"
)

// launch has a built program run in a terminal and collects what it leaves.
func (p *Program) launch(ctx context.Context, scratch, binary string) (ProgramResult, error) {
	launcher, err := newLauncher(scratch)
	if err != nil {
		return ProgramResult{}, err
	}
	defer launcher.close()
	command, err := launcher.command(p.spec.WorkingDir)
	if err != nil {
		return ProgramResult{}, err
	}
	written, pulled := filepath.Join(scratch, agentFolder), filepath.Join(scratch, pullsFolder)
	for _, dir := range []string{written, pulled} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return ProgramResult{}, &NotWritableError{Path: scratch, Err: err}
		}
	}
	if p.events.Launch != nil {
		p.events.Launch(command)
	}
	running, ended := context.WithCancel(ctx)
	end, err := launcher.run(ctx, launchPlan{
		Path: binary, Args: p.spec.Args, Dir: p.spec.WorkingDir, Env: p.spec.Env, Agent: p.spec.agentOptions(written),
	}, launchEvents{
		started: func() {
			p.pulls.begin(running, written, pulled)
			p.progress(Running)
		},
		flush: func(ctx context.Context) {
			_ = finishAgent(ctx, written) // what it has not written then is lost, as when it is killed
		},
		stop: p.stopped,
	})
	ended()
	p.pulls.wait()
	switch {
	case errors.Is(err, errStoppedEarly):
		return ProgramResult{Outcome: Stopped}, nil
	case err != nil:
		return ProgramResult{}, err
	}
	return p.collect(ctx, written, end)
}

// collect makes a result of what a program has left.
func (p *Program) collect(ctx context.Context, written string, end ending) (result ProgramResult, err error) {
	result.ExitCode = end.status
	switch {
	case end.stopped:
		result.Outcome = Stopped
	case end.status == 0:
		result.Outcome = Passed
	default:
		result.Outcome = Failed
	}
	result.Profiles, result.Problems, err = p.collectAgent(ctx, written, p.spec.Kinds, p.spec.Output)
	if err != nil {
		return result, err
	}
	if len(result.Profiles) == 0 {
		result.Problems = append(result.Problems, "The program has left no profile: it was ended by force within its first half second.")
	}
	if len(p.dropped) > 0 {
		result.Problems = append(result.Problems, fmt.Sprintf("No %s profile was taken: with exact memory the program runs so "+
			"slowly that no time of it means anything. Capture again without exact memory.", strings.Join(names(p.dropped), ", ")))
	}
	if end.lost {
		result.Problems = append(result.Problems, "The process between the terminal and the program was killed, and the "+
			"program with it: its exit status is not known.")
	}
	return result, nil
}
