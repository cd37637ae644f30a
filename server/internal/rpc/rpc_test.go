package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/linecost/linecost/server/internal/protocol"
)

type params struct {
	Text string `json:"text"`
}

type nested struct {
	List []string `json:"list"`
}

type result struct {
	Text string   `json:"text"`
	List []nested `json:"list"`
	Deep []string `json:"deep"`
}

// An editor is the other end: jsonrpc2's own client.
type editor struct {
	*jsonrpc2.Conn
	log   *bytes.Buffer
	input *io.PipeWriter
	done  chan error
}

func connect(t *testing.T, mux *Mux) *editor {
	t.Helper()
	toServer, fromEditor := io.Pipe()
	toEditor, fromServer := io.Pipe()
	e := &editor{log: &bytes.Buffer{}, input: fromEditor, done: make(chan error, 1)}
	server := NewConn(mux, slog.New(slog.NewTextHandler(e.log, nil)))
	go func() { e.done <- server.Serve(context.Background(), toServer, fromServer) }()
	e.Conn = jsonrpc2.NewConn(context.Background(),
		jsonrpc2.NewBufferedStream(pipes{toEditor, fromEditor}, jsonrpc2.VSCodeObjectCodec{}), nothing{})
	t.Cleanup(func() {
		fromEditor.Close()
		e.Close()
	})
	return e
}

type nothing struct{}

func (nothing) Handle(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) {}

func TestAnswers(t *testing.T) {
	mux := NewMux()
	Handle(mux, "echo", func(_ context.Context, p *params) (*result, error) {
		return &result{Text: p.Text, List: []nested{{}}}, nil
	})
	Handle(mux, "panic", func(context.Context, *params) (*result, error) { panic("a bug") })
	Handle(mux, "fail", func(context.Context, *params) (*result, error) {
		return nil, fmt.Errorf("opening: %w", Errorf(protocol.CodeNotAProfile, "Not a profile."))
	})
	Handle(mux, "plain", func(context.Context, *params) (*result, error) { return nil, errors.New("unforeseen") })
	cases := []struct {
		name, method string
		params       any
		want         string
		code         protocol.ErrorCode
	}{
		{"a result, in which no slice is null", "echo", params{"x"}, `{"text":"x","list":[{"list":[]}],"deep":[]}`, 0},
		{"parameters are optional", "echo", nil, `{"text":"","list":[{"list":[]}],"deep":[]}`, 0},
		{"parameters of the wrong shape", "echo", []int{1}, "malformed", protocol.CodeInvalidParams},
		{"a method that there is not", "nosuch", nil, "different versions", protocol.CodeMethodNotFound},
		{"an error that was wrapped keeps its code", "fail", nil, "Not a profile.", protocol.CodeNotAProfile},
		{"an error without a code", "plain", nil, "unforeseen", protocol.CodeInternal},
		{"a panic answers its own request", "panic", nil, "A bug in Linecost", protocol.CodeInternal},
		{"and the next one is answered", "echo", params{"y"}, `{"text":"y","list":[{"list":[]}],"deep":[]}`, 0},
	}
	e := connect(t, mux)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got json.RawMessage
			err := e.Call(t.Context(), c.method, c.params, &got)
			if c.code == 0 {
				if err != nil || string(got) != c.want {
					t.Fatalf("got %s, %v; want %s", got, err, c.want)
				}
				return
			}
			var answer *jsonrpc2.Error
			if !errors.As(err, &answer) || answer.Code != int64(c.code) || !strings.Contains(answer.Message, c.want) {
				t.Fatalf("got %v; want code %d saying %q", err, c.code, c.want)
			}
		})
	}
	e.input.Close()
	if err := <-e.done; err != nil {
		t.Errorf("serving ended with %v", err)
	}
	if log := e.log.String(); !strings.Contains(log, "a bug") || !strings.Contains(log, "rpc_test.go") {
		t.Errorf("the log does not say where the panic was: %s", log)
	}
}

