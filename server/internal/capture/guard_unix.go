//go:build unix

package capture

import (
	"os"
	"syscall"
)

// endSignals are the polite signals by which a user or an editor ends a tree of processes.
var endSignals = []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM}

// guardAttributes put the guard into a group of its own, out of reach of the backend's terminal.
func guardAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// killGroup kills the command's group. The group's number is the command's process id. If the command has just been
// waited for and left nobody, that number is free: the system gives numbers out in turn, so that it does not come
// again within the microseconds between.
func killGroup(group int) { _ = syscall.Kill(-group, syscall.SIGKILL) } // an empty group is what we want

// exitStatus is a shell's: 128 and the signal's number for a command that a signal ended.
func exitStatus(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok {
		return shellStatus(status)
	}
	return state.ExitCode()
}

func shellStatus(status syscall.WaitStatus) int {
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}
