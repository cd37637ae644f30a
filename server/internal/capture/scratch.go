package capture

import (
	"context"
	"os"
)

// scratch is a folder that only this user can read and that goes when its owner removes it or the backend dies,
// whatever way: a guard without a command looks after it.
type scratch struct {
	dir     string
	release context.CancelFunc
	// released is closed when the guard has ended.
	released chan struct{}
}

// newScratch makes a folder where the go command would, pkg having been described. It lives on when ctx is cancelled,
// since what works in it has to end first. The error is a [*NotWritableError].
func newScratch(ctx context.Context, pkg Package) (*scratch, error) {
	parent := pkg.tempDir // a user with GOTMPDIR has a reason, such as a /tmp that forbids running programs
	if parent == "" {
		parent = os.TempDir()
	}
	dir, err := os.MkdirTemp(parent, "linecost-")
	if err != nil {
		return nil, &NotWritableError{Path: parent, Err: err}
	}
	ctx, release := context.WithCancel(context.WithoutCancel(ctx))
	s := &scratch{dir: dir, release: release, released: make(chan struct{})}
	go func() {
		defer close(s.released)
		_ = process{scratch: dir}.run(ctx) // without a guard, remove does its work but for a killed backend
	}()
	return s, nil
}

// remove removes the folder. Nothing may be at work in it.
func (s *scratch) remove() {
	s.release()
	<-s.released
	_ = os.RemoveAll(s.dir) // its guard has done it, if it could be started
}
