package capture

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestFindGo(t *testing.T) {
	here, err := filepath.Abs(string(filepath.Separator) + "usr")
	if err != nil {
		t.Fatal(err)
	}
	abs := func(path string) string { return filepath.Join(here, filepath.FromSlash(path)) }
	cases := []struct {
		name, why string
		setting   string
		// there are the files that can be run; the PATH finds path.
		there []string
		path  string
		goos  string
		want  string
		says  string
	}{
		{name: "setting", why: "what the user asks for wins over the PATH", setting: abs("mine/go"), there: []string{abs("mine/go")},
			path: abs("bin/go"), want: abs("mine/go")},
		{name: "home", why: "settings are typed with a tilde", setting: "~/sdk/go", there: []string{abs("home/sdk/go")}, want: abs("home/sdk/go")},
		{name: "bad setting", why: "falling back would profile with another Go than asked for", setting: abs("gone/go"), path: abs("bin/go"),
			says: "setting linecost.go.command"},
		{name: "path", why: "the usual case", path: abs("bin/go"), want: abs("bin/go")},
		{name: "relative path", why: "a go file in the current folder is never what is meant", path: "go", says: "No go command was found"},
		{name: "goroot", why: "an editor started from the desktop has no PATH", there: []string{abs("root/bin/go")}, want: abs("root/bin/go")},
		{name: "sdk", why: "golang.org/dl unpacks there; the newest name wins", there: []string{abs("home/sdk/go1.25/bin/go"), abs("home/sdk/go1.26/bin/go")},
			want: abs("home/sdk/go1.26/bin/go")},
		{name: "none", why: "the sentence says what to do", says: "Install Go from https://go.dev/dl, or set linecost.go.command to its path."},
		{name: "windows", why: "the places are others there", goos: "windows", there: []string{abs("Programs/Go/bin/go")}, want: abs("Programs/Go/bin/go")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			look := lookup{
				goos: c.goos,
				home: abs("home"),
				getenv: func(name string) string {
					return map[string]string{"GOROOT": abs("root"), "ProgramFiles": abs("Programs")}[name]
				},
				lookPath: func(name string) (string, error) {
					switch {
					case name == "go" && c.path != "":
						return c.path, nil
					case slices.Contains(c.there, name):
						return name, nil
					}
					return "", &exec.Error{Name: name, Err: os.ErrNotExist}
				},
				glob: func(string) ([]string, error) {
					return []string{abs("home/sdk/go1.25/bin"), abs("home/sdk/go1.26/bin")}, nil
				},
			}
			got, err := look.find(c.setting)
			var noGo *NoGoError
			if c.says != "" && (!errors.As(err, &noGo) || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("%v, want a NoGoError that says %q: %s", err, c.says, c.why)
			}
			if got != c.want {
				t.Errorf("got %q, %v, want %q: %s", got, err, c.want, c.why)
			}
		})
	}
}

func TestFindGoOnThisSystem(t *testing.T) {
	found, err := FindGo("")
	if err != nil || !filepath.IsAbs(found) {
		t.Fatalf("%q, %v: these tests run below a go command", found, err)
	}
	t.Setenv("PATH", t.TempDir())
	if again, err := FindGo(""); err == nil && !strings.Contains(filepath.Base(again), "go") {
		t.Errorf("without a PATH: %q", again)
	}
	if runtime.GOOS != "windows" { // which has no such permission
		file := filepath.Join(t.TempDir(), "go")
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		var noGo *NoGoError
		if _, err := FindGo(file); !errors.As(err, &noGo) || !errors.Is(err, os.ErrPermission) {
			t.Errorf("a file that can't be run: %v", err)
		}
	}
}
