package capture

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/linecost/linecost/server/internal/capture/agent"
)

// overlayFolder is the name of the overlay's folder in the scratch folder.
const overlayFolder = "overlay"

// instrument writes what puts the agent into a program. The error is an [*InvalidError] or a [*NotWritableError].
func instrument(scratch string, pkg mainPackage) (*agent.Overlay, error) {
	dir := filepath.Join(scratch, overlayFolder)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, &NotWritableError{Path: scratch, Err: err}
	}
	overlay, err := agent.Instrument(dir, agent.Target{
		Dir:         pkg.Dir,
		MainFile:    pkg.mainFile,
		GoRoot:      pkg.GoRoot,
		GoVersion:   pkg.GoVersion,
		ModuleCache: pkg.ModuleCache,
		ModuleDir:   pkg.ModuleDir,
		UserOverlay: pkg.flags.overlay,
		Links:       linksOf(pkg.Package),
	})
	var (
		unsupported *agent.UnsupportedError
		file        *fs.PathError
	)
	switch {
	case errors.As(err, &unsupported):
		return nil, &InvalidError{Sentence: unsupported.Sentence}
	case errors.As(err, &file):
		return nil, &NotWritableError{Path: file.Path, Err: err}
	}
	return overlay, err
}

// linksOf is a folder for links to a package's module and toolchain in the module cache. It stays, since the compiled
// packages of a module are found again only by the same name. It is empty if no links are needed, or there is no place.
func linksOf(pkg Package) string {
	if !inside(pkg.ModuleCache, pkg.GoRoot) && !inside(pkg.ModuleCache, pkg.Dir) {
		return ""
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	names := sha256.Sum256([]byte(pkg.GoRoot + "\x00" + pkg.ModuleDir))
	dir := filepath.Join(cache, "linecost", "links", hex.EncodeToString(names[:8]))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	return dir
}

// agentOptions are what the agent in a program of this spec is to do, in an existing folder.
func (s ProgramSpec) agentOptions(dir string) agent.Options {
	return agent.Options{
		Dir: dir, Kinds: names(s.Kinds), CPUHertz: s.Rates.CPUHertz, MemoryBytes: s.Rates.MemoryBytes, BlockNanos: s.Rates.BlockNanos,
		MutexFraction: s.Rates.MutexFraction,
	}
}

func names(kinds []ProfileKind) []string {
	var names []string
	for _, kind := range kinds {
		names = append(names, string(kind))
	}
	return names
}

// finishAgent has the agent of a program that is about to be ended write all that it has.
func finishAgent(ctx context.Context, dir string) error {
	client, err := agent.Dial(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // nothing is lost
	return client.Finish(ctx)
}

// pulledTrace is how long a trace is that is pulled from a run that takes none.
const pulledTrace = 5 * time.Second

// pullAgent has the agent write some kinds as they are now (all of the run if there are none), and collects them.
func (p *Program) pullAgent(ctx context.Context, dir string, kinds []ProfileKind, out string) ([]Profile, []string, error) {
	client, err := agent.Dial(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = client.Close() }() // what it wrote is there
	var problems []string
	if len(kinds) == 0 {
		kinds = p.spec.Kinds
		if err := client.Flush(ctx); err != nil {
			return nil, nil, err
		}
	} else {
		for _, kind := range kinds {
			var refused *agent.RefusedError
			switch err := p.pullKind(ctx, client, kind); {
			case errors.As(err, &refused):
				problems = append(problems, fmt.Sprintf("There is no %s profile now: %s.", kind, refused.Reason))
			case err != nil:
				return nil, nil, err
			}
		}
	}
	files, more, err := p.collectAgent(ctx, dir, kinds, out)
	return files, append(problems, more...), err
}

func (p *Program) pullKind(ctx context.Context, client *agent.Client, kind ProfileKind) error {
	if kind == Trace && !slices.Contains(p.spec.Kinds, Trace) {
		return client.Trace(ctx, pulledTrace)
	}
	return client.Write(ctx, string(kind))
}

// collectAgent makes whole files of some kinds of what the agent has written so far.
func (p *Program) collectAgent(ctx context.Context, dir string, kinds []ProfileKind, out string) (files []Profile, problems []string, err error) {
	collection, err := agent.Collect(ctx, dir, out, p.paths, names(kinds)...)
	if err != nil {
		return nil, nil, err
	}
	for _, file := range collection.Files {
		files = append(files, Profile{Kind: ProfileKind(file.Kind), Name: file.Kind, Path: file.Path})
	}
	return files, collection.Problems, nil
}
