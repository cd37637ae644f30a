package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) captureTargets(_ context.Context, params *protocol.CaptureTargetsParams) (*protocol.CaptureTargetsResult, error) {
	result := &protocol.CaptureTargetsResult{}
	for _, target := range capture.Targets(params.File, []byte(params.Content)) {
		result.Targets = append(result.Targets, protocol.Target{
			Kind:    protocol.TargetKind(target.Kind),
			Name:    target.Name,
			Sub:     target.Sub,
			Line:    int64(target.Line),
			EndLine: int64(target.EndLine),
		})
	}
	return result, nil
}
