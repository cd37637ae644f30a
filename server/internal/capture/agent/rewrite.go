package agent

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
)

// alias is what the main file calls the agent's package. Nobody else will use that name.
const alias = "linecostInjectedAgent"

var errNoMain = errors.New("it has no func main with a body")

// insertion is a text to be put into a source at an offset.
type insertion struct {
	offset int
	text   string
}

// insert puts texts into a source. No line is added or moved, so that stack traces and profiles name the lines of the
// original.
func insert(source []byte, insertions ...insertion) []byte {
	slices.SortFunc(insertions, func(a, b insertion) int { return a.offset - b.offset })
	var text []byte
	done := 0
	for _, next := range insertions {
		text = append(append(text, source[done:next.offset]...), next.text...)
		done = next.offset
	}
	return append(text, source[done:]...)
}

// goFile is a parsed source.
type goFile struct {
	tree *ast.File
	file *token.File
}

func parse(source []byte) (goFile, error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return goFile{}, err
	}
	return goFile{tree, files.File(tree.FileStart)}, nil
}

// offset is in the text, whatever //line says.
func (f goFile) offset(at token.Pos) int { return f.file.Offset(at) }

// body is the offset of the beginning of a function's statements; false if the file has no such function.
func (f goFile) body(name string) (int, bool) {
	for _, declared := range f.tree.Decls {
		if function, ok := declared.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == name && function.Body != nil {
			return f.offset(function.Body.Lbrace) + 1, true
		}
	}
	return 0, false
}

// rewriteMain lets the main function in a Go file defer the agent.
func rewriteMain(source []byte) ([]byte, error) {
	file, err := parse(source)
	if err != nil {
		return nil, err
	}
	body, ok := file.body("main")
	if !ok {
		return nil, errNoMain
	}
	return insert(source, insertion{file.offset(file.tree.Name.End()), "; import " + alias + ` "` + host + `"`},
		insertion{body, " defer " + alias + ".LinecostMain();"}), nil
}

// rewriteProfiler lets the functions of runtime/pprof that a program starts and stops a CPU profile with call what the
// agent adds to that package.
func rewriteProfiler(source []byte) ([]byte, error) {
	file, err := parse(source)
	if err != nil {
		return nil, err
	}
	start, hasStart := file.body("StartCPUProfile")
	stop, hasStop := file.body("StopCPUProfile")
	if !hasStart || !hasStop {
		return nil, errors.New("it can neither start nor stop a CPU profile")
	}
	return insert(source, insertion{start, " w = linecostStart(w);"},
		insertion{stop, " if !linecostStop() { return }; defer linecostStopped();"}), nil
}
