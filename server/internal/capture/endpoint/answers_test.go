package endpoint

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/pprof"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linecost/linecost/server/internal/capture"
)

// handlers is a server of this process with the real handlers of net/http/pprof at a prefix.
func handlers(prefix string) *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc(prefix, pprof.Index)
	mux.HandleFunc(prefix+"profile", pprof.Profile)
	mux.HandleFunc(prefix+"trace", pprof.Trace)
	for _, name := range []string{"heap", "goroutine", "mutex"} {
		mux.Handle(prefix+name, pprof.Handler(name))
	}
	return mux
}

func start(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// but answers at /debug/pprof/ as a real server, but for one path.
func but(path string, handler http.HandlerFunc) http.Handler {
	mux := handlers("/debug/pprof/")
	outer := http.NewServeMux()
	outer.Handle("/", mux)
	outer.HandleFunc("/debug/pprof/"+path, handler)
	return outer
}

func say(status int, contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

// raw answers with bytes that net/http would not send, and closes the connection.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
	}
}

// gzipped is the beginning of a profile, as far as its first bytes tell.
var gzipped = "\x1f\x8b" + strings.Repeat("x", 998)

var heap = Wanted{Kind: capture.Memory, Name: "heap", Path: "heap"}

// Every way in which a server does not give a profile has a sentence of its own, leaves no file, and repeats no secret.
func TestWhatIsNoProfile(t *testing.T) {
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, gzipped)
		}
	}
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	stuck := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, gzipped)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	for _, c := range []struct {
		why     string
		handler http.HandlerFunc
		wanted  Wanted
		want    string
	}{
		{"a page to log in at", say(200, "text/html", "\n<!doctype html><title>Log in</title>"), heap, "a web page instead of the heap profile"},
		{"an API's answer", say(200, "application/json", `{"error": "no session for my-token"}`), heap, `JSON instead of the heap profile: {"error": "no session for …"}`},
		{"text", say(200, "text/plain", "heap profile: 1: 2 [3: 4] @ heap/1048576"), heap, "something else instead of the heap profile"},
		{"nothing", say(200, "application/octet-stream", ""), heap, "answered with nothing"},
		{"a trace in place of a profile", say(200, "", "go 1.26 trace\x00\x00\x00"), heap, "an execution trace instead of the heap profile"},
		{"a profile in place of a trace", say(200, "", gzipped), Wanted{Kind: capture.Trace, Name: "trace", Path: "heap", Seconds: 1}, "something else instead of the execution trace"},
		{"no permission", say(401, "text/plain", "wrong token: my-token"), heap, "Set the headers"},
		{"still no permission", say(403, "text/html", "<p>no"), heap, "Set the headers"},
		{"a proxy's password", say(407, "text/plain", ""), heap, "The proxy"},
		{"nothing there", say(404, "text/plain", "404 page not found"), heap, "has nothing at /debug/pprof/heap (404 Not Found)"},
		{"no such profile", nil, Wanted{Kind: capture.Other, Name: "nosuch", Path: "nosuch"}, "no such profile"},
		{"no differences of it", say(400, "text/plain", `"seconds" parameter is not supported for this profile type`), Wanted{Kind: capture.Other, Name: "custom", Path: "heap", Seconds: 1}, "without seconds"},
		{"a server's own words, without the token", say(500, "text/plain", "out of order,\nfor Bearer my-token\x1b[31m."), heap, "It says: out of order, for …[31m (500"},
		{"a server's page", say(502, "text/html", "<h1>Bad gateway for my-token</h1>"), heap, "(502 Bad Gateway)"},
		{"the end before WriteTimeout, of Go 1.22", say(400, "text/plain", "profile duration exceeds server's WriteTimeout"), heap, "Ask for fewer seconds"},
		{"no answer", silent, heap, "nothing came for 200ms"},
		{"half an answer, then silence", stuck, heap, "nothing came for 200ms"},
		{"an answer without end", endless, heap, "more than 100000 bytes"},
		{"less than was promised", raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + gzipped), heap, "broke the connection off"},
		{"chunks that break off", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + gzipped), heap, "broke the connection off"},
		{"an end before the answer", raw(""), heap, "broke the connection off"},
		{"a header without end", raw("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20)), heap, "can't be asked"},
		{"another protocol", raw("SSH-2.0-OpenSSH_9.6\r\n"), heap, "does not speak HTTP"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			handler := http.Handler(handlers("/debug/pprof/"))
			if c.handler != nil {
				handler = but("heap", c.handler)
			}
			server := start(t, handler)
			endpoint := Endpoint{URL: server.URL + "?query=my-token", Limit: 100_000, Headers: []Header{{"Authorization", "Bearer my-token"}}}
			if strings.HasPrefix(c.want, "nothing came") {
				endpoint.Timeout = 200 * time.Millisecond
			}
			client := open(t, endpoint)
			folder := t.TempDir()
			session, err := client.Session(t.Context(), folder, []Wanted{c.wanted}, quiet)
			if err != nil {
				t.Fatal(err)
			}
			files, problems, err := session.Pull(t.Context(), nil)
			if err != nil || len(files) != 0 || len(problems) != 1 {
				t.Fatalf("got %v, %q, %v", files, problems, err)
			}
			if !strings.Contains(problems[0], c.want) || strings.Contains(problems[0], "my-token") || !strings.HasSuffix(problems[0], ".") {
				t.Errorf("says %q; want %q", problems[0], c.want)
			}
			if left := entries(t, folder); len(left) != 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

// A second CPU profile at the same time is refused by the program, with a sentence on what to do.
func TestCPUAlreadyInUse(t *testing.T) {
	client := open(t, Endpoint{URL: serve(t, build(t, ""))})
	cpu := Wanted{Kind: capture.CPU, Name: "profile", Path: "profile", Seconds: 1}
	files, problems := capturing(t, client, cpu, cpu)
	if len(files) != 1 || len(problems) != 1 || !strings.Contains(problems[0], "taken already") {
		t.Errorf("got %v, %q", files, problems)
	}
}

// A bare profile, as some servers send it, is packed like the others.
func TestBareProfileIsPacked(t *testing.T) {
	server := start(t, but("heap", func(w http.ResponseWriter, _ *http.Request) {
		recorder := httptest.NewRecorder()
		pprof.Handler("heap").ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/", nil))
		unpacked, err := gzip.NewReader(recorder.Body)
		if err != nil {
			panic(err)
		}
		_, _ = io.Copy(w, unpacked)
	}))
	files, problems := capturing(t, open(t, Endpoint{URL: server.URL}), heap)
	if len(files) != 1 || len(problems) != 0 {
		t.Fatalf("got %v, %q", files, problems)
	}
	text, err := os.ReadFile(files[0].Path)
	if err != nil || !isGzip(text) {
		t.Errorf("the file begins with %.4q, %v", text, err)
	}
	read(t, files[0].Path)
}

// fgprof is in no index: it is found beside it, at no cost, and asked for there.
func TestFgprof(t *testing.T) {
	var taken []string
	mux := handlers("/debug/pprof/")
	mux.HandleFunc("/debug/fgprof", func(w http.ResponseWriter, r *http.Request) {
		seconds := r.FormValue("seconds")
		taken = append(taken, seconds)
		if seconds == "0" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, "bad seconds: 0: %%!s(<nil>)\n") // its own words
			return
		}
		pprof.Handler("goroutine").ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	})
	client := open(t, Endpoint{URL: start(t, mux).URL})
	index, err := client.Index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := find(t, index, "fgprof")
	if found.Kind != capture.Other || found.Seconds != 30 || found.Path != "../fgprof" {
		t.Errorf("offered %+v", found)
	}
	files, problems := capturing(t, client, Wanted{Kind: found.Kind, Name: found.Name, Path: found.Path, Seconds: 2})
	if len(files) != 1 || len(problems) != 0 || !slices.Equal(taken, []string{"0", "2"}) {
		t.Errorf("got %v, %q after asking for %v seconds", files, problems, taken)
	}
}

// An application that answers everything with its page has no profiles.
func TestPageIsNoIndex(t *testing.T) {
	server := start(t, say(200, "text/html", `<html><a href="/about">About</a>`))
	if _, err := open(t, Endpoint{URL: server.URL}).Index(t.Context()); err == nil || !strings.Contains(err.Error(), "lists no profiles") {
		t.Errorf("got %v", err)
	}
	if url, ok := open(t, Endpoint{URL: server.URL}).Serves(t.Context()); ok {
		t.Errorf("serves profiles at %s", url)
	}
}

// Cancelled or stopped in the middle of an answer: nothing goes on, no half file is left; what had come is kept by
// Stop, and by it alone.
func TestEndInTheMiddle(t *testing.T) {
	for _, stopped := range []bool{false, true} {
		half := make(chan struct{})
		gone := make(chan struct{})
		server := start(t, but("goroutine", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, gzipped)
			_ = http.NewResponseController(w).Flush()
			close(half)
			<-r.Context().Done() // the client has closed the connection
			close(gone)
		}))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		folder := t.TempDir()
		session, err := open(t, Endpoint{URL: server.URL}).Session(ctx, folder,
			[]Wanted{heap, {Kind: capture.Goroutine, Name: "goroutine", Path: "goroutine"}}, quiet)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := session.Pull(ctx, []capture.ProfileKind{capture.Memory}); err != nil {
			t.Fatal(err)
		}
		pulled := make(chan error)
		go func() {
			_, _, err := session.Pull(ctx, nil)
			pulled <- err
		}()
		<-half
		if stopped {
			err = session.Stop(ctx)
		} else {
			cancel()
		}
		if got := <-pulled; err != nil || !errors.Is(got, ErrEnded) && !errors.Is(got, context.Canceled) {
			t.Errorf("stopped %v: %v, %v", stopped, err, got)
		}
		<-gone
		files, problems, err := session.Finish()
		if err != nil || len(files) != 1 || len(problems) != 1 || !strings.Contains(problems[0], "stopped before") {
			t.Errorf("stopped %v: kept %v, %q, %v", stopped, files, problems, err)
		}
		if left := entries(t, folder); !slices.Equal(left, []string{"heap.pb.gz"}) {
			t.Errorf("stopped %v: left %v", stopped, left)
		}
	}
}

