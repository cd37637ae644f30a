package endpoint

import (
	"compress/gzip"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/pprof"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Nobody listens, or somebody who wants TLS, or who does not.
func TestUnreachable(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	plain := start(t, handlers("/debug/pprof/"))
	secure := httptest.NewTLSServer(handlers("/debug/pprof/"))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it would tell of the handshakes that fail
	t.Cleanup(secure.Close)
	for _, c := range []struct{ url, socket, want string }{
		{closed.URL, "", "Nothing answers at"},
		{strings.Replace(plain.URL, "http:", "https:", 1), "", "does not speak TLS"},
		{strings.Replace(secure.URL, "https:", "http:", 1), "", "Use https://"},
		{secure.URL, "", "signed by nobody this machine trusts"},
		{"", filepath.Join(t.TempDir(), "none.sock"), "none.sock can't be reached"},
	} {
		_, err := open(t, Endpoint{URL: c.url, Socket: c.socket}).Index(t.Context())
		var refused *Error
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", c.url, err, c.want)
		}
	}
}

// What a test can't bring about on every machine: the words that the system has for it become a sentence all the same.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "h"}}, "The host of h:1 is not known. Check its name."},
		{&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, "nothing came back"},
		{&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}, "h:1 can't be reached: " + syscall.EHOSTUNREACH.Error()},
		{&url.Error{Op: "Get", URL: "http://me:secret@h:1/?secret", Err: errors.New("odd")}, "h:1 can't be asked: odd."},
		{&url.Error{Op: "Get", URL: "http://h:1/", Err: syscall.ECONNRESET}, "broke the connection off"},
		{x509.HostnameError{Certificate: &x509.Certificate{}, Host: "h"}, "is not valid for it"},
	} {
		if err := explain(t.Context(), "h:1", c.err); !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%#v: %v; want %q", c.err, err, c.want)
		}
	}
}

// The ways to a server that is willing.
func TestWaysIn(t *testing.T) {
	var asked sync.Map // what the guarded server was sent
	guarded := func(next http.Handler, header, value string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Store(r.URL.Path, r.Header)
			if r.Header.Get(header) != value {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
	usual := handlers("/debug/pprof/")
	plain := start(t, usual)
	token := start(t, guarded(usual, "Authorization", "Bearer my-token"))
	basic := start(t, guarded(usual, "Authorization", "Basic bWU6c2VjcmV0")) // me:secret
	prefix := start(t, handlers("/ops/prof/"))
	bare := start(t, func() http.Handler { // no index: handlers one by one
		mux := http.NewServeMux()
		mux.Handle("/debug/pprof/heap", pprof.Handler("heap"))
		return mux
	}())
	moved := start(t, func() http.Handler { // as a router that adds the slash, or a version
		mux := http.NewServeMux()
		mux.Handle("/v2/debug/pprof/", http.StripPrefix("/v2", usual))
		mux.Handle("/debug/", http.RedirectHandler("/v2/debug/pprof/", http.StatusFound))
		return mux
	}())
	packed := start(t, but("heap", func(w http.ResponseWriter, r *http.Request) { // a middleware that packs what is packed
		w.Header().Set("Content-Encoding", "gzip")
		packer := gzip.NewWriter(w)
		pprof.Handler("heap").ServeHTTP(packing{w, packer}, r)
		_ = packer.Close()
	}))
	secure := httptest.NewTLSServer(usual)
	t.Cleanup(secure.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "linecost-socket-") // t.TempDir may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	socket := filepath.Join(folder, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	onSocket := &httptest.Server{Listener: listener, Config: &http.Server{Handler: usual}}
	onSocket.Start()
	t.Cleanup(onSocket.Close)

	for _, c := range []struct {
		why      string
		endpoint Endpoint
		index    string
	}{
		{"as usual", Endpoint{URL: plain.URL}, plain.URL + "/debug/pprof/"},
		{"a bearer token", Endpoint{URL: token.URL, Headers: []Header{{"Authorization", " Bearer my-token\n"}}}, token.URL + "/debug/pprof/"},
		{"a password in the address", Endpoint{URL: strings.Replace(basic.URL, "//", "//me:secret@", 1)}, basic.URL + "/debug/pprof/"},
		{"a prefix", Endpoint{URL: prefix.URL + "/ops/prof"}, prefix.URL + "/ops/prof/"},
		{"no index", Endpoint{URL: bare.URL}, bare.URL + "/debug/pprof/"},
		{"a redirect within the host", Endpoint{URL: moved.URL}, moved.URL + "/v2/debug/pprof/"},
		{"packed twice", Endpoint{URL: packed.URL}, packed.URL + "/debug/pprof/"},
		{"a certificate of one's own", Endpoint{URL: secure.URL, CAFile: ca}, secure.URL + "/debug/pprof/"},
		{"a unix socket", Endpoint{Socket: socket}, "http://localhost/debug/pprof/"},
	} {
		t.Run(c.why, func(t *testing.T) {
			index, err := open(t, c.endpoint).Index(t.Context())
			if err != nil || index.URL != c.index {
				t.Fatalf("%v, %v; want %s", index, err, c.index)
			}
			found := find(t, index, "heap")
			find(t, index, "profile")
			at := c.endpoint
			at.URL = strings.Replace(index.URL, "http://127", "http://me:secret@127", 1)
			files, problems := capturing(t, open(t, at), Wanted{Kind: found.Kind, Name: found.Name, Path: found.Path})
			if len(files) != 1 || len(problems) != 0 {
				t.Fatalf("got %v, %q", files, problems)
			}
			if p := read(t, files[0].Path); len(p.SampleType) != 4 {
				t.Errorf("the heap profile has the types %v", p.SampleType)
			}
		})
	}
	asked.Range(func(path, header any) bool {
		if header := header.(http.Header); header.Get("Cookie") != "" || header.Get("Authorization") == "" {
			t.Errorf("%v was asked with %v", path, header)
		}
		return true
	})
}

// To another host the headers don't go, not even the request.
func TestRedirectElsewhere(t *testing.T) {
	other := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other server was asked for %s with %v", r.URL, r.Header)
	}))
	for _, to := range []string{other.URL + "/debug/pprof/?secret", strings.Replace(other.URL, "http:", "https:", 1)} {
		server := start(t, http.RedirectHandler(to, http.StatusTemporaryRedirect))
		_, err := open(t, Endpoint{URL: server.URL, Headers: []Header{{"Authorization", "Bearer secret"}}}).Index(t.Context())
		if err == nil || !strings.Contains(err.Error(), "sends on to http") || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v", err)
		}
	}
	circle := start(t, http.RedirectHandler("/debug/pprof/", http.StatusFound))
	if _, err := open(t, Endpoint{URL: circle.URL}).Index(t.Context()); err == nil || !strings.Contains(err.Error(), "again and again") {
		t.Errorf("a circle: %v", err)
	}
}

// packing is a middleware's writer that packs what goes through it.
type packing struct {
	http.ResponseWriter
	packer *gzip.Writer
}

func (p packing) Write(text []byte) (int, error) { return p.packer.Write(text) }
