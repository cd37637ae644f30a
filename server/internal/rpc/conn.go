package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"reflect"
	"runtime/debug"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/linecost/linecost/server/internal/protocol"
)

// lastAnswers is how long requests that were asked before the input ended may still take: a script that pipes requests
// in gets its answers, and an editor that died leaves no capture running for longer than this.
const lastAnswers = time.Second

// A Conn is one conversation. Its goroutines are the library's reader, which ends with the input, and one for each
// request that is being handled; [Conn.Serve] waits for all of them.
type Conn struct {
	mux *Mux
	log *slog.Logger

	connected chan struct{} // closed once client is set
	client    *jsonrpc2.Conn
	requests  sync.WaitGroup

	cancelsMu sync.Mutex
	cancels   map[string]context.CancelFunc // of the requests that are being handled, by id
}

// NewConn makes a conversation that is not yet begun.
func NewConn(mux *Mux, log *slog.Logger) *Conn {
	return &Conn{mux: mux, log: log, connected: make(chan struct{}), cancels: map[string]context.CancelFunc{}}
}

// Serve answers requests until the input ends, fails, or ctx ends; then it cancels what is still running and waits.
// The error is nil if the input ended properly.
func (c *Conn) Serve(ctx context.Context, input io.Reader, output io.Writer) error {
	stream := &lingering{conn: c}
	stream.ObjectStream = jsonrpc2.NewBufferedStream(pipes{input, output}, jsonrpc2.VSCodeObjectCodec{})
	client := jsonrpc2.NewConn(ctx, stream, c, jsonrpc2.SetLogger(discard{}))
	c.client = client
	close(c.connected)
	<-client.DisconnectNotify()
	c.requests.Wait()
	if stream.err != nil && !errors.Is(stream.err, io.EOF) {
		return stream.err
	}
	return nil
}

// CaptureOutput sends what a run printed.
func (c *Conn) CaptureOutput(ctx context.Context, params protocol.CaptureOutputParams) {
	notify(ctx, c, protocol.CaptureOutput, params)
}

// CaptureProgress sends that a run has come to another stage.
func (c *Conn) CaptureProgress(ctx context.Context, params protocol.CaptureProgressParams) {
	notify(ctx, c, protocol.CaptureProgress, params)
}

// CaptureLaunch sends what to start in a terminal.
func (c *Conn) CaptureLaunch(ctx context.Context, params protocol.CaptureLaunchParams) {
	notify(ctx, c, protocol.CaptureLaunch, params)
}

// CapturePruned sends that captures were removed to make room.
func (c *Conn) CapturePruned(ctx context.Context, params protocol.CapturePrunedParams) {
	notify(ctx, c, protocol.CapturePruned, params)
}

// notify sends a notification; one that can't be sent is logged, since the editor is gone then.
func notify[P any](ctx context.Context, c *Conn, method protocol.Notification[P], params P) {
	<-c.connected
	fillSlices(reflect.ValueOf(&params))
	if err := c.client.Notify(ctx, string(method), params); err != nil {
		c.log.Debug("a notification was not sent", "method", method, "error", err)
	}
}

// Handle is called by the library's reader for each message, in order. It must not block.
func (c *Conn) Handle(ctx context.Context, client *jsonrpc2.Conn, message *jsonrpc2.Request) {
	var params json.RawMessage
	if message.Params != nil {
		params = *message.Params
	}
	if message.Method == "$/cancelRequest" {
		c.cancel(params)
		return
	}
	if message.Notif {
		return // the editor sends no other notification
	}
	ctx, cancel := context.WithCancel(ctx)
	id := message.ID.String()
	c.cancelsMu.Lock()
	c.cancels[id] = cancel
	c.cancelsMu.Unlock()
	c.requests.Go(func() {
		defer cancel()
		result, err := c.mux.call(ctx, c.log, message.Method, params)
		var answer *Error
		if err != nil {
			answer = asError(ctx, err)
		}
		c.cancelsMu.Lock()
		delete(c.cancels, id)
		c.cancelsMu.Unlock()
		c.reply(client, message, result, answer)
	})
}

func (c *Conn) cancel(params json.RawMessage) {
	var cancelled struct {
		ID jsonrpc2.ID `json:"id"`
	}
	if err := json.Unmarshal(params, &cancelled); err != nil {
		c.log.Warn("a cancellation names no request", "error", err)
		return
	}
	c.cancelsMu.Lock()
	cancel := c.cancels[cancelled.ID.String()]
	c.cancelsMu.Unlock()
	if cancel != nil { // else it was answered in the meantime
		cancel()
	}
}

func (c *Conn) reply(client *jsonrpc2.Conn, message *jsonrpc2.Request, result any, answer *Error) {
	ctx := context.Background() // the request's own may be cancelled: its answer is still due
	var err error
	if answer != nil {
		err = client.ReplyWithError(ctx, message.ID, &jsonrpc2.Error{Code: int64(answer.Code), Message: answer.Message})
	} else {
		err = client.Reply(ctx, message.ID, result)
	}
	if err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		c.log.Error("an answer was not sent", "method", message.Method, "error", err)
	}
}

// lingering holds the end of the input back until the requests before it are answered: the library closes the output
// as soon as it sees that end.
type lingering struct {
	jsonrpc2.ObjectStream
	conn *Conn
	err  error
}

func (l *lingering) ReadObject(v any) error {
	err := l.ObjectStream.ReadObject(v)
	if err != nil {
		l.err = err
		answered := make(chan struct{})
		go func() { l.conn.requests.Wait(); close(answered) }() // Serve waits for the same requests
		select {
		case <-answered:
		case <-time.After(lastAnswers):
		}
	}
	return err
}

// pipes joins the two standard streams. Closing is left to the process's end: a read of stdin can't be interrupted.
type pipes struct {
	io.Reader
	io.Writer
}

func (pipes) Close() error { return nil }

// discard takes the library's own log lines: what they report is in the errors that it returns.
type discard struct{}

func (discard) Printf(string, ...any) {}

func stack() string { return string(debug.Stack()) }
