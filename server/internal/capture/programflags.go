package capture

import (
	"fmt"
	"path/filepath"
	"strings"
)

// reservedForBuild are the flags of go build that a capture sets itself or that would spoil it, without dashes, each
// with the reason that its refusal gives.
var reservedForBuild = map[string]string{
	"o":         "a capture keeps the program in a folder of its own",
	"n":         "it only prints commands",
	"json":      "a capture reads the compiler's messages as text",
	"C":         "a capture builds in the package's folder",
	"buildmode": "a capture builds a program",
	"cover":     "coverage counters would be in every figure",
	"covermode": "coverage counters would be in every figure",
	"coverpkg":  "coverage counters would be in every figure",
	"h":         "it only prints help",
	"help":      "it only prints help",
}

// buildFlags are the user's flags of go build, taken apart.
type buildFlags struct {
	// others are all but -overlay and -modfile, as they came.
	others []string
	// overlay and modFile are the values of -overlay and -modfile; empty for none.
	overlay, modFile string
}

// readBuildFlags checks the user's flags and takes them apart. Relative paths in them are relative to dir.
func readBuildFlags(flags []string, dir string) (buildFlags, error) {
	var read buildFlags
	for i := 0; i < len(flags); i++ {
		flag, name := flags[i], buildFlagName(flags[i])
		if strings.ContainsRune(flag, 0) {
			return read, &InvalidError{Sentence: "A flag for go build can't hold a zero byte. Remove it."}
		}
		if why, ok := reservedForBuild[name]; ok && !(name == "buildmode" && isProgramMode(flags[i:])) {
			return read, &InvalidError{Sentence: fmt.Sprintf("The flag %s can't be used in a capture: %s. Remove it from the flags.",
				flag, why)}
		}
		var target *string
		switch name {
		case "overlay":
			target = &read.overlay
		case "modfile":
			target = &read.modFile
		default:
			read.others = append(read.others, flag)
			if name != "" && !strings.Contains(flag, "=") && wantsValue[name] && i+1 < len(flags) {
				i++
				read.others = append(read.others, flags[i])
			}
			continue
		}
		_, value, ok := strings.Cut(flag, "=")
		if !ok && i+1 < len(flags) {
			i++
			value = flags[i]
		}
		if value != "" && !filepath.IsAbs(value) {
			value = filepath.Join(dir, value)
		}
		*target = value
	}
	return read, nil
}

// wantsValue are the flags of go build whose value may be the next argument, which then is no flag, whatever it looks
// like.
var wantsValue = map[string]bool{
	"asmflags": true, "buildmode": true, "compiler": true, "gccgoflags": true, "gcflags": true,
	"installsuffix": true, "ldflags": true, "mod": true, "modfile": true, "overlay": true, "p": true, "pgo": true,
	"pkgdir": true, "tags": true, "toolexec": true,
}

// isProgramMode tells whether flags begin with a -buildmode that makes a program.
func isProgramMode(flags []string) bool {
	_, mode, ok := strings.Cut(flags[0], "=")
	if !ok && len(flags) > 1 {
		mode = flags[1]
	}
	return mode == "exe" || mode == "pie" || mode == "default"
}

// buildFlagName is a flag's name: "--tags=x" is "tags". It is empty for what is no flag.
func buildFlagName(arg string) string {
	name, ok := strings.CutPrefix(arg, "-")
	if !ok {
		return ""
	}
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "-"), "=")
	return name
}

// splitBuildGoFlags takes what would spoil a capture out of GOFLAGS, as [splitGoFlags] does for tests; -overlay and
// -modfile go to the flags, where they are taken account of.
func splitBuildGoFlags(value string) (kept, dropped, moved []string) {
	for _, flag := range goFlagFields(value) {
		plain := unquote(flag)
		switch name := buildFlagName(plain); {
		case name == "overlay" || name == "modfile":
			moved = append(moved, plain)
		case reservedForBuild[name] != "" && !(name == "buildmode" && isProgramMode([]string{plain})):
			dropped = append(dropped, flag)
		default:
			kept = append(kept, flag)
		}
	}
	return kept, dropped, moved
}

// unquote takes an element of GOFLAGS out of its quotes.
func unquote(flag string) string {
	if len(flag) >= 2 && (flag[0] == '"' || flag[0] == '\'') && flag[len(flag)-1] == flag[0] {
		return flag[1 : len(flag)-1]
	}
	return flag
}
