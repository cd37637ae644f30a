package capture

import (
	"os"
	"path/filepath"
	"testing"
)

// fixture is a module whose packages each go wrong in a way of their own. All are real: what is tested is what the
// installed go command says about them.
var fixture = map[string]string{
	"go.mod": "module example.com/fx\n\ngo 1.22\n",
	"good/good.go": `package good

var Sink [][]byte

func Work(n int) (sum int) {
	for i := range n {
		sum += i * i
	}
	Sink = append(Sink[:0], make([]byte, 1<<16))
	return sum
}
`,
	"good/good_test.go": `package good

import (
	"fmt"
	"testing"
)

func TestWork(t *testing.T) {
	fmt.Println("printed by the test")
	for range 3000 {
		Work(50000)
	}
}

func BenchmarkWork(b *testing.B) {
	for range b.N {
		Work(1000)
	}
}

func BenchmarkWorkTwice(b *testing.B) {
	b.Run("a b", BenchmarkWork)
}
`,
	"compile/a.go":      "package compile\n\nfunc F() int {\n\treturn undefinedThing\n}\n",
	"compile/a_test.go": "package compile\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) { F(1, 2) }\n",
	"vet/a_test.go":     "package vet\n\nimport (\n\t\"fmt\"\n\t\"testing\"\n)\n\nfunc TestF(t *testing.T) { fmt.Printf(\"%d\\n\", \"x\") }\n",
	"syntax/a_test.go":  "package syntax\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) { x := \n}\n",
	"cycle1/a.go":       "package cycle1\n\nimport _ \"example.com/fx/cycle2\"\n",
	"cycle1/a_test.go":  "package cycle1\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n",
	"cycle2/a.go":       "package cycle2\n\nimport _ \"example.com/fx/cycle1\"\n",
	"missing/a_test.go": "package missing\n\nimport (\n\t_ \"example.org/nowhere/x\"\n\t\"testing\"\n)\n\nfunc TestA(t *testing.T) {}\n",
	"notest/a.go":       "package notest\n",
	"fails/a.go":        "package fails\n\nfunc Write(m map[string]int) {\n\tm[\"a\"] = 1\n}\n",
	"fails/a_test.go": `package fails

import (
	"fmt"
	"log"
	"os"
	"strings"
	"testing"
	"time"
)

func TestSub(t *testing.T) {
	t.Run("one two", func(t *testing.T) {
		t.Errorf("bad: %d\nsecond line", 3)
	})
}

func TestSilent(t *testing.T) { t.Fail() }

func TestPanic(t *testing.T) { Write(nil) }

func TestPanicElsewhere(t *testing.T) {
	fmt.Print("no line end")
	go Write(nil)
	select {}
}

func TestExit(t *testing.T) {
	t.Log("on the way out")
	os.Exit(3)
}

func TestExitMidLine(t *testing.T) {
	fmt.Print("no line end")
	os.Exit(3)
}

func TestFatalLog(t *testing.T) { log.Fatal("no database") }

func TestSleep(t *testing.T) { time.Sleep(time.Hour) }

func TestHelper(t *testing.T) { must(t) }

func must(t *testing.T) { t.Error("in a helper, with a colon: and more") }

func TestRace(t *testing.T) {
	x, done := 0, make(chan bool)
	go func() { x++; done <- true }(); x++ // one line: which of the two the detector names first is chance

	<-done
}

func TestFlood(t *testing.T) {
	line := strings.Repeat("x", 999) + "\n"
	for range 20000 {
		fmt.Print(line)
	}
	fmt.Print(strings.Repeat("y", 3<<20))
	t.Error("after the flood")
}

func BenchmarkFatal(b *testing.B) { b.Fatal("oh no") }

func BenchmarkFine(b *testing.B) {
	for range b.N {
		time.Now()
	}
}
`,
}

// writeFixture writes the module once for all runs of a test.
func writeFixture(t *testing.T) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	writeFiles(t, root, fixture)
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	return root
}

// writeFiles writes texts to the files of these names below a folder.
func writeFiles(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
