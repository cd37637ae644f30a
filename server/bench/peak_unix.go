//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMB is a process's largest resident set, in megabytes; getrusage counts kilobytes, on darwin bytes.
func peakMB(state *os.ProcessState) float64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss) / 1e6
	}
	return float64(usage.Maxrss) * 1024 / 1e6
}
