package agent

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shape is a way to lay out and to build a program; dir is where its package main is in the files.
type shape struct {
	files map[string]string
	dir   string
	flags []string
	env   []string
	// renamed: the build gives files other names, as -trimpath does.
	renamed bool
}

const spin = `package main

import "os"

var spun uint64

//go:noinline
func hot() {
	for i := range uint64(1 << 28) {
		spun = spun*31 + i
	}
}

func main() { hot(); more(); os.Exit(3) }
`

const moduleFile = "module example.com/program\n\ngo 1.22\n"

// shapes are the layouts that an overlay might not reach.
var shapes = map[string]shape{
	"module": {files: map[string]string{"go.mod": moduleFile, "main.go": spin, "more.go": "package main\n\nfunc more() {}\n"}},
	"vendor": {files: map[string]string{
		"go.mod":                         "module example.com/program\n\ngo 1.22\n\nrequire example.com/dep v1.0.0\n",
		"vendor/modules.txt":             "# example.com/dep v1.0.0\n## explicit; go 1.22\nexample.com/dep\n",
		"vendor/example.com/dep/more.go": "package dep\n\nfunc More() {}\n",
		"main.go":                        spin, "more.go": "package main\n\nimport \"example.com/dep\"\n\nfunc more() { dep.More() }\n",
	}, flags: []string{"-mod=vendor"}},
	"workspace": {files: map[string]string{
		"go.work": "go 1.22\n\nuse (\n\t./dep\n\t./program\n)\n", "program/go.mod": moduleFile, "program/main.go": spin,
		"dep/go.mod": "module example.com/dep\n\ngo 1.22\n", "dep/more.go": "package dep\n\nfunc More() {}\n",
		"program/more.go": "package main\n\nimport \"example.com/dep\"\n\nfunc more() { dep.More() }\n",
	}, dir: "program"},
	"cgo": {files: map[string]string{"go.mod": moduleFile,
		"main.go": strings.Replace(spin, `import "os"`, "// static int one(void) { return 1; }\nimport \"C\"\nimport \"os\"\n\nfunc more() { C.one() }", 1)},
		env: []string{"CGO_ENABLED=1"}},
	"tags": {files: map[string]string{"go.mod": moduleFile, "main.go": "//go:build special\n\n" + spin,
		"more.go": "//go:build special\n\npackage main\n\nfunc more() {}\n", "other.go": "//go:build !special\n\npackage main\n\nfunc main() {}\n"},
		flags: []string{"-tags=special"}},
	"internal": {files: map[string]string{"go.mod": moduleFile, "cmd/tool/main.go": spin,
		"cmd/tool/more.go":      "package main\n\nimport \"example.com/program/internal/deep\"\n\nfunc more() { deep.More() }\n",
		"internal/deep/deep.go": "package deep\n\nfunc More() {}\n"}, dir: "cmd/tool"},
}

func (s shape) with(flags ...string) shape {
	s.flags = append(append([]string(nil), s.flags...), flags...)
	return s
}

func (s shape) renames() shape {
	s.renamed = true
	return s
}

