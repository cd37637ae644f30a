package capture

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"
)

const (
	// launchSocket is the socket's name in the scratch folder, which nobody else can enter.
	launchSocket = "launch"
	// endGrace is how long a program that was asked to end may take.
	endGrace = 5 * time.Second
	// flushPatience is how long the agent of a program that is to end may take to write its profiles.
	flushPatience = 10 * time.Second
)

// TerminalCommand is what to start in a terminal.
type TerminalCommand struct {
	// Command is an absolute path, and Args its arguments: a list, for no shell.
	Command string
	Args    []string
	// Dir is the working folder.
	Dir string
}

// launcher is the backend's end of the connection with a process that runs [Launch].
type launcher struct {
	listener *net.UnixListener
	path     string
}

// ending is how a launched program ended.
type ending struct {
	// status is its exit status.
	status int
	// stopped tells that it was asked to end.
	stopped bool
	// lost tells that its launcher was killed, so that its status is not known.
	lost bool
}

// launchEvents are what happens beside a launched program.
type launchEvents struct {
	// started is called once the program runs.
	started func()
	// stop is closed to make it end: flush is called, then the program is asked to end, and killed if it does not.
	stop  <-chan struct{}
	flush func(context.Context)
}

// errStoppedEarly tells that a program was stopped before it was started.
var errStoppedEarly = errors.New("stopped before it was started")

// newLauncher waits for a launcher at a socket in the scratch folder. Call close.
func newLauncher(scratch string) (*launcher, error) {
	path := filepath.Join(scratch, launchSocket)
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, &InvalidError{Sentence: fmt.Sprintf("No socket can be made in the folder %s: %v. Set the environment "+
			"variable TMPDIR to a folder with a short path on a local disk, then capture again.", scratch, cause(err))}
	}
	return &launcher{listener: listener, path: path}, nil
}

func (l *launcher) close() { _ = l.listener.Close() } // which removes the socket

// command is what to start in a terminal in dir.
func (l *launcher) command(dir string) (TerminalCommand, error) {
	self, err := os.Executable()
	if _, missing := os.Stat(self); err == nil && missing != nil && runtime.GOOS == "linux" {
		// An update has replaced it; the launcher must be of the backend's version.
		self = "/proc/" + strconv.Itoa(os.Getpid()) + "/exe"
	}
	if err != nil {
		return TerminalCommand{}, fmt.Errorf("find the launcher: %w", err)
	}
	return TerminalCommand{Command: self, Args: []string{launchCommand, l.path}, Dir: dir}, nil
}

// run waits for a launcher, has it run the program as plan says, and returns when nothing of the program is left.
// A cancelled context ends all of it at once; its error is returned.
func (l *launcher) run(ctx context.Context, plan launchPlan, events launchEvents) (ending, error) {
	conn, err := l.accept(ctx, events.stop)
	if err != nil {
		return ending{}, err
	}
	reports := make(chan launchReport)
	go func() { // until the connection ends, which the loop below sees to
		defer close(reports)
		for decoder := json.NewDecoder(conn); ; {
			var report launchReport
			if decoder.Decode(&report) != nil {
				return
			}
			reports <- report
		}
	}()
	defer func() {
		_ = conn.Close() // nobody is at its other end any more
		for range reports {
		}
	}()
	orders := json.NewEncoder(conn)
	// A launcher that is gone can't be told anything; reports has ended then, which is what counts.
	_ = orders.Encode(plan)
	var (
		end      ending
		late     <-chan time.Time
		stop     = events.stop
		canceled = ctx.Done()
	)
	for {
		select {
		case report, open := <-reports:
			switch {
			case ctx.Err() != nil && (!open || report.Ended):
				return end, ctx.Err()
			case !open:
				end.status, end.lost = 128+9, true
				return end, nil
			case report.Failure != "":
				return end, &InvalidError{Sentence: fmt.Sprintf("The program can't be started: %s. If the folder of temporary "+
					"files, %s, forbids running programs, set GOTMPDIR to another one.", report.Failure, filepath.Dir(filepath.Dir(plan.Path)))}
			case report.Ended:
				end.status = report.Status
				return end, nil
			}
			events.started()
		case <-stop:
			stop, end.stopped = nil, true
			patient, cancel := context.WithTimeout(ctx, flushPatience)
			events.flush(patient)
			cancel()
			_ = orders.Encode(orderEnd)
			late = time.After(endGrace)
		case <-late:
			_ = orders.Encode(orderKill)
		case <-canceled:
			canceled = nil
			_ = conn.CloseWrite()
			_ = conn.SetReadDeadline(time.Now().Add(endDelay)) // only a process that is stuck in the kernel takes that long
		}
	}
}

// accept waits for the launcher to connect. Nobody else can: the folder is private.
func (l *launcher) accept(ctx context.Context, stop <-chan struct{}) (*net.UnixConn, error) {
	defer l.close()
	accepted, cancel := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-accepted.Done():
		case <-stop:
		}
		l.close()
	}()
	conn, err := l.listener.AcceptUnix()
	cancel()
	<-watched
	switch {
	case err == nil:
		return conn, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	select {
	case <-stop:
		return nil, errStoppedEarly
	default:
		return nil, fmt.Errorf("wait for the launcher: %w", err)
	}
}
