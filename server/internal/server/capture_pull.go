package server

import (
	"context"
	"errors"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/capture/endpoint"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

// capturePull asks a run for its profiles as they are now.
func (s *Server) capturePull(ctx context.Context, params *protocol.CapturePullParams) (*protocol.CapturePullResult, error) {
	run, ok := s.runs.find(params.Token)
	if !ok {
		return nil, rpc.Errorf(protocol.CodeNoRun, "This capture has ended, so that there is nothing to look at while it runs.")
	}
	files, problems, err := run.Pull(ctx, profileKinds(params.Kinds))
	if err != nil {
		return nil, pullError(err)
	}
	profiles, sources, unreadable, err := s.examine(ctx, files, run.of)
	if err != nil {
		return nil, err
	}
	return &protocol.CapturePullResult{
		Profiles: profileMessages(profiles), Sources: sourceMessages(sources), Problems: append(problems, unreadable...),
	}, nil
}

func pullError(err error) error {
	if errors.Is(err, capture.ErrNotRunning) || errors.Is(err, endpoint.ErrEnded) {
		return rpc.Errorf(protocol.CodeNoRun, "What is captured does not run yet, or has just ended: there is nothing to look at.")
	}
	return endpointError(captureError(err))
}
