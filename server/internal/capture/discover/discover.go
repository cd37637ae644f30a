// Package discover finds the Go processes of this user, and which of them serve profiles.
//
// What a process is comes from the build information in its binary, its ports from the system's tables; whether it
// serves profiles tells only asking. Asked are loopback listeners of this user's own Go processes, and they are asked
// over plain HTTP: a listener that wants TLS is shown with its port, for the user to enter its address. So far this is
// for Linux; elsewhere the list says that it can't be had, rather than run a tool whose output differs by version.
package discover

import (
	"cmp"
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/linecost/linecost/server/internal/capture/endpoint"
)

const (
	// patience is how long a listener may think: it is on this machine, and a person waits for the list.
	patience = 500 * time.Millisecond
	// atOnce is how many listeners are asked at the same time.
	atOnce = 32
)

// Process is a running process whose binary was built by Go.
type Process struct {
	PID int
	// Name is the command's name, and Path its binary's absolute path.
	Name, Path string
	// Args are the command's arguments, without its name. They may hold secrets.
	Args []string
	// Package is the import path of the package main, Module and Version its module's; empty if the binary doesn't say.
	Package, Module, Version string
	// GoVersion is the toolchain that built it.
	GoVersion string
	// Started is zero if it is not known.
	Started time.Time
	// Ports are the TCP ports that it listens on, ascending.
	Ports []int
	// URLs are the indices of profiles that it serves.
	URLs []string

	// reachable are those of its listeners that loopback leads to.
	reachable []netip.AddrPort
}

// Processes lists the Go processes of this user but for Linecost's own: those that serve profiles first, then by start,
// newest first. prefixes are further paths at which to look for profiles. Problems says, in sentences, what could not
// be looked at. The error is the context's.
func Processes(ctx context.Context, prefixes []string) (processes []Process, problems []string, err error) {
	processes, problems, err = find(ctx)
	if err != nil {
		return nil, nil, err
	}
	probe(ctx, processes, append([]string{"/debug/pprof/"}, prefixes...))
	slices.SortFunc(processes, func(a, b Process) int {
		return cmp.Or(
			cmp.Compare(min(len(b.URLs), 1), min(len(a.URLs), 1)),
			b.Started.Compare(a.Started),
			cmp.Compare(b.PID, a.PID),
		)
	})
	return processes, problems, ctx.Err()
}

// probe asks every reachable listener for an index at every path, and waits for the answers.
func probe(ctx context.Context, processes []Process, paths []string) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	found := make([][]string, len(processes)) // by listener and path, so that their order is not chance
	for n, p := range processes {
		found[n] = make([]string, len(p.reachable)*len(paths))
		for l, listener := range p.reachable {
			for i, path := range paths {
				wait.Go(func() {
					slots <- struct{}{}
					defer func() { <-slots }()
					found[n][l*len(paths)+i] = indexAt(ctx, listener, path)
				})
			}
		}
	}
	wait.Wait()
	for n := range processes {
		processes[n].URLs = distinct(found[n])
	}
}

// distinct leaves out what is empty, and all but the first of those that differ only in the host: a listener for all
// addresses answers at 127.0.0.1 and at ::1.
func distinct(urls []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, found := range urls {
		parsed, err := url.Parse(found)
		if err != nil || found == "" || seen[parsed.Port()+parsed.Path] {
			continue
		}
		seen[parsed.Port()+parsed.Path] = true
		kept = append(kept, found)
	}
	return kept
}

// indexAt is the address of the index that a listener has at a path; empty if there is none.
func indexAt(ctx context.Context, listener netip.AddrPort, path string) string {
	client, err := endpoint.Open(endpoint.Endpoint{
		URL:     "http://" + listener.String() + "/" + strings.TrimLeft(path, "/"),
		Timeout: patience,
	})
	if err != nil {
		return "" // a prefix that is no path
	}
	at, _ := client.Serves(ctx)
	return at
}
