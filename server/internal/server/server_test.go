package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	pprof "github.com/google/pprof/profile"
	"github.com/sourcegraph/jsonrpc2"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/oracle"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

// An editor talks to a server over pipes, as the extension does over stdin and stdout.
type editor struct {
	conn     *jsonrpc2.Conn
	captures *library.Captures

	notificationsMu sync.Mutex
	output          strings.Builder
	stages          []protocol.CaptureStage
	running         chan struct{} // closed when a run's test binary, or program, has started
	launches        chan protocol.CaptureLaunchParams
}

// Handle takes notifications.
func (e *editor) Handle(_ context.Context, _ *jsonrpc2.Conn, message *jsonrpc2.Request) {
	e.notificationsMu.Lock()
	defer e.notificationsMu.Unlock()
	switch message.Method {
	case string(protocol.CaptureOutput):
		var params protocol.CaptureOutputParams
		if json.Unmarshal(*message.Params, &params) == nil {
			e.output.WriteString(params.Text)
		}
	case string(protocol.CaptureLaunch):
		var params protocol.CaptureLaunchParams
		if json.Unmarshal(*message.Params, &params) == nil {
			e.launches <- params
		}
	case string(protocol.CaptureProgress):
		var params protocol.CaptureProgressParams
		if json.Unmarshal(*message.Params, &params) == nil && !slices.Contains(e.stages, params.Stage) {
			e.stages = append(e.stages, params.Stage)
			if params.Stage == protocol.StageRunning {
				close(e.running)
			}
		}
	}
}

func connect(t *testing.T, memory int64) *editor {
	t.Helper()
	toServer, fromEditor := io.Pipe()
	toEditor, fromServer := io.Pipe()
	captures := library.NewCaptures(filepath.Join(t.TempDir(), "library"))
	log := slog.New(slog.DiscardHandler)
	mux := rpc.NewMux()
	server := rpc.NewConn(mux, log)
	New(Config{Version: "1.2.3", Memory: memory, Captures: captures, Notify: server, Log: log}).Register(mux)
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.Background(), toServer, fromServer) }()
	e := &editor{captures: captures, running: make(chan struct{}), launches: make(chan protocol.CaptureLaunchParams, 1)}
	e.conn = jsonrpc2.NewConn(context.Background(),
		jsonrpc2.NewBufferedStream(pipe{toEditor, fromEditor}, jsonrpc2.VSCodeObjectCodec{}), e)
	t.Cleanup(func() {
		e.conn.Close()
		if err := <-served; err != nil {
			t.Errorf("serving ended with %v", err)
		}
	})
	return e
}

type pipe struct {
	io.Reader
	io.WriteCloser
}

func ask[P, R any](t *testing.T, e *editor, method protocol.Method[P, R], params P) R {
	t.Helper()
	var result R
	if err := e.conn.Call(t.Context(), string(method), params, &result); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return result
}

// fail asks what is to be refused, and returns the answer.
func fail[P, R any](t *testing.T, e *editor, method protocol.Method[P, R], params P) *jsonrpc2.Error {
	t.Helper()
	var answer *jsonrpc2.Error
	if err := e.conn.Call(t.Context(), string(method), params, nil); !errors.As(err, &answer) {
		t.Fatalf("%s was not refused: %v", method, err)
	}
	return answer
}

const plenty = 1 << 30

func TestInitialize(t *testing.T) {
	got := ask(t, connect(t, plenty), protocol.Initialize, protocol.InitializeParams{ClientVersion: "0"})
	if got.ServerVersion != "1.2.3" {
		t.Errorf("got version %q", got.ServerVersion)
	}
}

// The generated table lists every request of package protocol; one without a handler would fail on the user's screen.
func TestEveryRequestHasAHandler(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(oracle.ServerDir(), "..", "extension", "src", "protocol.ts"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, match := range regexp.MustCompile(`(?m)^  "([^"]+)": \{ params: \w+; result`).FindAllStringSubmatch(string(text), -1) {
		want = append(want, match[1])
	}
	mux := rpc.NewMux()
	New(Config{}).Register(mux)
	got := mux.Methods()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("handlers for %v\nthe protocol has %v", got, want)
	}
}

