package server

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/linecost/linecost/server/internal/oracle"
	"github.com/linecost/linecost/server/internal/protocol"
)

// A server that runs is in the list, and what the list says of it is enough to ask what it offers.
func TestAttachToAProcess(t *testing.T) {
	e := connect(t, plenty)
	if runtime.GOOS != "linux" {
		listed := ask(t, e, protocol.AttachProcesses, protocol.AttachProcessesParams{})
		if len(listed.Processes) != 0 || len(listed.Problems) != 1 {
			t.Errorf("listed %+v", listed)
		}
		return
	}
	path := filepath.Join(t.TempDir(), "served")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, ".")
	build.Dir = filepath.Join(oracle.ServerDir(), "internal", "capture", "endpoint", "testdata", "served")
	build.Env = append(build.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := exec.Command(path)
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
	address := strings.TrimSpace(line)

	listed := ask(t, e, protocol.AttachProcesses, protocol.AttachProcessesParams{Prefixes: []string{"/ops/prof/"}})
	at := slices.IndexFunc(listed.Processes, func(p protocol.GoProcess) bool { return p.PID == int64(server.Process.Pid) })
	if at < 0 {
		t.Fatalf("the server is not in the list: %+v", listed)
	}
	p := listed.Processes[at]
	if p.Name != "served" || p.Path != path || p.Module != "example.com/served" || p.StartMillis == 0 || len(p.Ports) != 1 ||
		!slices.Equal(p.URLs, []string{"http://" + address + "/debug/pprof/", "http://" + address + "/ops/prof/"}) {
		t.Errorf("listed %+v", p)
	}
	index := ask(t, e, protocol.AttachIndex, protocol.AttachIndexParams{Endpoint: protocol.Endpoint{URL: p.URLs[1]}})
	if index.URL != p.URLs[1] || len(index.Profiles) < 8 {
		t.Errorf("%s offers %+v", p.URLs[1], index)
	}
}
