package capture

import (
	"os"
)

// This file is compiled and vetted, but has never been run: there was no Windows machine at hand.

// launchSignals: a console sends Ctrl-C to all of its processes, so the program has it already. The launcher hears it
// so as not to end before the program.
var launchSignals = []os.Signal{os.Interrupt}

func isHangup(os.Signal) bool { return false }

// launched is a program that a launcher has started.
type launched struct {
	pid     int
	process *os.Process
}

func startInTerminal(plan launchPlan, env []string) (*launched, error) {
	process, err := os.StartProcess(plan.Path, append([]string{plan.Path}, plan.Args...), &os.ProcAttr{
		Dir: plan.Dir, Env: env, Files: []*os.File{os.Stdin, os.Stdout, os.Stderr},
	})
	if err != nil {
		return nil, err
	}
	return &launched{pid: process.Pid, process: process}, nil
}

func (p *launched) wait() (status int) {
	state, err := p.process.Wait()
	if err != nil {
		return launchFailed
	}
	return exitStatus(state)
}

// end ends the program: Windows has no signal that asks for it.
func (p *launched) end() { p.kill() }

func (p *launched) forward(os.Signal) {}

func (p *launched) kill() { _ = p.process.Kill() } // it has ended meanwhile
