package inject

import (
	"os"
	"strconv"
	"strings"
)

const (
	// variable is the environment variable that makes the agent work. Package agent writes it.
	variable = "LINECOST_AGENT"
	// Files in the order's folder, beside one for each profile.
	socketName   = "agent.sock"
	problemsName = "problems.txt"
	metricsName  = "metrics.jsonl"
	traceName    = "trace.part"
	// wholeTraceName is what the trace is called when it has ended.
	wholeTraceName = "trace.whole"
)

// order is what the agent is to do.
type order struct {
	// dir is an existing private folder for everything that it writes.
	dir   string
	kinds []string
	// hertz, blockNanos and mutexFraction are as the runtime's own functions take them.
	hertz, blockNanos, mutexFraction int
	// debug is the GODEBUG that the program's children are to see, if debugChanged: empty for none.
	debug        string
	debugChanged bool
}

// readOrder reads lines of "name=value".
func readOrder(text string) (order, bool) {
	o := order{hertz: 100, blockNanos: 1, mutexFraction: 1}
	for _, line := range strings.Split(text, "\n") {
		name, value, _ := strings.Cut(line, "=")
		switch name {
		case "dir":
			o.dir = value
		case "kinds":
			o.kinds = strings.Split(value, ",")
		case "hertz":
			o.hertz = positive(value, o.hertz)
		case "block":
			o.blockNanos = positive(value, o.blockNanos)
		case "mutex":
			o.mutexFraction = positive(value, o.mutexFraction)
		case "godebug":
			o.debug, o.debugChanged = value, true
		}
	}
	return o, o.dir != ""
}

func positive(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return otherwise
}

func (o order) wants(kind string) bool {
	for _, k := range o.kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// restoreDebug undoes the change of GODEBUG for children and for the program's own eyes. The runtime read the memory
// profile's rate from it before anything was allocated, and does not look again.
func (o order) restoreDebug() {
	switch {
	case !o.debugChanged:
	case o.debug == "":
		_ = os.Unsetenv("GODEBUG")
	default:
		_ = os.Setenv("GODEBUG", o.debug)
	}
}
