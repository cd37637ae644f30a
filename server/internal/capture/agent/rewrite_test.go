package agent

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var mains = []struct{ name, source, want string }{
	{"plain", "package main\n\nfunc main() {\n\tf()\n}\n", "package main; IMPORT\n\nfunc main() { DEFER\n\tf()\n}\n"},
	{"one line", "package main\nfunc main() { f() }", "package main; IMPORT\nfunc main() { DEFER f() }"},
	{"empty", "package main\nfunc main() {}", "package main; IMPORT\nfunc main() { DEFER}"},
	{"all on one line", "package main; func main() {}", "package main; IMPORT; func main() { DEFER}"},
	{"comments", "package main // mine\nfunc main() { // begins\n}", "package main; IMPORT // mine\nfunc main() { DEFER // begins\n}"},
	{"build tag", "//go:build x\n\npackage main\nfunc main() {}", "//go:build x\n\npackage main; IMPORT\nfunc main() { DEFER}"},
	{"carriage returns", "package main\r\nfunc main() {\r\n}\r\n", "package main; IMPORT\r\nfunc main() { DEFER\r\n}\r\n"},
	{"byte order mark", "\ufeffpackage main\nfunc main() {}", "\ufeffpackage main; IMPORT\nfunc main() { DEFER}"},
	{"cgo", "package main\n// int x;\nimport \"C\"\nfunc main() {}", "package main; IMPORT\n// int x;\nimport \"C\"\nfunc main() { DEFER}"},
	{"line directive", "package main\n//line other.y:10\nfunc main() {}", "package main; IMPORT\n//line other.y:10\nfunc main() { DEFER}"},
	{"its own import", "package main\nimport \"runtime/coverage\"\nfunc main() { coverage.ClearCounters() }",
		"package main; IMPORT\nimport \"runtime/coverage\"\nfunc main() { DEFER coverage.ClearCounters() }"},
	{"a method before", "package main\nfunc (t T) main() {}\nfunc main() {}", "package main; IMPORT\nfunc (t T) main() {}\nfunc main() { DEFER}"},
	{"brace in a comment", "package main\nfunc main( /* { */ ) {}", "package main; IMPORT\nfunc main( /* { */ ) { DEFER}"},
}

func TestRewriteMain(t *testing.T) {
	for _, c := range mains {
		got, err := rewriteMain([]byte(c.source))
		want := strings.NewReplacer("IMPORT", "import "+alias+` "runtime/coverage"`, "DEFER", "defer "+alias+".LinecostMain();").Replace(c.want)
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.name, err, got, want)
		}
	}
	for name, source := range map[string]string{
		"no main": "package main\nfunc Main() {}", "no body": "package main\nfunc main()", "a variable": "package main\nvar main = 1",
		"no Go": "func {", "nothing": "",
	} {
		if got, err := rewriteMain([]byte(source)); err == nil {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestRewriteProfiler(t *testing.T) {
	root := strings.TrimSpace(goTool{}.run(t, ".", nil, "env", "GOROOT"))
	source, err := os.ReadFile(filepath.Join(root, "src", "runtime", "pprof", "pprof.go"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := rewriteProfiler(source)
	if err != nil || strings.Count(string(got), "linecost") != 3 {
		t.Errorf("%v: %d of 3 calls", err, strings.Count(string(got), "linecost"))
	}
	if _, err := rewriteProfiler([]byte("package pprof\n")); err == nil {
		t.Error("a package without a profiler was rewritten")
	}
}

// What is rewritten parses, has the lines and declarations of the source and one import more.
func FuzzRewrite(f *testing.F) {
	for _, c := range mains {
		f.Add([]byte(c.source))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		got, err := rewriteMain(source)
		if err != nil {
			return
		}
		before, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal("a source that does not parse was rewritten")
		}
		after, err := parser.ParseFile(token.NewFileSet(), "", got, parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("%v\n%s", err, got)
		}
		if strings.Count(string(got), "\n") != strings.Count(string(source), "\n") {
			t.Errorf("other lines:\n%s", got)
		}
		if len(after.Decls) != len(before.Decls)+1 || len(after.Imports) != len(before.Imports)+1 {
			t.Errorf("%d declarations after %d:\n%s", len(after.Decls), len(before.Decls), got)
		}
	})
}
