package inject

import (
	"bytes"
	"os"
	"runtime"
	"runtime/pprof"
	"time"
)

// firstWindows are the lengths of the first windows, and window that of each later one: what a program loses that is
// killed is never more than that, nor more than about as long as it has run. Ending a window costs 100 to 200 ms of
// waiting, not of work, up to Go 1.25.
var firstWindows = []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second}

const window = 5 * time.Second

// stateKinds are the profiles that the runtime can give at any time.
var stateKinds = []string{"memory", "block", "mutex", "goroutine", "goroutineleak", "threadcreate"}

// record writes what there is after each window, until the program ends.
func (a *agent) record() {
	defer a.survive()
	for i := 0; ; i++ {
		length := window
		if i < len(firstWindows) {
			length = firstWindows[i]
		}
		timer := time.NewTimer(length)
		select {
		case <-a.finished:
			timer.Stop()
			return
		case <-timer.C:
		}
		if a.alone() {
			a.last()
			return
		}
		a.writeWindow()
	}
}

// alone tells that main was left by runtime.Goexit and that nothing but the agent is left. Without the agent the runtime
// would end such a program as deadlocked; when the agent is gone, it does.
func (a *agent) alone() bool {
	if !a.mainGone.Load() {
		return false
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	own := 0 // the goroutines that write the CPU profile and the trace are not the runtime's
	if a.cpu.running {
		own++
	}
	if a.tracing.file != nil {
		own += 2
	}
	return runtime.NumGoroutine() <= own
}

// writeWindow is writeAll without what is dear: it neither collects garbage (the memory profile is of the last
// collection) nor looks for leaks, which does.
func (a *agent) writeWindow() {
	a.writing.Lock()
	defer a.writing.Unlock()
	if a.order.wants("cpu") {
		a.endWindow()
		a.startWindow()
	}
	for _, kind := range stateKinds {
		if a.order.wants(kind) && kind != "goroutineleak" {
			a.writeState(kind)
		}
	}
	if a.order.wants("metrics") {
		a.appendMetrics("window")
	}
}

// writeState writes a profile that is not CPU. It returns whether the runtime has that one.
func (a *agent) writeState(kind string) bool {
	name := kind
	if kind == "memory" {
		name = "allocs"
	}
	profile := pprof.Lookup(name)
	if profile == nil {
		a.say(kind + ": this version of Go has no such profile")
		return false
	}
	var text bytes.Buffer
	if err := profile.WriteTo(&text, 0); err != nil {
		a.say(kind + ": " + err.Error())
		return false
	}
	a.put(kind+".pb.gz", text.Bytes())
	return true
}

// put writes a file that is there as a whole or not at all.
func (a *agent) put(name string, text []byte) {
	path := a.order.dir + "/" + name
	err := os.WriteFile(path+".tmp", text, 0o600)
	if err == nil {
		err = os.Rename(path+".tmp", path)
	}
	if err != nil {
		a.say(err.Error())
	}
}
