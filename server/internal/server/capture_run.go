package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
)

// captureTest runs tests or benchmarks and keeps what they leave: a draft in the library, the run into it, and then
// either a capture or nothing.
func (s *Server) captureTest(ctx context.Context, params *protocol.CaptureTestParams) (*protocol.CaptureTestResult, error) {
	draft, err := s.captures.Draft(ctx)
	if err != nil {
		return nil, captureError(err)
	}
	defer func() {
		if err := draft.Discard(); err != nil {
			s.log.Warn("a draft was not removed", "folder", draft.Folder(), "error", err)
		}
	}()
	checkedOut, end := askGit(ctx, params.Dir)
	defer end()
	ran, err := capture.Run(ctx, capture.Spec{
		Dir:        params.Dir,
		Kind:       capture.Kind(params.Kind),
		Names:      params.Names,
		Kinds:      profileKinds(params.Kinds),
		Rates:      capture.Rates(params.Rates),
		Unprofiled: params.Unprofiled,
		Flags:      params.Flags,
		GoCommand:  params.GoCommand,
		Output:     draft.Folder(),
	}, s.events(ctx, params.Token))
	if err != nil {
		return nil, captureError(err)
	}
	result := &protocol.CaptureTestResult{Outcome: protocol.CaptureOutcome(ran.Outcome), Failures: failures(ran.Failures),
		Problems: ran.Problems}
	if len(ran.Profiles) == 0 {
		return result, nil
	}
	s.notify.CaptureProgress(ctx, protocol.CaptureProgressParams{Token: params.Token, Stage: protocol.StageSaving})
	built := origin{module: ran.Package.ModuleDir, but: []string{ran.Package.GoRoot, ran.Package.ModuleCache}, started: ran.Started,
		checkedOut: checkedOut}
	kept, unreadable, err := s.keep(ctx, draft, describeTest(params, ran), ran.Profiles, built)
	if err != nil {
		return nil, err
	}
	result.Capture, result.Problems = kept, append(result.Problems, unreadable...)
	return result, nil
}

func (s *Server) events(ctx context.Context, token string) capture.Events {
	return capture.Events{
		Output: func(text string) {
			s.notify.CaptureOutput(ctx, protocol.CaptureOutputParams{Token: token, Text: text})
		},
		Progress: func(stage capture.Stage, detail string) {
			s.notify.CaptureProgress(ctx, protocol.CaptureProgressParams{
				Token: token, Stage: protocol.CaptureStage(stage), Detail: detail,
			})
		},
	}
}

func describeTest(params *protocol.CaptureTestParams, ran capture.Result) library.Capture {
	return library.Capture{
		Title:          params.Title,
		Workspace:      params.Workspace,
		Kind:           string(params.Kind),
		Dir:            params.Dir,
		Names:          params.Names,
		Flags:          params.Flags,
		SampleType:     params.SampleType,
		Package:        ran.Package.ImportPath,
		GoVersion:      ran.Package.GoVersion,
		TimeMillis:     ran.Started.UnixMilli(),
		DurationMillis: ran.Duration.Milliseconds(),
		Failed:         ran.Outcome != capture.Passed,
		ExitCode:       int64(ran.ExitCode),
		Kinds:          kindNames(params.Kinds),
		Rates:          library.Rates(params.Rates),
		Benchmarks:     benchmarkRuns(ran.Benchmarks),
	}
}

func benchmarkRuns(of []capture.BenchmarkRun) []library.BenchmarkRun {
	var runs []library.BenchmarkRun
	for _, run := range of {
		runs = append(runs, library.BenchmarkRun{Name: run.Name, Rounds: run.Rounds,
			Profiled: benchmarkResults(run.Profiled), Unprofiled: benchmarkResults(run.Unprofiled)})
	}
	return runs
}

func benchmarkResults(of []capture.BenchmarkResult) []library.BenchmarkResult {
	var results []library.BenchmarkResult
	for _, result := range of {
		converted := library.BenchmarkResult{Iterations: result.Iterations}
		for _, metric := range result.Metrics {
			converted.Metrics = append(converted.Metrics, library.BenchmarkMetric(metric))
		}
		results = append(results, converted)
	}
	return results
}

func kindNames(of []protocol.ProfileKind) []string {
	var names []string
	for _, kind := range of {
		names = append(names, string(kind))
	}
	return names
}

func failures(of []capture.Failure) []protocol.Failure {
	var messages []protocol.Failure
	for _, f := range of {
		messages = append(messages, protocol.Failure{
			Message: f.Message, File: f.File, Line: int64(f.Line), Column: int64(f.Column),
		})
	}
	return messages
}
