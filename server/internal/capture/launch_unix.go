//go:build unix

package capture

import (
	"errors"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// launchSignals are those that somebody may send to a launcher where the program is meant.
var launchSignals = []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGUSR1, syscall.SIGUSR2}

// isHangup tells the signal of a terminal that was closed.
func isHangup(sent os.Signal) bool { return sent == syscall.SIGHUP }

// launched is a program that a launcher has started, the leader of its own process group.
type launched struct {
	pid int
	// terminal tells that standard input is a terminal that the program's group has been given.
	terminal bool
}

// startInTerminal starts the program with the launcher's standard input, output and error.
func startInTerminal(plan launchPlan, env []string) (*launched, error) {
	attributes := commandAttributes()
	// Only who has the terminal may hand it on: a launcher in the background of a shell has not.
	p := &launched{terminal: terminalGroup() == unix.Getpgrp()}
	if p.terminal {
		attributes.Foreground, attributes.Ctty = true, int(os.Stdin.Fd())
	}
	var err error
	p.pid, err = syscall.ForkExec(plan.Path, append([]string{plan.Path}, plan.Args...), &syscall.ProcAttr{
		Dir: plan.Dir, Env: env, Files: []uintptr{0, 1, 2}, Sys: attributes,
	})
	if err != nil {
		return nil, err
	}
	// Else taking the terminal back would stop the launcher. Not before: the program would inherit it.
	signal.Ignore(syscall.SIGTTOU)
	return p, nil
}

// wait waits for the program's end, takes the terminal back and returns the exit status.
//
// A program that has the terminal and is suspended by a key goes on at once: no shell is there to continue it. Without
// a launcher between them the system itself would ignore the key, as it does for any program that a terminal starts.
func (p *launched) wait() (status int) {
	var state syscall.WaitStatus
	for {
		_, err := syscall.Wait4(p.pid, &state, syscall.WUNTRACED, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return launchFailed // somebody else has waited for it; can't be
		case !state.Stopped():
			p.giveTerminal(unix.Getpgrp())
			return shellStatus(state)
		case p.terminal && state.StopSignal() != syscall.SIGSTOP:
			p.giveTerminal(p.pid)
			_ = syscall.Kill(-p.pid, syscall.SIGCONT) // it has ended meanwhile
		}
	}
}

func (p *launched) giveTerminal(group int) {
	if p.terminal {
		_ = unix.IoctlSetPointerInt(int(os.Stdin.Fd()), unix.TIOCSPGRP, group) // the terminal was closed
	}
}

// terminalGroup is the process group that has the terminal of standard input; -1 if that is none, or not ours.
func terminalGroup() int {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	if err != nil {
		return -1
	}
	return group
}

// end asks the program and its children to end. A stopped one can't hear it.
func (p *launched) end() {
	p.forward(syscall.SIGTERM)
	p.forward(syscall.SIGCONT)
}

// forward hands a signal on.
func (p *launched) forward(sent os.Signal) {
	if number, ok := sent.(syscall.Signal); ok {
		_ = syscall.Kill(-p.pid, number) // it has ended meanwhile
	}
}

// kill ends the program and its group. The program may have left that group.
func (p *launched) kill() {
	killGroup(p.pid)
	_ = syscall.Kill(p.pid, syscall.SIGKILL) // it has ended meanwhile
}
