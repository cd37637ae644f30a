package endpoint

import (
	"errors"
	"strings"
	"testing"

	"github.com/linecost/linecost/server/internal/capture"
)

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ typed, want, why string }{
		{"http://localhost:6060/debug/pprof/", "http://localhost:6060/debug/pprof/", "as it is"},
		{"localhost:6060", "http://localhost:6060/debug/pprof/", "scheme and path are the usual"},
		{" localhost:6060/\n", "http://localhost:6060/debug/pprof/", "pasted"},
		{":6060", "http://localhost:6060/debug/pprof/", "as in http.ListenAndServe"},
		{"6060", "http://localhost:6060/debug/pprof/", "a port alone"},
		{"", "http://localhost/debug/pprof/", "a socket needs no more"},
		{"[::1]:6060", "http://[::1]:6060/debug/pprof/", "IPv6"},
		{"https://example.com/ops/prof", "https://example.com/ops/prof/", "links are relative to the folder"},
		{"http://h:1/debug/pprof/heap?debug=1", "http://h:1/debug/pprof/", "one profile, copied from the browser"},
		{"http://h:1/x/profile", "http://h:1/x/", "one profile of a prefix"},
		{"http://h:1/debug/pprof/cmdline", "http://h:1/debug/pprof/", "no profile, but of the index"},
		{"http://h:1/debug/fgprof", "http://h:1/debug/pprof/", "beside the index"},
		{"http://h:1/debug/pprof/fgprof", "http://h:1/debug/pprof/", "in the index"},
		{"http://h:1/a/../b//c/", "http://h:1/b/c/", "cleaned"},
		{"http://me:secret@h:1/x/?key=secret#secret", "http://h:1/x/", "nothing secret is left"},
		{"http://h:1/a%20b/", "http://h:1/a%20b/", "escaped as it was"},
	} {
		client, err := Open(Endpoint{URL: c.typed})
		if err != nil || client.URL() != c.want {
			t.Errorf("%q is %v, %v; want %s: %s", c.typed, client, err, c.want, c.why)
		}
	}
}

// What is wrong with an endpoint is said before anything is asked, and without the secrets in it.
func TestInvalidEndpoints(t *testing.T) {
	for _, c := range []struct {
		endpoint Endpoint
		want     string
	}{
		{Endpoint{URL: "ftp://me:secret@h/"}, "only http and https"},
		{Endpoint{URL: "http://me:secret@h:port/"}, "can't be understood"},
		{Endpoint{URL: "http://h/%zz?secret"}, "can't be understood"},
		{Endpoint{Socket: "run/app.sock"}, "absolute path"},
		{Endpoint{CAFile: t.TempDir() + "/none.pem"}, "no such file"},
		{Endpoint{CAFile: t.TempDir()}, "no file of certificates"},
		{Endpoint{CAFile: "address_test.go"}, "no certificate"},
		{Endpoint{Headers: []Header{{"Authorization", "secret\nsecret"}}}, `"Authorization"`},
		{Endpoint{Headers: []Header{{"A B", "secret"}}}, `"A B"`},
		{Endpoint{Headers: []Header{{"", "secret"}}}, `""`},
	} {
		_, err := Open(c.endpoint)
		var invalid *capture.InvalidError
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: %v", c.endpoint, err)
		}
	}
}
