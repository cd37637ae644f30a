package capture

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is what a capture can run.
type Kind string

const (
	// Test is a Test function.
	Test Kind = "test"
	// Benchmark is a Benchmark function.
	Benchmark Kind = "benchmark"
	// Fuzz is a Fuzz function: its seeds are run, nothing is fuzzed.
	Fuzz Kind = "fuzz"
	// MainProgram is the func main of a package main.
	MainProgram Kind = "program"
)

// Target is what a capture can run: a function, or a subtest in it.
type Target struct {
	Kind Kind
	// Name is the function's name; of a subtest, the path that go test prints, such as "TestParse/empty_input".
	Name string
	// Sub tells that this is a subtest or sub-benchmark.
	Sub bool
	// Line and EndLine are the first and last line of the declaration, of the call of Run, or of the table's row, both
	// inclusive, counted from 1.
	Line, EndLine int
}

// Targets finds what a file holds that could be run, in the file's order: the tests, benchmarks and fuzz targets that go
// test would run, with their subtests as far as these are named in the text, or the func main of a program. Only the
// file's name is looked at, never the disk: content is the text as the editor has it, and may be in the middle of an
// edit, so what the parser could make of it counts.
func Targets(file string, content []byte) []Target {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, content, parseMode)
	if tree == nil {
		return nil
	}
	test := isTestFile(file)
	if !test && (!isGoFile(file) || tree.Name == nil || tree.Name.Name != "main") {
		return nil
	}
	names := testingNames(tree)
	of := func(fset *token.FileSet, tree *ast.File, before int) []Target {
		lines := lineRange{fset: fset, before: before}
		if test {
			return testTargets(tree, names, lines)
		}
		return programTargets(tree, lines)
	}
	if err == nil {
		return inOrder(of(fset, tree, 0))
	}
	// Half an expression makes the parser swallow the functions after it, so that the lenses of a whole file would come
	// and go with each key: parse each declaration by itself.
	var targets []Target
	for _, piece := range declarations(content) {
		fset := token.NewFileSet()
		// The error is dropped on purpose: what could be made of the piece counts.
		tree, _ := parser.ParseFile(fset, file, "package p;"+piece.text, parseMode)
		if tree == nil {
			continue
		}
		last := piece.line + strings.Count(strings.TrimRight(piece.text, " \t\r\n"), "\n")
		for _, target := range of(fset, tree, piece.line-1) {
			target.EndLine = min(target.EndLine, last)
			target.Line = min(target.Line, target.EndLine)
			targets = append(targets, target)
		}
	}
	return inOrder(targets)
}

const parseMode = parser.SkipObjectResolution | parser.AllErrors

// inOrder sorts by line. A table may stand before the function that runs it.
func inOrder(targets []Target) []Target {
	slices.SortStableFunc(targets, func(a, b Target) int { return cmp.Compare(a.Line, b.Line) })
	return targets
}

// lineRange tells the lines of a node, for a text whose first line comes after so many others.
type lineRange struct {
	fset   *token.FileSet
	before int
}

// of uses PositionFor, not Position: a //line directive does not move the lens.
func (l lineRange) of(node ast.Node) (first, last int) {
	first = max(1, l.fset.PositionFor(node.Pos(), false).Line)
	last = l.fset.PositionFor(node.End(), false).Line
	return l.before + first, l.before + max(first, last)
}

// functions are the declared functions without receiver and type parameters.
func functions(tree *ast.File) []*ast.FuncDecl {
	var found []*ast.FuncDecl
	for _, decl := range tree.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if ok && fn.Recv == nil && fn.Name != nil && fn.Type != nil && fn.Type.TypeParams == nil {
			found = append(found, fn)
		}
	}
	return found
}

// programTargets finds func main in a file of package main. Build constraints don't count: a file that "go run" alone
// would take is a program too.
func programTargets(tree *ast.File, lines lineRange) []Target {
	for _, fn := range functions(tree) {
		if fn.Name.Name == "main" && fn.Type.Params.NumFields() == 0 && fn.Type.Results.NumFields() == 0 {
			first, last := lines.of(fn)
			return []Target{{Kind: MainProgram, Name: "main", Line: first, EndLine: last}}
		}
	}
	return nil
}

