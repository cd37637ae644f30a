package capture

import (
	"fmt"
	"os"
	"strings"
)

// testLog is what the hook in package testing has told of a run.
type testLog struct {
	// args are what go test gave to the test binary.
	args []string
	// rounds are how many rounds each benchmark has run in all.
	rounds map[string]int64
}

// readTestLog reads the hook's file. A line that the end of the process has cut is dropped; no file, no benchmark ran.
func readTestLog(path string) testLog {
	log := testLog{rounds: map[string]int64{}}
	text, err := os.ReadFile(path)
	if err != nil {
		return log
	}
	for line := range strings.Lines(string(text)) {
		var word string
		var rounds int64
		if !strings.HasSuffix(line, "\n") {
			break
		}
		if n, _ := fmt.Sscanf(line, "ran %q %d\n", &word, &rounds); n == 2 {
			log.rounds[word] += rounds
		} else if n, _ := fmt.Sscanf(line, "arg %q\n", &word); n == 1 {
			log.args = append(log.args, word)
		}
	}
	return log
}

// ofProfiler are the flags of a test binary that an unprofiled run goes without: the profilers', and what go test uses
// to talk to it.
var ofProfiler = map[string]bool{
	"test.cpuprofile": true, "test.memprofile": true, "test.memprofilerate": true, "test.blockprofile": true,
	"test.blockprofilerate": true, "test.mutexprofile": true, "test.mutexprofilefraction": true, "test.trace": true,
	"test.testlogfile": true, "test.v": true,
}

// unprofiledArguments are the arguments of the same run without a profiler. They begin with -test.v, so that what a
// benchmark prints stands apart from its figures.
func (l testLog) unprofiledArguments() []string {
	args := []string{"-test.v=true"}
	for _, arg := range l.args {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if !strings.HasPrefix(arg, "-") || !ofProfiler[name] {
			args = append(args, arg)
		}
	}
	return args
}
