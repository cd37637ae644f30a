package agent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// Collected is one file that [Collect] made.
type Collected struct {
	// Kind is cpu, memory and so on, as in [Options].
	Kind string
	// Path is in the output folder: KIND.pb.gz in pprof's format, trace.trace, or metrics.jsonl.
	Path string
}

// Collection is what an agent has left so far.
type Collection struct {
	// Files are in the order cpu, memory, block, mutex, goroutine, goroutineleak, threadcreate, trace, metrics.
	Files []Collected
	// Problems says, in sentences, what is missing, and why.
	Problems []string
}

// Collect makes whole files in out, an existing folder, of what the agent has written to dir so far: all kinds there are,
// or only those that are named. It may be called again and again while the program runs, and after its end whatever way
// that was, by one goroutine at a time. Samples of the agent's own work are left out, and files have the names that
// paths give them (in the trace they have those of the build). What can't be read is left out and told.
func Collect(ctx context.Context, dir, out string, paths Paths, only ...string) (Collection, error) {
	c := collector{dir: dir, out: out, paths: paths}
	for _, kind := range kinds {
		if len(only) > 0 && !slices.Contains(only, kind) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return c.collection, err
		}
		var err error
		switch kind {
		case "cpu":
			err = c.windows(ctx)
		case "trace":
			err = c.trace()
		case "metrics":
			err = c.metrics()
		default:
			err = c.state(kind)
		}
		if err != nil {
			return c.collection, fmt.Errorf("collect the kind %s: %w", kind, err)
		}
	}
	c.agentProblems()
	return c.collection, nil
}

type collector struct {
	dir, out   string
	paths      Paths
	collection Collection
}

// problem adds a sentence.
func (c *collector) problem(format string, args ...any) {
	c.collection.Problems = append(c.collection.Problems, fmt.Sprintf(format, args...))
}

// state collects a profile that the agent writes as a whole each time.
func (c *collector) state(kind string) error {
	read, err := readProfile(filepath.Join(c.dir, kind+".pb.gz"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		c.problem("The %s profile can't be read (%v), so it is missing. Capture again.", kind, err)
		return nil
	}
	return c.keep(kind, read)
}

// keep writes a profile without the agent in it.
func (c *collector) keep(kind string, p *profile.Profile) error {
	withoutAgent(kind, p)
	for _, function := range p.Function {
		function.Filename = c.paths.Original(function.Filename)
	}
	var text bytes.Buffer
	if err := p.Write(&text); err != nil {
		return err
	}
	return c.put(kind, kind+".pb.gz", text.Bytes())
}

func (c *collector) put(kind, name string, text []byte) error {
	path := filepath.Join(c.out, name)
	if err := writeWhole(path, text); err != nil {
		return err
	}
	c.collection.Files = append(c.collection.Files, Collected{Kind: kind, Path: path})
	return nil
}

// metrics collects the whole lines of the series.
func (c *collector) metrics() error {
	text, err := os.ReadFile(filepath.Join(c.dir, "metrics.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		c.problem("The series of metrics can't be read (%v), so it is missing. Capture again.", err)
		return nil
	}
	return c.put("metrics", "metrics.jsonl", text[:bytes.LastIndexByte(text, '\n')+1])
}

// trace collects the trace: all of it if the agent has ended it, else up to the last generation that is whole, which
// lacks the last second or so.
func (c *collector) trace() error {
	ended := true
	text, err := os.ReadFile(filepath.Join(c.dir, "trace.whole"))
	if errors.Is(err, fs.ErrNotExist) {
		ended = false
		text, err = os.ReadFile(filepath.Join(c.dir, "trace.part"))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		c.problem("The execution trace can't be read (%v), so it is missing. Capture again.", err)
		return nil
	}
	if !ended {
		text = wholeGenerations(text)
		if len(text) == 0 {
			c.problem("The execution trace is missing, since the program ended or was asked in its first second of it.")
			return nil
		}
	}
	return c.put("trace", "trace.trace", text)
}

// agentProblems adds what the agent itself could not do.
func (c *collector) agentProblems() {
	text, err := os.ReadFile(filepath.Join(c.dir, "problems.txt"))
	if err != nil {
		return // it had none to tell, or could not even do that
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		c.problem("The agent in the program says: %s.", line)
	}
}

func readProfile(path string) (*profile.Profile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return profile.ParseData(text)
}

// writeWhole writes a file that is there as a whole or not at all.
func writeWhole(path string, text []byte) error {
	if err := os.WriteFile(path+".tmp", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}
