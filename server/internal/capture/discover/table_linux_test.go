package discover

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A process of the made-up table. Its binary is a link to a real one: this test's, or none of Go's.
type fake struct {
	pid         int
	uid         int
	exe         string
	cmdline     string
	network     string
	descriptors []string
	name        string // in parentheses in stat
}

const (
	home    = "net:[4026531840]"
	another = "net:[4026532999]"
)

// heading and row are those of net/tcp; the row's columns after the inode are left out.
const heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

func row(address, state, inode string) string {
	return fmt.Sprintf("   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000  1000        0 %s 1 0 100 0 0 10 0\n", address, state, inode)
}

func writeTable(t *testing.T, processes []fake) string {
	t.Helper()
	root := t.TempDir()
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(path, to string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(root, "stat"), "cpu 1 2 3\nbtime 1700000000\nprocesses 9\n")
	write(filepath.Join(root, "meminfo"), "no process\n")
	link(filepath.Join(root, "self", "ns", "net"), home)
	link(filepath.Join(root, "self", "exe"), "/bin/sh")
	for _, p := range processes {
		folder := filepath.Join(root, fmt.Sprint(p.pid))
		write(filepath.Join(folder, "status"), fmt.Sprintf("Name:\tx\nUid:\t%d\t%d\t%d\t%d\nGid:\t0\t0\t0\t0\n", p.uid+1, p.uid, p.uid, p.uid))
		write(filepath.Join(folder, "cmdline"), p.cmdline)
		write(filepath.Join(folder, "stat"), fmt.Sprintf("%d (%s) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 5 0 %d 0 0\n", p.pid, p.name, p.pid*100))
		if p.exe != "" {
			link(filepath.Join(folder, "exe"), p.exe)
		}
		link(filepath.Join(folder, "ns", "net"), p.network)
		if err := os.Mkdir(filepath.Join(folder, "fd"), 0o755); err != nil {
			t.Fatal(err)
		}
		for n, descriptor := range p.descriptors {
			link(filepath.Join(folder, "fd", fmt.Sprint(n)), descriptor)
		}
		write(filepath.Join(folder, "net", "tcp"), heading+
			row("0100007F:17AC", "0A", "111")+ // 127.0.0.1:6060
			row("00000000:1F90", "0A", "222")+ // 0.0.0.0:8080
			row("0500000A:01BB", "0A", "333")+ // 10.0.0.5:443
			row("0100007F:1234", "01", "444")+ // a connection
			"   3: short\n"+row("0100007F:zzzz", "0A", "555"))
		write(filepath.Join(folder, "net", "tcp6"), heading+row("00000000000000000000000000000000:1F91", "0A", "666"))
	}
	return root
}

func TestTheProcessTable(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	root := writeTable(t, []fake{
		// Ours: its ports ascend, each once; its connection and its file are no listeners.
		{pid: 10, uid: 1000, exe: self, cmdline: "svc\x00-a\x00b c\x00", network: home, name: "a) (b",
			descriptors: []string{"socket:[222]", "socket:[111]", "socket:[444]", "socket:[333]", "socket:[666]", "/dev/null", "pipe:[111]"}},
		// Ours, in a container: its ports can't be reached.
		{pid: 11, uid: 1000, exe: self, cmdline: "boxed\x00", network: another, name: "x", descriptors: []string{"socket:[111]"}},
		// Somebody else's: not even looked at.
		{pid: 12, uid: 1001, exe: self, cmdline: "theirs\x00", network: home, name: "x", descriptors: []string{"socket:[111]"}},
		// Ours, but not built by Go.
		{pid: 13, uid: 1000, exe: "/bin/ls", cmdline: "ls\x00", network: home, name: "x"},
		// Linecost's own binary, as the table's self says.
		{pid: 14, uid: 1000, exe: "/bin/sh", cmdline: "sh\x00", network: home, name: "x"},
		// A thread of the kernel, or a process that ended while it was looked at.
		{pid: 15, uid: 1000, network: home, name: "x"},
	})
	processes, problems, err := newTable(root, 1000).goProcesses(t.Context())
	if err != nil || len(processes) != 2 {
		t.Fatalf("%v, %+v", err, processes)
	}
	p := processes[0]
	if p.PID != 10 || p.Path != self || p.Name != filepath.Base(self) || p.GoVersion == "" || !strings.HasSuffix(p.Package, "capture/discover.test") {
		t.Errorf("got %+v", p)
	}
	if !slices.Equal(p.Args, []string{"-a", "b c"}) || !p.Started.Equal(time.Unix(1700000010, 0)) || !slices.Equal(p.Ports, []int{443, 6060, 8080, 8081}) {
		t.Errorf("arguments %q, start %v, ports %v", p.Args, p.Started, p.Ports)
	}
	var reachable []string
	for _, address := range p.reachable {
		reachable = append(reachable, address.String())
	}
	if want := []string{"127.0.0.1:6060", "127.0.0.1:8080", "127.0.0.1:8081", "[::1]:8081"}; !slices.Equal(reachable, want) {
		t.Errorf("loopback leads to %v; want %v", reachable, want)
	}
	if boxed := processes[1]; boxed.PID != 11 || boxed.reachable != nil || !slices.Equal(boxed.Ports, []int{6060}) || len(boxed.Args) != 0 {
		t.Errorf("in a container: %+v", boxed)
	}
	if len(problems) != 1 || !strings.Contains(problems[0], "network of its own") {
		t.Errorf("problems %q", problems)
	}
}

// Without /proc there is a sentence, no error.
func TestNoProcessTable(t *testing.T) {
	processes, problems, err := newTable(filepath.Join(t.TempDir(), "none"), 0).goProcesses(t.Context())
	if err != nil || len(processes) != 0 || len(problems) != 1 {
		t.Errorf("got %v, %v, %v", processes, problems, err)
	}
}

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"0100007F:17AC":                         "127.0.0.1:6060",
		"00000000000000000000000001000000:17AC": "[::1]:6060",
		"0000000000000000FFFF00000100007F:0050": "127.0.0.1:80", // IPv4 in an IPv6 socket
		"B80D01200000000000000000010000AB:0001": "[2001:db8::ab00:1]:1",
		"0100007F":                              "", // no port
		"01007F:17AC":                           "", // three bytes
		"0100007F0100007F:17AC":                 "", // eight
		"xyz:17AC":                              "",
	} {
		got, err := parseAddress(text)
		if want == "" {
			if err == nil {
				t.Errorf("%s was taken for %v", text, got)
			}
		} else if err != nil || got != netip.MustParseAddrPort(want) {
			t.Errorf("%s is %v, %v; want %s", text, got, err, want)
		}
	}
}