// From a captured file to the answer on the wire, beside go tool pprof.
func TestFiguresEqualPprof(t *testing.T) {
	cpu, _ := oracle.Shapes(t)
	e := connect(t, plenty)
	p := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: cpu}).Profile
	if p.DefaultSampleType != "cpu" || p.DurationNanos == 0 || p.TimeMillis == 0 || len(p.Problems) != 0 {
		t.Errorf("opened %+v", p)
	}
	want := linesOfOneOwner(oracle.List(t, cpu, 1, "nanoseconds", "shapes", `-hide=^runtime\.asyncPreempt2?$`), "shapes.go")
	if len(want) == 0 {
		t.Fatal("pprof lists no line of shapes.go: the capture is too short")
	}
	file := filepath.Join(shapes(), "shapes.go")
	got := ask(t, e, protocol.ProfileLines, protocol.ProfileLinesParams{Profile: p.ID, SampleType: "cpu", File: file})
	if total := oracle.Total(t, cpu, 1, "nanoseconds"); got.Unit != "nanoseconds" || got.Total != total {
		t.Errorf("unit %s, total %d; pprof says %d", got.Unit, got.Total, total)
	}
	costs := map[int64]protocol.LineCost{}
	for _, line := range got.Lines {
		costs[line.Line] = line
	}
	for line, want := range want {
		if got := costs[int64(line)]; got.Flat != want.Flat || got.Cum != want.Cum {
			t.Errorf("line %d costs %+v; pprof says %+v", line, got, want)
		}
		figures := ask(t, e, protocol.ProfileLine, protocol.ProfileLineParams{Profile: p.ID, File: file, Line: int64(line)}).Figures
		if len(figures) != 2 || figures[1].Flat != want.Flat || figures[1].Cum != want.Cum || figures[1].Total != got.Total {
			t.Errorf("line %d has the figures %+v; pprof says %+v", line, figures, want)
		}
	}
	files := ask(t, e, protocol.ProfileFiles, protocol.ProfileFilesParams{Profile: p.ID, SampleType: "samples"})
	if len(files.Files) == 0 || files.Unit != "count" || files.Files[0].Line == 0 {
		t.Errorf("files %+v", files)
	}
	ask(t, e, protocol.ProfileClose, protocol.ProfileCloseParams{Profile: p.ID})
	if answer := fail(t, e, protocol.ProfileFiles, protocol.ProfileFilesParams{Profile: p.ID}); answer.Code != int64(protocol.CodeProfileNotOpen) {
		t.Errorf("a closed profile answered %v", answer)
	}
}

// linesOfOneOwner keeps the lines of a file that -list gave figures for under one function only: where several share
// a line, pprof gives each its part.
func linesOfOneOwner(routines map[string]map[oracle.Line]oracle.Cost, file string) map[int]oracle.Cost {
	costs, owners := map[int]oracle.Cost{}, map[int]int{}
	for _, lines := range routines {
		for line, cost := range lines {
			if filepath.Base(line.File) == file {
				costs[line.Line] = cost
				owners[line.Line]++
			}
		}
	}
	maps.DeleteFunc(costs, func(line int, _ oracle.Cost) bool { return owners[line] > 1 })
	return costs
}

// tiny writes a profile of three functions, hot, warm and cold, each on a line of its own.
func tiny(t *testing.T) string {
	t.Helper()
	p := &pprof.Profile{SampleType: []*pprof.ValueType{{Type: "cpu", Unit: "nanoseconds"}}}
	var root *pprof.Location
	for i, name := range []string{"main.main", "example.com/codec.(*Reader).Read", "example.com/codec.Sum[...]"} {
		f := &pprof.Function{ID: uint64(i + 1), Name: name, Filename: "/src/a.go"}
		l := &pprof.Location{ID: uint64(i + 1), Line: []pprof.Line{{Function: f, Line: int64(10 * (i + 1))}}}
		p.Function, p.Location = append(p.Function, f), append(p.Location, l)
		if root == nil {
			root = l
			continue
		}
		p.Sample = append(p.Sample, &pprof.Sample{Location: []*pprof.Location{l, root}, Value: []int64{int64(i * 100)}})
	}
	path := filepath.Join(t.TempDir(), "tiny.pb.gz")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := p.Write(file); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFunctions(t *testing.T) {
	const mainMain, read, sum = "main.main", "example.com/codec.(*Reader).Read", "example.com/codec.Sum[...]"
	cases := []struct {
		name   string
		params protocol.ProfileFunctionsParams
		want   []string
		count  int64
	}{
		{"by flat, which is the default", protocol.ProfileFunctionsParams{}, []string{sum, read, mainMain}, 3},
		{"by cum", protocol.ProfileFunctionsParams{Sort: protocol.SortCum}, []string{mainMain, sum, read}, 3},
		{"by name", protocol.ProfileFunctionsParams{Sort: protocol.SortName}, []string{read, sum, mainMain}, 3},
		{"a page says how many there are", protocol.ProfileFunctionsParams{Offset: 1, Limit: 1}, []string{read}, 3},
		{"a page past the end", protocol.ProfileFunctionsParams{Offset: 9}, nil, 3},
		{"a text in lower case ignores case", protocol.ProfileFunctionsParams{Filter: "reader"}, []string{read}, 1},
		{"a text with a capital does not", protocol.ProfileFunctionsParams{Filter: "READER"}, nil, 0},
		{"a regular expression", protocol.ProfileFunctionsParams{Filter: `sum|^main\.`}, []string{sum, mainMain}, 2},
		{"a name, pasted, although its stars and brackets mean something else", protocol.ProfileFunctionsParams{Filter: "codec.(*Reader).Read"}, []string{read}, 1},
		{"an expression that is not finished", protocol.ProfileFunctionsParams{Filter: "codec.("}, []string{read}, 1},
	}
	e := connect(t, plenty)
	id := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: tiny(t)}).Profile.ID
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.params.Profile = id
			got := ask(t, e, protocol.ProfileFunctions, c.params)
			var names []string
			for _, f := range got.Functions {
				names = append(names, f.Name)
			}
			if !slices.Equal(names, c.want) || got.Count != c.count {
				t.Errorf("got %v of %d; want %v of %d", names, got.Count, c.want, c.count)
			}
		})
	}
}

