package capture

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// subtestCases are test functions whose subtests the text names. Each is run by the installed go test as well, which is
// right about the names.
var subtestCases = []struct {
	why, text string
	// lines are the first and last line of each subtest, counted from the function's first; text is told from them.
	lines [][2]int
}{
	{"calls, one in the other, with a parameter of another name", `func TestCalls(t *testing.T) {
	t.Run("one", func(t *testing.T) {
		t.Run("in one", func(inner *testing.T) {
			inner.Run("deep", func(*testing.T) {})
		})
	})
	t.Run("two/three", nothing)
}`, [][2]int{{2, 6}, {3, 5}, {4, 4}, {7, 7}}},
	{"go test writes names its own way, and numbers those that it has had", `func TestNames(t *testing.T) {
	t.Run("tab\tand\u00a0space", nothing)
	t.Run("\x00 \u200b ü 世", nothing)
	t.Run("", nothing)
	t.Run("", nothing)
	t.Run("twice", nothing)
	t.Run("twice", nothing)
	t.Run("twice#01", nothing)
	t.Run("#00", nothing)
	t.Run("q(1|2)[x]$" + ` + "`\\`" + `, nothing)
}`, [][2]int{{2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 6}, {7, 7}, {8, 8}, {9, 9}, {10, 10}}},
	{"a table's rows, with keys; a name left out is empty", `func TestKeyed(t *testing.T) {
	tests := []struct {
		name string
		n    int
	}{
		{name: "first", n: 1},
		{
			n:    2,
			name: "second",
		},
		{n: 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { _ = tt.n })
	}
}`, [][2]int{{6, 6}, {7, 10}, {11, 11}}},
	{"without keys, in a field that is not called name, in the loop's head", `func TestPositional(t *testing.T) {
	for _, c := range [...]struct{ in, desc string }{{"a", "row a"}, {"b", "row b"}} {
		t.Run(c.desc, nothing)
	}
}`, [][2]int{{2, 2}, {2, 2}}},
	{"a type declared elsewhere in the file, pointers, an index, another name for the row", `func TestNamedType(t *testing.T) {
	rows := []*row{
		{"x", 1},
		&row{name: "y"},
	}
	for i := range rows {
		tt := rows[i]
		t.Run(tt.name, nothing)
	}
	for i := range rows {
		t.Run(rows[i].name, nothing)
	}
}`, [][2]int{{3, 3}, {3, 3}, {4, 4}, {4, 4}}},
	{"a table of the package, and one that hides it", `func TestPackageTable(t *testing.T) {
	for _, tt := range packageRows {
		t.Run(tt.name, nothing)
	}
	packageRows := []string{"mine"}
	for _, name := range packageRows {
		t.Run(name, nothing)
	}
}`, [][2]int{{-2, -2}, {5, 5}}},
	{"a map's keys", `func TestMap(t *testing.T) {
	for name, n := range map[string]int{
		"minus": -1,
		"plus":  1,
	} {
		t.Run(name, func(t *testing.T) { _ = n })
	}
}`, [][2]int{{3, 3}, {4, 4}}},
	{"benchmarks too", `func BenchmarkSub(b *testing.B) {
	b.Run("small", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
		}
	})
}`, [][2]int{{2, 5}}},
}

const subtestHead = `package p

import "testing"

func nothing(*testing.T) {}

type row struct {
	name string
	n    int
}

`

// packageRow stands three lines above each case.
const packageRow = "var packageRows = []row{\n\t{\"of the package\", 1},\n}\n\n"

func TestSubtests(t *testing.T) {
	for _, c := range subtestCases {
		name := strings.TrimPrefix(c.text[:strings.Index(c.text, "(")], "func ")
		t.Run(name, func(t *testing.T) {
			text := subtestHead + packageRow + c.text + "\n"
			targets := Targets("p_test.go", []byte(text))
			before := strings.Count(subtestHead+packageRow, "\n")
			var names []string
			var lines [][2]int
			for _, target := range targets {
				if target.Sub {
					names = append(names, target.Name)
					lines = append(lines, [2]int{target.Line - before, target.EndLine - before})
				}
			}
			if !slices.Equal(lines, c.lines) {
				t.Errorf("%s: lines %v, want %v", c.why, lines, c.lines)
			}
			if got := runNames(t, text, "^Test", "^Benchmark"); !slices.Equal(slices.Sorted(slices.Values(names)), got) {
				t.Errorf("%s: names\n%q, go test prints\n%q", c.why, names, got)
			}
		})
	}
}

