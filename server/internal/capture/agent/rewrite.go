package agent

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
)

// alias is what the main file calls the agent's package. Nobody else will use that name.
const alias = "linecostInjectedAgent"

var errNoMain = errors.New("it has no func main with a body")

// rewriteMain lets the main function in a Go file defer the agent. No line is added or moved, so that stack traces and
// profiles name the lines of the user's text.
func rewriteMain(source []byte) ([]byte, error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, declared := range tree.Decls {
		main, ok := declared.(*ast.FuncDecl)
		if !ok || main.Recv != nil || main.Name.Name != "main" || main.Body == nil {
			continue
		}
		// Offsets are of the text, whatever //line says.
		file := files.File(tree.FileStart)
		clause, body := file.Offset(tree.Name.End()), file.Offset(main.Body.Lbrace)+1
		return bytes.Join([][]byte{
			source[:clause], []byte("; import " + alias + ` "` + host + `"`),
			source[clause:body], []byte(" defer " + alias + ".LinecostMain();"),
			source[body:],
		}, nil), nil
	}
	return nil, errNoMain
}
