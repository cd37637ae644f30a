package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/capture/discover"
	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) attachProcesses(ctx context.Context, params *protocol.AttachProcessesParams) (*protocol.AttachProcessesResult, error) {
	processes, problems, err := discover.Processes(ctx, params.Prefixes)
	if err != nil {
		return nil, err
	}
	result := &protocol.AttachProcessesResult{Problems: problems}
	for _, p := range processes {
		message := protocol.GoProcess{
			PID:       int64(p.PID),
			Name:      p.Name,
			Path:      p.Path,
			Args:      p.Args,
			Package:   p.Package,
			Module:    p.Module,
			Version:   p.Version,
			GoVersion: p.GoVersion,
			URLs:      p.URLs,
		}
		if !p.Started.IsZero() {
			message.StartMillis = p.Started.UnixMilli()
		}
		for _, port := range p.Ports {
			message.Ports = append(message.Ports, int64(port))
		}
		result.Processes = append(result.Processes, message)
	}
	return result, nil
}
