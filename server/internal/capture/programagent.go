package capture

import (
	"context"
	"errors"
)

// INTERIM until package agent is there.
type agentOptions struct {
	Dir   string
	Kinds []ProfileKind
	Rates Rates
}

func (o agentOptions) environment(base []string) []string { return base }

func instrument(dir string, pkg mainPackage) (overlay string, err error) {
	return "", errors.New("no agent yet")
}

func flushAgent(ctx context.Context, options agentOptions) error { return errors.New("no agent yet") }

func pullAgent(ctx context.Context, options agentOptions, kinds []ProfileKind, out string) ([]Profile, []string, error) {
	return nil, nil, errors.New("no agent yet")
}

func collectAgent(ctx context.Context, options agentOptions, out string) ([]Profile, []string, error) {
	return nil, nil, errors.New("no agent yet")
}
