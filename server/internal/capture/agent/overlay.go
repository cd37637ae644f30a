package agent

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Target is a package main to put the agent into. All paths are absolute.
type Target struct {
	// Dir is the package's folder, and MainFile the file in it that has func main.
	Dir, MainFile string
	// GoRoot, GoVersion and ModuleCache are what go env says in Dir: GOROOT, GOVERSION such as "go1.26.8", GOMODCACHE.
	GoRoot, GoVersion, ModuleCache string
	// ModuleDir is the folder of the module of the package; only needed if that lies in the module cache.
	ModuleDir string
	// UserOverlay is the user's own -overlay file; empty for none.
	UserOverlay string
	// Links is an existing private folder for links to what lies in the module cache; empty for the overlay's own folder. With one that
	// stays from one capture to the next, packages of a module in the cache are compiled once, not each time.
	Links string
}

// Overlay says how to build a target with the agent in it.
type Overlay struct {
	// Dir is where to run go build: the target's folder, or a link to it. PWD must say so too.
	Dir string
	// GoCommand is the go command to build with, since another would not keep to Env; empty for the one that was asked
	// for the target.
	GoCommand string
	// Flags come before the user's own, from which -overlay is to be left out. Env are variables that must win.
	Flags, Env []string
	// Paths tells which files the names in compiler messages and profiles really mean.
	Paths Paths
}

// UnsupportedError tells that the agent can't be put into a target.
type UnsupportedError struct {
	// Sentence says why, and what to do.
	Sentence string
}

func (e *UnsupportedError) Error() string { return e.Sentence }

//go:embed inject/*.go inject/std
var injected embed.FS

const (
	// host is the package of the standard library that the agent becomes part of.
	host = "runtime/coverage"
	// oldest is the oldest Go 1.x that the agent was tried with.
	oldest = 22
)

// Instrument writes an overlay into dir, an existing private folder, that puts the agent into a program. It reads the
// target's files and changes none. The error is an [*UnsupportedError] if the target can't have an agent; if its main
// file can't be parsed, it wraps the parser's error, and a plain build has the better words.
func Instrument(dir string, t Target) (*Overlay, error) {
	minor, err := minorVersion(t.GoVersion)
	if err != nil {
		return nil, err
	}
	replace, err := readUserOverlay(t.UserOverlay, t.Dir)
	if err != nil {
		return nil, err
	}
	place, err := leaveCache(t, dir)
	if err != nil {
		return nil, err
	}
	files := overlayFiles{dir: dir, replace: replace}
	main := place.paths.Built(t.MainFile)
	source, ok := replace[t.MainFile]
	if !ok {
		source = t.MainFile
	}
	text, err := os.ReadFile(source)
	if err != nil {
		return nil, fmt.Errorf("read the file of func main: %w", err)
	}
	rewritten, err := rewriteMain(text)
	if err != nil {
		return nil, fmt.Errorf("put the agent into %s: %w", t.MainFile, err)
	}
	own, err := files.add(main, "main.go", rewritten)
	if err != nil {
		return nil, err
	}
	place.paths = append(Paths{{Built: own, Original: t.MainFile}}, place.paths...)
	library := filepath.Join(place.goRoot, "src", "runtime")
	if err := files.addAgent(filepath.Join(library, "coverage"), minor); err != nil {
		return nil, err
	}
	if err := files.addProfiler(filepath.Join(library, "pprof")); err != nil {
		return nil, err
	}
	overlay, err := files.write()
	if err != nil {
		return nil, err
	}
	return &Overlay{Dir: place.dir, GoCommand: place.goCommand, Flags: []string{"-overlay=" + overlay}, Env: place.env, Paths: place.paths}, nil
}

// version is that of a released or a development toolchain: "go1.26.8", "go1.27rc1", "devel go1.28-abcdef".
var version = regexp.MustCompile(`\bgo1\.([0-9]+)`)

