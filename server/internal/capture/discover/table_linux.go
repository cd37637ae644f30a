package discover

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// ticks is how many there are to a second in /proc/PID/stat: the kernel gives user space the same on every machine
	// that Go runs on.
	ticks = 100
	// maxArgs bounds what is read of a command line, in bytes.
	maxArgs = 64 << 10
)

// find finds the Go processes of this user but for Linecost's own.
func find(ctx context.Context) ([]Process, []string, error) {
	return newTable("/proc", os.Geteuid()).goProcesses(ctx)
}

// table reads the process table. It remembers what it has read, so it is for one list.
type table struct {
	root string
	uid  int
	// self is this program's binary: other backends and the guards of captures run it too.
	self os.FileInfo
	// network is this process's network; ports of another can't be reached from here.
	network string
	boot    time.Time
	// builds are the binaries that were looked at, nil for those not built by Go; listeners those of each network.
	builds    map[program]*buildinfo.BuildInfo
	listeners map[string]map[string]listener
}

// program is a binary as it was when it was looked at.
type program struct {
	device, inode uint64
	modified      time.Time
}

func newTable(root string, uid int) *table {
	t := &table{root: root, uid: uid, builds: map[program]*buildinfo.BuildInfo{}, listeners: map[string]map[string]listener{}}
	t.self, _ = os.Stat(filepath.Join(root, "self", "exe"))
	t.network, _ = os.Readlink(filepath.Join(root, "self", "ns", "net"))
	stat, _ := os.ReadFile(filepath.Join(root, "stat"))
	if _, after, ok := bytes.Cut(stat, []byte("\nbtime ")); ok {
		seconds, _, _ := bytes.Cut(after, []byte("\n"))
		if unix, err := strconv.ParseInt(string(seconds), 10, 64); err == nil {
			t.boot = time.Unix(unix, 0)
		}
	}
	return t
}

func (t *table) goProcesses(ctx context.Context) (processes []Process, problems []string, err error) {
	entries, err := os.ReadDir(t.root)
	if err != nil {
		return nil, []string{"The system's process table, /proc, can't be read. Enter the program's address instead."}, ctx.Err()
	}
	refused := 0
	var elsewhere []string
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		folder := filepath.Join(t.root, entry.Name())
		if !t.isOurs(folder) {
			continue
		}
		p, err := t.process(pid, folder)
		switch {
		case errors.Is(err, fs.ErrPermission):
			refused++
		case err != nil || p == nil: // it has just ended, or is no Go process
		default:
			if p.Ports, p.reachable, err = t.ports(folder); err == nil && len(p.Ports) > 0 && p.reachable == nil && t.isElsewhere(folder) {
				elsewhere = append(elsewhere, fmt.Sprintf("%s (%d)", p.Name, pid))
			}
			processes = append(processes, *p)
		}
	}
	if refused > 0 {
		problems = append(problems, fmt.Sprintf("%d of the processes of this user may not be looked at: they are not in the list.", refused))
	}
	if len(elsewhere) > 0 {
		problems = append(problems, fmt.Sprintf("The ports of %s are in a network of its own, such as a container's. Enter the address at "+
			"which it can be reached from here.", strings.Join(elsewhere, ", ")))
	}
	return processes, problems, nil
}

// isOurs tells whether a process runs as this user.
func (t *table) isOurs(folder string) bool {
	status, err := os.ReadFile(filepath.Join(folder, "status"))
	if err != nil {
		return false
	}
	_, after, ok := bytes.Cut(status, []byte("\nUid:"))
	if !ok {
		return false
	}
	line, _, _ := bytes.Cut(after, []byte("\n"))
	fields := bytes.Fields(line) // real, effective, saved, file system
	return len(fields) > 1 && string(fields[1]) == strconv.Itoa(t.uid)
}

