package inject

import (
	"runtime"
	"strconv"
	"strings"
	"time"
)

// serve answers the backend until the socket is closed. A request is a line, and so is its answer: "ok", or what went
// wrong. What is asked for is in files, which the backend reads itself.
func (a *agent) serve() {
	for {
		conn, err := a.listening.accept()
		if err != nil {
			return // closed
		}
		go answering()
		a.clients <- conn
	}
}

// answer serves one client until it goes.
func (a *agent) answer() {
	conn := <-a.clients
	defer conn.Close()
	defer a.survive()
	var text []byte
	piece := make([]byte, 512)
	for {
		n, err := conn.Read(piece)
		if err != nil {
			return
		}
		text = append(text, piece[:n]...)
		request, rest, whole := strings.Cut(string(text), "\n")
		if !whole && len(text) > 4096 {
			return // no request is that long
		}
		if !whole {
			continue
		}
		text = []byte(rest)
		answer := a.obey(strings.Fields(request))
		if _, err := conn.WriteString(strings.ReplaceAll(answer, "\n", " ") + "\n"); err != nil {
			return
		}
	}
}

// obey does what a request says:
//
//	flush          write everything as it is now
//	finish         the same, and end the trace, since the program is about to be ended
//	write KIND     write one profile as it is now, in the order or not
//	trace MILLIS   trace for so long; not if the order has a trace
func (a *agent) obey(request []string) string {
	switch {
	case len(request) == 1 && request[0] == "flush":
		a.flush()
		return "ok"
	case len(request) == 1 && request[0] == "finish":
		a.flush()
		a.writing.Lock()
		defer a.writing.Unlock()
		a.endTrace()
		return "ok"
	case len(request) == 2 && request[0] == "write":
		a.writing.Lock()
		defer a.writing.Unlock()
		return a.write(request[1])
	case len(request) == 2 && request[0] == "trace":
		return a.traceFor(request[1])
	}
	return "no such request"
}

// write writes one kind as it is now. a.writing is locked.
func (a *agent) write(kind string) string {
	switch kind {
	case "cpu":
		if !a.order.wants(kind) {
			return "CPU time is not recorded in this run"
		}
		a.endWindow()
		a.startWindow()
		return "ok"
	case "trace": // is written all the time
		if a.tracing.file == nil {
			return "no trace is recorded in this run"
		}
		return "ok"
	case "metrics":
		a.appendMetrics("pull")
		return "ok"
	case "memory":
		runtime.GC()
	}
	for _, known := range stateKinds {
		if kind == known {
			if a.writeState(kind) {
				return "ok"
			}
			return "this version of Go has no profile of this kind"
		}
	}
	return "no such kind"
}

// traceFor traces for so many milliseconds, or until the program's end.
func (a *agent) traceFor(text string) string {
	millis, err := strconv.Atoi(text)
	if err != nil || millis <= 0 {
		return "no such time"
	}
	a.writing.Lock()
	if a.tracing.file != nil {
		a.writing.Unlock()
		return "the run is traced already"
	}
	a.startTrace()
	started := a.tracing.file != nil
	a.writing.Unlock()
	if !started {
		return "the program itself is being traced"
	}
	timer := time.NewTimer(time.Duration(millis) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-a.finished:
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	a.endTrace()
	return "ok"
}
