//go:build unix

package agent

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What differs from one run of the same program to the next.
var differs = regexp.MustCompile(`0x[0-9a-f]+\??|goroutine [0-9]+|gp=\S+|m=[0-9]+|[0-9]+ frames elided`)

// The table of the ways in which a program can end: the user must see nothing of the agent, and get profiles.
func TestExitPaths(t *testing.T) {
	cases := []struct {
		how, why string
		// killed: nothing of the program's runs at its end, so that only the windows before that are there.
		killed bool
	}{
		{"return", "the usual one", false},
		{"panic", "deferred functions run, exit hooks don't", false},
		{"nil", "a fault is a panic too", false},
		{"goexit", "main has gone, the program goes on", false},
		{"goexit alone", "the runtime's own end of a program in which nothing is left", false},
		{"exit0", "no deferred function runs", false},
		{"exit3", "exit hooks may be for success only", false},
		{"fatal", "os.Exit, from a package", false},
		{"many", "exits at once wait for each other, or used to throw", false},
		{"recovered", "the agent must not be the one that recovers", false},
		{"self", "a program's own profile is as it would be", false},
		{"child", "children are not captured, and see no change of the environment", false},
		{"goroutine", "a panic elsewhere ends everything at once", true},
		{"throw", "an error of the runtime runs nothing more", true},
		{"overflow", "nor does this, and there is no stack to run it on", true},
		{"int", "the agent must not catch what the user presses", true},
		{"term", "nor what a service manager sends", true},
		{"kill", "and nobody can catch this", true},
	}
	dir, err := filepath.Abs("testdata/exits")
	if err != nil {
		t.Fatal(err)
	}
	before := checksum(t, dir)
	var tool goTool
	plain := filepath.Join(t.TempDir(), "program")
	tool.run(t, dir, nil, "build", "-o", plain, ".")
	binary, overlay := tool.build(t, tool.target(t, dir, "main.go"))
	if checksum(t, dir) != before {
		t.Error("the user's files have changed")
	}
	// The goroutine that writes the trace can't be hidden from the program, which prints how many there are.
	all := slices.DeleteFunc(slices.Clone(kinds), func(kind string) bool { return kind == "trace" })
	for _, c := range cases {
		t.Run(c.how, func(t *testing.T) {
			t.Parallel()
			folder := agentFolder(t)
			until := ""
			if c.killed {
				until = filepath.Join(folder, "threadcreate.pb.gz") // the last that a window writes
			}
			options := Options{Dir: folder, Kinds: all, MemoryBytes: 1}
			want := runProgram(t, plain, nil, c.how, "")
			got := runProgram(t, binary, options.Environment(nil), c.how, until)
			if got.state != want.state || mask(got.stdout) != mask(want.stdout) || mask(got.stderr) != mask(want.stderr) {
				t.Errorf("%s: %s", c.why, firstDifference(got.state+"\n"+mask(got.stdout+got.stderr), want.state+"\n"+mask(want.stdout+want.stderr)))
			}
			files, problems := collected(t, folder, overlay.Paths)
			for _, kind := range all {
				if c.killed && kind == "goroutineleak" { // needs a collection of garbage
					continue
				}
				if files[kind] == "" && !strings.Contains(strings.Join(problems, "\n"), kind) {
					t.Errorf("no %s: %q", kind, problems)
				}
			}
			if sum := valueOf(t, files["cpu"], "cpu", "main.hot"); sum == 0 {
				t.Error("no CPU time in main.hot")
			}
			if sum := valueOf(t, files["memory"], "alloc_space", "main.hoard"); sum != 16<<20 && !c.killed {
				t.Errorf("%d bytes in main.hoard, which took %d", sum, 16<<20)
			}
			if sum := valueOf(t, files["block"], "contentions", "main.contend"); sum == 0 {
				t.Error("nobody waited in main.contend")
			}
		})
	}
}

// others are what the runtime lists after the first goroutine: after some errors its own, and the agent's among them.
var others = regexp.MustCompile(`(?s)(\n\ngoroutine 1 .*?)\n\ngoroutine .*`)

// mask leaves out what differs, and the other goroutines.
func mask(text string) string {
	return strings.TrimSpace(differs.ReplaceAllString(others.ReplaceAllString(text, "$1"), ""))
}

// firstDifference tells it, since stack traces are long.
func firstDifference(got, want string) string {
	wanted := strings.Split(want, "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(wanted) {
			return fmt.Sprintf("%q with the agent, no such line without", line)
		}
		if line != wanted[i] {
			return fmt.Sprintf("%q with the agent, %q without", line, wanted[i])
		}
	}
	return "lines are missing with the agent"
}
