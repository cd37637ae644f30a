package agent

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

// Path is a name of a file or folder in a build with the agent, and what it stands for.
type Path struct{ Built, Original string }

// Paths are such names. The first that fits counts.
type Paths []Path

// Original is the user's name of a file that a profile names.
func (p Paths) Original(built string) string { return translate(built, p, false) }

// Built is the name of one of the user's files in the build.
func (p Paths) Built(original string) string { return translate(original, p, true) }

func translate(path string, paths Paths, back bool) string {
	for _, pair := range paths {
		from, to := pair.Built, pair.Original
		if back {
			from, to = to, from
		}
		if rest, ok := strings.CutPrefix(path, from); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
			return to + rest
		}
	}
	return path
}

// Messages turns what the compiler, run in dir, says of the files that were built into what it would have said of the
// user's. It prints a file below dir relative to it.
func (p Paths) Messages(dir, text string) string {
	names := map[string]string{}
	for _, pair := range p {
		names[pair.Built] = pair.Original
		if relative, err := filepath.Rel(dir, pair.Built); err == nil && relative != "." {
			names[relative] = pair.Original
			names["."+string(filepath.Separator)+relative] = pair.Original
		}
	}
	patterns := make([]string, 0, len(names))
	for name := range names {
		patterns = append(patterns, regexp.QuoteMeta(name))
	}
	if len(patterns) == 0 {
		return text
	}
	sort.Slice(patterns, func(i, j int) bool { return len(patterns[i]) > len(patterns[j]) }) // the longest first
	return regexp.MustCompile(strings.Join(patterns, "|")).ReplaceAllStringFunc(text, func(found string) string { return names[found] })
}

// place is where a target is built.
type place struct {
	dir, goRoot string
	// goCommand is empty for any.
	goCommand string
	env       []string
	paths     Paths
}

// leaveCache makes links for what lies in the module cache, where the go command allows no overlay: the standard library
// of a downloaded toolchain, and programs of other people's modules. A link costs 0.3 s at most. The alternative for
// modules, a replace directive that names a folder whose thousand files are all in the overlay, is slower and no more
// stable.
func leaveCache(t Target, dir string) (place, error) {
	p := place{dir: t.Dir, goRoot: t.GoRoot}
	links := t.Links
	if links == "" {
		links = dir
	}
	if within(t.GoRoot, t.ModuleCache) {
		link, err := makeLink(links, t.GoRoot)
		if err != nil {
			return p, err
		}
		// A go command that switches to another toolchain would set GOROOT itself.
		p.goRoot, p.goCommand = link, filepath.Join(link, "bin", "go")
		p.env = append(p.env, "GOROOT="+link, "GOTOOLCHAIN=local")
		p.paths = append(p.paths, Path{Built: link, Original: t.GoRoot})
	}
	if within(t.Dir, t.ModuleCache) {
		if !within(t.Dir, t.ModuleDir) {
			return p, &UnsupportedError{Sentence: fmt.Sprintf("The program in %s lies in Go's module cache, outside of any "+
				"module. Copy it to a folder of your own and capture it there.", t.Dir)}
		}
		link, err := makeLink(links, t.ModuleDir)
		if err != nil {
			return p, err
		}
		p.paths = append(p.paths, Path{Built: link, Original: t.ModuleDir})
		p.dir = p.paths.Built(t.Dir)
	}
	return p, nil
}

// within tells whether path is folder or lies in it.
func within(path, folder string) bool {
	if folder == "" || path == "" {
		return false
	}
	relative, err := filepath.Rel(folder, path)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// makeLink makes a link to target in folder, if it is not there.
func makeLink(folder, target string) (string, error) {
	link := filepath.Join(folder, filepath.Base(target))
	err := os.Symlink(target, link)
	if errors.Is(err, fs.ErrExist) {
		if there, readErr := os.Readlink(link); readErr == nil && there == target {
			return link, nil
		}
	}
	if err != nil {
		return "", fmt.Errorf("link to the module cache: %w", err)
	}
	return link, nil
}