// $/cancelRequest must end the request's context: else a cancelled capture would run on.
func TestCancelEndsTheWork(t *testing.T) {
	mux := NewMux()
	started := make(chan struct{})
	Handle(mux, "wait", func(ctx context.Context, _ *params) (*result, error) {
		close(started)
		<-ctx.Done()
		return nil, ctx.Err()
	})
	e := connect(t, mux)
	call, err := e.DispatchCall(t.Context(), "wait", nil, jsonrpc2.PickID(jsonrpc2.ID{Num: 7}))
	if err != nil {
		t.Fatal(err)
	}
	<-started
	if err := e.Notify(t.Context(), "$/cancelRequest", map[string]any{"id": 7}); err != nil {
		t.Fatal(err)
	}
	var answer *jsonrpc2.Error
	if err := call.Wait(t.Context(), nil); !errors.As(err, &answer) || answer.Code != int64(protocol.CodeCancelled) {
		t.Errorf("got %v; want the code of a cancellation", err)
	}
}

// When the editor is gone its requests end too, and Serve returns: no process may stay behind.
func TestInputEndCancels(t *testing.T) {
	mux := NewMux()
	started, ended := make(chan struct{}), make(chan struct{})
	Handle(mux, "wait", func(ctx context.Context, _ *params) (*result, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return nil, ctx.Err()
	})
	e := connect(t, mux)
	if _, err := e.DispatchCall(t.Context(), "wait", nil); err != nil {
		t.Fatal(err)
	}
	<-started
	e.input.Close()
	<-ended
	if err := <-e.done; err != nil {
		t.Errorf("serving ended with %v", err)
	}
}

// A script may pipe its requests in and read the answers after.
func TestAnswersWhatWasAskedBeforeTheEnd(t *testing.T) {
	mux := NewMux()
	Handle(mux, "echo", func(_ context.Context, p *params) (*result, error) { return &result{Text: p.Text}, nil })
	request := `{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"piped"}}`
	input := strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(request), request))
	var output bytes.Buffer
	if err := NewConn(mux, slog.New(slog.DiscardHandler)).Serve(t.Context(), input, &output); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(output.String(), `"text":"piped"`) {
		t.Errorf("no answer: %q", output.String())
	}
}

// The editor's types have no null in notifications either.
func TestNotificationsHoldNoNull(t *testing.T) {
	mux := NewMux()
	var output bytes.Buffer
	conn := NewConn(mux, slog.New(slog.DiscardHandler))
	Handle(mux, "echo", func(ctx context.Context, _ *params) (*result, error) {
		conn.CaptureLaunch(ctx, protocol.CaptureLaunchParams{Token: "1"})
		return &result{}, nil
	})
	request := `{"jsonrpc":"2.0","id":1,"method":"echo"}`
	input := strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(request), request))
	if err := conn.Serve(t.Context(), input, &output); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(output.String(), `"args":[]`) || strings.Contains(output.String(), "null") {
		t.Errorf("got %q", output.String())
	}
}

// Frames come from another process: whatever they hold, Serve ends with an error instead of a panic.
func FuzzServe(f *testing.F) {
	for _, seed := range []string{
		"Content-Length: 2\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "Content-Length: 99999999999\r\n\r\n{", "\r\n\r\n", "{}",
		"Content-Length: 4\r\n\r\nnull", "Content-Length: 33\r\n\r\n" + `{"id":1,"method":"$/cancelRequest"}`,
		"Content-Length: 52\r\n\r\n" + `{"jsonrpc":"2.0","id":null,"method":"echo","params":1}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frames []byte) {
		mux := NewMux()
		Handle(mux, "echo", func(_ context.Context, p *params) (*result, error) { return &result{Text: p.Text}, nil })
		conn := NewConn(mux, slog.New(slog.DiscardHandler))
		_ = conn.Serve(t.Context(), bytes.NewReader(frames), io.Discard) // any error will do
	})
}
