package capture

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
)

// mainPackage is what has to be known of a package main to build it with an agent in it.
type mainPackage struct {
	Package
	// flags are the user's flags, GOFLAGS' own -overlay and -modfile included; goFlags is the rest of GOFLAGS, and
	// dropped what of it would spoil a capture.
	flags   buildFlags
	goFlags []string
	dropped []string
	// mainFile is the absolute path of the file with func main; empty if one of the files can't be parsed, so that the
	// compiler has the word.
	mainFile string
}

// describeMain asks the go command about the package main of a spec, which has been checked. The error is a
// [*NoGoError], an [*InvalidError], the context's, or a [*goCommandError] with what the go command said.
func describeMain(ctx context.Context, goCommand string, spec ProgramSpec) (mainPackage, error) {
	var pkg mainPackage
	var err error
	if pkg.Package, err = Describe(ctx, goCommand, spec.Dir); err != nil {
		return pkg, err
	}
	var moved []string
	pkg.goFlags, pkg.dropped, moved = splitBuildGoFlags(pkg.Package.flags)
	if pkg.flags, err = readBuildFlags(append(moved, spec.Flags...), spec.Dir); err != nil {
		return pkg, err
	}
	overlaid, err := readOverlay(pkg.flags.overlay, spec.Dir)
	if err != nil {
		return pkg, err
	}
	args := append([]string{"list", "-find", "-json=Name,Dir,ImportPath,GoFiles,CgoFiles"}, pkg.flags.arguments()...)
	text, err := goOutput(ctx, goCommand, spec.Dir, []string{goFlagsVariable(pkg.goFlags)}, append(args, ".")...)
	if err != nil {
		return pkg, err
	}
	var listed struct {
		Name, Dir, ImportPath string
		GoFiles, CgoFiles     []string
	}
	if err := json.Unmarshal(text, &listed); err != nil {
		return pkg, fmt.Errorf("read what go list says of %s: %w", spec.Dir, err)
	}
	if listed.Name != "main" {
		return pkg, &InvalidError{Sentence: fmt.Sprintf("The package in %s is no program: it is a package %s. Capture a "+
			"package main, or a test of this one.", spec.Dir, listed.Name)}
	}
	for _, name := range append(listed.GoFiles, listed.CgoFiles...) {
		file := filepath.Join(listed.Dir, name)
		read := file
		if replaced, ok := overlaid[file]; ok {
			read = replaced
		}
		switch has, err := hasFuncMain(read); {
		case err != nil:
			pkg.mainFile = ""
			return pkg, nil
		case has:
			pkg.mainFile = file
		}
	}
	if pkg.mainFile == "" {
		return pkg, &InvalidError{Sentence: fmt.Sprintf("The package main in %s has no func main, so there is nothing to "+
			"run. If it is in a file with build constraints, set linecost.program.buildFlags to the tags that it wants.", spec.Dir)}
	}
	return pkg, nil
}

// arguments are the flags as the user gave them.
func (f buildFlags) arguments() []string {
	args := append([]string(nil), f.others...)
	if f.overlay != "" {
		args = append(args, "-overlay="+f.overlay)
	}
	if f.modFile != "" {
		args = append(args, "-modfile="+f.modFile)
	}
	return args
}

// readOverlay reads what a -overlay file replaces; paths in it are relative to dir.
func readOverlay(file, dir string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	var overlay struct{ Replace map[string]string }
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &overlay)
	}
	if err != nil {
		return nil, &InvalidError{Sentence: fmt.Sprintf("The overlay %s can't be read: %s. Correct the flag -overlay.", file, reason(err))}
	}
	absolute := func(name string) string {
		if name == "" || filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(dir, name)
	}
	replaced := map[string]string{}
	for from, to := range overlay.Replace {
		replaced[absolute(from)] = absolute(to)
	}
	return replaced, nil
}

// hasFuncMain tells whether a Go file declares func main. The error says that it can't be parsed.
func hasFuncMain(file string) (bool, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return false, err
	}
	for _, declared := range tree.Decls {
		if function, ok := declared.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "main" {
			return true, nil
		}
	}
	return false, nil
}

// majorVersion is the last element of an import path that only tells a module's major version.
var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// programName is what go build would call the program: a program may look at its own name.
func programName(pkg Package) string {
	name := pkg.ImportPath
	if majorVersion.MatchString(path.Base(name)) {
		name = path.Dir(name)
	}
	if name = path.Base(name); name == "." || name == "/" {
		name = filepath.Base(pkg.Dir)
	}
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return name
}
