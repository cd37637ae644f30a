package server

import (
	"context"
	"errors"
	"time"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/capture/endpoint"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

func (s *Server) attachIndex(ctx context.Context, params *protocol.AttachIndexParams) (*protocol.AttachIndexResult, error) {
	client, err := endpoint.Open(endpointOf(params.Endpoint))
	if err != nil {
		return nil, endpointError(err)
	}
	index, err := client.Index(ctx)
	if err != nil {
		return nil, endpointError(err)
	}
	result := &protocol.AttachIndexResult{URL: index.URL}
	for _, offered := range index.Profiles {
		result.Profiles = append(result.Profiles, protocol.OfferedProfile{
			Name:        offered.Name,
			Kind:        protocol.ProfileKind(offered.Kind),
			Path:        offered.Path,
			Description: offered.Description,
			Count:       offered.Count,
			Seconds:     int64(offered.Seconds),
			Delta:       offered.Delta,
			Note:        offered.Note,
		})
	}
	return result, nil
}

func endpointOf(message protocol.Endpoint) endpoint.Endpoint {
	e := endpoint.Endpoint{
		URL:     message.URL,
		CAFile:  message.CAFile,
		Socket:  message.Socket,
		Timeout: time.Duration(message.TimeoutMillis) * time.Millisecond,
		Limit:   message.LimitBytes,
	}
	for _, header := range message.Headers {
		e.Headers = append(e.Headers, endpoint.Header(header))
	}
	return e
}

// endpointError gives what can go wrong with a server its code: package endpoint has worded it.
func endpointError(err error) error {
	var (
		refused *endpoint.Error
		invalid *capture.InvalidError
	)
	switch {
	case errors.As(err, &refused):
		return rpc.Errorf(protocol.CodeEndpoint, "%v", refused)
	case errors.As(err, &invalid):
		return rpc.Errorf(protocol.CodeInvalidParams, "%v", invalid)
	}
	return err
}
