package capture

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// programs is a module with programs that end in different ways.
var programs = map[string]string{
	"go.mod": "module example.com/programs\n\ngo 1.22\n",
	"life/main.go": `package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	mark, how := os.Args[1], os.Args[2]
	fmt.Println("from", os.Getenv("SECRET"))
	switch how {
	case "child": // of another session, deaf to polite signals
		signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		fmt.Println("ready")
		select {}
	case "children":
		for range 2 {
			child := exec.Command(os.Args[0], mark, "child")
			child.Stdout = os.Stdout
			child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
			if err := child.Start(); err != nil {
				panic(err)
			}
		}
	case "deaf":
		signal.Ignore(syscall.SIGTERM)
	case "flash":
		return
	}
	work(300 * time.Millisecond)
	fmt.Println("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		switch lines.Text() {
		case "exit":
			os.Exit(3)
		case "panic":
			go func() { panic("of another goroutine") }()
			select {}
		}
		fmt.Println("heard", lines.Text())
	}
	select {}
}

var sink [][]byte

func work(length time.Duration) {
	n := 0
	for end := time.Now().Add(length); time.Now().Before(end); {
		for i := range 100_000 {
			n += i * i
		}
		if len(sink) < 16 {
			sink = append(sink, make([]byte, 1<<20))
		}
	}
	fmt.Fprintln(os.Stderr, n != 0)
}
`,
	"library/a.go":  "package library\n",
	"nomain/a.go":   "package main\n\nfunc Main() {}\n",
	"method/a.go":   "package main\n\ntype t struct{}\n\nfunc (t) main() {}\n",
	"wrong/a.go":    "package main\n\nfunc main() { undefined() }\n\nfunc f() int { return \"x\" }\n",
	"wrong/b.go":    "package main\n\nvar x int = \"y\"\n",
	"syntax/a.go":   "package main\n\nfunc main() {\n\tx := \n}\n",
	"empty/doc.txt": "no Go\n",
}

// writePrograms writes the module and returns its folder, and a check that nothing in it has changed since.
func writePrograms(t *testing.T) (root string, unchanged func()) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range programs {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	return root, func() {
		t.Helper()
		found := 0
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			found++
			text, err := os.ReadFile(path)
			name, _ := filepath.Rel(root, path)
			if string(text) != programs[filepath.ToSlash(name)] {
				t.Errorf("%s has changed", path)
			}
			return err
		})
		if err != nil || found != len(programs) {
			t.Errorf("%d files are in the user's folder, want %d: %v", found, len(programs), err)
		}
	}
}
