package capture

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
)

// A program that nobody here wrote, in 400 packages, and that uses the CPU profiler itself if it is told to.
func TestForeignProgram(t *testing.T) {
	listed, err := exec.Command("go", "list", "-f", "{{.Module.Dir}}", "honnef.co/go/tools/cmd/staticcheck").Output()
	if err != nil {
		t.Fatal(err)
	}
	cached := strings.TrimSpace(string(listed))
	checkout, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	checkout = filepath.Join(checkout, "staticcheck")
	if err := os.CopyFS(checkout, os.DirFS(cached)); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "own.pb.gz")
	cases := []struct {
		name, why string
		module    string
		args      []string
	}{
		{"checkout", "as a user would work on it", checkout, nil},
		{"module cache", "where the go command allows no overlay", cached, nil},
		{"its own profile", "a program's own profile is no reason to fail", checkout, []string{"-debug.cpuprofile", own}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			left := scratchFolders(t)
			r := captureProgram(t, t.Context(), c.module, "staticcheck", func(spec *ProgramSpec) {
				spec.Dir = filepath.Join(c.module, "cmd", "staticcheck")
				spec.Env = []string{"STATICCHECK_CACHE=" + t.TempDir()}
				spec.Args = append(c.args, "./pattern/...")
			})
			r.ended(t, left)
			if r.err != nil || r.result.ExitCode > 1 || !slices.Equal(kindsOf(r.result.Profiles), []ProfileKind{CPU, Memory}) {
				t.Fatalf("%+v %v: %s\n%s", r.result, r.err, c.why, r.screen)
			}
			if files := sourcesOf(t, r.result.Profiles[0].Path, c.module); len(files) == 0 {
				t.Errorf("the CPU profile names no file of the module: %s", c.why)
			}
		})
	}
	if files := sourcesOf(t, own, checkout); len(files) == 0 {
		t.Error("the program's own profile is not what it would be")
	}
}

// sourcesOf are the files below root that a profile names. All of them have to exist.
func sourcesOf(t *testing.T, path, root string) (files []string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p, err := profile.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, function := range p.Function {
		if !inside(root, function.Filename) {
			continue
		}
		files = append(files, function.Filename)
		if _, err := os.Stat(function.Filename); err != nil {
			t.Error(err)
		}
	}
	return files
}
