package server

import (
	"context"
	"path/filepath"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/profile"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

func (s *Server) profileOpen(ctx context.Context, params *protocol.ProfileOpenParams) (*protocol.ProfileOpenResult, error) {
	if !filepath.IsAbs(params.Path) {
		return nil, rpc.Errorf(protocol.CodeInvalidParams, "The path %q is not absolute.", params.Path)
	}
	id, loaded, err := s.profiles.Open(ctx, params.Path)
	if err != nil {
		return nil, openError(params.Path, err)
	}
	return &protocol.ProfileOpenResult{Profile: describe(id, params.Path, loaded)}, nil
}

func describe(id, path string, p *library.Loaded) protocol.Profile {
	described := protocol.Profile{
		ID:            id,
		Path:          path,
		TimeMillis:    p.TimeNanos / 1e6,
		DurationNanos: p.DurationNanos,
		PeriodType:    sampleType(p.PeriodType),
		Period:        p.Period,
		Comments:      p.Comments,
		Samples:       int64(p.Samples),
		Functions:     int64(p.Functions.Len()),
		Problems:      p.Problems,
	}
	for _, t := range p.SampleTypes {
		described.SampleTypes = append(described.SampleTypes, sampleType(t))
	}
	preferred, _ := p.SampleTypeIndex("")
	described.DefaultSampleType = p.SampleTypes[preferred].Type
	return described
}

func sampleType(t profile.ValueType) protocol.SampleType {
	return protocol.SampleType{Type: t.Type, Unit: t.Unit}
}

func (s *Server) profileClose(_ context.Context, params *protocol.ProfileCloseParams) (*protocol.ProfileCloseResult, error) {
	s.profiles.Close(params.Profile)
	return &protocol.ProfileCloseResult{}, nil
}
