package server

import (
	"context"
	"time"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
)

// captureProgram builds a program with an agent in it, has the editor start it in a terminal, and keeps what it leaves:
// a draft in the library, the run into it, and then either a capture or nothing.
func (s *Server) captureProgram(ctx context.Context, params *protocol.CaptureProgramParams) (*protocol.CaptureProgramResult, error) {
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
	checkedOut, end := askGit(ctx, params.Dir)
	defer end()
	program, err := capture.NewProgram(ctx, programSpec(params, draft.Folder()), capture.ProgramEvents{
		Events: s.events(ctx, params.Token),
		Launch: func(command capture.TerminalCommand) {
			s.notify.CaptureLaunch(ctx, protocol.CaptureLaunchParams{
				Token: params.Token, Command: command.Command, Args: command.Args, Dir: command.Dir,
			})
		},
	})
	if err != nil {
		return nil, captureError(err)
	}
	pkg := program.Package()
	built := origin{module: pkg.ModuleDir, but: []string{pkg.GoRoot, pkg.ModuleCache}, started: started, checkedOut: checkedOut}
	forget, err := s.runs.begin(params.Token, program, built)
	if err != nil {
		return nil, err
	}
	ran, err := program.Run(ctx)
	forget()
	if err != nil {
		return nil, captureError(err)
	}
	result := &protocol.CaptureProgramResult{
		Outcome: protocol.CaptureOutcome(ran.Outcome), ExitCode: int64(ran.ExitCode),
		Failures: failures(ran.Failures), Problems: ran.Problems,
	}
	if len(ran.Profiles) == 0 {
		return result, nil
	}
	s.notify.CaptureProgress(ctx, protocol.CaptureProgressParams{Token: params.Token, Stage: protocol.StageSaving})
	kept, unreadable, err := s.keep(ctx, draft, describeProgram(params, pkg, ran, started), ran.Profiles, built)
	if err != nil {
		return nil, err
	}
	result.Capture, result.Problems = kept, append(result.Problems, unreadable...)
	return result, nil
}

func programSpec(params *protocol.CaptureProgramParams, output string) capture.ProgramSpec {
	spec := capture.ProgramSpec{
		Dir:        params.Dir,
		WorkingDir: params.WorkingDir,
		Args:       params.Args,
		Flags:      params.Flags,
		GoCommand:  params.GoCommand,
		Kinds:      profileKinds(params.Kinds),
		Rates:      capture.Rates(params.Rates),
		Output:     output,
	}
	for _, variable := range params.Env {
		spec.Env = append(spec.Env, variable.Name+"="+variable.Value)
	}
	return spec
}

func profileKinds(of []protocol.ProfileKind) []capture.ProfileKind {
	var kinds []capture.ProfileKind
	for _, kind := range of {
		kinds = append(kinds, capture.ProfileKind(kind))
	}
	return kinds
}

func describeProgram(params *protocol.CaptureProgramParams, pkg capture.Package, ran capture.ProgramResult,
	started time.Time) library.Capture {
	return library.Capture{
		Title:          params.Title,
		Workspace:      params.Workspace,
		Kind:           string(protocol.TargetProgram),
		Dir:            params.Dir,
		Names:          params.Args,
		Flags:          params.Flags,
		Configuration:  params.Configuration,
		SampleType:     params.SampleType,
		Package:        pkg.ImportPath,
		GoVersion:      pkg.GoVersion,
		TimeMillis:     started.UnixMilli(),
		DurationMillis: time.Since(started).Milliseconds(),
		Failed:         ran.Outcome == capture.Failed,
		ExitCode:       int64(ran.ExitCode),
		Kinds:          kindNames(params.Kinds),
		Rates:          library.Rates(params.Rates),
	}
}
