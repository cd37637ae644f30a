package server

import (
	"context"
	"os"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/cost"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/profile"
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
	ran, err := capture.Run(ctx, capture.Spec{
		Dir:       params.Dir,
		Kind:      capture.Kind(params.Kind),
		Names:     params.Names,
		Flags:     params.Flags,
		GoCommand: params.GoCommand,
		Output:    draft.Folder(),
	}, s.events(ctx, params.Token))
	if err != nil {
		return nil, captureError(err)
	}
	result := &protocol.CaptureTestResult{Outcome: protocol.CaptureOutcome(ran.Outcome), Failures: failures(ran.Failures)}
	if len(ran.Profiles) == 0 {
		return result, nil
	}
	s.notify.CaptureProgress(ctx, protocol.CaptureProgressParams{Token: params.Token, Stage: protocol.StageSaving})
	sources, err := s.sources(ctx, ran)
	switch {
	case err != nil && ctx.Err() == nil && ran.Outcome == capture.Failed:
		s.log.Warn("a failed run left a profile that can't be read", "error", err) // the failure is what matters
		return result, nil
	case err != nil:
		return nil, captureError(err)
	}
	kept, err := draft.Commit(ctx, describeRun(params, ran, sources))
	if err != nil {
		return nil, captureError(err)
	}
	converted := captureMessage(kept)
	result.Capture = &converted
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

// sources hashes the files of the user's module that the run's profiles name.
func (s *Server) sources(ctx context.Context, ran capture.Result) ([]library.CapturedSource, error) {
	var names []string
	for _, written := range ran.Profiles {
		file, err := os.Open(written.Path)
		if err != nil {
			return nil, err
		}
		p, err := profile.Read(ctx, file, s.memory)
		_ = file.Close() // only read
		if err != nil {
			return nil, openError(written.Path, err)
		}
		names = append(names, cost.NewFileNames(p).Names...)
	}
	of := ran.Package
	return library.Sources(ctx, names, of.ModuleDir, []string{of.GoRoot, of.ModuleCache}, ran.Started)
}

func describeRun(params *protocol.CaptureTestParams, ran capture.Result, sources []library.CapturedSource) library.Capture {
	described := library.Capture{
		Title:          params.Title,
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
		Sources:        sources,
	}
	for _, p := range ran.Profiles {
		described.Profiles = append(described.Profiles, library.CapturedProfile{Kind: string(p.Kind), Path: p.Path})
	}
	return described
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
