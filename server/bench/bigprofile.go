package main

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// bigSamples is the size of the big profile.
const bigSamples = 1_000_000

// rate is how many bytes lie between two samples of the compiler's memory profile. A smaller one makes the compiler
// many times slower and gives few new stacks.
const rate = 512

// bigProfile returns a profile of bigSamples samples: the memory profiles of the Go compiler while it compiles itself
// and its dependencies, each labelled with the package that was compiled, and merged. It is real code at work, on every
// machine with Go. It takes some minutes, so it is kept in the user's cache for the next bench of the same toolchain.
func bigProfile(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	path := filepath.Join(cache, "linecost-bench", runtime.Version()+".pb.gz")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "linecost-bench-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	fmt.Fprintln(os.Stderr, "capturing the Go compiler at work, once for this toolchain: some minutes")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", os.DevNull,
		fmt.Sprintf("-gcflags=all=-memprofile=%s/ -memprofilerate=%d", dir, rate), "cmd/compile")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("compiling cmd/compile: %w", err)
	}
	merged, err := mergeLargest(dir)
	if err != nil {
		return "", err
	}
	return path, write(merged, path)
}

// mergeLargest merges the largest profiles of a folder, as many as it takes.
func mergeLargest(dir string) (*profile.Profile, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	size := func(e os.DirEntry) int64 {
		info, err := e.Info()
		if err != nil {
			return 0
		}
		return info.Size()
	}
	slices.SortFunc(files, func(a, b os.DirEntry) int { return cmp.Compare(size(b), size(a)) })
	var parts []*profile.Profile
	samples := 0
	for _, file := range files {
		part, err := parse(filepath.Join(dir, file.Name()))
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		if samples += len(part.Sample); samples >= bigSamples {
			break
		}
	}
	merged, err := profile.Merge(parts)
	if err != nil {
		return nil, err
	}
	if len(merged.Sample) < bigSamples {
		return nil, fmt.Errorf("only %d samples were captured", len(merged.Sample))
	}
	merged.Sample = merged.Sample[:bigSamples]
	return merged.Compact(), nil
}

// parse reads one profile and labels its samples with the package that was compiled, so that merging keeps them apart.
func parse(path string) (*profile.Profile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	part, err := profile.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	name, err := url.PathUnescape(strings.TrimSuffix(filepath.Base(path), ".memprof"))
	if err != nil {
		return nil, err
	}
	for _, sample := range part.Sample {
		sample.Label = map[string][]string{"package": {name}}
	}
	return part, nil
}

// write writes under another name first: an interrupted bench must not leave half a profile for the next one.
func write(p *profile.Profile, path string) error {
	file, err := os.CreateTemp(filepath.Dir(path), "writing-")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := p.Write(file); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
