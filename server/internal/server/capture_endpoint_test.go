package server

import (
	"net/http"
	"net/http/httptest"
	"net/http/pprof"
	"slices"
	"strings"
	"testing"

	"github.com/linecost/linecost/server/internal/protocol"
)

// served is a server like the one that a user attaches to: this test's own process.
func served(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// From an address to figures: look what is offered, ask for several, keep them, open one.
func TestCaptureAnEndpoint(t *testing.T) {
	e, server := connect(t, plenty), served(t)
	withPassword := strings.Replace(server.URL, "http://", "http://me:secret@", 1) + "?token=secret"
	index := ask(t, e, protocol.AttachIndex, protocol.AttachIndexParams{Endpoint: protocol.Endpoint{URL: withPassword}})
	if index.URL != server.URL+"/debug/pprof/" {
		t.Errorf("the index is at %s", index.URL)
	}
	var names []string
	for _, offered := range index.Profiles {
		names = append(names, offered.Name)
	}
	if want := []string{"profile", "heap", "allocs"}; len(names) < 8 || !slices.Equal(names[:3], want) {
		t.Errorf("offers %v", names)
	}
	got := ask(t, e, protocol.CaptureEndpoint, protocol.CaptureEndpointParams{
		Token: "1", Endpoint: protocol.Endpoint{URL: withPassword}, Title: "here", Workspace: "/ws", SampleType: "inuse_space",
		Profiles: []protocol.WantedProfile{
			{Name: "heap", Kind: protocol.KindMemory, Path: "heap"},
			{Name: "trace", Kind: protocol.KindTrace, Path: "trace", Seconds: 1},
			{Name: "goroutine", Kind: protocol.KindGoroutine, Path: "goroutine"},
			{Name: "nosuch", Kind: protocol.KindOther, Path: "nosuch"},
		},
	})
	if got.Capture == nil || len(got.Capture.Profiles) != 3 || len(got.Problems) != 1 || !strings.Contains(got.Problems[0], "no such profile") {
		t.Fatalf("got %+v", got)
	}
	c := got.Capture
	if c.Kind != protocol.TargetEndpoint || c.URL != index.URL || c.Title != "here" || c.Workspace != "/ws" ||
		!slices.Equal(c.Names, []string{"heap", "trace", "goroutine", "nosuch"}) || len(c.Kinds) != 4 ||
		!slices.Equal(c.Flags, []string{"heap", "trace?seconds=1", "goroutine", "nosuch"}) || c.DurationMillis < 1000 {
		t.Errorf("kept %+v", c)
	}
	e.notificationsMu.Lock()
	if want := []protocol.CaptureStage{protocol.StageRunning, protocol.StageSaving}; !slices.Equal(e.stages, want) {
		t.Errorf("stages %v; want %v", e.stages, want)
	}
	e.notificationsMu.Unlock()
	opened := ask(t, e, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: c.Profiles[2].Path}).Profile
	if opened.DefaultSampleType != "goroutine" || c.Profiles[2].Total == 0 {
		t.Errorf("opened %+v of %+v", opened, c.Profiles[2])
	}
	if files := snapshot(t, e.captures.Root()); len(files) != 1 {
		t.Errorf("the library holds %v", files)
	}
	if listed := ask(t, e, protocol.CaptureList, protocol.CaptureListParams{}).Captures; len(listed) != 1 || listed[0].URL != index.URL {
		t.Errorf("listed %+v", listed)
	}
}

// What is kept of a capture is enough to ask the same server again: one at a socket has no host that would say which.
func TestAddressOfAnEndpoint(t *testing.T) {
	for _, c := range []struct{ socket, index, want string }{
		{"", "http://localhost:6060/debug/pprof/", "http://localhost:6060/debug/pprof/"},
		{"/run/app.sock", "http://localhost/admin/", "unix:///run/app.sock:/admin/"},
	} {
		if got := addressOf(c.socket, c.index); got != c.want {
			t.Errorf("addressOf(%q, %q) = %q, want %q", c.socket, c.index, got, c.want)
		}
	}
	if got := query(protocol.WantedProfile{Path: "heap?gc=1", Seconds: 5}); got != "heap?gc=1&seconds=5" {
		t.Errorf("a path with a query of its own becomes %q", got)
	}
}

// A watched endpoint is pulled and then stopped: what the last pull got is kept.
func TestWatchAnEndpoint(t *testing.T) {
	e, server := connect(t, plenty), served(t)
	answers := make(chan protocol.CaptureEndpointResult, 1)
	go func() {
		var result protocol.CaptureEndpointResult
		if err := e.conn.Call(t.Context(), string(protocol.CaptureEndpoint), protocol.CaptureEndpointParams{
			Token: "w", Endpoint: protocol.Endpoint{URL: server.URL}, Watch: true,
			Profiles: []protocol.WantedProfile{{Name: "heap", Kind: protocol.KindMemory, Path: "heap"}},
		}, &result); err != nil {
			t.Error(err)
		}
		answers <- result
	}()
	var pulled protocol.CapturePullResult
	for pulled.Profiles == nil { // until the run has begun
		_ = e.conn.Call(t.Context(), string(protocol.CapturePull), protocol.CapturePullParams{Token: "w"}, &pulled)
	}
	if len(pulled.Profiles) != 1 || pulled.Profiles[0].Total == 0 {
		t.Errorf("pulled %+v", pulled)
	}
	ask(t, e, protocol.CaptureStop, protocol.CaptureStopParams{Token: "w"})
	got := <-answers
	if got.Capture == nil || len(got.Capture.Profiles) != 1 || got.Capture.Profiles[0].Name != "heap" || len(got.Problems) != 0 {
		t.Errorf("kept %+v", got)
	}
	if answer := fail(t, e, protocol.CapturePull, protocol.CapturePullParams{Token: "w"}); answer.Code != int64(protocol.CodeNoRun) {
		t.Errorf("a run that has ended answered %v", answer)
	}
}

// What a server refuses is told with a code of its own, what was typed wrong with another.
func TestEndpointRefusals(t *testing.T) {
	e := connect(t, plenty)
	closed := httptest.NewServer(nil)
	closed.Close()
	for _, c := range []struct {
		url  string
		code protocol.ErrorCode
	}{
		{closed.URL, protocol.CodeEndpoint},
		{"ftp://localhost/", protocol.CodeInvalidParams},
	} {
		answer := fail(t, e, protocol.AttachIndex, protocol.AttachIndexParams{Endpoint: protocol.Endpoint{URL: c.url}})
		if answer.Code != int64(c.code) {
			t.Errorf("%s: %v", c.url, answer)
		}
	}
	if answer := fail(t, e, protocol.CaptureEndpoint, protocol.CaptureEndpointParams{Token: "1", Endpoint: protocol.Endpoint{URL: closed.URL}}); answer.Code != int64(protocol.CodeInvalidParams) {
		t.Errorf("no profile chosen: %v", answer)
	}
	if left := snapshot(t, e.captures.Root()); len(left) != 0 {
		t.Errorf("refused captures left %v", left)
	}
}
