package endpoint

import "github.com/linecost/linecost/server/internal/capture"

// known are the profiles whose meaning is known by their name.
var known = map[string]struct {
	kind        capture.ProfileKind
	description string
	// seconds is how long it is taken if nobody says; 0 for a state.
	seconds int
	// delta tells that net/http/pprof can give the difference over some seconds. It would for goroutine and threadcreate
	// too, but what differs between two states is a question nobody asks.
	delta bool
}{
	"profile":       {capture.CPU, "Where the program spends CPU time.", 30, false},
	"fgprof":        {capture.Other, "Where the program spends time, on the CPU and waiting.", 30, false},
	"heap":          {capture.Memory, "The memory in use, and all that was allocated since the start.", 0, true},
	"allocs":        {capture.Memory, "All memory that was allocated since the start.", 0, true},
	"block":         {capture.Block, "Where goroutines waited on channels, locks and the like.", 0, true},
	"mutex":         {capture.Mutex, "Which lines held the locks that others waited for.", 0, true},
	"goroutine":     {capture.Goroutine, "Where each goroutine stands.", 0, false},
	"goroutineleak": {capture.GoroutineLeak, "Where those goroutines stand that can never go on.", 0, false},
	"threadcreate":  {capture.ThreadCreate, "What led to new threads of the system.", 0, false},
	"trace":         {capture.Trace, "What every goroutine did, event by event.", 5, false},
}

// usualName is what net/http/pprof calls the profile of a kind; empty if there is none.
func usualName(kind capture.ProfileKind) string {
	switch kind {
	case capture.CPU:
		return "profile"
	case capture.Memory:
		return "heap"
	case capture.Other, capture.Metrics:
		return ""
	}
	return string(kind)
}

// order is the place of a profile among those on offer: CPU, then memory, then the others, which follow by name.
func order(name string) int {
	switch name {
	case "profile":
		return 0
	case "heap":
		return 1
	case "allocs":
		return 2
	}
	return 3
}
