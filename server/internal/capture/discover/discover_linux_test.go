package discover

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// source is a program that serves profiles at the usual path and at one of its own, at two ports of its own choice, and says which.
const source = `package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"io"
)

func main() {
	usual, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	own, err := net.Listen("tcp", ":0")
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/internal/prof/", pprof.Index)
	go http.Serve(usual, nil)
	go http.Serve(own, mux)
	fmt.Println(usual.Addr().(*net.TCPAddr).Port, own.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin) // until the test ends
}
`

// A server that this test starts is found with all that there is to know of it, and this test itself is not.
func TestProcessesFindsAServer(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/served\n\ngo 1.22\n", "main.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", "served", ".")
	build.Dir = dir
	build.Env = append(build.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	before := time.Now().Add(-2 * time.Second) // the table counts in hundredths since a second that was rounded
	server := exec.Command(filepath.Join(dir, "served"), "-flag", "two words")
	lifeline, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = lifeline.Close()
		if err := server.Wait(); err != nil {
			t.Error(err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	ports := strings.Fields(line)

	processes, _, err := Processes(t.Context(), []string{"internal/prof"})
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(processes, func(p Process) bool { return p.PID == os.Getpid() }) {
		t.Error("the list holds this process itself")
	}
	if !slices.IsSortedFunc(processes, func(a, b Process) int { return min(len(b.URLs), 1) - min(len(a.URLs), 1) }) {
		t.Error("those with profiles don't come first")
	}
	at := slices.IndexFunc(processes, func(p Process) bool { return p.PID == server.Process.Pid })
	if at < 0 {
		t.Fatalf("the server is not in the list: %+v", processes)
	}
	p := processes[at]
	if p.Name != "served" || p.Path != server.Path || p.Module != "example.com/served" || p.Package != "example.com/served" ||
		p.GoVersion == "" || !slices.Equal(p.Args, []string{"-flag", "two words"}) {
		t.Errorf("found %+v", p)
	}
	if p.Started.Before(before) || p.Started.After(time.Now().Add(2*time.Second)) {
		t.Errorf("started %v, which is not now", p.Started)
	}
	var listening []string
	for _, port := range p.Ports {
		listening = append(listening, strconv.Itoa(port))
	}
	slices.Sort(listening)
	slices.Sort(p.URLs)
	want := []string{"http://127.0.0.1:" + ports[0] + "/debug/pprof/", "http://127.0.0.1:" + ports[1] + "/internal/prof/"}
	slices.Sort(want)
	if wanted := slices.Sorted(slices.Values(ports)); !slices.Equal(listening, wanted) || !slices.Equal(p.URLs, want) {
		t.Errorf("ports %v, profiles at %v; want %v, %v", listening, p.URLs, wanted, want)
	}
}
