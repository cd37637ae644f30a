package inject

import (
	"io"
	"runtime/pprof"
)

// What the agent gets from the package that it becomes part of. Outside of the standard library it has to do without; the
// overlay replaces this file by those of the folder std.

// addExitHook would run f when the program ends by os.Exit or by the return of main.
func addExitHook(f func()) {}

// startCPU can take no other rate than Go's own.
func startCPU(w io.Writer, hertz int) error { return pprof.StartCPUProfile(w) }
func stopCPU()                              { pprof.StopCPUProfile() }

// watchCPU would have starting and stopped called when the program profiles itself.
func watchCPU(starting func(io.Writer) io.Writer, stopped func()) {}

// The agent's goroutines start here.
func recording() { present.record() }
func serving()   { present.serve() }
func answering() { present.answer() }
func ending()    { present.end() }
