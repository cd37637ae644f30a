package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/protocol"
)

// prune makes room in the library after a capture was kept, and tells the editor of what is gone. The capture is kept
// either way, so a failure is only logged.
func (s *Server) prune(ctx context.Context, kept string) {
	pruned, err := s.captures.Prune(ctx, s.limit, kept)
	if err != nil {
		s.log.Warn("the library may be above its limit", "error", err)
	}
	if pruned.Captures > 0 {
		s.notify.CapturePruned(ctx, protocol.CapturePrunedParams{
			Captures: int64(pruned.Captures), Bytes: pruned.Bytes, LimitBytes: s.limit,
		})
	}
}
