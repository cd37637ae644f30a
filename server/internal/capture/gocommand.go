package capture

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// FindGo finds the go command: setting if it is not empty (a path, "~/…", or a name to look up), else the PATH's, else
// one where Go is usually installed. An editor that was started from the desktop often has none of the shell's PATH,
// hence the last. The error is a [*NoGoError].
func FindGo(setting string) (string, error) {
	home, _ := os.UserHomeDir() // without one, the places below it drop out
	look := lookup{goos: runtime.GOOS, home: home, getenv: os.Getenv, lookPath: exec.LookPath, glob: filepath.Glob}
	return look.find(setting)
}

// lookup is what finding the go command asks of the system.
type lookup struct {
	goos     string
	home     string
	getenv   func(string) string
	lookPath func(string) (string, error)
	glob     func(string) ([]string, error)
}

func (l lookup) find(setting string) (string, error) {
	if setting != "" {
		if rest, ok := strings.CutPrefix(setting, "~/"); ok && l.home != "" {
			setting = filepath.Join(l.home, rest)
		}
		found, err := l.lookPath(setting)
		if err == nil {
			found, err = filepath.Abs(found)
		}
		if err != nil {
			return "", &NoGoError{Setting: setting, Err: cause(err)}
		}
		return found, nil
	}
	// A relative result (exec.ErrDot) is a go file in the current folder: never what is meant.
	if found, err := l.lookPath("go"); err == nil && filepath.IsAbs(found) {
		return found, nil
	}
	for _, place := range l.usualPlaces() {
		if found, err := l.lookPath(place); err == nil {
			return found, nil
		}
	}
	return "", &NoGoError{}
}

// usualPlaces are the paths at which installers put the go command, the most deliberate choice first.
func (l lookup) usualPlaces() []string {
	var places []string
	if root := l.getenv("GOROOT"); root != "" {
		places = append(places, filepath.Join(root, "bin", "go"))
	}
	if l.goos == "windows" {
		for _, variable := range []string{"ProgramFiles", "ProgramW6432"} {
			if dir := l.getenv(variable); dir != "" {
				places = append(places, filepath.Join(dir, "Go", "bin", "go"))
			}
		}
		places = append(places, `C:\Go\bin\go`)
		if l.home != "" {
			places = append(places, filepath.Join(l.home, "scoop", "shims", "go"))
		}
	} else {
		places = append(places, "/usr/local/go/bin/go", "/opt/homebrew/bin/go", "/usr/local/bin/go", "/usr/lib/go/bin/go",
			"/usr/lib/golang/bin/go", "/snap/bin/go", "/home/linuxbrew/.linuxbrew/bin/go", "/run/current-system/sw/bin/go")
		if l.home != "" {
			for _, dir := range []string{".local/share/mise/shims", ".asdf/shims", ".local/go/bin", "go/bin", ".nix-profile/bin"} {
				places = append(places, filepath.Join(l.home, filepath.FromSlash(dir), "go"))
			}
		}
	}
	if l.home == "" {
		return places
	}
	// What golang.org/dl unpacked, newest first as far as names tell.
	if sdks, err := l.glob(filepath.Join(l.home, "sdk", "go*", "bin")); err == nil {
		for _, dir := range slices.Backward(sdks) {
			places = append(places, filepath.Join(dir, "go"))
		}
	}
	return places
}

// cause unwraps exec.Error, whose text repeats the path.
func cause(err error) error {
	var execError *exec.Error
	if errors.As(err, &execError) {
		return execError.Err
	}
	return err
}