// testTargets finds the functions of a test file that go test runs, and their subtests.
func testTargets(tree *ast.File, names []string, lines lineRange) []Target {
	var targets []Target
	var outer *tables
	for _, fn := range functions(tree) {
		kind, ok := targetKind(fn, names)
		if !ok {
			continue
		}
		first, last := lines.of(fn)
		targets = append(targets, Target{Kind: kind, Name: fn.Name.Name, Line: first, EndLine: last})
		if outer == nil {
			outer = packageTables(tree)
		}
		targets = append(targets, subtests(fn, kind, outer, lines)...)
	}
	return targets
}

// declaration is the text of a function, from the word func to what comes next at a line's start.
type declaration struct {
	text string
	// line is that of its beginning, counted from 1.
	line int
}

// declarations cuts a file at the words func, type, var, const and import that begin a line, and returns the pieces
// that are functions. A scanner finds the words, so that none is one in a comment or a string.
func declarations(content []byte) []declaration {
	var lexer scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(content))
	lexer.Init(file, content, nil, 0)
	var found []declaration
	start := -1
	cut := func(end int) {
		if start >= 0 {
			found = append(found, declaration{text: string(content[start:end]), line: file.PositionFor(file.Pos(start), false).Line})
		}
		start = -1
	}
	for {
		pos, word, _ := lexer.Scan()
		offset := file.Offset(pos)
		switch {
		case word == token.EOF:
			cut(len(content))
			return found
		case offset > 0 && content[offset-1] != '\n':
		case word == token.FUNC:
			cut(offset)
			start = offset
		case word == token.TYPE || word == token.VAR || word == token.CONST || word == token.IMPORT:
			cut(offset)
		}
	}
}

// isGoFile tells whether the go command reads a file of this name. Both kinds of slash separate: the name may come from
// an editor on another system.
func isGoFile(file string) bool {
	base := path.Base(strings.ReplaceAll(filepath.ToSlash(file), `\`, "/"))
	return strings.HasSuffix(base, ".go") && !strings.HasPrefix(base, "_") && !strings.HasPrefix(base, ".")
}

// isTestFile tells whether the go command reads a file of this name as a test.
func isTestFile(file string) bool { return isGoFile(file) && strings.HasSuffix(file, "_test.go") }

// testingNames are the names that the file gives to package testing; "" stands for a dot import. A file that does not
// import it yet is being written: its name will be testing, unless another package has taken that.
func testingNames(tree *ast.File) []string {
	var names []string
	taken := false
	for _, spec := range tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		switch {
		case imported != "testing":
			taken = taken || name == "testing"
		case name == ".":
			names = append(names, "")
		case name != "_":
			names = append(names, name)
		}
	}
	if len(names) == 0 && !taken {
		return []string{"testing"}
	}
	return names
}

// targetKind applies the go command's rule for test functions. TestMain is one if it takes a *testing.T.
func targetKind(fn *ast.FuncDecl, names []string) (Kind, bool) {
	switch {
	case hasTestName(fn.Name.Name, "Test") && takesOnly(fn.Type, names, "T"):
		return Test, true
	case hasTestName(fn.Name.Name, "Benchmark") && takesOnly(fn.Type, names, "B"):
		return Benchmark, true
	case hasTestName(fn.Name.Name, "Fuzz") && takesOnly(fn.Type, names, "F"):
		return Fuzz, true
	}
	return "", false
}

// hasTestName tells whether a name is prefix alone, or prefix followed by something that is no lower-case letter.
func hasTestName(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return false
	}
	first, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsLower(first)
}

// takesOnly tells whether a function has one parameter, a pointer to testing's type, and no result.
func takesOnly(fn *ast.FuncType, names []string, typeName string) bool {
	if fn.Results.NumFields() != 0 || fn.Params == nil || fn.Params.NumFields() != 1 {
		return false
	}
	pointer, ok := fn.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	switch of := pointer.X.(type) {
	case *ast.Ident:
		return of.Name == typeName && slices.Contains(names, "")
	case *ast.SelectorExpr:
		pkg, ok := of.X.(*ast.Ident)
		return ok && of.Sel.Name == typeName && pkg.Name != "" && slices.Contains(names, pkg.Name)
	}
	return false
}
