package capture

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Package is what the go command knows of a package before anything is built.
type Package struct {
	// Dir is the package's folder, absolute.
	Dir string
	// ImportPath is empty if the package can't be loaded at all.
	ImportPath string
	// ModulePath and ModuleDir are empty outside a module.
	ModulePath, ModuleDir string
	// GoVersion is the toolchain's, such as "go1.26.8": the one that go.mod asks for, if the go command switches.
	GoVersion string
	// GoRoot and ModuleCache are the folders of the standard library and of downloaded modules.
	GoRoot, ModuleCache string

	// flags and tempDir are the values of GOFLAGS and GOTMPDIR, the go command's own file of settings included.
	flags, tempDir string
}

// maxDescription bounds what go env or go list may print.
const maxDescription = 4 << 20

// Describe asks a go command about the package in dir: some 50 ms. It is no error if there is no package or no module:
// the fields stay empty and go test will say why. The error is a [*NoGoError], the context's, or a
// [*goCommandError] with what the go command said.
func Describe(ctx context.Context, goCommand, dir string) (Package, error) {
	pkg := Package{Dir: dir}
	var env struct{ GOVERSION, GOFLAGS, GOROOT, GOMODCACHE, GOTMPDIR string }
	text, err := goOutput(ctx, goCommand, dir, nil, "env", "-json", "GOVERSION", "GOFLAGS", "GOROOT", "GOMODCACHE", "GOTMPDIR")
	if err != nil {
		return pkg, err
	}
	if err := json.Unmarshal(text, &env); err != nil {
		return pkg, &NoGoError{Err: fmt.Errorf("the answer of %s to go env can't be read: %w", goCommand, err)}
	}
	pkg.GoVersion, pkg.GoRoot, pkg.ModuleCache = env.GOVERSION, env.GOROOT, env.GOMODCACHE
	pkg.flags, pkg.tempDir = env.GOFLAGS, env.GOTMPDIR

	var list struct {
		ImportPath string
		Module     *struct{ Path, Dir string }
	}
	kept, _ := splitGoFlags(pkg.flags)
	text, err = goOutput(ctx, goCommand, dir, []string{goFlagsVariable(kept)}, "list", "-e", "-find", "-json=ImportPath,Module", ".")
	var refused *goCommandError
	switch {
	case errors.As(err, &refused):
		return pkg, nil
	case err != nil:
		return pkg, err
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return pkg, nil // -e prints nothing, or not one package: as good as none
	}
	// Outside a module the go command makes up an import path.
	if list.ImportPath != "." && list.ImportPath != "command-line-arguments" && !strings.HasPrefix(list.ImportPath, "_/") {
		pkg.ImportPath = list.ImportPath
	}
	if list.Module != nil {
		pkg.ModulePath, pkg.ModuleDir = list.Module.Path, list.Module.Dir
	}
	return pkg, nil
}

// goCommandError tells that the go command ran and refused.
type goCommandError struct {
	// said is what it printed on stderr.
	said string
	err  error
}

func (e *goCommandError) Error() string { return fmt.Sprintf("go command: %s", e.said) }
func (e *goCommandError) Unwrap() error { return e.err }

// goOutput runs the go command and returns what it printed.
func goOutput(ctx context.Context, goCommand, dir string, env []string, args ...string) ([]byte, error) {
	var stdout, stderr boundedBuffer
	command := process{path: goCommand, args: args, dir: dir, env: env, stdout: &stdout, stderr: &stderr}
	err := command.run(ctx)
	var exit *exitError
	switch {
	case err == nil:
		return stdout.text, nil
	case !errors.As(err, &exit):
		return nil, err
	}
	said := strings.TrimSpace(string(stderr.text))
	if why, ok := strings.CutPrefix(said, guardPrefix); ok && exit.code == guardFailed {
		return nil, &NoGoError{Err: fmt.Errorf("%s: %s", goCommand, why)}
	}
	return nil, &goCommandError{said: said, err: exit}
}

// boundedBuffer keeps the first maxDescription bytes that are written to it.
type boundedBuffer struct{ text []byte }

var _ io.Writer = (*boundedBuffer)(nil)

func (b *boundedBuffer) Write(p []byte) (int, error) {
	b.text = append(b.text, p[:min(len(p), maxDescription-len(b.text))]...)
	return len(p), nil
}

// binaryName is what go test would call the package's test binary: profiles name it.
func binaryName(dir string) string { return filepath.Base(dir) + ".test" }
