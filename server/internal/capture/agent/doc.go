// Package agent puts an agent into a user's Go program, talks to it while the program runs, and collects what it leaves.
// The program's files stay as they are: an overlay of the go command replaces the file of func main by one with two
// more statements on existing lines, and adds the agent to the standard library's package runtime/coverage (see package
// inject, which is its source).
//
//	overlay, err := agent.Instrument(dir, target)        // overlay.GoCommand build overlay.Flags… in overlay.Dir with overlay.Env
//	env := options.Environment(base)                     // run the program with them
//	client, err := agent.Dial(ctx, options.Dir)          // any time it runs: Flush, Write, Trace, Finish
//	collection, err := agent.Collect(ctx, options.Dir, out, overlay.Paths)
//
// It starts no process: the caller builds and runs.
//
// The agent writes the CPU profile in windows of 0.5 to 5 seconds, and the other kinds after each window. So a program
// that dies by a signal, by a panic of another goroutine than main's or by a fatal error of the runtime loses its last
// window at most; one that returns from main, panics there, or calls os.Exit loses nothing. Exit status and output
// are the program's own.
//
// What it can't do:
//   - The runtime ends a program whose goroutines all wait for each other. With the agent in it there is always one that
//     waits for something else, so such a program hangs until it is stopped. Only when main was left by runtime.Goexit
//     and nothing but the agent is left, the agent ends itself, and so the program.
//   - Up to Go 1.25 some 0.1 s after each window go unseen, since StopCPUProfile waits that long: of 12 s of CPU time 11.5 s
//     were seen, of 4 s 3.65 s. All lines lose alike. Later toolchains lose nothing worth telling (11.98 s of 12 s).
//   - Packages that main imports may be initialised before the agent: of that time only memory is recorded.
//   - While a program takes an execution trace of its own, the agent can't, nor the other way round. A CPU profile of the
//     program's own goes on as it would, and the agent has a copy of it when it is stopped.
//   - While it is traced, the program's runtime.NumGoroutine counts the one or two that write the trace. All else that the
//     agent runs is hidden from the program, but for the lists with which the runtime itself goes down.
//   - A program that sets runtime.MemProfileRate itself, in func main, makes its memory profile wrong.
//   - On windows nothing can be pulled from a running program.
//   - A program from Go's module cache, or built by a toolchain from there, names files by a link in panics and traces.
package agent
