package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/packages"
)

const protocolPackage = "github.com/linecost/linecost/server/internal/protocol"

const header = `// Code generated from server/internal/protocol by protocol/gen. DO NOT EDIT.
// Change the Go and run: go generate ./server/...
`

// A generator turns one package into TypeScript, in the order of its declarations.
type generator struct {
	pkg           *packages.Package
	out           bytes.Buffer
	requests      []string
	notifications []string
	errs          []error
}

// generate returns the text of protocol.ts for the module at root.
func generate(root string) ([]byte, error) {
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedFiles,
		Dir:  root,
	}, protocolPackage)
	if err != nil {
		return nil, err
	}
	if len(pkgs) != 1 || len(pkgs[0].Errors) > 0 {
		return nil, fmt.Errorf("loading %s: %v", protocolPackage, pkgs[0].Errors)
	}
	g := &generator{pkg: pkgs[0]}
	g.out.WriteString(header)
	for _, file := range g.pkg.Syntax {
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.GenDecl); ok {
				g.declaration(decl)
			}
		}
	}
	g.table("Requests", "Every request, by its name on the wire.", g.requests)
	g.table("Notifications", "Every notification from the backend, by its name on the wire.", g.notifications)
	return g.out.Bytes(), errors.Join(g.errs...)
}

func (g *generator) fail(at token.Pos, format string, args ...any) {
	g.errs = append(g.errs, fmt.Errorf("%s: %s", g.pkg.Fset.Position(at), fmt.Sprintf(format, args...)))
}

func (g *generator) declaration(decl *ast.GenDecl) {
	if decl.Tok == token.CONST {
		g.constants(decl)
		return
	}
	for _, spec := range decl.Specs {
		spec, ok := spec.(*ast.TypeSpec)
		if !ok || spec.TypeParams != nil { // Method and Notification exist in Go alone
			continue
		}
		comment := spec.Doc
		if comment == nil {
			comment = decl.Doc
		}
		g.namedType(spec, comment)
	}
}

func (g *generator) namedType(spec *ast.TypeSpec, comment *ast.CommentGroup) {
	object := g.pkg.TypesInfo.Defs[spec.Name]
	g.out.WriteByte('\n')
	g.doc("", comment)
	switch underlying := object.Type().Underlying().(type) {
	case *types.Struct:
		g.structure(spec, underlying)
	case *types.Basic:
		literals := g.constantsOf(object.Type())
		if len(literals) == 0 {
			g.fail(spec.Pos(), "type %s has no constants: use its underlying type", spec.Name)
		}
		fmt.Fprintf(&g.out, "export type %s = %s;\n", spec.Name, strings.Join(literals, " | "))
	default:
		g.fail(spec.Pos(), "type %s: only structs and types with constants go over the wire", spec.Name)
	}
}

func (g *generator) structure(spec *ast.TypeSpec, structure *types.Struct) {
	if structure.NumFields() == 0 {
		fmt.Fprintf(&g.out, "export type %s = Record<string, never>;\n", spec.Name)
		return
	}
	comments := map[string]*ast.CommentGroup{}
	for _, field := range spec.Type.(*ast.StructType).Fields.List {
		for _, name := range field.Names {
			comments[name.Name] = field.Doc
		}
	}
	fmt.Fprintf(&g.out, "export interface %s {\n", spec.Name)
	for i := range structure.NumFields() {
		field := structure.Field(i)
		name, options, _ := strings.Cut(reflect.StructTag(structure.Tag(i)).Get("json"), ",")
		if name == "" {
			g.fail(field.Pos(), "field %s has no JSON name", field.Name())
		}
		optional := ""
		if options == "omitempty" {
			optional = "?"
			if _, isSlice := field.Type().(*types.Slice); isSlice {
				g.fail(field.Pos(), "field %s: a slice is never absent; drop omitempty", field.Name())
			}
		}
		g.doc("  ", comments[field.Name()])
		fmt.Fprintf(&g.out, "  %s%s: %s;\n", name, optional, g.typeScript(field.Pos(), field.Type()))
	}
	g.out.WriteString("}\n")
}

// typeScript names the TypeScript type of a Go type, or records why there is none.
func (g *generator) typeScript(at token.Pos, t types.Type) string {
	switch t := t.(type) {
	case *types.Named:
		if t.Obj().Pkg() != nil && t.Obj().Pkg().Path() == protocolPackage {
			return t.Obj().Name()
		}
	case *types.Pointer:
		return g.typeScript(at, t.Elem()) // absent rather than null: only with omitempty
	case *types.Slice:
		return g.typeScript(at, t.Elem()) + "[]"
	case *types.Basic:
		switch t.Kind() {
		case types.String:
			return "string"
		case types.Bool:
			return "boolean"
		case types.Int64, types.Int32, types.Float64:
			return "number"
		}
	}
	g.fail(at, "%s can't go over the wire faithfully", t)
	return "never"
}

// constants writes each constant of numbers (error codes) and collects the methods.
func (g *generator) constants(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		for _, name := range spec.Names {
			object := g.pkg.TypesInfo.Defs[name].(*types.Const)
			named, ok := object.Type().(*types.Named)
			if !ok {
				continue
			}
			switch named.Obj().Name() {
			case "Method":
				arguments := named.TypeArgs()
				g.requests = append(g.requests, fmt.Sprintf("  %s: { params: %s; result: %s };",
					object.Val(), g.typeScript(name.Pos(), arguments.At(0)), g.typeScript(name.Pos(), arguments.At(1))))
			case "Notification":
				g.notifications = append(g.notifications, fmt.Sprintf("  %s: { params: %s };",
					object.Val(), g.typeScript(name.Pos(), named.TypeArgs().At(0))))
			default:
				if object.Val().Kind() == constant.Int {
					g.out.WriteByte('\n')
					g.doc("", spec.Doc)
					fmt.Fprintf(&g.out, "export const %s = %s;\n", name.Name, object.Val())
				}
			}
		}
	}
}

// constantsOf lists the literals of a type's constants, in the order of their declaration.
func (g *generator) constantsOf(t types.Type) []string {
	var literals []string
	for _, file := range g.pkg.Syntax {
		ast.Inspect(file, func(node ast.Node) bool {
			if name, ok := node.(*ast.Ident); ok {
				if object, ok := g.pkg.TypesInfo.Defs[name].(*types.Const); ok && types.Identical(object.Type(), t) {
					literals = append(literals, object.Val().ExactString())
				}
			}
			return true
		})
	}
	return literals
}

func (g *generator) doc(indent string, comment *ast.CommentGroup) {
	lines := strings.Split(strings.TrimSpace(comment.Text()), "\n")
	switch {
	case lines[0] == "":
	case len(lines) == 1:
		fmt.Fprintf(&g.out, "%s/** %s */\n", indent, lines[0])
	default:
		fmt.Fprintf(&g.out, "%s/**\n", indent)
		for _, line := range lines {
			fmt.Fprintln(&g.out, strings.TrimRight(indent+" * "+line, " "))
		}
		fmt.Fprintf(&g.out, "%s */\n", indent)
	}
}

func (g *generator) table(name, comment string, rows []string) {
	fmt.Fprintf(&g.out, "\n/** %s */\nexport interface %s {\n%s\n}\n", comment, name, strings.Join(rows, "\n"))
}
