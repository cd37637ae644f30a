// Package inject is the agent that a capture puts into a user's program. It is compiled twice: here, to be vetted and
// tested, and as part of the standard library's package runtime/coverage, by the overlay of package agent. There it may
// import internal/runtime/exithook, no name of the user's program can collide with it, and it is compiled once for each
// toolchain; nothing in the standard library imports runtime/coverage, so nothing else is compiled anew.
//
// Hence its rules. It is written in Go 1.22 with few imports, and without net, which would make a static binary
// dynamic. Its identifiers must not be those of runtime/coverage of Go 1.22 (later ones have but one). It prints
// nothing, catches no signal, never recovers a panic of the program's, and keeps no file open but the trace and its
// socket. What it can't do it says in a file, and goes on.
//
// Its goroutines are one that records, one that serves the socket and what answers a client there, and one for the
// last flush. They end with the program. The runtime takes them for its own (see std/host.go.txt), so that the program
// sees them neither in its stack traces nor in the number of its goroutines.
package inject

import (
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// lastPatience bounds how long a program's end may be held up. Far less is needed as a rule: 10 to 200 ms.
const lastPatience = 3 * time.Second

// agent records what its order says.
type agent struct {
	order order

	writing sync.Mutex // one writes at a time; guards all below
	cpu     cpuWindows
	tracing traceFile

	saying sync.Mutex // guards said
	said   map[string]bool

	// mainGone tells that main was left by runtime.Goexit, so that only other goroutines may still do something.
	mainGone atomic.Bool
	finish   sync.Once
	finished chan struct{}
	// listening is closed to end serving.
	listening listener
	// clients hands connections to the goroutines that answer them.
	clients chan *os.File
}

// present is the program's agent; nil in a program that is not captured.
var present *agent

func init() {
	text, ok := os.LookupEnv(variable)
	if !ok {
		return
	}
	// Children are not captured: they would overwrite each other's files.
	_ = os.Unsetenv(variable)
	if order, ok := readOrder(text); ok {
		order.restoreDebug()
		start(order)
		addExitHook(present.last)
	}
}

// start makes the program's agent, which begins to record and to serve.
func start(o order) {
	a := &agent{order: o, said: map[string]bool{}, finished: make(chan struct{}), clients: make(chan *os.File)}
	present = a
	if o.wants("block") {
		runtime.SetBlockProfileRate(o.blockNanos)
	}
	if o.wants("mutex") {
		runtime.SetMutexProfileFraction(o.mutexFraction)
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	if o.wants("metrics") {
		a.appendMetrics("baseline")
	}
	if o.wants("trace") {
		a.startTrace()
	}
	if o.wants("cpu") {
		watchCPU(a.programStarts, a.programStopped)
		a.startWindow()
	}
	var err error
	if a.listening, err = listen(o.dir + "/" + socketName); err != nil {
		a.say("socket: " + err.Error())
	} else {
		go serving()
	}
	go recording()
}

// LinecostMain is deferred by the program's main. A return of main is the exit hook's business; here are the two ways
// of leaving it that run no exit hook.
func LinecostMain() {
	if present == nil {
		return
	}
	switch leaving() {
	case "panic":
		present.last()
	case "goexit":
		present.mainGone.Store(true)
		present.flush()
	}
}

// leaving tells how the function that deferred its caller is left. It must not call recover, which would change that.
func leaving() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		frame, more := frames.Next()
		switch frame.Function {
		case "runtime.gopanic":
			return "panic"
		case "runtime.Goexit":
			return "goexit"
		case "main.main":
			return "return"
		}
		if !more {
			return "return"
		}
	}
}

// last writes everything for the last time. Whoever calls it, and how often, returns when that is done or has taken too
// long: then the program's end matters more. The work is done by a goroutine of its own, since the caller may be one that
// holds a lock of the profilers.
func (a *agent) last() {
	a.finish.Do(func() {
		go ending()
	})
	late := time.NewTimer(lastPatience)
	defer late.Stop()
	select {
	case <-a.finished:
	case <-late.C:
	}
}

// end writes everything for the last time.
func (a *agent) end() {
	defer close(a.finished)
	defer a.survive()
	a.listening.close()
	a.writing.Lock()
	defer a.writing.Unlock()
	a.writeAll("final")
	a.endTrace()
}

// flush writes everything as it is now, and goes on.
func (a *agent) flush() {
	defer a.survive()
	a.writing.Lock()
	defer a.writing.Unlock()
	a.writeAll("flush")
}

// writeAll writes all kinds of the order. It collects garbage, so that the memory profile is of now. The trace is
// written all the time.
func (a *agent) writeAll(event string) {
	if a.order.wants("cpu") {
		a.endWindow()
		if event == "final" {
			a.takeShared()
		} else {
			a.startWindow()
		}
	}
	if a.order.wants("memory") {
		runtime.GC()
	}
	for _, kind := range stateKinds {
		if a.order.wants(kind) {
			a.writeState(kind)
		}
	}
	if a.order.wants("metrics") {
		a.appendMetrics(event)
	}
}

// survive keeps a mistake in the agent from ending the program.
func (a *agent) survive() {
	if r := recover(); r != nil {
		if err, ok := r.(error); ok {
			a.say("agent: " + err.Error() + "\n" + string(debug.Stack()))
		}
	}
}

// say notes what went wrong, once each, in a file for the backend.
func (a *agent) say(what string) {
	what = strings.ReplaceAll(strings.TrimSpace(what), "\n", " ")
	a.saying.Lock()
	defer a.saying.Unlock()
	if a.said[what] {
		return
	}
	a.said[what] = true
	file, err := os.OpenFile(a.order.dir+"/"+problemsName, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return // nothing is left to tell it to
	}
	_, _ = file.WriteString(what + "\n")
	_ = file.Close()
}
