package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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
	options := agentOptions{Dir: filepath.Join(scratch, agentFolder), Kinds: p.spec.Kinds, Rates: p.spec.Rates}
	pulled := filepath.Join(scratch, pullsFolder)
	for _, dir := range []string{options.Dir, pulled} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return ProgramResult{}, &NotWritableError{Path: scratch, Err: err}
		}
	}
	if p.events.Launch != nil {
		p.events.Launch(command)
	}
	running, ended := context.WithCancel(ctx)
	end, err := launcher.run(ctx, launchPlan{
		Path: binary, Args: p.spec.Args, Dir: p.spec.WorkingDir, Env: p.spec.Env, Agent: options,
	}, launchEvents{
		started: func() {
			p.progress(Running)
			p.pulls.begin(running, options, pulled)
		},
		flush: func(ctx context.Context) {
			_ = flushAgent(ctx, options) // what it has not written then is lost, as when it is killed
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
	return p.collect(ctx, options, end)
}

// collect makes a result of what a program has left.
func (p *Program) collect(ctx context.Context, options agentOptions, end ending) (result ProgramResult, err error) {
	result.ExitCode = end.status
	switch {
	case end.stopped:
		result.Outcome = Stopped
	case end.status == 0:
		result.Outcome = Passed
	default:
		result.Outcome = Failed
	}
	result.Profiles, result.Problems, err = collectAgent(ctx, options, p.spec.Output)
	if end.lost {
		result.Problems = append(result.Problems, "The process between the terminal and the program was killed, and the "+
			"program with it: its exit status is not known.")
	}
	return result, err
}