// A folder that can't be written is told as such: it is not the server's fault.
func TestFolderIsGone(t *testing.T) {
	session, err := open(t, Endpoint{URL: start(t, handlers("/debug/pprof/")).URL}).
		Session(t.Context(), filepath.Join(t.TempDir(), "none"), []Wanted{heap}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	var disk *capture.NotWritableError
	if _, _, err := session.Pull(t.Context(), nil); !errors.As(err, &disk) {
		t.Errorf("got %v", err)
	}
}

// What can't be asked for is refused before anything is asked.
func TestInvalidWishes(t *testing.T) {
	client := open(t, Endpoint{URL: "http://localhost:1"})
	for _, c := range []struct {
		wanted []Wanted
		want   string
	}{
		{nil, "No profile was chosen"},
		{[]Wanted{{Kind: capture.Metrics, Name: "metrics", Path: "metrics"}}, "metrics"},
		{[]Wanted{{Kind: capture.CPU, Name: "profile"}}, "profile"},
		{[]Wanted{{Kind: capture.CPU, Name: "profile", Path: "profile", Seconds: 1 << 40}}, "at most 86400 s"},
		{[]Wanted{{Kind: capture.CPU, Name: "profile", Path: "http://elsewhere/profile"}}, "no path of a profile"},
		{[]Wanted{{Kind: capture.CPU, Name: "profile", Path: "//localhost:2/profile"}}, "no path of a profile"},
		{[]Wanted{{Kind: capture.CPU, Name: "profile", Path: "%zz"}}, "no path of a profile"},
	} {
		_, err := client.Session(t.Context(), t.TempDir(), c.wanted, quiet)
		var invalid *capture.InvalidError
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v; want %q", c.wanted, err, c.want)
		}
	}
}

func TestWaitingFor(t *testing.T) {
	cpu := Wanted{Kind: capture.CPU, Name: "profile", Seconds: 10}
	trace := Wanted{Kind: capture.Trace, Name: "trace", Seconds: 5}
	for _, c := range []struct {
		outstanding []Wanted
		since       time.Duration
		want        string
	}{
		{[]Wanted{cpu, trace, heap}, 0, "CPU and trace: 10 s left"},
		{[]Wanted{cpu, trace}, 6500 * time.Millisecond, "CPU: 4 s left"},
		{[]Wanted{cpu, trace, heap}, 11 * time.Second, "waiting for CPU, trace and heap"},
		{[]Wanted{{Kind: capture.CPU, Name: "profile"}}, time.Second, "CPU: 29 s left"},
		{nil, 0, ""},
	} {
		if got := waitingFor(c.outstanding, c.since); got != c.want {
			t.Errorf("%v after %v: %q; want %q", c.outstanding, c.since, got, c.want)
		}
	}
}
