package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/linecost/linecost/server/internal/protocol"
)

// subject is a program that nobody here wrote, with some 400 packages; what it checks takes it some seconds.
const (
	subject        = "honnef.co/go/tools/cmd/staticcheck"
	subjectPackage = "cmd/staticcheck"
)

var subjectArgs = []string{"./pattern/...", "./config/..."}

// A programsReport compares programs under capture with the same without, in milliseconds.
type programsReport struct {
	Program string `json:"program"`
	Runs    int    `json:"runs"`
	// Cold is with an empty build cache; warm is with all packages in it, so that only the program is linked. That of a
	// capture is from the request to the program's start.
	ColdPlainMS   float64 `json:"coldPlainMS"`
	ColdCaptureMS float64 `json:"coldCaptureMS"`
	WarmPlainMS   float64 `json:"warmPlainMS"`
	WarmCaptureMS float64 `json:"warmCaptureMS"`
	// The run is from the program's start to its end, profiles written.
	RunPlainMS   float64 `json:"runPlainMS"`
	RunCaptureMS float64 `json:"runCaptureMS"`
}

// benchPrograms builds and runs the subject, by itself and through the backend, in turns.
func benchPrograms(ctx context.Context, backend string, runs int) (*programsReport, error) {
	scratch, err := os.MkdirTemp("", "linecost-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	b := programBench{backend: backend, scratch: scratch, checkout: filepath.Join(scratch, "checkout")}
	if err := b.check(ctx); err != nil {
		return nil, err
	}
	r := &programsReport{Program: subject, Runs: runs}
	fmt.Fprint(os.Stderr, "cold")
	if r.ColdPlainMS, err = b.build(ctx, "cold-plain"); err != nil {
		return nil, err
	}
	cold, err := b.capture(ctx, "cold-capture")
	if err != nil {
		return nil, err
	}
	r.ColdCaptureMS = cold.buildMS
	if _, err := b.build(ctx, "cold-capture"); err != nil { // from now on both are warm in this cache
		return nil, err
	}
	var buildPlain, buildCapture, runPlain, runCapture []float64
	for range runs {
		fmt.Fprint(os.Stderr, ".")
		took, err := b.build(ctx, "cold-capture")
		if err != nil {
			return nil, err
		}
		buildPlain = append(buildPlain, took)
		if took, err = b.run(ctx); err != nil {
			return nil, err
		}
		runPlain = append(runPlain, took)
		captured, err := b.capture(ctx, "cold-capture")
		if err != nil {
			return nil, err
		}
		buildCapture, runCapture = append(buildCapture, captured.buildMS), append(runCapture, captured.runMS)
	}
	fmt.Fprintln(os.Stderr)
	r.WarmPlainMS, r.WarmCaptureMS = median(buildPlain), median(buildCapture)
	r.RunPlainMS, r.RunCaptureMS = median(runPlain), median(runCapture)
	return r, nil
}

// programBench is where the subject is built and run.
type programBench struct {
	backend, scratch, checkout string
	// caches is how many caches of the subject's own were used: each run has an empty one.
	caches int
}

// check copies the subject's module out of the module cache, as a checkout would be, and downloads what it needs.
func (b *programBench) check(ctx context.Context) error {
	dir, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Module.Dir}}", subject).Output()
	if err != nil {
		return fmt.Errorf("finding %s: %w", subject, err)
	}
	if err := os.CopyFS(b.checkout, os.DirFS(strings.TrimSpace(string(dir)))); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "./"+subjectPackage)
	cmd.Dir, cmd.Stderr = b.checkout, os.Stderr
	return cmd.Run()
}

func (b *programBench) binary() string { return filepath.Join(b.scratch, "plain") }

// build builds the subject as its user would, with a build cache of that name.
func (b *programBench) build(ctx context.Context, cache string) (ms float64, err error) {
	if err := os.RemoveAll(b.binary()); err != nil { // else an unchanged one is left as it is
		return 0, err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", b.binary(), ".")
	cmd.Dir, cmd.Stderr = filepath.Join(b.checkout, subjectPackage), os.Stderr
	cmd.Env = append(cmd.Environ(), "GOCACHE="+filepath.Join(b.scratch, cache))
	start := time.Now()
	err = cmd.Run()
	return millis(time.Since(start)), err
}

// environment is the subject's: nothing that an earlier run has found out.
func (b *programBench) environment() (name, value string) {
	b.caches++
	return "STATICCHECK_CACHE", filepath.Join(b.scratch, "found", fmt.Sprint(b.caches))
}

func (b *programBench) run(ctx context.Context) (ms float64, err error) {
	cmd := exec.CommandContext(ctx, b.binary(), subjectArgs...)
	cmd.Dir = b.checkout
	name, value := b.environment()
	cmd.Env = append(cmd.Environ(), name+"="+value)
	return timeFindings(cmd)
}

// timeFindings measures a run of the subject, which ends with 1 if it has found something.
func timeFindings(cmd *exec.Cmd) (ms float64, err error) {
	start := time.Now()
	err = cmd.Run()
	ms = millis(time.Since(start))
	if cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 1 {
		err = nil
	}
	return ms, err
}

// captured is what one capture took.
type captured struct{ buildMS, runMS float64 }

// capture has the backend build the subject and runs it as an editor would.
func (b *programBench) capture(ctx context.Context, cache string) (captured, error) {
	cmd := exec.CommandContext(ctx, b.backend, "-library", filepath.Join(b.scratch, "library"))
	cmd.Env = append(cmd.Environ(), "GOCACHE="+filepath.Join(b.scratch, cache))
	input, err := cmd.StdinPipe()
	if err != nil {
		return captured{}, err
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return captured{}, err
	}
	if err := cmd.Start(); err != nil {
		return captured{}, err
	}
	defer cmd.Wait()
	var took captured
	var start time.Time
	var launched error
	editor := jsonrpc2.HandlerWithError(func(ctx context.Context, _ *jsonrpc2.Conn, request *jsonrpc2.Request) (any, error) {
		if request.Method != string(protocol.CaptureLaunch) {
			return nil, nil
		}
		took.buildMS = millis(time.Since(start))
		var launch protocol.CaptureLaunchParams
		if launched = json.Unmarshal(*request.Params, &launch); launched != nil {
			return nil, nil
		}
		program := exec.CommandContext(ctx, launch.Command, launch.Args...)
		program.Dir = launch.Dir
		took.runMS, launched = timeFindings(program)
		return nil, nil
	})
	conn := jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(pipe{output, input}, jsonrpc2.VSCodeObjectCodec{}), editor)
	defer conn.Close()
	name, value := b.environment()
	params := protocol.CaptureProgramParams{
		Token: "bench", Dir: filepath.Join(b.checkout, subjectPackage), WorkingDir: b.checkout, Args: subjectArgs,
		Env: []protocol.EnvVar{{Name: name, Value: value}},
	}
	start = time.Now()
	var result protocol.CaptureProgramResult
	if err := call(ctx, conn, protocol.CaptureProgram, params, &result); err != nil {
		return captured{}, err
	}
	switch {
	case launched != nil:
		return captured{}, launched
	case result.Capture == nil:
		return captured{}, fmt.Errorf("capturing %s: %s %v %v", subject, result.Outcome, result.Failures, result.Problems)
	}
	return took, nil
}
