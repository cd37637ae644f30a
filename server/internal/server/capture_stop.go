package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/protocol"
)

// captureStop asks a run to end and to keep what it has. Its own request answers with that.
func (s *Server) captureStop(ctx context.Context, params *protocol.CaptureStopParams) (*protocol.CaptureStopResult, error) {
	if run, ok := s.runs.find(params.Token); ok {
		if err := run.Stop(ctx); err != nil {
			return nil, err
		}
	}
	return &protocol.CaptureStopResult{}, nil
}
