package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) profileLine(ctx context.Context, params *protocol.ProfileLineParams) (*protocol.ProfileLineResult, error) {
	p, err := s.lookup(ctx, params.Profile)
	if err != nil {
		return nil, err
	}
	result := &protocol.ProfileLineResult{}
	for i, t := range p.SampleTypes {
		costs, err := p.LineCosts(ctx, i)
		if err != nil {
			return nil, err
		}
		figure := protocol.Figure{Type: t.Type, Unit: t.Unit, Total: costs.Total}
		if file, ok := costs.Files.Find(params.File); ok && params.Line > 0 && params.Line < 1<<31 {
			if key, ok := costs.Find(file, uint32(params.Line)); ok {
				figure.Flat, figure.Cum = costs.Flat[key], costs.Cum[key]
			}
		}
		result.Figures = append(result.Figures, figure)
	}
	return result, nil
}
