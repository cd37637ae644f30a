package capture

import (
	"fmt"
	"go/token"
	"regexp"
	"strings"
)

// reserved are the flags of go test that a capture sets itself or that would spoil it, without dashes, each with the
// reason that its refusal gives.
var reserved = map[string]string{
	"cpuprofile":           chosenByKind,
	"memprofile":           chosenByKind,
	"blockprofile":         chosenByKind,
	"mutexprofile":         chosenByKind,
	"trace":                chosenByKind,
	"memprofilerate":       chosenByRate,
	"blockprofilerate":     chosenByRate,
	"mutexprofilefraction": chosenByRate,
	"json":                 "a capture sets it itself",
	"o":                    "a capture sets it itself",
	"run":                  "a capture sets it itself",
	"bench":                "a capture sets it itself",
	"cover":                "coverage counters would be in every figure",
	"covermode":            "coverage counters would be in every figure",
	"coverpkg":             "coverage counters would be in every figure",
	"coverprofile":         "coverage counters would be in every figure",
	"c":                    "it only compiles",
	"n":                    "it only prints commands",
	"list":                 "it only lists",
	"fuzz":                 "go test does not profile while it fuzzes",
	"C":                    "a capture runs in the package's folder",
	"h":                    "it only prints help",
	"help":                 "it only prints help",
}

const (
	chosenByKind = "the kinds of a capture say which profiles it takes"
	chosenByRate = "the rates of a capture say how often a profiler looks"
)

// flagName is the name of a flag that go test or the test binary would read: "-test.v=true" is "v". It is empty for
// what is no flag.
func flagName(arg string) string {
	name, ok := strings.CutPrefix(arg, "-")
	if !ok {
		return ""
	}
	name = strings.TrimPrefix(name, "-")
	name, _, _ = strings.Cut(name, "=")
	return strings.TrimPrefix(name, "test.")
}

// checkFlags refuses the user's flags that would break a capture. After -args only those count that the testing
// package would read; the rest is the test's own.
func checkFlags(flags []string) error {
	own := false
	for _, flag := range flags {
		name := flagName(flag)
		if strings.ContainsRune(flag, 0) {
			return &InvalidError{Sentence: "A flag for go test can't hold a zero byte. Remove it."}
		}
		if why, ok := reserved[name]; ok && (!own || strings.HasPrefix(strings.TrimLeft(flag, "-"), "test.")) {
			return &InvalidError{Sentence: fmt.Sprintf("The flag %s can't be used in a capture: %s. Remove it from the flags.",
				flag, why)}
		}
		own = own || name == "args"
	}
	return nil
}

// splitGoFlags takes what would spoil a capture out of GOFLAGS. Every element is a whole flag, perhaps in quotes.
func splitGoFlags(value string) (kept, dropped []string) {
	for _, flag := range goFlagFields(value) {
		if _, ok := reserved[flagName(strings.Trim(flag, `'"`))]; ok {
			dropped = append(dropped, flag)
		} else {
			kept = append(kept, flag)
		}
	}
	return kept, dropped
}

// goFlagFields splits at white space outside of quotes and leaves the quotes in place. As for the go command, only a
// quote at an element's start quotes.
func goFlagFields(value string) []string {
	const space = " \t\n\r"
	var fields []string
	for {
		value = strings.TrimLeft(value, space)
		if value == "" {
			return fields
		}
		end := strings.IndexAny(value, space)
		if quote := value[0]; quote == '"' || quote == '\'' {
			if closing := strings.IndexByte(value[1:], quote); closing >= 0 {
				end = closing + 2
			}
		}
		if end < 0 {
			end = len(value)
		}
		fields = append(fields, value[:end])
		value = value[end:]
	}
}

// goFlagsVariable sets GOFLAGS. An empty variable would not do: the go command takes it for unset and reads its file of
// settings. -count is a flag that every command but go test ignores and that a capture sets anyway.
func goFlagsVariable(flags []string) string {
	if len(flags) == 0 {
		return "GOFLAGS=-count=1"
	}
	return "GOFLAGS=" + strings.Join(flags, " ")
}

// namePattern is the regular expression for -run or -bench that matches the functions and subtests of these names and
// no other; without names, all of the kind. go test splits it at "|" into alternatives, and each of these at "/" into the
// levels of subtests: names of different depth can stand side by side. What is below a named test runs with it.
func namePattern(kind Kind, names []string) (string, error) {
	prefix := map[Kind]string{Test: "Test", Benchmark: "Benchmark", Fuzz: "Fuzz"}[kind]
	if len(names) == 0 {
		return "^" + prefix, nil
	}
	var alternatives []string
	for _, name := range names {
		function, _, _ := strings.Cut(name, "/")
		if !token.IsIdentifier(function) || !hasTestName(function, prefix) || strings.ContainsRune(name, 0) {
			return "", &InvalidError{Sentence: fmt.Sprintf("%q is not the name of a %s. Capture again from the lens above it.",
				name, kind)}
		}
		levels := strings.Split(name, "/")
		for i, level := range levels {
			levels[i] = "^" + regexp.QuoteMeta(level) + "$"
		}
		alternatives = append(alternatives, strings.Join(levels, "/"))
	}
	return strings.Join(alternatives, "|"), nil
}

// testArguments are the arguments of go test. The package stands before the user's flags: what follows a flag that
// wants a value, or that only the test binary knows, can't be mistaken for it.
func testArguments(spec Spec, plan testPlan, binary string, flags []string) ([]string, error) {
	pattern, err := namePattern(spec.Kind, spec.Names)
	if err != nil {
		return nil, err
	}
	args := append([]string{"test", "-json", "-count=1", "-fullpath", "-o", binary}, plan.profileArguments(spec)...)
	if spec.Kind == Benchmark {
		args = append(args, "-run", "^$", "-bench", pattern, "-benchmem")
	} else {
		args = append(args, "-run", pattern)
	}
	args = append(args, ".")
	return append(args, flags...), nil
}

// splitOverlay takes -overlay out of the user's flags of go test; the last one counts, as for the go command. Where flags
// begin that are the test's own, it ends.
func splitOverlay(flags []string) (others []string, overlay string) {
	for i := 0; i < len(flags); i++ {
		name := buildFlagName(flags[i])
		_, value, joined := strings.Cut(flags[i], "=")
		switch {
		case name == "args":
			return append(others, flags[i:]...), overlay
		case name != "overlay":
			others = append(others, flags[i])
			if wantsValue[name] && !joined && i+1 < len(flags) {
				i++
				others = append(others, flags[i])
			}
		case joined:
			overlay = value
		case i+1 < len(flags):
			i++
			overlay = flags[i]
		}
	}
	return others, overlay
}
