package capture

import (
	"go/ast"
	"go/token"
	"slices"
)

// tables knows the tables that a test function can see: composite literals in variables.
type tables struct {
	// literals are by the variable's name, in the order of the text.
	literals map[string][]*ast.CompositeLit
	// structs are the declared struct types, by name.
	structs map[string]*ast.StructType
	// keys and values are loop variables: what they range over.
	keys, values map[string]*ast.CompositeLit
	// outer are the package's.
	outer *tables
}

// tableRow is one row of a table, and the name that it gives to its subtest.
type tableRow struct {
	node ast.Node
	name string
}

// packageTables gathers the tables of a file's package-level variables.
func packageTables(tree *ast.File) *tables {
	t := newTables(nil)
	for _, decl := range tree.Decls {
		if general, ok := decl.(*ast.GenDecl); ok {
			t.declare(general)
		}
	}
	return t
}

// functionTables gathers the tables of a function.
func functionTables(body *ast.BlockStmt, outer *tables) *tables {
	t := newTables(outer)
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GenDecl:
			t.declare(node)
		case *ast.AssignStmt:
			for i, left := range node.Lhs {
				if variable, ok := left.(*ast.Ident); ok && len(node.Lhs) == len(node.Rhs) {
					t.bind(variable, node.Rhs[i])
				}
			}
		}
		return true
	})
	return t
}

func newTables(outer *tables) *tables {
	return &tables{literals: map[string][]*ast.CompositeLit{}, structs: map[string]*ast.StructType{},
		keys: map[string]*ast.CompositeLit{}, values: map[string]*ast.CompositeLit{}, outer: outer}
}

func (t *tables) declare(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if of, ok := spec.Type.(*ast.StructType); ok && spec.Name != nil {
				t.structs[spec.Name.Name] = of
			}
		case *ast.ValueSpec:
			for i, name := range spec.Names {
				if len(spec.Names) == len(spec.Values) {
					t.bind(name, spec.Values[i])
				}
			}
		}
	}
}

func (t *tables) bind(variable *ast.Ident, value ast.Expr) {
	if literal, ok := value.(*ast.CompositeLit); ok {
		t.literals[variable.Name] = append(t.literals[variable.Name], literal)
	}
}

// literal is the table that an expression names, as far as the text before it tells.
func (t *tables) literal(expr ast.Expr) *ast.CompositeLit {
	switch expr := expr.(type) {
	case *ast.CompositeLit:
		return expr
	case *ast.ParenExpr:
		return t.literal(expr.X)
	case *ast.Ident:
		for _, literal := range slices.Backward(t.literals[expr.Name]) {
			if literal.Pos() < expr.Pos() {
				return literal
			}
		}
		if t.outer == nil {
			return nil
		}
		if of := t.outer.literals[expr.Name]; len(of) > 0 {
			return of[0]
		}
	}
	return nil
}

// enter takes the head of a loop: from here on its variables stand for a table's keys and rows.
func (t *tables) enter(loop *ast.RangeStmt) {
	literal := t.literal(loop.X)
	if key, ok := loop.Key.(*ast.Ident); ok {
		t.keys[key.Name] = literal
	}
	if value, ok := loop.Value.(*ast.Ident); ok {
		t.values[value.Name] = literal
	}
}

// alias takes an assignment: "tt := tests[i]" and the like give a row another name.
func (t *tables) alias(assignment *ast.AssignStmt) {
	if len(assignment.Lhs) != len(assignment.Rhs) {
		return
	}
	for i, left := range assignment.Lhs {
		if variable, ok := left.(*ast.Ident); ok {
			if table := t.rowOf(assignment.Rhs[i]); table != nil {
				t.values[variable.Name] = table
			}
		}
	}
}

// rowOf is the table of which an expression is a row.
func (t *tables) rowOf(expr ast.Expr) *ast.CompositeLit {
	switch expr := expr.(type) {
	case *ast.Ident:
		return t.values[expr.Name]
	case *ast.UnaryExpr:
		if expr.Op == token.AND {
			return t.rowOf(expr.X)
		}
	case *ast.IndexExpr:
		if key, ok := expr.Index.(*ast.Ident); ok && t.keys[key.Name] != nil && t.keys[key.Name] == t.literal(expr.X) {
			return t.keys[key.Name]
		}
	}
	return nil
}

// rows are the rows that the name of a subtest takes one after the other; a row whose name is no literal is left out.
func (t *tables) rows(name ast.Expr) []tableRow {
	table, rowName := t.named(name)
	if table == nil {
		return nil
	}
	var rows []tableRow
	for _, element := range table.Elts {
		if expr := rowName(element); expr != nil {
			if literal, ok := stringLiteral(expr); ok {
				rows = append(rows, tableRow{node: element, name: literal})
			}
		}
	}
	return rows
}

// named is the table whose rows a subtest's name goes through, and what in a row is that name.
func (t *tables) named(name ast.Expr) (*ast.CompositeLit, func(element ast.Expr) ast.Expr) {
	if selector, ok := name.(*ast.SelectorExpr); ok {
		table := t.rowOf(selector.X)
		return table, func(element ast.Expr) ast.Expr { return t.field(table, value(element), selector.Sel.Name) }
	}
	if ident, ok := name.(*ast.Ident); ok {
		if table := t.keys[ident.Name]; table != nil {
			return table, key
		}
	}
	return t.rowOf(name), value
}

// key is the key of a map's element; nil for any other.
func key(element ast.Expr) ast.Expr {
	if pair, ok := element.(*ast.KeyValueExpr); ok {
		return pair.Key
	}
	return nil
}

// value is an element without its key.
func value(element ast.Expr) ast.Expr {
	if pair, ok := element.(*ast.KeyValueExpr); ok {
		element = pair.Value
	}
	if pointer, ok := element.(*ast.UnaryExpr); ok && pointer.Op == token.AND {
		element = pointer.X
	}
	return element
}

// field is a field's value in a row; nil if that can't be told.
func (t *tables) field(table *ast.CompositeLit, row ast.Expr, name string) ast.Expr {
	literal, ok := row.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			break
		}
		if field, ok := pair.Key.(*ast.Ident); ok && field.Name == name {
			return pair.Value
		}
	}
	fields := t.structOf(table, literal)
	index := fieldIndex(fields, name)
	switch {
	case index < 0:
		return nil
	case len(literal.Elts) == 0 || key(literal.Elts[0]) != nil:
		return &ast.BasicLit{Kind: token.STRING, Value: `""`} // the row leaves it out
	case index < len(literal.Elts):
		return literal.Elts[index]
	}
	return nil
}

// structOf is the type of a row; nil if it is declared in another file.
func (t *tables) structOf(table, row *ast.CompositeLit) *ast.StructType {
	of := row.Type
	if of == nil {
		switch all := table.Type.(type) {
		case *ast.ArrayType:
			of = all.Elt
		case *ast.MapType:
			of = all.Value
		}
	}
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	switch of := of.(type) {
	case *ast.StructType:
		return of
	case *ast.Ident:
		if found := t.structs[of.Name]; found != nil || t.outer == nil {
			return found
		}
		return t.outer.structs[of.Name]
	}
	return nil
}

// fieldIndex is the position of a field in a struct; -1 if it has none of this name.
func fieldIndex(of *ast.StructType, name string) int {
	index := 0
	if of == nil || of.Fields == nil {
		return -1
	}
	for _, field := range of.Fields.List {
		for _, ident := range field.Names {
			if ident.Name == name {
				return index
			}
			index++
		}
		if len(field.Names) == 0 {
			index++ // embedded
		}
	}
	return -1
}