// minorVersion is the 26 of "go1.26.8".
func minorVersion(goVersion string) (int, error) {
	found := version.FindStringSubmatch(goVersion)
	if found == nil {
		return 0, &UnsupportedError{Sentence: fmt.Sprintf("A program can't be captured with this version of Go, %q. "+
			"Use a released one, 1.%d or newer.", goVersion, oldest)}
	}
	minor, err := strconv.Atoi(found[1])
	if err != nil || minor < oldest {
		return 0, &UnsupportedError{Sentence: fmt.Sprintf("A program can be captured with Go 1.%d or newer, and this is %s. "+
			"Install a newer version of Go.", oldest, goVersion)}
	}
	return minor, nil
}

// readUserOverlay reads what the user's own overlay replaces; paths in it are relative to dir.
func readUserOverlay(file, dir string) (map[string]string, error) {
	replace := map[string]string{}
	if file == "" {
		return replace, nil
	}
	var overlay struct{ Replace map[string]string }
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &overlay)
	}
	if err != nil {
		return nil, fmt.Errorf("read the overlay %s: %w", file, err)
	}
	absolute := func(name string) string {
		if name == "" || filepath.IsAbs(name) { // empty: the file is hidden
			return name
		}
		return filepath.Join(dir, name)
	}
	for from, to := range overlay.Replace {
		replace[absolute(from)] = absolute(to)
	}
	return replace, nil
}

// overlayFiles is an overlay in the making.
type overlayFiles struct {
	dir     string
	replace map[string]string
}

// add writes a file and lets it stand for target.
func (o overlayFiles) add(target, name string, text []byte) (string, error) {
	file := filepath.Join(o.dir, name)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return "", fmt.Errorf("write the overlay: %w", err)
	}
	o.replace[target] = file
	return file, nil
}

// addAgent makes the agent's files part of the package in folder.
func (o overlayFiles) addAgent(folder string, minor int) error {
	sources, err := fs.Glob(injected, "inject/*.go")
	if err != nil {
		return err
	}
	hook := "inject/std/exithook.go.txt"
	if minor == oldest {
		hook = "inject/std/exithook122.go.txt"
	}
	sources = slices.DeleteFunc(sources, func(source string) bool {
		return strings.HasSuffix(source, "_test.go") || source == "inject/host.go" // std has another
	})
	for _, source := range append(sources, "inject/std/host.go.txt", hook) {
		text, err := injected.ReadFile(source)
		if err != nil {
			return err
		}
		name := "linecost_" + strings.TrimSuffix(path.Base(source), ".txt")
		if _, err := o.add(filepath.Join(folder, name), name, renamePackage(text)); err != nil {
			return err
		}
	}
	return nil
}

// addProfiler makes the runtime's profiler, in folder, let the agent and the program take turns.
func (o overlayFiles) addProfiler(folder string) error {
	file := filepath.Join(folder, "pprof.go")
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the standard library: %w", err)
	}
	if text, err = rewriteProfiler(text); err != nil {
		return fmt.Errorf("put the agent into %s: %w", file, err)
	}
	if _, err := o.add(file, "linecost_profiler.go", text); err != nil {
		return err
	}
	if text, err = injected.ReadFile("inject/std/pprof.go.txt"); err != nil {
		return err
	}
	_, err = o.add(filepath.Join(folder, "linecost_pprof.go"), "linecost_pprof.go", text)
	return err
}

// packageClause is that of the agent's own files.
var packageClause = regexp.MustCompile(`(?m)^package inject$`)

// renamePackage makes a file of package inject one of the host.
func renamePackage(text []byte) []byte {
	return packageClause.ReplaceAll(text, []byte("package coverage"))
}

func (o overlayFiles) write() (string, error) {
	text, err := json.Marshal(struct{ Replace map[string]string }{o.replace})
	if err != nil {
		return "", err
	}
	file := filepath.Join(o.dir, "overlay.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return "", fmt.Errorf("write the overlay: %w", err)
	}
	return file, nil
}