// The empty lists of the contract are [] for a file that the profile doesn't name, never null.
func TestNothingIsNull(t *testing.T) {
	e := connect(t, plenty)
	id := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: tiny(t)}).Profile.ID
	for method, params := range map[string]any{
		"profile/open":      protocol.ProfileOpenParams{Path: tiny(t)},
		"profile/lines":     protocol.ProfileLinesParams{Profile: id, File: "/none.go"},
		"profile/functions": protocol.ProfileFunctionsParams{Profile: id, Filter: "none"},
	} {
		var raw json.RawMessage
		if err := e.conn.Call(t.Context(), method, params, &raw); err != nil || bytes.Contains(raw, []byte("null")) {
			t.Errorf("%s: %s, %v", method, raw, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	e := connect(t, plenty)
	cases := []struct {
		name, path string
		code       protocol.ErrorCode
		words      string
	}{
		{"empty", file("empty", ""), protocol.CodeNotAProfile, "is empty"},
		{"text", file("text", "hello\n"), protocol.CodeNotAProfile, "it is text"},
		{"cut off", file("cut", "\x1f\x8b\x08\x00"), protocol.CodeNotAProfile, "cut off"},
		{"missing", filepath.Join(dir, "missing"), protocol.CodeUnreadable, "does not exist"},
		{"a folder", dir, protocol.CodeUnreadable, "not a plain file"},
		{"a device that never ends", "/dev/zero", protocol.CodeUnreadable, "not a plain file"},
		{"not absolute", "cpu.prof", protocol.CodeInvalidParams, "not absolute"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			answer := fail(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: c.path})
			if answer.Code != int64(c.code) || !strings.Contains(answer.Message, c.words) || !strings.Contains(answer.Message, c.path) {
				t.Errorf("got code %d: %s", answer.Code, answer.Message)
			}
		})
	}
	id := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: tiny(t)}).Profile.ID
	if answer := fail(t, e, protocol.ProfileLines, protocol.ProfileLinesParams{Profile: id, SampleType: "delay"}); answer.Code != int64(protocol.CodeNoSampleType) ||
		!strings.Contains(answer.Message, "it has cpu") {
		t.Errorf("an unknown sample type: %v", answer)
	}
}

// Under a cap that holds one profile the other is read again, and must still be the file that was opened.
func TestDroppedProfilesAreReadAgain(t *testing.T) {
	first, second := tiny(t), tiny(t)
	e := connect(t, 200_000)
	one := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: first}).Profile.ID
	two := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: second}).Profile.ID
	lines := func(id string) int {
		return len(ask(t, e, protocol.ProfileLines, protocol.ProfileLinesParams{Profile: id, File: "/src/a.go"}).Lines)
	}
	for range 3 {
		if got := [2]int{lines(one), lines(two)}; got != [2]int{3, 3} {
			t.Fatalf("%v lines", got)
		}
	}
	lines(two) // so that the first is the one that was dropped
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(first, later, later); err != nil {
		t.Fatal(err)
	}
	if answer := fail(t, e, protocol.ProfileLines, protocol.ProfileLinesParams{Profile: one}); answer.Code != int64(protocol.CodeFileChanged) {
		t.Errorf("a changed file: %v", answer)
	}
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	if answer := fail(t, e, protocol.ProfileLines, protocol.ProfileLinesParams{Profile: one}); answer.Code != int64(protocol.CodeUnreadable) {
		t.Errorf("a file that vanished: %v", answer)
	}
}
