package capture

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestProgramThatIsNone(t *testing.T) {
	root, unchanged := writePrograms(t)
	cases := []struct {
		name, why string
		change    func(*ProgramSpec)
		says      string
	}{
		{"library", "the command is offered for every package", func(s *ProgramSpec) { s.Dir = filepath.Join(root, "library") }, "it is a package library"},
		{"no func main", "the compiler's words on that name no place", func(s *ProgramSpec) { s.Dir = filepath.Join(root, "nomain") }, "has no func main"},
		{"a method", "only a function is called", func(s *ProgramSpec) { s.Dir = filepath.Join(root, "method") }, "has no func main"},
		{"relative folder", "it would be another one for the backend", func(s *ProgramSpec) { s.Dir = "life" }, "absolute"},
		{"missing folder", "it was removed meanwhile", func(s *ProgramSpec) { s.Dir = filepath.Join(root, "gone") }, "can't be read"},
		{"missing working folder", "a terminal would not start, and say little", func(s *ProgramSpec) { s.WorkingDir = filepath.Join(root, "gone") }, "working folder"},
		{"refused flag", "the capture would not find the program", func(s *ProgramSpec) { s.Flags = []string{"-o=x"} }, "can't be used"},
		{"overlay", "a flag's mistake is the user's to correct", func(s *ProgramSpec) { s.Flags = []string{"-overlay=gone.json"} }, "gone.json"},
		{"zero byte", "no process can be given one", func(s *ProgramSpec) { s.Args = []string{"\x00"} }, "zero byte"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := ProgramSpec{Dir: filepath.Join(root, "life"), Output: t.TempDir()}
			c.change(&spec)
			_, err := NewProgram(t.Context(), spec, ProgramEvents{})
			var invalid *InvalidError
			if !errors.As(err, &invalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want a sentence with %q: %s", err, c.says, c.why)
			}
		})
	}
	unchanged()
}

func TestProgramThatDoesNotCompile(t *testing.T) {
	root, unchanged := writePrograms(t)
	cases := []struct {
		name, why string
		dir       string
		flags     []string
		want      []place
	}{
		{"types", "places are those of the user's files, on the changed line too", "wrong", nil, []place{
			{"cannot use \"y\"", "b.go", 3, 13}, {"undefined: undefined", "a.go", 3, 15}, {"cannot use \"x\"", "a.go", 5, 23}}},
		{"types, -trimpath", "names are short then", "wrong", []string{"-trimpath"}, []place{
			{"cannot use \"y\"", "b.go", 3, 13}, {"undefined: undefined", "a.go", 3, 15}, {"cannot use \"x\"", "a.go", 5, 23}}},
		{"syntax", "a file that can't be parsed can't be changed either", "syntax", nil, []place{{"syntax error", "a.go", 5, 1}}},
		{"no Go files", "the go command has the word", "empty", nil, []place{{"no Go files", "", 0, 0}}},
		{"a flag that go build does not know", "it has the word as well", "life", []string{"-nope"}, []place{{"nope", "", 0, 0}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			left := scratchFolders(t)
			var seen watched
			dir := filepath.Join(root, c.dir)
			spec := ProgramSpec{Dir: dir, Flags: c.flags, Output: t.TempDir()}
			program, err := NewProgram(t.Context(), spec, ProgramEvents{Events: seen.events()})
			if err != nil {
				t.Fatal(err)
			}
			got, err := program.Run(t.Context())
			if err != nil || got.Outcome != BuildFailed || len(got.Failures) != len(c.want) {
				t.Fatalf("%+v %v: %s", got, err, c.why)
			}
			for i, want := range c.want {
				file := ""
				if want.file != "" {
					file = filepath.Join(dir, want.file)
				}
				if f := got.Failures[i]; !strings.Contains(f.Message, want.says) || f.File != file || f.Line != want.line || f.Column != want.col {
					t.Errorf("%+v, want %+v: %s", f, want, c.why)
				}
			}
			if text := seen.text.String(); strings.Contains(text, "linecost-") {
				t.Errorf("the output names temporary files:\n%s", text)
			}
			if left := left(); len(left) > 0 {
				t.Errorf("temporary folders are left: %v", left)
			}
		})
	}
	unchanged()
}

func TestProgramStoppedBeforeItRuns(t *testing.T) {
	root, _ := writePrograms(t)
	left := scratchFolders(t)
	var program *Program
	launched := false
	events := ProgramEvents{Launch: func(TerminalCommand) { launched = true; _ = program.Stop(t.Context()) }}
	program, err := NewProgram(t.Context(), ProgramSpec{Dir: filepath.Join(root, "life"), Output: t.TempDir()}, events)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := program.Pull(t.Context(), nil); !errors.Is(err, ErrNotRunning) {
		t.Errorf("%v, want %v", err, ErrNotRunning)
	}
	got, err := program.Run(t.Context())
	if err != nil || got.Outcome != Stopped || len(got.Profiles) > 0 || !launched {
		t.Errorf("%+v %v", got, err)
	}
	if left := left(); len(left) > 0 {
		t.Errorf("temporary folders are left: %v", left)
	}
}
