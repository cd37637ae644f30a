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
)

// Target is a function that a capture can run.
type Target struct {
	Kind Kind
	// Name is the function's name.
	Name string
	// Line and EndLine are the declaration's first and last line, both inclusive, counted from 1.
	Line, EndLine int
}

// Targets finds the tests and benchmarks that go test would run from a file, in the file's order. Only the file's name
// is looked at, never the disk: content is the text as the editor has it, and may be in the middle of an edit, so what
// the parser could make of it counts. A file that go test would not read as a test has none.
func Targets(file string, content []byte) []Target {
	if !isTestFile(file) {
		return nil
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, content, parseMode)
	if tree == nil {
		return nil
	}
	names := testingNames(tree)
	if err == nil {
		return targetsOf(fset, tree, names, 0)
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
		for _, target := range targetsOf(fset, tree, names, piece.line-1) {
			target.EndLine = min(target.EndLine, last)
			targets = append(targets, target)
		}
	}
	return targets
}

const parseMode = parser.SkipObjectResolution | parser.AllErrors

// targetsOf finds the targets of a parsed file whose first line comes after so many others.
func targetsOf(fset *token.FileSet, tree *ast.File, names []string, before int) []Target {
	var targets []Target
	for _, decl := range tree.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || fn.Name == nil || fn.Type == nil || fn.Type.TypeParams != nil {
			continue
		}
		kind, ok := targetKind(fn, names)
		if !ok {
			continue
		}
		// PositionFor, not Position: a //line directive does not move the lens.
		first := fset.PositionFor(fn.Pos(), false).Line
		last := fset.PositionFor(fn.End(), false).Line
		targets = append(targets, Target{Kind: kind, Name: fn.Name.Name, Line: before + first, EndLine: before + max(first, last)})
	}
	slices.SortStableFunc(targets, func(a, b Target) int { return cmp.Compare(a.Line, b.Line) })
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

// isTestFile tells whether the go command reads a file of this name as a test. Both kinds of slash separate: the name
// may come from an editor on another system.
func isTestFile(file string) bool {
	base := path.Base(strings.ReplaceAll(filepath.ToSlash(file), `\`, "/"))
	return strings.HasSuffix(base, "_test.go") && !strings.HasPrefix(base, "_") && !strings.HasPrefix(base, ".")
}

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
