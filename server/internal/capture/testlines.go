package capture

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// The patterns of the lines that name a place. Numbers of more than nine digits are no line numbers.
var (
	// A compiler's or vet's line: "./x.go:12:5: msg", "vet: x_test.go:3: msg", "/abs/go.mod:3: msg".
	buildPlace = regexp.MustCompile(`^(?:vet: )?((?:[A-Za-z]:)?[^:\s][^:]*\.(?:go|mod|work|sum|c|h|cc|cpp|cxx|hpp|m|s|S)):(\d{1,9})(?::(\d{1,9}))?: (.*)$`)
	// A line of t.Log, t.Error and the like: "    x_test.go:12: msg".
	testPlace = regexp.MustCompile(`^    ((?:[A-Za-z]:)?[^:\s][^:]*\.go):(\d{1,9}): (.*)$`)
	// A stack's line: "\t/abs/x.go:12 +0x1d", or as the race detector indents it.
	framePlace = regexp.MustCompile(`^\s+((?:[A-Za-z]:)?[^:]+\.(?:go|s|c)):(\d{1,9})(?: \+0x[0-9a-f]+)?$`)
	// What go test prints when a test binary ends badly.
	exitLine = regexp.MustCompile(`^(?:exit status \d+|signal: .+)$`)
)

// trimLineEnd cuts a line's end.
func trimLineEnd(line string) string {
	return strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
}

// number reads digits that a pattern has matched.
func number(digits string) int {
	n, _ := strconv.Atoi(digits) // empty, for a column that is not there, is 0
	return n
}

// isGoNews tells what the go command says on stderr that is no failure.
func isGoNews(line string) bool {
	for _, prefix := range []string{"go: downloading ", "go: extracting ", "go: finding ", "go: warning: ", "warning: "} {
		if strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return false
}

// places knows where a package's files are, to turn the names in messages into paths.
type places struct {
	pkg Package
	// home is the module's folder, or the package's if there is no module.
	home string
}

func placesOf(pkg Package) places {
	home := pkg.ModuleDir
	if home == "" {
		home = pkg.Dir
	}
	return places{pkg: pkg, home: home}
}

// path is the absolute path of a file that a message names: absolute, relative to the package's folder, or, after
// -trimpath, below the import path. It is empty for what is no file, such as _testmain.go. The disk is not asked.
func (p places) path(name string) string {
	switch {
	case strings.HasPrefix(name, "_testmain.go"), strings.HasPrefix(name, "_cgo_"), strings.HasPrefix(name, "<"):
		return ""
	case filepath.IsAbs(name):
		return filepath.Clean(name)
	case !filepath.IsAbs(p.pkg.Dir):
		return ""
	}
	if rest, ok := strings.CutPrefix(name, p.pkg.ImportPath+"/"); ok && p.pkg.ImportPath != "" {
		return filepath.Join(p.pkg.Dir, filepath.FromSlash(rest))
	}
	if rest, ok := strings.CutPrefix(name, p.pkg.ModulePath+"/"); ok && p.pkg.ModulePath != "" {
		return filepath.Join(p.home, filepath.FromSlash(rest))
	}
	return filepath.Join(p.pkg.Dir, filepath.FromSlash(name))
}

// own tells whether a frame's file is the user's: of the module, and none of the standard library, a downloaded
// module or a vendored one. A relative name is the standard library's or a dependency's after -trimpath.
func (p places) own(name string) (string, bool) {
	ofModule := p.pkg.ModulePath != "" && strings.HasPrefix(name, p.pkg.ModulePath+"/")
	if !filepath.IsAbs(name) && !ofModule {
		return "", false
	}
	path := p.path(name)
	if !inside(p.home, path) || inside(filepath.Join(p.home, "vendor"), path) ||
		inside(p.pkg.GoRoot, path) && !inside(p.pkg.GoRoot, p.home) ||
		inside(p.pkg.ModuleCache, path) && !inside(p.pkg.ModuleCache, p.home) {
		return "", false
	}
	return path, true
}

// inside tells whether a path is below a folder, by their names alone.
func inside(dir, path string) bool {
	if dir == "" || path == "" {
		return false
	}
	rest, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rest)
}
