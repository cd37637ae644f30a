package inject

// What the agent gets from the package that it becomes part of. Outside of the standard library it has to do without; the
// overlay replaces this file by those of the folder std.

// addExitHook would run f when the program ends by os.Exit or by the return of main.
func addExitHook(f func()) {}

// The agent's goroutines start here.
func recording() { present.record() }
func serving()   { present.serve() }
func answering() { present.answer() }
func ending()    { present.end() }
