package agent

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// fewWindows is how many windows of CPU time are merged anew each time; more are kept merged. An hour has 720.
const fewWindows = 16

// windows collects the CPU profile.
func (c *collector) windows(ctx context.Context) error {
	windows, err := filepath.Glob(filepath.Join(c.dir, "cpu-*.pb.gz"))
	if err != nil {
		return err
	}
	merged, err := filepath.Glob(filepath.Join(c.dir, "merged-*.pb.gz"))
	if err != nil {
		return err
	}
	if len(windows)+len(merged) == 0 {
		return nil
	}
	slices.Sort(windows)
	slices.Sort(merged)
	var parts []*profile.Profile
	var last string // the newest window
	if len(merged) > 0 {
		// Its name is that of the newest window in it: any older one that is there is in it.
		newest := merged[len(merged)-1]
		last = strings.Replace(filepath.Base(newest), "merged-", "cpu-", 1)
		read, err := readProfile(newest)
		if err != nil {
			return err // we have written it
		}
		parts = append(parts, read)
	}
	bad := 0
	for _, window := range windows {
		if filepath.Base(window) <= last {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		read, err := readProfile(window)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			bad++
			continue
		}
		parts, last = append(parts, read), filepath.Base(window)
	}
	if bad > 0 {
		c.problem("%d of %d pieces of the CPU profile can't be read: the time in them is missing.", bad, len(windows))
	}
	if len(parts) == 0 {
		return nil
	}
	whole, err := profile.Merge(parts)
	if err != nil {
		return err
	}
	if len(parts) > fewWindows {
		if err := c.compact(whole, last, windows, merged); err != nil {
			return err
		}
	}
	return c.keep("cpu", whole)
}

// compact keeps what was merged, so that the next merge is short. A crash in between leaves too many files, not too few,
// and no time that is counted twice.
func (c *collector) compact(whole *profile.Profile, last string, windows, merged []string) error {
	file, err := os.Create(filepath.Join(c.dir, "merged.tmp"))
	if err != nil {
		return err
	}
	err = whole.Write(file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err := os.Rename(file.Name(), filepath.Join(c.dir, strings.Replace(last, "cpu-", "merged-", 1))); err != nil {
		return err
	}
	for _, old := range append(windows, merged...) {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// withoutAgent removes the agent's own work from a profile. Of a goroutine that waits for the agent, since it ends the
// program, the agent's frames are removed; of any other kind, samples with one are.
func withoutAgent(kind string, p *profile.Profile) {
	kept := p.Sample[:0]
	for _, sample := range p.Sample {
		agents := -1 // the outermost location that is the agent's
		for i, location := range sample.Location {
			if slices.ContainsFunc(location.Line, isAgents) {
				agents = i
			}
		}
		switch {
		case len(sample.Location) > 0 && slices.ContainsFunc(sample.Location[len(sample.Location)-1].Line, isProfilers):
			continue
		case agents < 0:
		case kind == "goroutine" && agents+1 < len(sample.Location):
			sample.Location = sample.Location[agents+1:]
		default:
			continue
		}
		kept = append(kept, sample)
	}
	p.Sample = kept
	*p = *p.Compact()
}

// isAgents tells a frame of the agent. The rest of its package works only in programs built with -cover.
func isAgents(line profile.Line) bool {
	return line.Function != nil &&
		(strings.HasPrefix(line.Function.Name, host+".") || strings.HasPrefix(line.Function.Name, "runtime.linecost"))
}

// isProfilers tells the first frame of a goroutine that only writes a profile or a trace.
func isProfilers(line profile.Line) bool {
	return line.Function != nil && (line.Function.Name == "runtime/pprof.profileWriter" ||
		strings.HasPrefix(line.Function.Name, "runtime/trace."))
}
