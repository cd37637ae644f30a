package capture

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// testKinds are the kinds that a run of go test can give, in the order of a result: those with a flag of go test, and
// those that the hook in package testing writes when all has run.
var testKinds = []struct {
	kind ProfileKind
	// flag is go test's, and rateFlag the one for how often the profiler looks; both without dashes.
	flag, rateFlag string
	// timed tells that its figures are of time: they mean nothing in a run that counts every allocation.
	timed bool
}{
	{kind: CPU, flag: "cpuprofile", timed: true},
	{kind: Memory, flag: "memprofile", rateFlag: "memprofilerate"},
	{kind: Block, flag: "blockprofile", rateFlag: "blockprofilerate", timed: true},
	{kind: Mutex, flag: "mutexprofile", rateFlag: "mutexprofilefraction", timed: true},
	{kind: Goroutine},
	{kind: GoroutineLeak},
	{kind: ThreadCreate},
	{kind: Trace, flag: "trace", timed: true},
}

// testPlan is what a run of tests will take, of what was asked for.
type testPlan struct {
	// kinds are in the order of testKinds.
	kinds []ProfileKind
	// exact tells that every allocation is counted, so that no time is kept.
	exact bool
	// problems says, in sentences, what was asked for and can't be had.
	problems []string
}

// planTest decides what a run takes. The error is an [*InvalidError].
func planTest(spec Spec) (testPlan, error) {
	wanted := spec.Kinds
	if len(wanted) == 0 {
		wanted = []ProfileKind{CPU, Memory}
	}
	rates := spec.Rates
	if min(rates.CPUHertz, rates.MemoryBytes, rates.BlockNanos, rates.MutexFraction) < 0 {
		return testPlan{}, &InvalidError{Sentence: "A profiler's rate can't be negative. Correct the rates in the settings."}
	}
	plan := testPlan{exact: rates.ExactMemory() && slices.Contains(wanted, Memory)}
	var given, timed []string
	for _, can := range testKinds {
		given = append(given, string(can.kind))
		switch {
		case !slices.Contains(wanted, can.kind):
		case plan.exact && can.timed:
			timed = append(timed, string(can.kind))
		default:
			plan.kinds = append(plan.kinds, can.kind)
		}
	}
	for _, kind := range wanted {
		if !slices.Contains(given, string(kind)) {
			plan.problems = append(plan.problems, fmt.Sprintf("A run of tests can't give %s. It gives %s.", kind, listed(given)))
		}
	}
	switch {
	case len(plan.kinds) == 0:
		return testPlan{}, &InvalidError{Sentence: fmt.Sprintf("A run of tests gives %s. Choose one of these kinds.", listed(given))}
	case len(timed) > 0:
		plan.problems = append(plan.problems, fmt.Sprintf("To count every allocation makes a program 20 to 64 times slower, so "+
			"no time is kept of this run: %s left out. Capture again without exact memory for that.", listed(timed)))
	}
	if rates.CPUHertz != 0 && rates.CPUHertz != 100 && slices.Contains(plan.kinds, CPU) {
		plan.problems = append(plan.problems, "Tests are sampled 100 times a second of CPU time: go test has no flag for another rate.")
	}
	return plan, nil
}

// listed joins words as a sentence does.
func listed(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// profilePath is where a run writes a profile.
func (s Spec) profilePath(kind ProfileKind) string {
	if kind == Trace {
		return filepath.Join(s.Output, "execution.trace")
	}
	return filepath.Join(s.Output, string(kind)+".pb.gz")
}

// profileArguments are the flags of go test for the kinds that it knows.
func (p testPlan) profileArguments(spec Spec) []string {
	rates := map[ProfileKind]int64{Memory: spec.Rates.MemoryBytes, Block: spec.Rates.BlockNanos, Mutex: spec.Rates.MutexFraction}
	var args []string
	for _, can := range testKinds {
		if can.flag == "" || !slices.Contains(p.kinds, can.kind) {
			continue
		}
		args = append(args, "-"+can.flag, spec.profilePath(can.kind))
		if rate := rates[can.kind]; rate != 0 {
			args = append(args, "-"+can.rateFlag, strconv.FormatInt(rate, 10))
		}
	}
	return args
}

// withoutHook drops the kinds that only the hook can write and returns their names.
func (p *testPlan) withoutHook() []string {
	var dropped []string
	for _, can := range testKinds {
		if at := slices.Index(p.kinds, can.kind); can.flag == "" && at >= 0 {
			p.kinds = slices.Delete(p.kinds, at, at+1)
			dropped = append(dropped, string(can.kind))
		}
	}
	return dropped
}

// hookProfiles tells the hook which profiles to write, and where; empty for none.
func (p testPlan) hookProfiles(spec Spec) string {
	var lines []string
	for _, can := range testKinds {
		if can.flag == "" && slices.Contains(p.kinds, can.kind) {
			lines = append(lines, string(can.kind)+"="+spec.profilePath(can.kind))
		}
	}
	return strings.Join(lines, "\n")
}

// written are the profiles that are there and not empty. A test that ends the process leaves an empty one, or none.
func (p testPlan) written(spec Spec) []Profile {
	var found []Profile
	for _, kind := range p.kinds {
		path := spec.profilePath(kind)
		info, err := os.Stat(path)
		switch {
		case err != nil:
		case info.Size() > 0:
			found = append(found, Profile{Kind: kind, Name: string(kind), Path: path, Note: p.note(spec, kind)})
		default:
			_ = os.Remove(path) // an empty file beside the others would only puzzle
		}
	}
	return found
}

// note is a sentence on what a profile does not hold.
func (p testPlan) note(spec Spec, kind ProfileKind) string {
	// The rate is set when the tests begin. GODEBUG=memprofilerate would set it from the start, but go test hands its
	// environment to the compiler as well, which then takes minutes.
	if kind == Memory && spec.Rates.MemoryBytes != 0 {
		return "What packages allocate before the first test begins is counted at Go's own rate, so it may be too low here."
	}
	return ""
}
