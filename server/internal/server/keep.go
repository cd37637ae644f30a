package server

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/cost"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/profile"
	"github.com/linecost/linecost/server/internal/protocol"
)

// origin tells which source files a run was built of, so that their text can be remembered. The zero value is a binary
// that somebody else has built: nobody knows of what.
type origin struct {
	// module is the folder of the package's module; but are folders below it that are not the user's.
	module string
	but    []string
	// started is when the build began.
	started time.Time
	// checkedOut is what git had checked out then; nil if nobody asked.
	checkedOut func() checkout
}

// checkout is a git commit and whether files had changed since; empty outside of git.
type checkout struct {
	commit string
	dirty  bool
}

// askGit asks git what a folder has checked out, beside the build: in a large repository it takes long. answer waits
// for it, and may be called again; end, which must be called, ends it.
func askGit(ctx context.Context, dir string) (answer func() checkout, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	found := make(chan checkout, 1)
	go func() {
		commit, dirty := capture.Commit(ctx, dir)
		found <- checkout{commit: commit, dirty: dirty}
	}()
	answer = sync.OnceValue(func() checkout { return <-found })
	return answer, func() {
		cancel()
		answer()
	}
}

// keep makes a draft a capture: the same way for every source of captures. It completes what is known of the run
// (described) with its files: their totals, and the source files that they name. A file that can't be read is left out
// and told of in problems; nil is returned if none is left.
func (s *Server) keep(ctx context.Context, draft *library.Draft, described library.Capture, written []capture.Profile,
	of origin) (kept *protocol.Capture, problems []string, err error) {
	described.Profiles, described.Sources, problems, err = s.examine(ctx, written, of)
	if err != nil || len(described.Profiles) == 0 {
		return nil, problems, err
	}
	if of.checkedOut != nil {
		found := of.checkedOut()
		described.Commit, described.Dirty = found.commit, found.dirty
	}
	committed, err := draft.Commit(ctx, described)
	if err != nil {
		return nil, problems, captureError(err)
	}
	s.prune(ctx, committed.ID)
	message := captureMessage(committed)
	return &message, problems, nil
}

// examine reads captured files: the total of each, and the source files that all of them name. The error is the
// context's.
func (s *Server) examine(ctx context.Context, written []capture.Profile, of origin) (profiles []library.CapturedProfile,
	sources []library.CapturedSource, problems []string, err error) {
	var files []string
	for _, file := range written {
		examined := library.CapturedProfile{Kind: string(file.Kind), Name: file.Name, Path: file.Path, Note: file.Note}
		if file.Kind.IsProfile() {
			p, err := s.readCaptured(ctx, file.Path)
			switch {
			case ctx.Err() != nil:
				return nil, nil, nil, ctx.Err()
			case err != nil:
				problems = append(problems, fmt.Sprintf("The %s profile can't be kept. %v", file.Name, err))
				continue
			}
			index, _ := p.SampleTypeIndex("") // it has one
			examined.SampleType, examined.Unit = p.SampleTypes[index].Type, p.SampleTypes[index].Unit
			examined.Total = cost.Total(p, index)
			files = append(files, cost.NewFileNames(p).Names...)
		}
		profiles = append(profiles, examined)
	}
	sources, err = library.Sources(ctx, files, of.module, of.but, of.started)
	return profiles, sources, problems, err
}

func (s *Server) readCaptured(ctx context.Context, path string) (*profile.Profile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	defer func() { _ = file.Close() }() // only read
	p, err := profile.Read(ctx, file, s.memory)
	if err != nil {
		return nil, openError(path, err)
	}
	if len(p.SampleTypes) == 0 {
		return nil, fmt.Errorf("%s has no sample type", path)
	}
	return p, nil
}

// profileMessages converts captured files.
func profileMessages(of []library.CapturedProfile) []protocol.CapturedProfile {
	var messages []protocol.CapturedProfile
	for _, p := range of {
		messages = append(messages, protocol.CapturedProfile{
			Kind: protocol.ProfileKind(p.Kind), Name: p.Name, Path: p.Path,
			SampleType: p.SampleType, Unit: p.Unit, Total: p.Total, Note: p.Note,
		})
	}
	return messages
}

// sourceMessages converts captured sources.
func sourceMessages(of []library.CapturedSource) []protocol.CapturedSource {
	var messages []protocol.CapturedSource
	for _, source := range of {
		messages = append(messages, protocol.CapturedSource{File: source.File, SHA256: source.SHA256})
	}
	return messages
}
