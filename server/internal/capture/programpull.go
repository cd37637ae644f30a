package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
)

// keptPulls is how many pulls have their files: the latest, and the one that an editor may still be reading.
const keptPulls = 2

// pulls are what is asked of a program while it runs: one at a time, since each makes the agent write its profiles.
type pulls struct {
	// turn is full while somebody has what is below.
	turn chan struct{}
	// agent is the agent's folder, and folder has one for each pull, named by its number.
	agent, folder string
	number        int
	// running is done when the program has ended; nil before it runs.
	running context.Context
}

func newPulls() pulls { return pulls{turn: make(chan struct{}, 1)} }

// begin allows pulls until running is done.
func (p *pulls) begin(running context.Context, agent, folder string) {
	p.turn <- struct{}{}
	p.running, p.agent, p.folder = running, agent, folder
	<-p.turn
}

// wait waits for the last pull's end, running being done.
func (p *pulls) wait() {
	p.turn <- struct{}{}
	<-p.turn
}

// Pull writes the profiles of the running program as they are now: all that the run takes if kinds is empty. Problems
// says, in sentences, what could not be had. The files stay until the next pull but one, or the program's end.
//
// The error is [ErrNotRunning], a [*NotWritableError], or the context's.
func (p *Program) Pull(ctx context.Context, kinds []ProfileKind) (files []Profile, problems []string, err error) {
	pulls := &p.pulls
	select {
	case pulls.turn <- struct{}{}:
		defer func() { <-pulls.turn }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	running := pulls.running
	if running == nil || running.Err() != nil {
		return nil, nil, ErrNotRunning
	}
	both, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(running, cancel)()
	pulls.number++
	out := filepath.Join(pulls.folder, strconv.Itoa(pulls.number))
	if err := os.Mkdir(out, 0o700); err != nil {
		return nil, nil, &NotWritableError{Path: pulls.folder, Err: err}
	}
	_ = os.RemoveAll(filepath.Join(pulls.folder, strconv.Itoa(pulls.number-keptPulls))) // gone at the end in any case
	files, problems, err = p.pullAgent(both, pulls.agent, kinds, out)
	if err != nil && ctx.Err() == nil && running.Err() != nil {
		return nil, nil, errors.Join(ErrNotRunning, err)
	}
	return files, problems, err
}
