package capture

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// somePackage lies where the texts below say.
var somePackage = Package{Dir: filepath.FromSlash("/w/mod/pkg"), ImportPath: "example.com/mod/pkg", ModulePath: "example.com/mod",
	ModuleDir: filepath.FromSlash("/w/mod"), GoRoot: filepath.FromSlash("/usr/local/go"), ModuleCache: filepath.FromSlash("/root/go/pkg/mod")}

// These are lines that the runs of run_test.go do not bring about: other toolchains, systems and tools.
func TestBuildLines(t *testing.T) {
	cases := []struct {
		name, why, text string
		want            []string // file:line:column message
	}{
		{"neighbour", "an error in another package of the module", "# example.com/mod/util\n../util/u.go:3:4: bad\n", []string{"/w/mod/util/u.go:3:4 bad"}},
		{"no column", "the assembler and old tools give none", "./a.s:7: bad instruction\n", []string{"/w/mod/pkg/a.s:7:0 bad instruction"}},
		{"cgo", "gcc's note has context lines below it", "./a.go:5:10: fatal error: nope.h: No such file\n    5 | #include <nope.h>\n      |          ^\ncompilation terminated.\n",
			[]string{"/w/mod/pkg/a.go:5:10 fatal error: nope.h: No such file\n    5 | #include <nope.h>\n      |          ^", ":0:0 compilation terminated."}},
		{"linker", "no place; several lines are one message", "# example.com/mod/pkg.test\nlink: running gcc failed: exit status 1\nundefined reference to `f'\n",
			[]string{":0:0 link: running gcc failed: exit status 1\nundefined reference to `f'"}},
		{"vet", "vet's own prefix before the place", "vet: ./a_test.go:3:5: undefined: x\n", []string{"/w/mod/pkg/a_test.go:3:5 undefined: x"}},
		{"news", "downloads are no failures; nor is the compiler's last word", "go: downloading example.org/x v1.0.0\n./a.go:1:1: a\n./a.go:1:1: too many errors\ntoo many errors\n",
			[]string{"/w/mod/pkg/a.go:1:1 a", "/w/mod/pkg/a.go:1:1 too many errors"}},
		{"huge line number", "what is no line number is no place", "./a.go:99999999999999999999: bad\n", []string{":0:0 ./a.go:99999999999999999999: bad"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := failures{places: placesOf(somePackage)}
			for line := range strings.Lines(c.text) {
				f.buildLine(trimLineEnd(line))
			}
			if got := written(f.ofBuild()); !slices.Equal(got, c.want) {
				t.Errorf("got %q\nwant %q: %s", got, c.want, c.why)
			}
		})
	}
}

func written(all []Failure) []string {
	var texts []string
	for _, f := range all {
		texts = append(texts, fmt.Sprintf("%s:%d:%d %s", filepath.ToSlash(f.File), f.Line, f.Column, f.Message))
	}
	return texts
}

func TestTestLines(t *testing.T) {
	const stackEnd = "exit status 2\n"
	cases := []struct {
		name, why, text string
		want            []string
	}{
		{"trimpath", "frames name import paths; those of the standard library and of others are not the user's",
			"panic: boom\n\ngoroutine 7 [running]:\nsort.f()\n\tsort/slice.go:3 +0x1\nx.f()\n\texample.org/x@v1.0.0/x.go:4 +0x1\nmod.f()\n\texample.com/mod/util/u.go:5 +0x1\n" + stackEnd,
			[]string{"/w/mod/util/u.go:5:0 TestA: panic: boom"}},
		{"vendored", "a vendored frame lies in the module's folder but is not the user's",
			"panic: boom\n\ngoroutine 7 [running]:\nx.f()\n\t/w/mod/vendor/x/x.go:4 +0x1\nmod.f()\n\t/w/mod/u.go:5 +0x1\n" + stackEnd,
			[]string{"/w/mod/u.go:5:0 TestA: panic: boom"}},
		{"message of many lines", "an error joined from others, with an empty line in it",
			"panic: one\ntwo\n\nthree\n[signal SIGSEGV: segmentation violation code=0x1]\n\ngoroutine 7 [running]:\nmod.f()\n\t/w/mod/u.go:5 +0x1\n" + stackEnd,
			[]string{"/w/mod/u.go:5:0 TestA: panic: one\ntwo\nthree\n[signal SIGSEGV: segmentation violation code=0x1]"}},
		{"fatal error", "deadlock, concurrent map writes, stack overflow: the runtime's stack comes first",
			"fatal error: stack overflow\n\nruntime stack:\nruntime.throw()\n\t/usr/local/go/src/runtime/panic.go:1 +0x1\n\ngoroutine 7 [running]:\nmod.f()\n\t/w/mod/u.go:5 +0x1\n" + stackEnd,
			[]string{"/w/mod/u.go:5:0 TestA: fatal error: stack overflow"}},
		{"no frames", "GOTRACEBACK=none", "panic: boom\n" + stackEnd, []string{":0:0 TestA: panic: boom"}},
		{"only reads like one", "a log line about a panic, then a bad exit", "don't panic: it is fine\n\nreally\n" + stackEnd, []string{":0:0 TestA: really\nexit status 2"}},
		{"killed", "the kernel was short of memory", "signal: killed\n", []string{":0:0 TestA: signal: killed"}},
		{"windows", "a drive's colon is no separator", "    C:\\w\\a_test.go:12: bad\nexit status 3\n", []string{"WIN:12:0 TestA: bad", ":0:0 TestA: exit status 3"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := failures{places: placesOf(somePackage)}
			f.testOutput("TestA", c.text)
			f.testOutput("", "FAIL\texample.com/mod/pkg\t0.1s\n")
			want := slices.Clone(c.want)
			for i := range want { // what is an absolute path depends on the system
				want[i] = strings.Replace(want[i], "WIN", filepath.ToSlash(f.places.path(`C:\w\a_test.go`)), 1)
			}
			if got := written(f.ofTests()); !slices.Equal(got, want) {
				t.Errorf("got %q\nwant %q: %s", got, want, c.why)
			}
		})
	}
}

