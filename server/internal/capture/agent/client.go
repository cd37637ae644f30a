package agent

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// ErrNotServing tells that no agent listens: the program has not come so far, has ended, or runs on a system where its
// agent can't listen.
var ErrNotServing = errors.New("the program's agent does not listen")

// maxSocketPath is what every system allows for the path of a unix socket, in bytes.
const maxSocketPath = 100

// Client talks to the agent in a running program. It may be used by one goroutine at a time.
type Client struct {
	conn    net.Conn
	answers *bufio.Reader
}

// Dial connects to the agent that writes to dir. The error wraps [ErrNotServing] if there is none, as is so until
// the program has initialised its packages.
func Dial(ctx context.Context, dir string) (*Client, error) {
	path := socket(dir)
	if len(path) > maxSocketPath {
		return nil, fmt.Errorf("%w: the path of its socket, %s, is too long", ErrNotServing, path)
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: %w", ErrNotServing, err)
	}
	return &Client{conn: conn, answers: bufio.NewReader(conn)}, nil
}

// Close ends the connection; the agent goes on.
func (c *Client) Close() error { return c.conn.Close() }

// Flush makes the agent write everything as it is now, memory after a collection of garbage: 10 to 200 ms. The trace is
// not ended, so that its last second or so is missing from what is collected.
func (c *Client) Flush(ctx context.Context) error { return c.ask(ctx, "flush") }

// Finish is Flush for a program that is about to be ended: the trace is ended too. All other kinds go on.
func (c *Client) Finish(ctx context.Context) error { return c.ask(ctx, "finish") }

// Write makes the agent write one kind as it is now, whether the run takes it or not. CPU and trace must be of the run.
func (c *Client) Write(ctx context.Context, kind string) error { return c.ask(ctx, "write "+kind) }

// Trace makes the agent take an execution trace for so long, or until the program ends. The run must not take one.
func (c *Client) Trace(ctx context.Context, length time.Duration) error {
	return c.ask(ctx, "trace "+strconv.FormatInt(length.Milliseconds(), 10))
}

// ask sends a request and waits for the answer. After an error the connection is of no more use.
func (c *Client) ask(ctx context.Context, request string) error {
	stop := context.AfterFunc(ctx, func() { _ = c.conn.SetDeadline(time.Unix(1, 0)) }) // at once
	defer stop()
	answer, err := "", error(nil)
	if _, err = c.conn.Write([]byte(request + "\n")); err == nil {
		answer, err = c.answers.ReadString('\n')
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("ask the program's agent: %w", err)
	}
	if answer = strings.TrimSuffix(answer, "\n"); answer != "ok" {
		return &RefusedError{Reason: answer}
	}
	return nil
}

// RefusedError tells that an agent does not do what it was asked for. The connection goes on.
type RefusedError struct {
	// Reason is the agent's, such as "CPU time is not recorded in this run".
	Reason string
}

func (e *RefusedError) Error() string { return e.Reason }
