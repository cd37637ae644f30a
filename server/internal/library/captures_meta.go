package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Capture is one run's profiles and what is known of the run. Its JSON is the content of capture.json, with the same
// names as on the wire; the version stands beside them.
type Capture struct {
	// ID names the capture and its folder; it sorts by time.
	ID string `json:"id"`
	// Title is what the history shows.
	Title string `json:"title"`
	// Pinned captures are never removed to make room.
	Pinned bool `json:"pinned"`
	// Workspace is the workspace folder that it belongs to; empty for one of before there were workspaces.
	Workspace string `json:"workspace"`
	// Kind is what was run: "test", "benchmark", "fuzz", "program" or "endpoint". With Dir (the package's folder), Names
	// and Flags, it is enough to run it again.
	Kind  string   `json:"kind"`
	Dir   string   `json:"dir"`
	Names []string `json:"names"`
	Flags []string `json:"flags"`
	// Configuration names what else a program was run with; its environment is not kept, since it may hold secrets.
	Configuration string `json:"configuration"`
	// URL is an endpoint's address without anything secret.
	URL string `json:"url"`
	// SampleType is what the user asked to see.
	SampleType string `json:"sampleType"`
	// Package is the import path.
	Package string `json:"package"`
	// GoVersion is the toolchain's version; empty if it is not known.
	GoVersion string `json:"goVersion"`
	// Commit is the git commit of Dir, and Dirty tells that there were changes; empty outside of git.
	Commit string `json:"commit"`
	Dirty  bool   `json:"dirty"`
	// TimeMillis is when the run began, in milliseconds since the Unix epoch.
	TimeMillis int64 `json:"timeMillis"`
	// DurationMillis is how long build and run took together, in milliseconds.
	DurationMillis int64 `json:"durationMillis"`
	// Failed tells that the run did not pass.
	Failed bool `json:"failed"`
	// ExitCode is the status that the run ended with; 128 and the signal's number if a signal ended it.
	ExitCode int64 `json:"exitCode"`
	// Kinds and Rates are what was asked for.
	Kinds []string `json:"kinds"`
	Rates Rates    `json:"rates"`
	// Bytes is the size of all its files, as they are on disk now.
	Bytes int64 `json:"-"`
	// Profiles are the files, each with what it is about.
	Profiles []CapturedProfile `json:"profiles"`
	// Benchmarks are those that ran.
	Benchmarks []BenchmarkRun `json:"benchmarks"`
	// Sources are the files that the profiles name, as they were.
	Sources []CapturedSource `json:"sources"`
}

// Rates say how often a profiler looked; 0 is the default of each.
type Rates struct {
	CPUHertz      int64 `json:"cpuHertz"`
	MemoryBytes   int64 `json:"memoryBytes"`
	BlockNanos    int64 `json:"blockNanos"`
	MutexFraction int64 `json:"mutexFraction"`
}

// CapturedProfile is one profile file of a capture.
type CapturedProfile struct {
	// Kind is "cpu", "memory" and so on, as on the wire.
	Kind string `json:"kind"`
	// Name is what its source calls it.
	Name string `json:"name"`
	// Path is absolute in memory; in capture.json it is the file's name in the capture's folder, so that the library can
	// be moved.
	Path string `json:"path"`
	// Total is the total in the default sample type, in its unit.
	SampleType string `json:"sampleType"`
	Unit       string `json:"unit"`
	Total      int64  `json:"total"`
	// Note is a sentence on why there is nothing in it.
	Note string `json:"note"`
}

// BenchmarkRun is one benchmark of a capture.
type BenchmarkRun struct {
	// Name is as go test prints it, without the number of processors.
	Name string `json:"name"`
	// Rounds is how many operations the profiles are of; 0 if it is not known.
	Rounds int64 `json:"rounds"`
	// Profiled and Unprofiled are its results with and without the profiler.
	Profiled   []BenchmarkResult `json:"profiled"`
	Unprofiled []BenchmarkResult `json:"unprofiled"`
}

// BenchmarkResult is one line of a benchmark's output.
type BenchmarkResult struct {
	Iterations int64             `json:"iterations"`
	Metrics    []BenchmarkMetric `json:"metrics"`
}

// BenchmarkMetric is a value of a benchmark's result.
type BenchmarkMetric struct {
	Unit  string  `json:"unit"`
	Value float64 `json:"value"`
}

// metaVersion is raised when an older Linecost could misread what a newer one writes.
const metaVersion = 1

// maxMeta bounds capture.json, in bytes: some hundred thousand sources.
const maxMeta = 64 << 20

// versioned is capture.json.
type versioned struct {
	Version int `json:"version"`
	Capture
}

// NoCaptureError tells that the library has no capture of an id.
type NoCaptureError struct{ ID string }

func (e *NoCaptureError) Error() string {
	return fmt.Sprintf("The library has no capture %q. It may have been deleted; capture again.", e.ID)
}