func TestBenchmarkResultLines(t *testing.T) {
	cases := map[string]bool{
		"BenchmarkX-2   \t     100\t       829.5 ns/op\t    1024 B/op\t       1 allocs/op": true,
		"BenchmarkX/a-b 1 1e+06 widgets/s":                                                 true,
		"BenchmarkX-2":                                                                     false, // the name alone
		"BenchmarkX-2 100":                                                                 false, // no figures
		"Benchmarking is fun ok then":                                                      false, // prose
		"PASS":                                                                             false,
	}
	for line, want := range cases {
		if isBenchmarkResult(line) != want {
			t.Errorf("%q: want %v", line, want)
		}
	}
}

// What stands in a stream never panics, never makes a place without a line, and stays within bounds; the text is the
// same however the stream is cut.
func FuzzStream(f *testing.F) {
	f.Add([]byte(`{"Action":"start"}`+"\n"+`{"Action":"run","Test":"TestA"}`+"\n"+
		`{"Action":"output","Test":"TestA","Output":"    a_test.go:6: bad\n"}`+"\n"+`{"Action":"output","Test":"TestA","Output":"        more\n"}`+"\n"+
		`{"Action":"fail","Test":"TestA"}`+"\n"+`{"Action":"fail"}`+"\n"), uint16(7))
	f.Add([]byte(`{"Action":"build-output","Output":"./a.go:4:9: undefined: x\n"}`+"\n"+`{"Action":"fail","FailedBuild":"x"}`+"\n"), uint16(3))
	f.Add([]byte(`{"Action":"start"}`+"\n"+`{"Action":"output","Test":"T","Output":"xpanic: a\n\ngoroutine 1 [running]:\nf()\n\t/w/mod/a.go:3 +0x1\nexit status 2\n"}`+"\n"), uint16(100))
	f.Add([]byte("go: no go.mod\n{\"Action\":\n{}\n\x00\xff"), uint16(1))
	f.Add([]byte(`{"Action":"start"}`+"\n"+`{"Action":"output","Test":"T","Output":"WARNING: DATA RACE\n      /w/mod/a.go:3 +0x1\n==================\n"}`+"\n"), uint16(9))
	f.Fuzz(func(t *testing.T, text []byte, cut uint16) {
		run := func(pieces ...[]byte) (string, Result) {
			var told strings.Builder
			s := newTestStream(Events{Output: func(text string) { told.WriteString(text) }})
			s.describe(somePackage)
			for _, piece := range pieces {
				if n, err := s.stdout.Write(piece); n != len(piece) || err != nil {
					t.Fatalf("wrote %d of %d: %v", n, len(piece), err)
				}
			}
			s.close()
			return told.String(), s.result(somePackage, time.Now(), false)
		}
		at := min(int(cut), len(text))
		whole, result := run(text)
		parts, _ := run(text[:at], text[at:])
		if whole != parts {
			t.Errorf("cut at %d: %q, whole: %q", at, parts, whole)
		}
		if len(result.Failures) == 0 || len(result.Failures) > maxFailures {
			t.Errorf("%d failures", len(result.Failures))
		}
		for _, failure := range result.Failures {
			if failure.Message == "" || len(failure.Message) > 4*maxMessage || !utf8.ValidString(failure.Message) {
				t.Errorf("message %q", failure.Message)
			}
			if failure.File != "" && !filepath.IsAbs(failure.File) || failure.Line < 0 || failure.Column < 0 {
				t.Errorf("place %+v", failure)
			}
		}
	})
}
