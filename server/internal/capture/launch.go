package capture

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"time"

	"github.com/linecost/linecost/server/internal/capture/agent"
)

const (
	// launchCommand is the first argument that makes the backend's binary a launcher.
	launchCommand = "launch"
	// launchFailed is the launcher's exit status if it can't do its work, as a shell has it; it has said why.
	launchFailed = 126
	launchPrefix = "linecost: "
	// hangupGrace is how long a program may go on when its terminal was closed.
	hangupGrace = 5 * time.Second
)

// launchPlan is what a launcher is to run: the first thing that the backend tells it. It goes over the socket since
// other users can read a command line, and an editor may write the environment of its terminals to disk.
type launchPlan struct {
	// Path is the program's absolute path, and Args its arguments, without its name.
	Path string
	Args []string
	// Dir is the working folder.
	Dir string
	// Env are variables, "name=value", that win over the terminal's own.
	Env []string
	// Agent is what the agent in the program is to do. The launcher makes variables of it, since one of them, GODEBUG,
	// must be added to what the terminal has.
	Agent agent.Options
}

// launchOrder is what the backend tells a launcher later.
type launchOrder string

const (
	// orderEnd: ask the program to end.
	orderEnd launchOrder = "end"
	// orderKill: end everything at once. The end of the connection means the same.
	orderKill launchOrder = "kill"
)

// launchReport is what a launcher tells the backend: first that the program runs or why it does not, then that it has
// ended, with everything it has left behind.
type launchReport struct {
	// PID is the program's process.
	PID int
	// Failure is why the program could not be started; empty if it was.
	Failure string
	// Ended tells that nothing of the program is left, and Status is its exit status: 128 and the signal's number if a
	// signal ended it.
	Ended  bool
	Status int
}

// Launch is the whole life of a launcher, the guard of a program in a terminal. main calls it with the arguments after
// "launch", before it does anything else, and exits with what it returns:
//
//	linecost launch SOCKET
//
// It asks the backend at SOCKET what to run and runs it with its own standard input, output and error, in a process
// group of its own that has the terminal: keys such as Ctrl-C reach the program and nobody else. The connection is its
// lifeline, as standard input is a guard's: when it ends, so does the program. Like a guard it leaves nothing behind.
// It returns the program's exit status.
//
// It starts two goroutines, which the process's end ends: one reads orders, one waits for the program.
func Launch(args []string) int {
	if len(args) != 1 {
		return launchFailure(errors.New("usage: linecost launch SOCKET"))
	}
	conn, err := net.Dial("unix", args[0])
	if err != nil {
		return launchFailure(errors.New("this capture has ended. Start it again from the editor"))
	}
	defer func() { _ = conn.Close() }() // the process ends
	backend := json.NewDecoder(conn)
	var plan launchPlan
	if err := backend.Decode(&plan); err != nil {
		return launchFailure(errors.New("this capture was cancelled"))
	}
	report := json.NewEncoder(conn)
	program, err := startProgram(plan)
	if err != nil {
		_ = report.Encode(launchReport{Failure: err.Error()}) // told below in any case
		return launchFailure(fmt.Errorf("%s can't be run: %w", plan.Path, err))
	}
	// The backend may be gone: then its end of the connection says so.
	_ = report.Encode(launchReport{PID: program.pid})
	status := program.watch(backend)
	_ = report.Encode(launchReport{Ended: true, Status: status})
	return status
}

// startProgram starts the program as plan says. On Linux it dies with the thread that started it: keep that thread.
func startProgram(plan launchPlan) (*launched, error) {
	runtime.LockOSThread()
	if err := adoptOrphans(); err != nil {
		return nil, err
	}
	env := append(os.Environ(), plan.Env...)
	env = append(env, plan.Agent.Environment(env)...)
	command := exec.Cmd{Dir: plan.Dir, Env: env}
	return startInTerminal(plan, command.Environ()) // in which the last of a name wins
}

// watch waits for the program's end and brings it about if it is told to; then it ends what the program has left.
func (p *launched) watch(backend *json.Decoder) (status int) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, launchSignals...)
	orders := make(chan launchOrder)
	go func() {
		for {
			var order launchOrder
			if err := backend.Decode(&order); err != nil {
				orders <- orderKill // the backend has cancelled, or is gone
				return
			}
			orders <- order
		}
	}()
	ended := make(chan int, 1)
	go func() { ended <- p.wait() }()
	late := make(<-chan time.Time)
	for {
		select {
		case status := <-ended:
			killGroup(p.pid)
			killOrphans()
			return status
		case order := <-orders:
			if order == orderEnd {
				p.end()
				continue
			}
			p.kill()
		case sent := <-signals:
			p.forward(sent)
			if isHangup(sent) {
				late = time.After(hangupGrace)
			}
		case <-late:
			p.kill()
		}
	}
}

func launchFailure(err error) int {
	fmt.Fprintf(os.Stderr, "%s%v.\n", launchPrefix, err)
	return launchFailed
}
