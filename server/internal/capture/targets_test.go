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
			[]Target{{Benchmark, "BenchmarkA", 3, 4}, {Test, "TestB", 6, 6}}},
		{"no test file", "go test does not look there", "/a/x.go", head + "func TestB(t *testing.T) {}\n", nil},
		{"hidden file", "the go command ignores files that begin with _ or .", "/a/_x_test.go", head + "func TestB(t *testing.T) {}\n", nil},
		{"windows path", "the editor may be on another system", `C:\a\x_test.go`, head + "func TestB(t *testing.T) {}\n",
			[]Target{{Test, "TestB", 3, 3}}},
		{"names", "X must not begin with a lower-case letter; nothing, digits, _ and other alphabets are fine", "x_test.go",
			head + "func Test(t *testing.T) {}\nfunc Testify(t *testing.T) {}\nfunc Test_a(t *testing.T) {}\nfunc Test1(t *testing.T) {}\n" +
				"func TestÄ(t *testing.T) {}\nfunc Testä(t *testing.T) {}\nfunc Test世(t *testing.T) {}\n",
			[]Target{{Test, "Test", 3, 3}, {Test, "Test_a", 5, 5}, {Test, "Test1", 6, 6}, {Test, "TestÄ", 7, 7}, {Test, "Test世", 9, 9}}},
		{"TestMain", "it is the entry, unless it takes a *testing.T: then go test runs it as a test", "x_test.go",
			head + "func TestMain(m *testing.M) {}\n", nil},
		{"TestMain as a test", "see above", "x_test.go", head + "func TestMain(t *testing.T) {}\n", []Target{{Test, "TestMain", 3, 3}}},
		{"wrong shapes", "methods, results, more parameters, type parameters and other types are not run", "x_test.go",
			head + "type s struct{}\nfunc (s) TestA(t *testing.T) {}\nfunc TestB(t *testing.T) int { return 1 }\nfunc TestC(a, b *testing.T) {}\n" +
				"func TestD[T any](t *testing.T) {}\nfunc TestE(t testing.T) {}\nfunc TestF(b *testing.B) {}\nfunc TestG() {}\n" +
				"func BenchmarkH(t *testing.T) {}\nfunc TestI(tb testing.TB) {}\nfunc FuzzJ(f *testing.F) {}\n", nil},
		{"unnamed parameter", "legal, and run", "x_test.go", head + "func TestA(*testing.T) {}\n", []Target{{Test, "TestA", 3, 3}}},
		{"renamed import", "testing goes by the file's own name for it", "x_test.go",
			"package p\nimport check \"testing\"\nfunc TestA(t *check.T) {}\nfunc TestB(t *testing.T) {}\n", []Target{{Test, "TestA", 3, 3}}},
		{"dot import", "then the type stands alone", "x_test.go",
			"package p\nimport . \"testing\"\nfunc TestA(t *T) {}\n", []Target{{Test, "TestA", 3, 3}}},
		{"other testing", "another package's T is no test", "x_test.go",
			"package p\nimport \"example.com/testing\"\nfunc TestA(t *testing.T) {}\n", nil},
		{"no import yet", "the editor adds the import when it saves", "x_test.go", "package p\nfunc TestA(t *testing.T) {}\n",
			[]Target{{Test, "TestA", 2, 2}}},
		{"look-alikes", "comments and raw strings are not code", "x_test.go",
			head + "// func TestA(t *testing.T) {}\n/*\nfunc TestB(t *testing.T) {}\n*/\nvar s = `\nfunc TestC(t *testing.T) {}\n`\n", nil},
		{"syntax error", "the lenses of the other functions stay while one is being written", "x_test.go",
			head + "func TestA(t *testing.T) {\n\tx := \n}\n\nfunc TestB(t *testing.T) {}\n",
			[]Target{{Test, "TestA", 3, 5}, {Test, "TestB", 7, 7}}},
		{"line directive", "the lens stands in this file, whatever it was generated from", "x_test.go",
			head + "//line other.y:100\nfunc TestA(t *testing.T) {}\n", []Target{{Test, "TestA", 4, 4}}},
		{"carriage returns", "Windows line ends count once", "x_test.go",
			"package p\r\nimport \"testing\"\r\nfunc TestA(t *testing.T) {\r\n}\r\n", []Target{{Test, "TestA", 3, 4}}},
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
			if _, err := namePattern(target.Kind, []string{target.Name}); err != nil {
				t.Errorf("a target that can't be run: %v", err)
			}
		}
	})
}
