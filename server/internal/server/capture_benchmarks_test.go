package server

import (
	"path/filepath"
	"testing"

	"github.com/linecost/linecost/server/internal/protocol"
)

// What a line costs for one operation needs the rounds, and an honest ns/op: both come with the capture and stay with it.
func TestCaptureKeepsRounds(t *testing.T) {
	e := connect(t, plenty)
	ask(t, e, protocol.CaptureTest, protocol.CaptureTestParams{
		Token: "1", Dir: shapes(), Kind: protocol.TargetBenchmark, Names: []string{"BenchmarkShapes"}, Title: "BenchmarkShapes",
		Kinds: []protocol.ProfileKind{protocol.KindCPU, protocol.KindBlock, protocol.KindTrace}, Unprofiled: true,
		Flags: []string{"-benchtime=20x", "-count=2"},
	})
	captures := ask(t, e, protocol.CaptureList, protocol.CaptureListParams{}).Captures
	if len(captures) != 1 || len(captures[0].Benchmarks) != 1 {
		t.Fatalf("captures %+v", captures)
	}
	run := captures[0].Benchmarks[0]
	// Each run begins with a round of its own.
	if run.Name != "BenchmarkShapes" || run.Rounds != 42 || len(run.Profiled) != 2 || len(run.Unprofiled) != 2 {
		t.Errorf("kept %+v", run)
	}
	for _, result := range append(run.Profiled, run.Unprofiled...) {
		if result.Iterations != 20 || len(result.Metrics) < 3 || result.Metrics[0].Unit != "ns/op" || result.Metrics[0].Value <= 0 {
			t.Errorf("result %+v", result)
		}
	}
	var kinds []protocol.ProfileKind
	for _, p := range captures[0].Profiles {
		kinds = append(kinds, p.Kind)
	}
	if len(kinds) != 3 || kinds[0] != protocol.KindCPU || kinds[1] != protocol.KindBlock || kinds[2] != protocol.KindTrace {
		t.Errorf("kinds %v", kinds)
	}
}

func TestCaptureSaysWhatATestCanNotGive(t *testing.T) {
	e := connect(t, plenty)
	got := ask(t, e, protocol.CaptureTest, protocol.CaptureTestParams{
		Token: "1", Dir: shapes(), Kind: protocol.TargetBenchmark, Names: []string{"BenchmarkShapes"}, Title: "BenchmarkShapes",
		Kinds: []protocol.ProfileKind{protocol.KindCPU, protocol.KindMetrics}, Flags: []string{"-benchtime=1x"},
	})
	if got.Capture == nil || len(got.Problems) != 1 {
		t.Errorf("capture %+v, problems %q", got.Capture, got.Problems)
	}
}

func TestCaptureTargetsOfSubtests(t *testing.T) {
	e := connect(t, plenty)
	got := ask(t, e, protocol.CaptureTargets, protocol.CaptureTargetsParams{File: filepath.Join("x", "a_test.go"),
		Content: "package p\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {\n\tt.Run(\"a b\", func(t *testing.T) {})\n}\n"}).Targets
	want := protocol.Target{Kind: protocol.TargetTest, Name: "TestA/a_b", Sub: true, Line: 6, EndLine: 6}
	if len(got) != 2 || got[1] != want {
		t.Errorf("got %+v, want %+v as the second", got, want)
	}
}
