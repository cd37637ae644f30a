package capture

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// maxSubtests bounds the subtests of one function: a generated table of thousands of rows would drown the editor.
const maxSubtests = 500

// subtests finds the subtests in a test function, as far as the text names them: calls of Run with a literal, one in
// the other, and tables whose rows name subtests. The names are those that go test prints. Of a name that a run
// computes nothing can be said, nor of what is inside of it.
func subtests(fn *ast.FuncDecl, kind Kind, outer *tables, lines lineRange) []Target {
	runner := parameterName(fn.Type)
	if fn.Body == nil || runner == "" {
		return nil
	}
	finder := subtestFinder{kind: kind, lines: lines, tables: functionTables(fn.Body, outer), given: map[string]int{}}
	finder.find(fn.Body, runner, fn.Name.Name)
	return finder.found
}

// parameterName is the name of a function's only parameter; empty if it has none or can't be used.
func parameterName(fn *ast.FuncType) string {
	if fn.Params == nil || len(fn.Params.List) != 1 || len(fn.Params.List[0].Names) != 1 {
		return ""
	}
	if name := fn.Params.List[0].Names[0].Name; name != "_" {
		return name
	}
	return ""
}

// subtestFinder finds the subtests of one function.
type subtestFinder struct {
	kind   Kind
	lines  lineRange
	tables *tables
	// given are the names that are taken, each with the number that its next namesake tries first.
	given map[string]int
	found []Target
}

// find looks for calls of Run on the variable runner, which stands for the test of this path.
func (f *subtestFinder) find(body ast.Node, runner, path string) {
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.RangeStmt:
			f.tables.enter(node)
		case *ast.AssignStmt:
			f.tables.alias(node)
		case *ast.FuncLit:
			return !declares(node.Type, runner) // what it runs, nobody knows under which name
		case *ast.CallExpr:
			if name, ok := runArgument(node, runner); ok {
				f.run(node, name, path)
				return false
			}
		}
		return true
	})
}

// run takes a call of Run.
func (f *subtestFinder) run(call *ast.CallExpr, name ast.Expr, path string) {
	if literal, ok := stringLiteral(name); ok {
		sub := f.add(call, path, literal)
		if body, ok := call.Args[1].(*ast.FuncLit); ok {
			if runner := parameterName(body.Type); runner != "" && body.Body != nil {
				f.find(body.Body, runner, sub)
			}
		}
		return
	}
	for _, row := range f.tables.rows(name) {
		f.add(row.node, path, row.name)
	}
}

// add adds a subtest and returns its path.
func (f *subtestFinder) add(node ast.Node, path, name string) string {
	sub := f.unique(path+"/"+printedName(name), name == "")
	if len(f.found) < maxSubtests {
		first, last := f.lines.of(node)
		f.found = append(f.found, Target{Kind: f.kind, Name: sub, Sub: true, Line: first, EndLine: last})
	}
	return sub
}

// unique appends a number to a path that is taken, or whose last element is empty, as package testing does.
func (f *subtestFinder) unique(path string, empty bool) string {
	name := path
	if empty {
		name += "#00"
	}
	for n := max(1, f.given[path]); f.given[name] > 0; n++ {
		name = fmt.Sprintf("%s#%02d", path, n)
		f.given[path] = n + 1
	}
	f.given[name] = max(1, f.given[name])
	return name
}

// printedName is how package testing writes a subtest's name.
func printedName(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte('_')
		case !strconv.IsPrint(r):
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// runArgument is the name that a call gives to a subtest, if it is a call of runner.Run.
func runArgument(call *ast.CallExpr, runner string) (ast.Expr, bool) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Run" || len(call.Args) != 2 {
		return nil, false
	}
	of, ok := selector.X.(*ast.Ident)
	return call.Args[0], ok && of.Name == runner
}

// declares tells whether a function has a parameter of this name.
func declares(fn *ast.FuncType, name string) bool {
	return fn.Params != nil && slices.ContainsFunc(fn.Params.List, func(field *ast.Field) bool {
		return slices.ContainsFunc(field.Names, func(ident *ast.Ident) bool { return ident.Name == name })
	})
}

// stringLiteral is the value of a string literal, or of several that are added.
func stringLiteral(expr ast.Expr) (string, bool) {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		if expr.Kind == token.STRING {
			value, err := strconv.Unquote(expr.Value)
			return value, err == nil
		}
	case *ast.ParenExpr:
		return stringLiteral(expr.X)
	case *ast.BinaryExpr:
		left, ok := stringLiteral(expr.X)
		if right, alsoOK := stringLiteral(expr.Y); ok && alsoOK && expr.Op == token.ADD {
			return left + right, true
		}
	}
	return "", false
}
