package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"time"
)

const (
	// guardCommand is the first argument that makes the backend's binary a guard.
	guardCommand = "guard"
	// scratchFlag precedes a folder to remove at the end.
	scratchFlag = "-scratch"
	// guardFailed is the guard's exit status if the command could not be started; it has said why on stderr, after
	// guardPrefix.
	guardFailed = 125
	guardPrefix = "linecost guard: "
)

// Guard is the whole life of a guard process. main calls it with the arguments after "guard", before it does anything
// else, and exits with what it returns:
//
//	linecost guard [-scratch DIR] [-- COMMAND ARGUMENT…]
//
// It runs the command in a process group of its own, and waits for the command's end, the end of its own standard
// input (the backend has cancelled, or is gone) or a signal, whichever comes first. Then it kills whatever the command
// has left, removes DIR and returns the command's exit status. No process outlives it but for what the systems'
// files say (guard_linux.go, guard_group.go, guard_windows.go). Without a command it only guards DIR.
//
// It starts two goroutines, which the process's end ends: one reads standard input, one waits for the command.
func Guard(args []string) int {
	scratch, command, err := guardArguments(args)
	if err != nil {
		return guardFailure(err)
	}
	if scratch != "" {
		defer removeScratch(scratch)
	}
	// Ctrl-C on the backend's terminal or a kill of the whole tree must not end the guard before its charge.
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, endSignals...)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, os.Stdin) // an unreadable standard input is as good as a closed one
	}()
	if len(command) == 0 {
		select {
		case <-gone:
		case <-stop:
		}
		return 0
	}
	// On Linux the command dies with the thread that started it: keep that thread.
	runtime.LockOSThread()
	if err := adoptOrphans(); err != nil {
		return guardFailure(err)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = commandAttributes()
	if err := cmd.Start(); err != nil {
		return guardFailure(cause(err))
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // the status is in ProcessState
	}()
	select {
	case <-ended:
	case <-gone:
	case <-stop:
	}
	killGroup(cmd.Process.Pid)
	<-ended
	killOrphans()
	return exitStatus(cmd.ProcessState)
}

// guardArguments takes apart what process.run put together.
func guardArguments(args []string) (scratch string, command []string, err error) {
	if len(args) >= 2 && args[0] == scratchFlag {
		scratch, args = args[1], args[2:]
	}
	if len(args) == 0 && scratch != "" {
		return scratch, nil, nil
	}
	if len(args) < 2 || args[0] != "--" {
		return "", nil, errors.New("usage: linecost guard [-scratch DIR] [-- COMMAND ARGUMENT…]")
	}
	return scratch, args[1:], nil
}

// removeScratch removes a folder in which another guard's processes may still be at work, as long as it takes them to
// end. If it can't, nobody is left to tell; the system's cleaner gets the rest.
func removeScratch(dir string) {
	for deadline := time.Now().Add(endDelay); os.RemoveAll(dir) != nil && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond) // no event says when a file is no longer in use
	}
}

func guardFailure(err error) int {
	fmt.Fprintf(os.Stderr, "%s%v\n", guardPrefix, err)
	return guardFailed
}
