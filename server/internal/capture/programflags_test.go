package capture

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestReadBuildFlags(t *testing.T) {
	cases := []struct {
		name, why string
		flags     []string
		want      buildFlags
		// refused is part of the sentence that refuses the flags; empty if they are fine.
		refused string
	}{
		{"ordinary flags", "they go to go build as they are", []string{"-tags=a,b", "-race", "-ldflags", "-s -w"},
			buildFlags{others: []string{"-tags=a,b", "-race", "-ldflags", "-s -w"}}, ""},
		{"a value that looks like a flag", "it is no flag", []string{"-gcflags", "-n", "-tags", "-o"},
			buildFlags{others: []string{"-gcflags", "-n", "-tags", "-o"}}, ""},
		{"overlay", "it is united with the agent's; the go command takes it relative to where it runs", []string{"-overlay=x.json", "-v"},
			buildFlags{others: []string{"-v"}, overlay: "/w/x.json"}, ""},
		{"overlay, in two", "flags come in both forms", []string{"--overlay", "/o/x.json"}, buildFlags{overlay: "/o/x.json"}, ""},
		{"modfile", "a program of the module cache gets another one", []string{"-modfile=other.mod"}, buildFlags{modFile: "/w/other.mod"}, ""},
		{"PIE", "it is a program", []string{"-buildmode=pie"}, buildFlags{others: []string{"-buildmode=pie"}}, ""},
		{"PIE, in two", "flags come in both forms", []string{"-buildmode", "pie"}, buildFlags{others: []string{"-buildmode", "pie"}}, ""},
		{"shared library", "nothing to run", []string{"-buildmode=c-shared"}, buildFlags{}, "builds a program"},
		{"output", "the capture would not find the program", []string{"-o", "x"}, buildFlags{}, "folder of its own"},
		{"folder", "the overlay's places would be wrong", []string{"-C=.."}, buildFlags{}, "in the package's folder"},
		{"dry run", "nothing would be built", []string{"--n"}, buildFlags{}, "only prints"},
		{"coverage", "it can't be had with an overlay, and would spoil the figures", []string{"-cover"}, buildFlags{}, "coverage"},
		{"zero byte", "no argument can hold one", []string{"-tags=\x00"}, buildFlags{}, "zero byte"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := readBuildFlags(c.flags, "/w")
			if c.refused != "" {
				var invalid *InvalidError
				if !errors.As(err, &invalid) || !strings.Contains(err.Error(), c.refused) {
					t.Errorf("%v, want a sentence with %q: %s", err, c.refused, c.why)
				}
				return
			}
			if err != nil || !slices.Equal(got.others, c.want.others) || got.overlay != c.want.overlay || got.modFile != c.want.modFile {
				t.Errorf("%+v and %v, want %+v: %s", got, err, c.want, c.why)
			}
		})
	}
}

func TestSplitBuildGoFlags(t *testing.T) {
	cases := []struct {
		name, why            string
		value                string
		kept, dropped, moved []string
	}{
		{"nothing", "most have none", "", nil, nil, nil},
		{"ordinary flags", "they stay, in their quotes", "-mod=vendor '-ldflags=-s -w'", []string{"-mod=vendor", "'-ldflags=-s -w'"}, nil, nil},
		{"spoilers", "a user who always covers still gets a capture", "-cover -race -json", []string{"-race"}, []string{"-cover", "-json"}, nil},
		{"overlay", "two overlays would not add up by themselves", "'-overlay=/a b.json' -x", []string{"-x"}, nil, []string{"-overlay=/a b.json"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			kept, dropped, moved := splitBuildGoFlags(c.value)
			if !slices.Equal(kept, c.kept) || !slices.Equal(dropped, c.dropped) || !slices.Equal(moved, c.moved) {
				t.Errorf("kept %q, dropped %q, moved %q: want %q, %q, %q: %s", kept, dropped, moved, c.kept, c.dropped, c.moved, c.why)
			}
		})
	}
}
