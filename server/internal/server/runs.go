package server

import (
	"context"
	"sync"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

// running is something that goes on while its request is open, and can be asked for its profiles meanwhile: a program,
// or an endpoint that is watched. Its methods may be called at the same time, and after its end.
type running interface {
	// Pull writes the profiles as they are now (all that the run takes if kinds is empty). Problems says, in sentences,
	// what could not be had. The files stay until the next pull but one, or the end.
	Pull(ctx context.Context, kinds []capture.ProfileKind) (files []capture.Profile, problems []string, err error)
	// Stop makes the run end and keep what it has. It does not wait for that.
	Stop(ctx context.Context) error
}

// runs are the runs that go on, by their token.
type runs struct {
	mu      sync.Mutex
	byToken map[string]current
}

// current is one run, and what it was built of.
type current struct {
	running
	of origin
}

// begin makes a run known until end is called.
func (r *runs) begin(token string, run running, of origin) (end func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, taken := r.byToken[token]; taken || token == "" {
		return nil, rpc.Errorf(protocol.CodeInvalidParams, "The token %q names another run, or none. Choose a new one.", token)
	}
	if r.byToken == nil {
		r.byToken = map[string]current{}
	}
	r.byToken[token] = current{running: run, of: of}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.byToken, token)
	}, nil
}

// find finds a run that goes on.
func (r *runs) find(token string) (current, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	run, ok := r.byToken[token]
	return run, ok
}
