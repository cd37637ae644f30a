package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// endDelay is how long a cancelled guard has to end everything before it is killed itself. It is never used up unless a
// process is stuck in the kernel.
const endDelay = 10 * time.Second

// process is a command to run below a guard.
type process struct {
	// path is the command's absolute path; args come after it. Without a path it only guards scratch, until it is
	// cancelled.
	path string
	args []string
	// dir is the working folder.
	dir string
	// env are further variables, "name=value"; they win over the backend's own.
	env []string
	// stdout and stderr get what the command and all below it print. They are called from one goroutine each, or from
	// one for both if they are the same writer; no call outlives run.
	stdout, stderr io.Writer
	// scratch is a folder that is removed when everything has ended, whatever way; empty for none.
	scratch string
}

// exitError tells that a command ended with a status other than 0.
type exitError struct {
	// code is the exit status; 128 and the signal's number if a signal ended it.
	code int
}

func (e *exitError) Error() string { return fmt.Sprintf("exit status %d", e.code) }

// run runs the command to its end and returns when nothing of it is left: no process, no goroutine, no scratch folder.
// A cancelled context ends all of it at once, and its error is returned (wrapped). Otherwise the error is an
// [*exitError], or says why the command could not be started.
func (p process) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("run %s: %w", p.path, err)
	}
	self, err := ownExecutable()
	if err != nil {
		return fmt.Errorf("find the guard: %w", err)
	}
	args := []string{guardCommand}
	if p.scratch != "" {
		args = append(args, scratchFlag, p.scratch)
	}
	if p.path != "" {
		args = append(append(args, "--", p.path), p.args...)
	}

	guard := exec.CommandContext(ctx, self, args...)
	guard.Dir = p.dir
	guard.Env = append(guard.Environ(), p.env...)
	guard.Stdout, guard.Stderr = p.stdout, p.stderr
	guard.SysProcAttr = guardAttributes()
	// The guard's standard input is its lifeline: nothing is ever written, and its end means "end everything". The
	// system closes it when the backend dies, whatever way that happens.
	lifeline, err := guard.StdinPipe()
	if err != nil {
		return fmt.Errorf("start the guard: %w", err)
	}
	guard.Cancel = lifeline.Close
	guard.WaitDelay = endDelay
	err = guard.Run()
	if ctxErr := ctx.Err(); ctxErr != nil {
		return fmt.Errorf("run %s: %w", p.path, ctxErr)
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return &exitError{code: exit.ExitCode()}
	}
	return fmt.Errorf("run %s: %w", p.path, err)
}

// ownExecutable is what to start for a guard: this program, even if its file was replaced or removed by an update.
func ownExecutable() (string, error) {
	if runtime.GOOS == "linux" {
		const link = "/proc/self/exe"
		if _, err := os.Stat(link); err == nil {
			return link, nil
		}
	}
	return os.Executable()
}
