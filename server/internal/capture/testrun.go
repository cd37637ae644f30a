package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// testRun is one run of go test, and of the binary that it leaves.
type testRun struct {
	spec      Spec
	plan      testPlan
	goCommand string
	pkg       Package
	stream    *testStream
	started   time.Time
	// scratch is the run's temporary folder.
	scratch string
}

func (r *testRun) run(ctx context.Context) (Result, error) {
	scratch, err := newScratch(ctx, r.pkg)
	if err != nil {
		return Result{}, err
	}
	defer scratch.remove()
	r.scratch = scratch.dir
	problems, err := r.profiled(ctx)
	r.stream.end()
	var exit *exitError
	if err != nil && !errors.As(err, &exit) {
		return Result{}, err
	}
	result := r.stream.result(r.pkg, r.started, err == nil)
	result.Problems = append(slices.Clone(r.plan.problems), problems...)
	if exit != nil {
		result.ExitCode = exit.code
	}
	if result.Outcome == Passed || result.Outcome == Failed {
		result.Profiles = r.plan.written(r.spec)
	}
	log := readTestLog(r.logPath())
	if result.Outcome == Passed {
		result.Problems = append(result.Problems, r.missing(result.Profiles)...)
		problem, err := r.unprofiled(ctx, log)
		if err != nil {
			return Result{}, err
		}
		result.Problems = append(result.Problems, problem...)
	}
	r.stream.close()
	result.Benchmarks = r.stream.results.of(log.rounds, r.plan.exact)
	return result, nil
}

func (r *testRun) binary() string {
	binary := filepath.Join(r.scratch, binaryName(r.pkg.Dir))
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	return binary
}

func (r *testRun) logPath() string { return filepath.Join(r.scratch, "log") }

// profiled runs go test to its end. Its error is an [*exitError], an [*InvalidError], a [*NotWritableError], or the
// context's.
func (r *testRun) profiled(ctx context.Context) (problems []string, err error) {
	kept, dropped := splitGoFlags(r.pkg.flags)
	if len(dropped) > 0 {
		r.stream.note(fmt.Sprintf("Linecost leaves out %s of GOFLAGS: it would spoil the profile.\n", strings.Join(dropped, " ")))
	}
	// A killed go command leaves its work folder behind: have it inside of ours.
	env := []string{"GOTMPDIR=" + r.scratch, goFlagsVariable(kept)}
	command, flags := goCommandLine{path: r.goCommand}, r.spec.Flags
	if profiles := r.plan.hookProfiles(r.spec); profiles != "" || r.spec.Kind == Benchmark {
		hooked, hookedFlags, err := r.hook(kept)
		switch {
		case errors.Is(err, errNoHook):
			problems = r.withoutHook(err)
		case err != nil:
			return nil, err
		default:
			command, flags = hooked, hookedFlags
			env = append(env, hookLogVariable+"="+r.logPath(), hookProfilesVariable+"="+profiles)
		}
	}
	args, err := testArguments(r.spec, r.plan, r.binary(), flags)
	if err != nil {
		return nil, err
	}
	return problems, process{path: command.path, args: args, dir: r.pkg.Dir, env: append(env, command.env...),
		stdout: &r.stream.stdout, stderr: &r.stream.stderr}.run(ctx)
}

// hook prepares what puts the hook into package testing: the go command to use, and the flags instead of the user's.
func (r *testRun) hook(goFlags []string) (command goCommandLine, flags []string, err error) {
	if command, err = overlayableGo(r.goCommand, r.pkg); err != nil {
		return command, nil, err
	}
	var plain []string
	for _, flag := range goFlags {
		plain = append(plain, unquote(flag))
	}
	_, overlay := splitOverlay(plain)
	flags, own := splitOverlay(r.spec.Flags)
	if own != "" {
		overlay = own
	}
	if overlay != "" && !filepath.IsAbs(overlay) {
		overlay = filepath.Join(r.pkg.Dir, overlay)
	}
	replaced, err := readOverlay(overlay, r.pkg.Dir)
	if err != nil {
		return command, nil, err
	}
	file, err := hookTesting(r.scratch, command.root, replaced)
	return command, append([]string{"-overlay=" + file}, flags...), err
}

// withoutHook goes without what the hook would have done, and says so.
func (r *testRun) withoutHook(why error) []string {
	var problems []string
	if r.spec.Kind == Benchmark {
		problems = append(problems, fmt.Sprintf("How many rounds the benchmarks have run is not known, so there is no cost per "+
			"operation: %v.", why))
	}
	if dropped := r.plan.withoutHook(); len(dropped) > 0 {
		problems = append(problems, fmt.Sprintf("go test has no flag for %s: %v.", listed(dropped), why))
	}
	return problems
}

// missing says which profiles a run that passed has not left.
func (r *testRun) missing(written []Profile) []string {
	var problems []string
	for _, kind := range r.plan.kinds {
		if slices.ContainsFunc(written, func(p Profile) bool { return p.Kind == kind }) {
			continue
		}
		why := "it was not written, or a test has removed it"
		if kind == GoroutineLeak {
			why = "Go has it since 1.27, and 1.26 if it is built with GOEXPERIMENT=goroutineleakprofile"
		}
		problems = append(problems, fmt.Sprintf("There is no %s profile of this run with %s: %s.", kind, r.pkg.GoVersion, why))
	}
	return problems
}

// unprofiled runs the test binary a second time if that is asked for: the same benchmarks with the same flags, but those
// of the profilers. The error is the context's.
func (r *testRun) unprofiled(ctx context.Context, log testLog) (problems []string, err error) {
	if !r.spec.Unprofiled || r.spec.Kind != Benchmark {
		return nil, nil
	}
	flags := append(goFlagFields(r.pkg.flags), r.spec.Flags...)
	switch {
	case len(log.args) == 0:
		return []string{"The benchmarks were not run without a profiler: how go test has run them is not known."}, nil
	case slices.ContainsFunc(flags, func(flag string) bool { return buildFlagName(unquote(flag)) == "exec" }):
		return []string{"The benchmarks were not run without a profiler: -exec is for go test alone."}, nil
	}
	r.stream.note("Linecost runs the benchmarks once more, without a profiler.\n")
	output := r.stream.unprofiledOutput()
	// As go test does for what it runs.
	bin := filepath.Join(r.pkg.GoRoot, "bin")
	env := []string{"GOROOT=" + r.pkg.GoRoot, "PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH")}
	err = process{path: r.binary(), args: log.unprofiledArguments(), dir: r.pkg.Dir, env: env, stdout: output, stderr: output}.run(ctx)
	output.close()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return []string{fmt.Sprintf("The benchmarks failed when they were run without a profiler: %v. What they say is in the output.", err)}, nil
	}
	return nil, nil
}
