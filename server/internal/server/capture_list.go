package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) captureList(ctx context.Context, _ *protocol.CaptureListParams) (*protocol.CaptureListResult, error) {
	captures, problems, err := s.captures.List(ctx)
	if err != nil {
		return nil, captureError(err)
	}
	result := &protocol.CaptureListResult{Problems: problems}
	for _, c := range captures {
		result.Captures = append(result.Captures, captureMessage(c))
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
		Kind:           protocol.TargetKind(c.Kind),
		Dir:            c.Dir,
		Names:          c.Names,
		Flags:          c.Flags,
		SampleType:     c.SampleType,
		Package:        c.Package,
		GoVersion:      c.GoVersion,
		TimeMillis:     c.TimeMillis,
		DurationMillis: c.DurationMillis,
		Failed:         c.Failed,
	}
	for _, p := range c.Profiles {
		message.Profiles = append(message.Profiles, protocol.CapturedProfile{Kind: protocol.ProfileKind(p.Kind), Path: p.Path})
	}
	for _, source := range c.Sources {
		message.Sources = append(message.Sources, protocol.CapturedSource{File: source.File, SHA256: source.SHA256})
	}
	return message
}
