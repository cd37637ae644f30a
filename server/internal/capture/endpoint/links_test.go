package endpoint

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// goPage is what net/http/pprof of Go 1.22 to 1.27 writes, shortened.
const goPage = `<html>
<head>
<title>/debug/pprof/</title>
<style>
.profile-name{
	display:inline-block;
	width:6rem;
}
</style>
</head>
<body>
/debug/pprof/
<br>
<p>Set debug=1 as a query parameter to export in legacy text format</p>
<br>
Types of profiles available:
<table>
<thead><td>Count</td><td>Profile</td></thead>
<tr><td>5</td><td><a href='allocs?debug=1'>allocs</a></td></tr>
<tr><td>0</td><td><a href='cmdline?debug=1'>cmdline</a></td></tr>
<tr><td>2</td><td><a href='example.com/a&amp;b?debug=1'>example.com/a&amp;b</a></td></tr>
<tr><td>1</td><td><a href='./pool:x?debug=1'>pool:x</a></td></tr>
<tr><td>7</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>
<tr><td>0</td><td><a href='profile?debug=1'>profile</a></td></tr>
</table>
<a href="goroutine?debug=2">full goroutine stack dump</a>
<br>
<p>
Profile Descriptions:
<ul>
<li><div class=profile-name>allocs: </div> A sampling of all past memory allocations</li>
</ul>
</p>
</body>
</html>`

func TestIndexPages(t *testing.T) {
	for _, c := range []struct{ why, at, page, want string }{
		{"Go's own: counts, escapes, no command line, the dump of goroutines not twice", "http://h/debug/pprof/", goPage,
			"allocs@allocs=5 example.com/a&b@example.com/a&b=2 pool:x@./pool:x=1 goroutine@goroutine=7 profile@profile=-1"},
		{"one written by hand: capitals, no quotes, other attributes, no counts", "http://h/p/",
			`<UL><LI><A class=x HREF=heap>Heap</A><li><a title="a > b" href = "goroutine" />G</ul>`, "heap@heap=-1 goroutine@goroutine=-1"},
		{"absolute links", "http://h/p/", `<a href="/p/heap"></a><a href="http://H:80/p/block"></a>`, "heap@heap=-1 block@block=-1"},
		{"absolute links behind a proxy that adds a path", "http://h/app/debug/pprof/", `<a href="/debug/pprof/heap"></a><a href="/logout"></a>`, "heap@heap=-1"},
		{"links to elsewhere", "http://h/p/", `<a href="http://evil/p/heap"></a><a href="https://h/p/heap"></a><a href="javascript:heap"></a>`, ""},
		{"a page of an application", "http://h/p/", `<a href="/about">About</a> <a href="orders">12</a>`, ""},
		{"a link in a comment", "http://h/p/", `<!-- <a href="heap"> --><p>`, ""},
		{"JSON", "http://h/p/", `{"profiles":["heap"]}`, ""},
		{"nothing", "http://h/p/", "", ""},
		{"a page that breaks off", "http://h/p/", `<a href='heap?debug=1'>heap</a><a href='gorout`, "heap@heap=-1 gorout@gorout=-1"},
	} {
		at, err := url.Parse(c.at)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, o := range parseIndex([]byte(c.page), at) {
			got = append(got, fmt.Sprintf("%s@%s=%d", o.Name, o.Path, o.Count))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: found %s; want %s", c.why, text, c.want)
		}
	}
}

// Whatever a server calls its index: what is found leads to the same server and names each profile once.
func FuzzIndex(f *testing.F) {
	f.Add([]byte(goPage))
	for _, page := range []string{"", "<", "<a", "<a href", "<a href=", "<a href='", "<!--", "<a =x href=heap>", "<a href=heap/../..//x>",
		"<a href='//evil/heap'><a href=heap>", "<a href='&#0;heap'><a href=heap>", "<a\x00href=heap>", "<a href=%2e%2e/heap><a href=heap>"} {
		f.Add([]byte(page))
	}
	at, err := url.Parse("http://h:1/debug/pprof/")
	if err != nil {
		f.Fatal(err)
	}
	client, err := Open(Endpoint{URL: at.String()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		seen := map[string]bool{}
		for _, o := range parseIndex(page, at) {
			address, err := client.address(o.Path, nil)
			if err != nil || !sameServer(address, at) || !strings.HasPrefix(address.Path, at.Path) {
				t.Errorf("%q leads to %v, %v", o.Path, address, err)
			}
			if o.Name == "" || seen[o.Name] || o.Count < -1 || address.Path != at.Path+o.Name {
				t.Errorf("offers %+v at %v", o, address)
			}
			seen[o.Name] = true
		}
	})
}
