package capture

import (
	"bytes"
	"slices"
	"testing"
)

func TestTargets(t *testing.T) {
	const head = "package p\nimport \"testing\"\n"
	cases := []struct {
		name, why string
		file      string
		content   string
		want      []Target
	}{
		{"both kinds", "the plain case, in the file's order, ends included", "/a/x_test.go",
			head + "func BenchmarkA(b *testing.B) {\n}\n\nfunc TestB(t *testing.T) { }\n",
			[]Target{{Kind: Benchmark, Name: "BenchmarkA", Line: 3, EndLine: 4}, {Kind: Test, Name: "TestB", Line: 6, EndLine: 6}}},
		{"no test file", "go test does not look there", "/a/x.go", head + "func TestB(t *testing.T) {}\n", nil},
		{"hidden file", "the go command ignores files that begin with _ or .", "/a/_x_test.go", head + "func TestB(t *testing.T) {}\n", nil},
		{"windows path", "the editor may be on another system", `C:\a\x_test.go`, head + "func TestB(t *testing.T) {}\n",
			[]Target{{Kind: Test, Name: "TestB", Line: 3, EndLine: 3}}},
		{"names", "X must not begin with a lower-case letter; nothing, digits, _ and other alphabets are fine", "x_test.go",
			head + "func Test(t *testing.T) {}\nfunc Testify(t *testing.T) {}\nfunc Test_a(t *testing.T) {}\nfunc Test1(t *testing.T) {}\n" +
				"func TestÄ(t *testing.T) {}\nfunc Testä(t *testing.T) {}\nfunc Test世(t *testing.T) {}\n",
			[]Target{{Kind: Test, Name: "Test", Line: 3, EndLine: 3}, {Kind: Test, Name: "Test_a", Line: 5, EndLine: 5}, {Kind: Test, Name: "Test1", Line: 6, EndLine: 6}, {Kind: Test, Name: "TestÄ", Line: 7, EndLine: 7}, {Kind: Test, Name: "Test世", Line: 9, EndLine: 9}}},
		{"TestMain", "it is the entry, unless it takes a *testing.T: then go test runs it as a test", "x_test.go",
			head + "func TestMain(m *testing.M) {}\n", nil},
		{"TestMain as a test", "see above", "x_test.go", head + "func TestMain(t *testing.T) {}\n", []Target{{Kind: Test, Name: "TestMain", Line: 3, EndLine: 3}}},
		{"wrong shapes", "methods, results, more parameters, type parameters and other types are not run", "x_test.go",
			head + "type s struct{}\nfunc (s) TestA(t *testing.T) {}\nfunc TestB(t *testing.T) int { return 1 }\nfunc TestC(a, b *testing.T) {}\n" +
				"func TestD[T any](t *testing.T) {}\nfunc TestE(t testing.T) {}\nfunc TestF(b *testing.B) {}\nfunc TestG() {}\n" +
				"func BenchmarkH(t *testing.T) {}\nfunc TestI(tb testing.TB) {}\nfunc FuzzJ(t *testing.T) {}\nfunc main() {}\n", nil},
		{"fuzz target", "its seeds can be run", "x_test.go", head + "func FuzzA(f *testing.F) {}\nfunc Fuzzb(f *testing.F) {}\n",
			[]Target{{Kind: Fuzz, Name: "FuzzA", Line: 3, EndLine: 3}}},
		{"program", "whatever stands around it", "/a/x.go", "// C\n\npackage main\n\nvar main2 = 1\n\nfunc main() {\n}\n",
			[]Target{{Kind: MainProgram, Name: "main", Line: 7, EndLine: 8}}},
		{"program by go run", "a constraint that go build heeds does not stop go run", "x.go", "//go:build ignore\n\npackage main\n\nfunc main() {}\n",
			[]Target{{Kind: MainProgram, Name: "main", Line: 5, EndLine: 5}}},
		{"program in the middle of an edit", "its lens stays", "x.go", "package main\n\nfunc f() {\n\tx := \n}\n\nfunc main() {\n\tf()\n}\n",
			[]Target{{Kind: MainProgram, Name: "main", Line: 7, EndLine: 9}}},
		{"no program", "another package's main is a function like any other", "x.go", "package p\n\nfunc main() {}\n", nil},
		{"no entry", "methods, arguments and results make it another function", "x.go",
			"package main\ntype s int\nfunc (s) main() {}\nfunc main(int) {}\nfunc main() int { return 1 }\nfunc main[T any]() {}\n", nil},
		{"other language", "a text that is no Go file's", "x.txt", "package main\n\nfunc main() {}\n", nil},
		{"unnamed parameter", "legal, and run", "x_test.go", head + "func TestA(*testing.T) {}\n", []Target{{Kind: Test, Name: "TestA", Line: 3, EndLine: 3}}},
		{"renamed import", "testing goes by the file's own name for it", "x_test.go",
			"package p\nimport check \"testing\"\nfunc TestA(t *check.T) {}\nfunc TestB(t *testing.T) {}\n", []Target{{Kind: Test, Name: "TestA", Line: 3, EndLine: 3}}},
		{"dot import", "then the type stands alone", "x_test.go",
			"package p\nimport . \"testing\"\nfunc TestA(t *T) {}\n", []Target{{Kind: Test, Name: "TestA", Line: 3, EndLine: 3}}},
		{"other testing", "another package's T is no test", "x_test.go",
			"package p\nimport \"example.com/testing\"\nfunc TestA(t *testing.T) {}\n", nil},
		{"no import yet", "the editor adds the import when it saves", "x_test.go", "package p\nfunc TestA(t *testing.T) {}\n",
			[]Target{{Kind: Test, Name: "TestA", Line: 2, EndLine: 2}}},
		{"look-alikes", "comments and raw strings are not code", "x_test.go",
			head + "// func TestA(t *testing.T) {}\n/*\nfunc TestB(t *testing.T) {}\n*/\nvar s = `\nfunc TestC(t *testing.T) {}\n`\n", nil},
		{"syntax error", "the lenses of the other functions stay while one is being written", "x_test.go",
			head + "func TestA(t *testing.T) {\n\tx := \n}\n\nfunc TestB(t *testing.T) {}\n",
			[]Target{{Kind: Test, Name: "TestA", Line: 3, EndLine: 5}, {Kind: Test, Name: "TestB", Line: 7, EndLine: 7}}},
		{"line directive", "the lens stands in this file, whatever it was generated from", "x_test.go",
			head + "//line other.y:100\nfunc TestA(t *testing.T) {}\n", []Target{{Kind: Test, Name: "TestA", Line: 4, EndLine: 4}}},
		{"carriage returns", "Windows line ends count once", "x_test.go",
			"package p\r\nimport \"testing\"\r\nfunc TestA(t *testing.T) {\r\n}\r\n", []Target{{Kind: Test, Name: "TestA", Line: 3, EndLine: 4}}},
		{"empty", "a new file", "x_test.go", "", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Targets(c.file, []byte(c.content)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v: %s", got, c.want, c.why)
			}
		})
	}
}

