package server

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/capture/endpoint"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
)

// captureEndpoint asks a server for profiles, once or until it is told to stop, and keeps what came.
func (s *Server) captureEndpoint(ctx context.Context, params *protocol.CaptureEndpointParams) (*protocol.CaptureEndpointResult, error) {
	client, err := endpoint.Open(endpointOf(params.Endpoint))
	if err != nil {
		return nil, endpointError(err)
	}
	draft, err := s.captures.Draft(ctx)
	if err != nil {
		return nil, captureError(err)
	}
	defer func() {
		if err := draft.Discard(); err != nil {
			s.log.Warn("a draft was not removed", "folder", draft.Folder(), "error", err)
		}
	}()
	started := time.Now()
	files, problems, err := s.ask(ctx, client, params, draft.Folder())
	if err != nil {
		return nil, endpointError(captureError(err))
	}
	result := &protocol.CaptureEndpointResult{Problems: problems}
	if len(files) == 0 {
		return result, nil
	}
	s.notify.CaptureProgress(ctx, protocol.CaptureProgressParams{Token: params.Token, Stage: protocol.StageSaving})
	kept, unreadable, err := s.keep(ctx, draft, describeEndpoint(params, client.URL(), started), files, origin{})
	if err != nil {
		return nil, err
	}
	result.Capture, result.Problems = kept, append(result.Problems, unreadable...)
	return result, nil
}

// ask is the part of the run in which it can be pulled and stopped.
func (s *Server) ask(ctx context.Context, client *endpoint.Client, params *protocol.CaptureEndpointParams, folder string) (
	files []capture.Profile, problems []string, err error) {
	session, err := client.Session(ctx, folder, wantedOf(params.Profiles), func(detail string) {
		s.notify.CaptureProgress(ctx, protocol.CaptureProgressParams{Token: params.Token, Stage: protocol.StageRunning, Detail: detail})
	})
	if err != nil {
		return nil, nil, err
	}
	end, err := s.runs.begin(params.Token, session, origin{})
	if err != nil {
		return nil, nil, err
	}
	var failed error
	if params.Watch {
		<-session.Done()
	} else {
		_, _, failed = session.Pull(ctx, nil)
	}
	end()
	files, problems, err = session.Finish()
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case failed != nil && !errors.Is(failed, endpoint.ErrEnded): // stopped: then what came is kept
		return nil, nil, failed
	}
	return files, problems, err
}

func wantedOf(messages []protocol.WantedProfile) []endpoint.Wanted {
	var wanted []endpoint.Wanted
	for _, message := range messages {
		wanted = append(wanted, endpoint.Wanted{
			Kind: capture.ProfileKind(message.Kind), Name: message.Name, Path: message.Path, Seconds: int(message.Seconds),
		})
	}
	return wanted
}

func describeEndpoint(params *protocol.CaptureEndpointParams, index string, started time.Time) library.Capture {
	described := library.Capture{
		Title:          params.Title,
		Workspace:      params.Workspace,
		Kind:           string(protocol.TargetEndpoint),
		URL:            addressOf(params.Endpoint.Socket, index),
		SampleType:     params.SampleType,
		TimeMillis:     started.UnixMilli(),
		DurationMillis: time.Since(started).Milliseconds(),
	}
	for _, profile := range params.Profiles {
		described.Names = append(described.Names, profile.Name)
		described.Kinds = append(described.Kinds, string(profile.Kind))
		described.Flags = append(described.Flags, query(profile))
	}
	return described
}

// query is what an endpoint was asked for one profile: enough to ask again.
func query(profile protocol.WantedProfile) string {
	separator := "?"
	if strings.Contains(profile.Path, "?") {
		separator = "&"
	}
	if profile.Seconds == 0 {
		return profile.Path
	}
	return fmt.Sprintf("%s%sseconds=%d", profile.Path, separator, profile.Seconds)
}

// addressOf is the address of an index as the editor takes it: behind a socket the host says nothing.
func addressOf(socket, index string) string {
	u, err := url.Parse(index)
	if socket == "" || err != nil {
		return index
	}
	return "unix://" + socket + ":" + u.EscapedPath()
}
