package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) profileLines(ctx context.Context, params *protocol.ProfileLinesParams) (*protocol.ProfileLinesResult, error) {
	p, sampleType, err := s.lookupType(ctx, params.Profile, params.SampleType)
	if err != nil {
		return nil, err
	}
	costs, err := p.LineCosts(ctx, sampleType)
	if err != nil {
		return nil, err
	}
	result := &protocol.ProfileLinesResult{Unit: p.SampleTypes[sampleType].Unit, Total: costs.Total}
	file, ok := costs.Files.Find(params.File)
	if !ok {
		return result, nil // no sample was taken in this file
	}
	start, end := costs.OfFile(file)
	for key := start; key < end; key++ {
		if costs.Flat[key] != 0 || costs.Cum[key] != 0 {
			result.Lines = append(result.Lines,
				protocol.LineCost{Line: int64(costs.Line[key]), Flat: costs.Flat[key], Cum: costs.Cum[key]})
		}
	}
	return result, nil
}
