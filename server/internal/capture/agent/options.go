package agent

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// kinds are all kinds that an agent can take, in the order in which they are collected.
var kinds = []string{"cpu", "memory", "block", "mutex", "goroutine", "goroutineleak", "threadcreate", "trace", "metrics"}

// variable is the environment variable that makes the agent work; package inject reads it.
const variable = "LINECOST_AGENT"

// Options say what the agent in a program is to do. Rates of 0 are 100 Hz, one sample for each 524,288 bytes, every
// wait and every contention.
type Options struct {
	// Dir is an existing private folder for all that the agent writes. Its path should have no more than 80 bytes, as
	// that of a unix socket in it may have no more than 100.
	Dir string
	// Kinds are what to take: cpu, memory, block, mutex, goroutine, goroutineleak, threadcreate, trace, metrics.
	Kinds []string
	// CPUHertz is samples a second of CPU time.
	CPUHertz int64
	// MemoryBytes is the mean number of bytes from one sample to the next; 1 counts every allocation.
	MemoryBytes int64
	// BlockNanos is the mean time waited, in nanoseconds, from one sample to the next.
	BlockNanos int64
	// MutexFraction is n if one in n contentions is sampled.
	MutexFraction int64
}

// Environment are the variables, "name=value", that make the agent in a program work, beside those of base, which the
// program is to have anyway. They come after base's, since they win; GODEBUG, if it is among them, holds base's.
//
// The rate of the memory profile goes in by GODEBUG: set any later, by the agent, it would scale what was sampled
// before with the wrong rate.
func (o Options) Environment(base []string) []string {
	lines := []string{"dir=" + o.Dir, "kinds=" + strings.Join(o.Kinds, ",")}
	for _, rate := range []struct {
		name  string
		value int64
	}{{"hertz", o.CPUHertz}, {"block", o.BlockNanos}, {"mutex", o.MutexFraction}} {
		if rate.value > 0 {
			lines = append(lines, rate.name+"="+strconv.FormatInt(rate.value, 10))
		}
	}
	var added []string
	if o.MemoryBytes > 0 && slices.Contains(o.Kinds, "memory") {
		debug := ""
		for _, entry := range base {
			if value, ok := strings.CutPrefix(entry, "GODEBUG="); ok {
				debug = value
			}
		}
		lines = append(lines, "godebug="+debug)
		if debug != "" {
			debug += ","
		}
		added = append(added, "GODEBUG="+debug+"memprofilerate="+strconv.FormatInt(o.MemoryBytes, 10))
	}
	return append(added, variable+"="+strings.Join(lines, "\n"))
}

// socket is the path of the agent's socket.
func socket(dir string) string { return filepath.Join(dir, "agent.sock") }
