package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) captureUpdate(ctx context.Context, params *protocol.CaptureUpdateParams) (*protocol.CaptureUpdateResult, error) {
	capture, err := s.captures.Update(ctx, params.Capture, library.Change{Title: params.Title, Pinned: params.Pinned})
	if err != nil {
		return nil, captureError(err)
	}
	return &protocol.CaptureUpdateResult{Capture: captureMessage(capture)}, nil
}
