package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) captureList(ctx context.Context, params *protocol.CaptureListParams) (*protocol.CaptureListResult, error) {
	listing, err := s.captures.List(ctx, params.Workspaces)
	if err != nil {
		return nil, captureError(err)
	}
	result := &protocol.CaptureListResult{Problems: listing.Problems, Bytes: listing.Bytes, LimitBytes: s.limit}
	for _, c := range listing.Captures {
		result.Captures = append(result.Captures, captureMessage(c))
	}
	for _, d := range listing.Damaged {
		result.Damaged = append(result.Damaged, protocol.DamagedCapture{ID: d.ID, Folder: d.Folder, Reason: d.Error()})
	}
	return result, nil
}

func (s *Server) captureDelete(ctx context.Context, params *protocol.CaptureDeleteParams) (*protocol.CaptureDeleteResult, error) {
	if err := s.captures.Delete(ctx, params.Capture); err != nil {
		return nil, captureError(err)
	}
	return &protocol.CaptureDeleteResult{}, nil
}

func captureMessage(c library.Capture) protocol.Capture {
	message := protocol.Capture{
		ID:             c.ID,
		Title:          c.Title,
		Pinned:         c.Pinned,
		Workspace:      c.Workspace,
		Kind:           protocol.TargetKind(c.Kind),
		Dir:            c.Dir,
		Names:          c.Names,
		Flags:          c.Flags,
		Configuration:  c.Configuration,
		URL:            c.URL,
		SampleType:     c.SampleType,
		Package:        c.Package,
		GoVersion:      c.GoVersion,
		Commit:         c.Commit,
		Dirty:          c.Dirty,
		TimeMillis:     c.TimeMillis,
		DurationMillis: c.DurationMillis,
		Failed:         c.Failed,
		ExitCode:       c.ExitCode,
		Rates:          protocol.Rates(c.Rates),
		Bytes:          c.Bytes,
		Profiles:       profileMessages(c.Profiles),
		Sources:        sourceMessages(c.Sources),
	}
	for _, kind := range c.Kinds {
		message.Kinds = append(message.Kinds, protocol.ProfileKind(kind))
	}
	for _, b := range c.Benchmarks {
		message.Benchmarks = append(message.Benchmarks, protocol.BenchmarkRun{
			Name: b.Name, Rounds: b.Rounds, Profiled: resultMessages(b.Profiled), Unprofiled: resultMessages(b.Unprofiled),
		})
	}
	return message
}

func resultMessages(of []library.BenchmarkResult) []protocol.BenchmarkResult {
	var messages []protocol.BenchmarkResult
	for _, result := range of {
		message := protocol.BenchmarkResult{Iterations: result.Iterations}
		for _, m := range result.Metrics {
			message.Metrics = append(message.Metrics, protocol.BenchmarkMetric(m))
		}
		messages = append(messages, message)
	}
	return messages
}