// runNames runs a test file and returns the names of the subtests and sub-benchmarks that the patterns match, sorted.
func runNames(t *testing.T, text, tests, benchmarks string) []string {
	t.Helper()
	dir := writeFixture(t)
	if err := os.WriteFile(filepath.Join(dir, "p_test.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	goCommand, err := FindGo("")
	if err != nil {
		t.Fatal(err)
	}
	out, err := goOutput(t.Context(), goCommand, dir, nil, "test", "-vet=off", "-v", "-run", tests, "-bench", benchmarks, "-benchtime=1x", ".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(out)) {
		name, ok := strings.CutPrefix(strings.TrimSpace(line), "=== RUN   ")
		if !ok && strings.HasPrefix(line, "Benchmark") && len(strings.Fields(line)) == 1 {
			name, ok = strings.TrimSpace(line), true
		}
		if ok && strings.Contains(name, "/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestSubtestsUnknown(t *testing.T) {
	cases := []struct{ why, body string }{
		{"a computed name, and all below it", `t.Run(fmt.Sprint(1), func(t *testing.T) { t.Run("x", nothing) })`},
		{"another value's Run", `cmd.Run("x", nothing)`},
		{"a row whose name is computed", `for _, tt := range []struct{ name string }{{name()}, {name: name()}} { t.Run(tt.name, nothing) }`},
		{"rows of a type of another file have no order of fields", `for _, tt := range []elsewhere{{"x"}, {}} { t.Run(tt.name, nothing) }`},
		{"a function that may be called with any test", `check := func(t *testing.T) { t.Run("x", nothing) }; check(t)`},
		{"rows from a call", `for _, tt := range rows() { t.Run(tt.name, nothing) }`},
		{"a variable that hides the table", `tests := []string{"x"}; { for _, tests := range rows() { t.Run(tests, nothing) } }`},
		{"the index of another table", `a, b := []string{"x"}, []string{"y"}; for i := range a { t.Run(b[i], nothing) }`},
		{"a Run with other arguments", `t.Run("x"); t.Run()`},
	}
	for _, c := range cases {
		targets := Targets("p_test.go", []byte(subtestHead+"func TestA(t *testing.T) {\n"+c.body+"\n}\n"))
		if len(targets) != 1 {
			t.Errorf("%v, want TestA alone: %s", targets, c.why)
		}
	}
}

func TestSubtestsWhileWriting(t *testing.T) {
	const table = "\tfor _, tt := range []struct{ name string }{\n\t\t{name: \"whole\"},\n\t\tROW\n\t} {\n\t\tt.Run(tt.name, BODY)\n\t}\n"
	cases := []struct {
		why, row, body string
		want           []string
	}{
		{"half a body", "", "func(t *testing.T) {\n\tx := \n}", []string{"TestA", "TestA/whole"}},
		{"half a condition", "", "func(t *testing.T) {\n\tif x := ; x {\n\t}\n}", []string{"TestA", "TestA/whole"}},
		{"half a row takes the parser out of the function, not of the file", "{name: },", "nothing", []string{"TestA"}},
	}
	for _, c := range cases {
		body := strings.NewReplacer("ROW", c.row, "BODY", c.body).Replace(table)
		text := subtestHead + "func TestA(t *testing.T) {\n" + body + "}\n\nfunc TestB(t *testing.T) {\n\tt.Run(\"other\", nothing)\n}\n"
		var names []string
		for _, target := range Targets("p_test.go", []byte(text)) {
			names = append(names, target.Name)
		}
		if want := append(c.want, "TestB", "TestB/other"); !slices.Equal(names, want) {
			t.Errorf("%q, want %q: %s", names, want, c.why)
		}
	}
}

func TestSubtestsAreBounded(t *testing.T) {
	rows := strings.Repeat("\t\"row\",\n", 3*maxSubtests)
	text := subtestHead + "func TestA(t *testing.T) {\n\tfor _, name := range []string{\n" + rows + "\t} {\n\t\tt.Run(name, nothing)\n\t}\n}\n"
	if got := len(Targets("p_test.go", []byte(text))); got != 1+maxSubtests {
		t.Errorf("%d targets of a generated table, want %d", got, 1+maxSubtests)
	}
}

// Each subtest can be run alone, whatever signs its name has: the pattern for it matches it and what is around it.
func TestSubtestsRunByName(t *testing.T) {
	cases := []struct {
		why         string
		names, want []string
	}{
		{"a subtest alone", []string{"TestCalls/one/in_one/deep"}, []string{"TestCalls/one", "TestCalls/one/in_one", "TestCalls/one/in_one/deep"}},
		{"with what is below it", []string{"TestCalls/one/in_one"}, []string{"TestCalls/one", "TestCalls/one/in_one", "TestCalls/one/in_one/deep"}},
		{"different depths, and no mixture of them", []string{"TestCalls/one/in_one", "TestKeyed/first", "TestMap"},
			[]string{"TestCalls/one", "TestCalls/one/in_one", "TestCalls/one/in_one/deep", "TestKeyed/first", "TestMap/minus", "TestMap/plus"}},
		{"signs that mean something to a regular expression, spaces and escapes",
			[]string{`TestNames/q(1|2)[x]$\`, "TestNames/tab_and_space", `TestNames/\x00_\u200b_ü_世`, "TestNames/twice#01"},
			[]string{`TestNames/\x00_\u200b_ü_世`, `TestNames/q(1|2)[x]$\`, "TestNames/tab_and_space", "TestNames/twice#01"}},
		{"a slash in a name", []string{"TestCalls/two/three"}, []string{"TestCalls/two/three"}},
	}
	text := subtestHead + packageRow
	for _, c := range subtestCases {
		text += c.text + "\n"
	}
	for _, c := range cases {
		pattern, err := namePattern(Test, c.names)
		if err != nil {
			t.Fatal(err)
		}
		if got := runNames(t, text, pattern, "^$"); !slices.Equal(got, c.want) {
			t.Errorf("%s ran\n%q, want\n%q: %s", pattern, got, c.want, c.why)
		}
	}
}