func FuzzTargets(f *testing.F) {
	f.Add([]byte("package p\nimport \"testing\"\nfunc TestA(t *testing.T) {\n\tx := \n}\nfunc BenchmarkB(b *testing.B) {"))
	f.Add([]byte("func TestA(t *testing.T) {\r\n/*line :9:9*/}"))
	f.Add([]byte("package p; func TestA(*testing.T"))
	f.Add([]byte("package p\nfunc TestA(t *testing.T) {\nfor _, c := range []struct{n string}{{\"a\"}, {n: \"b\"}} {\nt.Run(c.n, f)\n}\nt.Run(`x`, f)\n}"))
	f.Add([]byte("package main\nfunc main() {\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		lines := bytes.Count(content, []byte("\n")) + 1
		last := 0
		for _, target := range Targets("x_test.go", content) {
			if target.Line < 1 || target.EndLine < target.Line || target.EndLine > lines {
				t.Errorf("%+v in %d lines", target, lines)
			}
			if target.Line < last {
				t.Errorf("%+v after line %d", target, last)
			}
			last = target.Line
			if target.Kind == MainProgram {
				continue
			}
			if _, err := namePattern(target.Kind, []string{target.Name}); err != nil {
				t.Errorf("a target that can't be run: %v", err)
			}
		}
	})
}
