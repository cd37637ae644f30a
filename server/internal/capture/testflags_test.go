package capture

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestCheckFlags(t *testing.T) {
	cases := []struct {
		why   string
		flags []string
		// refused is a piece of the sentence; empty for flags that are fine.
		refused string
	}{
		{"no flags", nil, ""},
		{"the usual ones", []string{"-tags=integration", "-race", "-short", "-timeout", "30s", "-benchtime=10x", "-cpu=1,2"}, ""},
		{"the capture's own profile would be lost", []string{"-cpuprofile=x"}, "-cpuprofile=x can't be used in a capture"},
		{"two dashes are the same flag", []string{"--memprofile", "x"}, "--memprofile can't"},
		{"so is the test binary's spelling", []string{"-test.cpuprofile=x"}, "-test.cpuprofile=x can't"},
		{"-o would take the binary to the user's tree", []string{"-o", "x.test"}, "-o can't"},
		{"-c compiles and runs nothing", []string{"-c"}, "only compiles"},
		{"-json=false would make the events unreadable", []string{"-json=false"}, "-json=false can't"},
		{"kinds are asked for by name, so that they are kept", []string{"-blockprofile=x"}, "the kinds of a capture"},
		{"a trace is one of them", []string{"-trace", "x"}, "the kinds of a capture"},
		{"exact memory has consequences that the flag would hide", []string{"-memprofilerate=1"}, "the rates of a capture"},
		{"coverage counters cost time on every line", []string{"-coverpkg=./..."}, "coverage counters"},
		{"after -args, flags are the test's own", []string{"-args", "-o", "x", "-json"}, ""},
		{"but the testing package still reads its own", []string{"-args", "-test.memprofile=x"}, "-test.memprofile=x can't"},
		{"a zero byte can't be passed to a process", []string{"-tags=a\x00b"}, "zero byte"},
		{"-count, -v and -cover-like names are not confused with others", []string{"-count=3", "-v", "-coverage-report"}, ""},
	}
	for _, c := range cases {
		err := checkFlags(c.flags)
		var invalid *InvalidError
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%q: %v; %s", c.flags, err, c.why)
		case c.refused != "" && (!errors.As(err, &invalid) || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%q: %v, want %q; %s", c.flags, err, c.refused, c.why)
		}
	}
}

func TestSplitGoFlags(t *testing.T) {
	cases := []struct {
		why, value    string
		kept, dropped []string
	}{
		{"nothing set", "", nil, nil},
		{"harmless flags stay in order", "-mod=mod -tags=a,b", []string{"-mod=mod", "-tags=a,b"}, nil},
		{"what spoils a capture goes", "-cover -mod=mod -json", []string{"-mod=mod"}, []string{"-cover", "-json"}},
		{"a quoted flag is one flag", `'-ldflags=-X a=b -o c' "-cover"`, []string{"'-ldflags=-X a=b -o c'"}, []string{`"-cover"`}},
		{"a quote in the middle does not quote, as for the go command", `-ldflags="-w -s"`, []string{`-ldflags="-w`, `-s"`}, nil},
		{"a quote that is never closed", `"-cover`, nil, []string{`"-cover`}},
	}
	for _, c := range cases {
		kept, dropped := splitGoFlags(c.value)
		if !slices.Equal(kept, c.kept) || !slices.Equal(dropped, c.dropped) {
			t.Errorf("%q: kept %q, dropped %q; %s", c.value, kept, dropped, c.why)
		}
	}
	if got := goFlagsVariable(nil); got == "GOFLAGS=" {
		t.Error("an empty GOFLAGS is an unset one: the go command reads its file of settings")
	}
}

func TestTestArguments(t *testing.T) {
	spec := Spec{Dir: "/p", Kind: Benchmark, Names: []string{"BenchmarkA", "BenchmarkÄ"}, Flags: []string{"-tags", "x"}, Output: "/out"}
	plan := testPlan{kinds: []ProfileKind{CPU, Memory}}
	got, err := testArguments(spec, plan, "/tmp/p.test", spec.Flags)
	want := strings.Fields("test -json -count=1 -fullpath -o /tmp/p.test -cpuprofile /out/cpu.pb.gz -memprofile /out/memory.pb.gz " +
		"-run ^$ -bench ^BenchmarkA$|^BenchmarkÄ$ -benchmem . -tags x")
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
	for _, name := range []string{"", "TestA", "BenchmarkA|BenchmarkB", "/BenchmarkA", "BenchmarkA|B/sub", "BenchmarkA/\x00", "Benchmarklower", "-run", ".*"} {
		var invalid *InvalidError
		spec.Names = []string{name}
		if _, err := testArguments(spec, plan, "x", nil); !errors.As(err, &invalid) {
			t.Errorf("%q: %v, want an InvalidError: it would run something else", name, err)
		}
	}
}

func TestNamePattern(t *testing.T) {
	cases := []struct {
		why   string
		kind  Kind
		names []string
		want  string
	}{
		{"all of a kind", Fuzz, nil, "^Fuzz"},
		{"a function is an element by itself", Test, []string{"TestA"}, "^TestA$"},
		{"each level is matched by itself", Test, []string{"TestA/x/y"}, "^TestA$/^x$/^y$"},
		{"signs mean themselves", Benchmark, []string{`BenchmarkA/n=1|2(b)[c]\u200b`}, `^BenchmarkA$/^n=1\|2\(b\)\[c\]\\u200b$`},
		{"names of different depth", Test, []string{"TestA/x", "TestB"}, "^TestA$/^x$|^TestB$"},
	}
	for _, c := range cases {
		if got, err := namePattern(c.kind, c.names); err != nil || got != c.want {
			t.Errorf("got %q, %v, want %q: %s", got, err, c.want, c.why)
		}
	}
}

func TestSplitOverlay(t *testing.T) {
	cases := []struct {
		why           string
		flags, others []string
		overlay       string
	}{
		{"none", []string{"-race", "-v"}, []string{"-race", "-v"}, ""},
		{"in one argument, in the middle", []string{"-race", "-overlay=x", "-v"}, []string{"-race", "-v"}, "x"},
		{"in two", []string{"--overlay", "x", "-v"}, []string{"-v"}, "x"},
		{"the last counts", []string{"-overlay=x", "-overlay", "y"}, nil, "y"},
		{"another flag's value is none", []string{"-ldflags", "-overlay=x"}, []string{"-ldflags", "-overlay=x"}, ""},
		{"a test's own flag is none", []string{"-args", "-overlay=x"}, []string{"-args", "-overlay=x"}, ""},
		{"without its value: the go command will say so", []string{"-v", "-overlay"}, []string{"-v"}, ""},
	}
	for _, c := range cases {
		if others, overlay := splitOverlay(c.flags); !slices.Equal(others, c.others) || overlay != c.overlay {
			t.Errorf("%q: %q and %q, want %q and %q: %s", c.flags, others, overlay, c.others, c.overlay, c.why)
		}
	}
}