// The table of toolchains. It is no full product, which would compile the standard library some forty times.
func TestToolchains(t *testing.T) {
	cases := []struct {
		toolchain, name string
		shape           shape
		// race and cgo need a C compiler.
		cCompiler bool
	}{
		{"go1.22.12", "module", shapes["module"], false},
		{"go1.22.12", "vendor", shapes["vendor"], false},
		{"go1.23.12", "workspace", shapes["workspace"], false},
		{"go1.24.13", "tags, trimpath", shapes["tags"].with("-trimpath").renames(), false},
		{"go1.25.5", "internal", shapes["internal"], false},
		{"go1.27.0", "module", shapes["module"], false},
		{"", "stripped", shapes["workspace"].with("-ldflags=-s -w"), false},
		{"", "position independent", shapes["vendor"].with("-buildmode=pie"), false},
		{"", "cgo", shapes["cgo"], true},
		{"", "race", shapes["internal"].with("-race"), true},
	}
	for _, c := range cases {
		name := c.toolchain
		if name == "" {
			name = "local"
		}
		t.Run(name+" "+c.name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath("gcc"); err != nil && c.cCompiler {
				t.Skip("there is no C compiler, so this shape can't be built")
			}
			tool := goTool{env: c.shape.env}
			if c.toolchain != "" {
				tool.env = append(tool.env, "GOTOOLCHAIN="+c.toolchain)
				if text, err := tool.try(t.Context(), t.TempDir(), nil, "version"); err != nil {
					t.Skipf("the toolchain %s can't be had: %v, %s", c.toolchain, err, text)
				}
			}
			root := writeFiles(t, c.shape.files)
			before := checksum(t, root)
			target := tool.target(t, filepath.Join(root, c.shape.dir), "main.go")
			binary, overlay := tool.build(t, target, c.shape.flags...)
			if checksum(t, root) != before {
				t.Error("the user's files have changed")
			}
			folder := agentFolder(t)
			kinds := []string{"cpu", "memory", "block", "goroutine", "trace", "metrics"}
			got := runProgram(t, binary, Options{Dir: folder, Kinds: kinds}.Environment(nil), "")
			if got != (ended{state: "exit status 3"}) {
				t.Errorf("it ended with %+v, want the status 3 and no word", got)
			}
			files, problems := collected(t, folder, overlay.Paths)
			if len(problems) > 0 || len(files) != len(kinds) {
				t.Errorf("%d files, want %d: %q", len(files), len(kinds), problems)
			}
			checkTrace(t, files["trace"])
			profiled := profileOf(t, files["cpu"])
			if valueOf(t, files["cpu"], "cpu", "main.hot") == 0 {
				t.Error("no CPU time in main.hot")
			}
			for _, function := range profiled.Function {
				if function.Name == "main.hot" && function.Filename != target.MainFile && !c.shape.renamed {
					t.Errorf("main.hot is in %s, want %s", function.Filename, target.MainFile)
				}
				if function.Name == "runtime.main" && !strings.HasPrefix(function.Filename, target.GoRoot) && !c.shape.renamed {
					t.Errorf("runtime.main is in %s, want %s", function.Filename, target.GoRoot)
				}
			}
		})
	}
}

// Systems that nobody here can run: what compiles there is all that is known.
func TestOtherSystems(t *testing.T) {
	root := writeFiles(t, shapes["module"].files)
	for _, system := range []string{"darwin", "windows", "freebsd"} {
		tool := goTool{env: []string{"GOOS=" + system, "GOARCH=arm64", "CGO_ENABLED=0"}}
		tool.build(t, tool.target(t, root, "main.go"))
	}
}

// A program of somebody else's, where it lies: no overlay may touch the module cache.
func TestModuleCache(t *testing.T) {
	var tool goTool
	dir := strings.TrimSpace(tool.run(t, ".", nil, "list", "-f", "{{.Dir}}", "honnef.co/go/tools/cmd/staticcheck"))
	target := tool.target(t, dir, "staticcheck.go")
	if !within(target.Dir, target.ModuleCache) {
		t.Skipf("%s is not in the module cache: this build has vendored it", target.Dir)
	}
	target.Links = t.TempDir()
	binary, overlay := tool.build(t, target)
	folder := agentFolder(t)
	got := runProgram(t, binary, Options{Dir: folder, Kinds: []string{"memory"}, MemoryBytes: 1}.Environment(nil), "-version")
	if !strings.HasPrefix(got.stdout, "program ") || got.stderr != "" { // the name of its binary and its version
		t.Errorf("it ended with %+v", got)
	}
	files, _ := collected(t, folder, overlay.Paths)
	for _, function := range profileOf(t, files["memory"]).Function {
		if strings.HasPrefix(function.Filename, target.Links) {
			t.Errorf("%s is in %s, a link", function.Name, function.Filename)
		}
		if function.Name == "main.main" && function.Filename == target.MainFile {
			return
		}
	}
	t.Errorf("no function of %s is in the profile", target.MainFile)
}

// writeFiles writes a tree and returns its root, without links in its path, as the go command names it.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}
