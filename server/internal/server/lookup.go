package server

import (
	"context"
	"strings"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

// lookup finds an open profile.
func (s *Server) lookup(ctx context.Context, id string) (*library.Loaded, error) {
	p, err := s.profiles.Get(ctx, id)
	if err != nil {
		return nil, getError(err)
	}
	return p, nil
}

// lookupType finds an open profile and one of its sample types.
func (s *Server) lookupType(ctx context.Context, id, name string) (p *library.Loaded, sampleType int, err error) {
	p, err = s.lookup(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	sampleType, ok := p.SampleTypeIndex(name)
	if !ok {
		var known []string
		for _, t := range p.SampleTypes {
			known = append(known, t.Type)
		}
		return nil, 0, rpc.Errorf(protocol.CodeNoSampleType,
			"The profile has no sample type %q; it has %s.", name, strings.Join(known, ", "))
	}
	return p, sampleType, nil
}
