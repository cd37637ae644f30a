package server

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/sample/pipeline"
)

const oneOrder = `{"customer":"Zoe","region":"east","lines":` +
	`[{"product":"garden","quantity":2,"price":150,"discount":5}]}`

func start(t *testing.T) string {
	t.Helper()
	shop, err := pipeline.Run(pipeline.Options{
		Steps: pipeline.Better, Orders: 500, Seed: 1, BlockSize: 1 << 20,
		Done: func(string, time.Duration) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(Debug(New(pipeline.Better, shop)))
	t.Cleanup(s.Close)
	return s.URL
}

func fetch(t *testing.T, method, address, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestAPI(t *testing.T) {
	base := start(t)
	// In this order: the last cases see what the POST added.
	cases := []struct {
		method, path, body string
		status             int
		contains           string
	}{
		{"GET", "/orders/7", "", 200, `{"id":7,`},
		{"GET", "/orders/seven", "", 400, "integer"},
		{"GET", "/orders/100000", "", 404, "no such order"},
		{"POST", "/orders", "{", 400, "not an order"},
		{"POST", "/orders", `{"lines":[{"discount":0}]}`, 400, "discount"},
		{"GET", "/watch?orders=0", "", 400, "from 1 to 100"},
		{"GET", "/report", "", 200, "Customers\n"},
		{"GET", "/debug/pprof/", "", 200, "goroutine"},
		{"POST", "/orders", oneOrder, 200, `{"id":501}`},
		{"GET", "/customers/Zoe", "", 200, `{"spent":"3.57"}`},
		{"GET", "/orders/501", "", 200, `"customer":"Zoe"`},
	}
	for _, c := range cases {
		status, text := fetch(t, c.method, base+c.path, c.body)
		if status != c.status || !strings.Contains(text, c.contains) {
			t.Errorf("%s %s: got %d %q", c.method, c.path, status, text)
		}
	}
}

func TestWatch(t *testing.T) {
	base := start(t)
	response, err := http.Get(base + "/watch?orders=1")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	// The answer has begun, so the watcher is there and sees what comes now.
	fetch(t, "POST", base+"/orders", oneOrder)
	line, err := bufio.NewReader(response.Body).ReadString('\n')
	if err != nil || !strings.Contains(line, `"customer":"Zoe"`) {
		t.Errorf("got %q, %v", line, err)
	}
}

func TestTraffic(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	base := start(t)
	if err := Traffic(ctx, base, 2); err != nil {
		t.Error(err)
	}
	if status, _ := fetch(t, "GET", base+"/orders/501", ""); status != 200 {
		t.Error("the traffic left no order")
	}
}
