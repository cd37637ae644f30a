package server

import (
	"context"

	"github.com/linecost/linecost/server/internal/profile"
	"github.com/linecost/linecost/server/internal/protocol"
)

func (s *Server) profileFiles(ctx context.Context, params *protocol.ProfileFilesParams) (*protocol.ProfileFilesResult, error) {
	p, sampleType, err := s.lookupType(ctx, params.Profile, params.SampleType)
	if err != nil {
		return nil, err
	}
	costs, err := p.FileCosts(ctx, sampleType)
	if err != nil {
		return nil, err
	}
	result := &protocol.ProfileFilesResult{Unit: p.SampleTypes[sampleType].Unit, Total: costs.Lines.Total}
	for _, key := range costs.Order {
		file := protocol.FileCost{File: costs.Lines.Files.Names[key], Flat: costs.Flat[key], Cum: costs.Cum[key]}
		start, end := costs.Lines.OfFile(key)
		if hottest := costs.Lines.Hottest(costs.Lines.Figures, start, end); hottest != profile.None {
			file.Line = int64(costs.Lines.Line[hottest])
		}
		result.Files = append(result.Files, file)
	}
	return result, nil
}
