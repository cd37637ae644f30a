package capture

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// The variables that the hook in package testing reads.
const (
	hookLogVariable      = "LINECOST_TEST_LOG"
	hookProfilesVariable = "LINECOST_TEST_PROFILES"
)

// testHook are the declarations that an overlay adds to package testing, at the end of its benchmark.go. A file of its
// own would be nicer, but the vet of Go 1.22 to 1.24 looks for it on the disk.
//
//go:embed testhook.go.txt
var testHook string

// hookPlaces are the functions that the overlay makes call the hook at their end: the file, the function's first line,
// what follows on that same line, so that no line number changes, and what the file gets at its end. The lines are the
// same from Go 1.22 to 1.27.
var hookPlaces = []struct{ file, line, call, more string }{
	{"benchmark.go", "func (b *B) runN(n int) {", " defer b.linecostRound();", testHook},
	{"testing.go", "func (m *M) writeProfiles() {", " defer m.linecostWriteProfiles();", ""},
}

// goCommandLine is a go command, and the variables that it needs.
type goCommandLine struct {
	path string
	env  []string
	// root is its GOROOT.
	root string
}

// errNoHook tells that package testing can't be given a hook.
var errNoHook = errors.New("package testing can't be instrumented")

// overlayableGo is a go command that can build the standard library with an overlay. The go command refuses to replace
// files of the module cache, and downloaded toolchains are there: they get another name through a symbolic link. It is
// always the same link, since profiles name the standard library's files by it. The error is [errNoHook].
func overlayableGo(goCommand string, pkg Package) (goCommandLine, error) {
	if !inside(pkg.ModuleCache, pkg.GoRoot) {
		return goCommandLine{path: goCommand, root: pkg.GoRoot}, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return goCommandLine{}, fmt.Errorf("%w: the toolchain %s is in the module cache, and a link to it can't be made: %w", errNoHook, pkg.GoRoot, err)
	}
	hash := sha256.Sum256([]byte(pkg.GoRoot))
	folder := filepath.Join(cache, "linecost", "goroot")
	link := filepath.Join(folder, hex.EncodeToString(hash[:8]))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return goCommandLine{}, fmt.Errorf("%w: the toolchain %s is in the module cache, and a link to it can't be made: %w", errNoHook, pkg.GoRoot, err)
	}
	if err := os.Symlink(pkg.GoRoot, link); err != nil {
		if target, readErr := os.Readlink(link); readErr != nil || target != pkg.GoRoot {
			return goCommandLine{}, fmt.Errorf("%w: the toolchain %s is in the module cache, and a link to it can't be made: %w", errNoHook, pkg.GoRoot, err)
		}
	}
	command := filepath.Join(link, "bin", "go")
	if runtime.GOOS == "windows" {
		command += ".exe"
	}
	// The toolchain has been chosen already: this one must not choose again.
	return goCommandLine{path: command, root: link, env: []string{"GOROOT=" + link, "GOTOOLCHAIN=local"}}, nil
}

// hookTesting writes an overlay, united with what the user's own replaces, that adds the hook to the package testing of a
// GOROOT, and returns its path. The files are in dir. The error is [errNoHook] for a text that is not known.
func hookTesting(dir, goRoot string, replaced map[string]string) (string, error) {
	all := maps.Clone(replaced)
	if all == nil {
		all = map[string]string{}
	}
	for _, place := range hookPlaces {
		from, to := filepath.Join(goRoot, "src", "testing", place.file), filepath.Join(dir, place.file)
		if _, taken := all[from]; taken {
			return "", fmt.Errorf("%w: the overlay of the flags replaces %s", errNoHook, from)
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return "", fmt.Errorf("%w: %w", errNoHook, err)
		}
		before, after, ok := strings.Cut(string(text), "\n"+place.line+"\n")
		if !ok || strings.Contains(after, "\n"+place.line+"\n") {
			return "", fmt.Errorf("%w: %s has no line %q, or several", errNoHook, from, place.line)
		}
		hooked := before + "\n" + place.line + place.call + "\n" + after + place.more
		if err := os.WriteFile(to, []byte(hooked), 0o600); err != nil {
			return "", &NotWritableError{Path: dir, Err: err}
		}
		all[from] = to
	}
	text, err := json.Marshal(struct{ Replace map[string]string }{all})
	if err != nil {
		return "", fmt.Errorf("write an overlay: %w", err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return "", &NotWritableError{Path: dir, Err: err}
	}
	return file, nil
}