// process describes a process; nil if its binary is Linecost's, or not built by Go.
func (t *table) process(pid int, folder string) (*Process, error) {
	exe := filepath.Join(folder, "exe")
	path, err := os.Readlink(exe)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(exe) // through the link: the file itself, even if it was removed
	if err != nil {
		return nil, err
	}
	if t.self != nil && os.SameFile(t.self, info) {
		return nil, nil
	}
	build := t.build(exe, info)
	if build == nil {
		return nil, nil
	}
	path = strings.TrimSuffix(path, " (deleted)") // by an update or a rebuild
	return &Process{
		PID: pid, Name: filepath.Base(path), Path: path, Args: arguments(folder),
		Package: build.Path, Module: build.Main.Path, Version: build.Main.Version, GoVersion: build.GoVersion,
		Started: t.started(folder),
	}, nil
}

// build reads what a binary says of its build, once for all processes that run it.
func (t *table) build(exe string, info os.FileInfo) *buildinfo.BuildInfo {
	var key program
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		key = program{device: uint64(stat.Dev), inode: stat.Ino, modified: info.ModTime()}
		if build, known := t.builds[key]; known {
			return build
		}
	}
	build, err := buildinfo.ReadFile(exe)
	if err != nil {
		build = nil
	}
	t.builds[key] = build
	return build
}

// arguments are a process's, without its name.
func arguments(folder string) []string {
	file, err := os.Open(filepath.Join(folder, "cmdline"))
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // only read
	line, _ := io.ReadAll(io.LimitReader(file, maxArgs))
	args := strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
	return args[1:]
}

// started is when a process began.
func (t *table) started(folder string) time.Time {
	stat, err := os.ReadFile(filepath.Join(folder, "stat"))
	if err != nil || t.boot.IsZero() {
		return time.Time{}
	}
	// The second field is the name in parentheses, which may hold anything; the 22nd is the start.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 20 {
		return time.Time{}
	}
	since, err := strconv.ParseInt(string(fields[19]), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return t.boot.Add(time.Duration(since) * time.Second / ticks)
}

// ports are the TCP ports that a process listens on, and the addresses at which loopback leads to them.
func (t *table) ports(folder string) (ports []int, reachable []netip.AddrPort, err error) {
	descriptors, err := os.ReadDir(filepath.Join(folder, "fd"))
	if err != nil {
		return nil, nil, err
	}
	network, _ := os.Readlink(filepath.Join(folder, "ns", "net"))
	listeners := t.networkListeners(network, folder)
	for _, descriptor := range descriptors {
		target, err := os.Readlink(filepath.Join(folder, "fd", descriptor.Name()))
		if err != nil {
			continue // just closed
		}
		inode, isSocket := strings.CutPrefix(target, "socket:[")
		l, isListener := listeners[strings.TrimSuffix(inode, "]")]
		if !isSocket || !isListener {
			continue
		}
		ports = append(ports, int(l.address.Port()))
		if network == t.network {
			reachable = append(reachable, viaLoopback(l.address)...)
		}
	}
	slices.Sort(ports)
	slices.SortFunc(reachable, netip.AddrPort.Compare)
	return slices.Compact(ports), slices.Compact(reachable), nil
}

// isElsewhere tells whether a process has a network of its own.
func (t *table) isElsewhere(folder string) bool {
	network, err := os.Readlink(filepath.Join(folder, "ns", "net"))
	return err == nil && network != t.network
}

// networkListeners are the listeners of a network by inode, read through one of its processes.
func (t *table) networkListeners(network, folder string) map[string]listener {
	if found, known := t.listeners[network]; known {
		return found
	}
	found := map[string]listener{}
	for _, name := range []string{"tcp", "tcp6"} {
		file, err := os.Open(filepath.Join(folder, "net", name))
		if err != nil {
			continue // a kernel without IPv6
		}
		listeners, _ := parseListeners(file) // what could be read is better than nothing
		_ = file.Close()                     // only read
		for _, l := range listeners {
			found[l.inode] = l
		}
	}
	t.listeners[network] = found
	return found
}