// DamagedError tells that a capture can't be read.
type DamagedError struct {
	ID string
	// Folder is the capture's.
	Folder string
	// Err is what is wrong.
	Err error
}

// Error is a sentence that says what to do.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("The capture %s can't be read: %v. Delete it, or its folder %s, if you don't need it.", e.ID, e.Err, e.Folder)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// read reads the capture of a well-formed id. problems says what of it is missing; the error what can't be read at all.
func (c *Captures) read(id string) (capture Capture, problems []string, err error) {
	folder := filepath.Join(c.root, id)
	meta, err := readMeta(folder, id)
	if errors.Is(err, fs.ErrNotExist) {
		if _, statErr := os.Lstat(folder); errors.Is(statErr, fs.ErrNotExist) {
			return Capture{}, nil, &NoCaptureError{ID: id}
		}
	}
	if err != nil {
		return Capture{}, nil, &DamagedError{ID: id, Folder: folder, Err: cause(err)}
	}
	kept := []CapturedProfile{}
	for _, profile := range meta.Profiles {
		path, err := profilePath(folder, profile.Path)
		if err != nil {
			problems = append(problems, fmt.Sprintf("The capture %s has lost its %s profile: %v.", id, profile.Kind, err))
			continue
		}
		profile.Path = path
		kept = append(kept, profile)
	}
	meta.Profiles = kept
	meta.Bytes = folderSize(folder)
	return meta, problems, nil
}

// readMeta reads the capture.json in a folder. The profiles' paths are as they stand there.
func readMeta(folder, id string) (Capture, error) {
	text, err := readBounded(filepath.Join(folder, metaName), maxMeta)
	if err != nil {
		return Capture{}, err
	}
	return decodeMeta(id, text)
}

// decodeMeta reads capture.json. What a hand has left out becomes empty, never nil.
func decodeMeta(id string, text []byte) (Capture, error) {
	var meta versioned
	if err := json.Unmarshal(text, &meta); err != nil {
		return Capture{}, fmt.Errorf("its %s is damaged: %w", metaName, err)
	}
	switch {
	case meta.Version > metaVersion:
		return Capture{}, errors.New("a newer Linecost has made it")
	case meta.Version < 1 || meta.ID != id:
		return Capture{}, fmt.Errorf("its %s is not that of this capture", metaName)
	}
	capture := meta.Capture
	capture.Names = append([]string{}, capture.Names...)
	capture.Flags = append([]string{}, capture.Flags...)
	capture.Kinds = append([]string{}, capture.Kinds...)
	capture.Benchmarks = append([]BenchmarkRun{}, capture.Benchmarks...)
	capture.Sources = append([]CapturedSource{}, capture.Sources...)
	return capture, nil
}

// encodeMeta writes capture.json for profiles that lie in folder.
func encodeMeta(folder string, capture Capture) ([]byte, error) {
	meta := versioned{Version: metaVersion, Capture: capture}
	meta.Profiles = make([]CapturedProfile, 0, len(capture.Profiles))
	for _, profile := range capture.Profiles {
		name := filepath.Base(profile.Path)
		if filepath.Dir(profile.Path) != folder {
			return nil, fmt.Errorf("the profile %s is not in the draft's folder %s", profile.Path, folder)
		}
		if _, err := profilePath(folder, name); err != nil {
			return nil, err
		}
		profile.Path = name
		meta.Profiles = append(meta.Profiles, profile)
	}
	meta.Names = append([]string{}, capture.Names...)
	meta.Flags = append([]string{}, capture.Flags...)
	meta.Kinds = append([]string{}, capture.Kinds...)
	meta.Benchmarks = append([]BenchmarkRun{}, capture.Benchmarks...)
	meta.Sources = append([]CapturedSource{}, capture.Sources...)
	text, err := json.MarshalIndent(meta, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", metaName, err)
	}
	return append(text, '\n'), nil
}

// profilePath is the path of a profile in a capture's folder. The name comes from a file that anybody may have edited:
// it must be that of a plain file in this folder, not a path, a link or a device.
func profilePath(folder, name string) (string, error) {
	if name == metaName || name == "." || !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:`) {
		return "", fmt.Errorf("%q is no name of a profile", name)
	}
	path := filepath.Join(folder, name)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%s is missing", path)
	case err != nil:
		return "", fmt.Errorf("%s can't be read: %w", path, cause(err))
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is no plain file", path)
	}
	return path, nil
}

// readBounded reads a plain file of at most limit bytes.
func readBounded(path string, limit int64) ([]byte, error) {
	info, err := os.Lstat(path) // before opening: a named pipe would block
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%s is larger than %d bytes", path, limit)
	}
	return text, err
}

// cause is an error's reason without operation and path, which the sentences name themselves.
func cause(err error) error {
	var pathError *fs.PathError
	var linkError *os.LinkError
	switch {
	case errors.As(err, &pathError):
		return pathError.Err
	case errors.As(err, &linkError):
		return linkError.Err
	}
	return err
}
