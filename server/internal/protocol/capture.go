package protocol

// TargetKind is what a capture can run.
type TargetKind string

const (
	// TargetTest is a Test function.
	TargetTest TargetKind = "test"
	// TargetBenchmark is a Benchmark function.
	TargetBenchmark TargetKind = "benchmark"
	// TargetFuzz is a Fuzz function: its seeds are run, nothing is fuzzed.
	TargetFuzz TargetKind = "fuzz"
	// TargetProgram is a func main.
	TargetProgram TargetKind = "program"
	// TargetEndpoint is a server that serves profiles over HTTP. No file holds one.
	TargetEndpoint TargetKind = "endpoint"
)

// CaptureTargetsParams asks what a Go file holds that can be captured.
type CaptureTargetsParams struct {
	// File is the file's path; only its name is used.
	File string `json:"file"`
	// Content is the file's text as the editor has it, saved or not.
	Content string `json:"content"`
}

// CaptureTargetsResult answers [CaptureTargets].
type CaptureTargetsResult struct {
	// Targets are in the file's order, a function before the subtests in it. Empty for a file that holds none.
	Targets []Target `json:"targets"`
}

// Target is a function that a capture can run.
type Target struct {
	Kind TargetKind `json:"kind"`
	// Name is the function's name, such as "BenchmarkParse". For a subtest or sub-benchmark it is the path that go test
	// prints, such as "TestParse/empty_input".
	Name string `json:"name"`
	// Sub tells that this is a subtest or sub-benchmark: a call of Run with a literal name, or the row of a table whose
	// rows name subtests.
	Sub bool `json:"sub"`
	// Line and EndLine are the declaration's first and last line, both inclusive, counted from 1.
	Line    int64 `json:"line"`
	EndLine int64 `json:"endLine"`
}

// Rates say how often a profiler looks. The zero value is Go's own rates, and 1 nanosecond and 1 in 1 for block and
// mutex, which Go leaves off.
type Rates struct {
	// CPUHertz is how many samples a second of CPU time are taken; 0 for Go's 100. Tests can't change it.
	CPUHertz int64 `json:"cpuHertz"`
	// MemoryBytes is the mean number of bytes allocated from one sample to the next; 0 for Go's 524,288. 1 is exact
	// memory: every allocation is counted, the program runs 20 to 64 times slower, and no time is kept of it.
	MemoryBytes int64 `json:"memoryBytes"`
	// BlockNanos is the mean time waited, in nanoseconds, from one block sample to the next; 0 for 1: every wait.
	BlockNanos int64 `json:"blockNanos"`
	// MutexFraction is n if one in n contentions is sampled; 0 for 1: each.
	MutexFraction int64 `json:"mutexFraction"`
}

// CaptureTestParams asks for tests, benchmarks or the seeds of fuzz targets of one package to be run under the
// profiler, all kinds in one run. Cancelling the request ends every process of it and keeps nothing.
type CaptureTestParams struct {
	// Token names this run in its notifications; the editor chooses it.
	Token string `json:"token"`
	// Dir is the package's directory.
	Dir string `json:"dir"`
	// Kind says what Names are, and what "all" means: a test, a benchmark or a fuzz target.
	Kind TargetKind `json:"kind"`
	// Names are the functions to run, or subtests by their path ("TestParse/empty_input"); empty for all of Kind in the
	// package.
	Names []string `json:"names"`
	// Kinds are the profiles to take; empty for CPU and memory.
	Kinds []ProfileKind `json:"kinds"`
	Rates Rates         `json:"rates"`
	// Unprofiled asks for benchmarks to be run a second time without a profiler, for an honest ns/op.
	Unprofiled bool `json:"unprofiled"`
	// Workspace is the workspace folder that the capture belongs to.
	Workspace string `json:"workspace"`
	// Title is what the history calls the capture, such as "BenchmarkParse" or "all benchmarks of codec".
	Title string `json:"title"`
	// SampleType is what the user asked to see, such as "cpu" or "alloc_space"; kept for running it again.
	SampleType string `json:"sampleType"`
	// GoCommand is the go command to use; empty to look on the PATH and where Go is usually installed.
	GoCommand string `json:"goCommand"`
	// Flags are further arguments to go test, such as "-tags=integration"; one argument an element.
	Flags []string `json:"flags"`
}

// CaptureOutcome is how a run ended.
type CaptureOutcome string

const (
	// OutcomePassed: the run passed.
	OutcomePassed CaptureOutcome = "passed"
	// OutcomeFailed: a test failed or panicked; there may still be a capture.
	OutcomeFailed CaptureOutcome = "failed"
	// OutcomeBuildFailed: the package does not compile, so nothing ran.
	OutcomeBuildFailed CaptureOutcome = "buildFailed"
	// OutcomeNothingRan: no function matched, so there is nothing to show.
	OutcomeNothingRan CaptureOutcome = "nothingRan"
	// OutcomeStopped: the user stopped a program ([CaptureStop]).
	OutcomeStopped CaptureOutcome = "stopped"
)

// CaptureTestResult answers [CaptureTest].
type CaptureTestResult struct {
	Outcome CaptureOutcome `json:"outcome"`
	// Capture is what was kept: absent if the run gave no profile.
	Capture *Capture `json:"capture,omitempty"`
	// Failures are the run's own messages, in its order; empty if it passed.
	Failures []Failure `json:"failures"`
	// Problems says, in sentences, what could not be captured, and why.
	Problems []string `json:"problems"`
}

// Failure is one message of a failing run.
type Failure struct {
	// Message is the tool's or the test's own words, one line or more.
	Message string `json:"message"`
	// File is the absolute path of the place that it names; empty if it names none.
	File string `json:"file"`
	// Line and Column count from 1; 0 if the message does not say.
	Line   int64 `json:"line"`
	Column int64 `json:"column"`
}

// ProfileKind is what a captured profile file is about.
type ProfileKind string

const (
	KindCPU ProfileKind = "cpu"
	// KindMemory is what is allocated and what is in use, by space and by objects.
	KindMemory ProfileKind = "memory"
	// KindBlock is waiting on channels, locks and the like; KindMutex is contention, on the line that held the lock.
	KindBlock ProfileKind = "block"
	KindMutex ProfileKind = "mutex"
	// KindGoroutine is where each goroutine stands, KindGoroutineLeak where those stand that can never go on.
	KindGoroutine     ProfileKind = "goroutine"
	KindGoroutineLeak ProfileKind = "goroutineleak"
	KindThreadCreate  ProfileKind = "threadcreate"
	// KindOther is any other profile in pprof's format: a program's own, or fgprof's.
	KindOther ProfileKind = "other"
	// KindTrace is an execution trace: no profile, but a file of its own format.
	KindTrace ProfileKind = "trace"
	// KindMetrics is a series of runtime.MemStats and runtime/metrics, one JSON object a line.
	KindMetrics ProfileKind = "metrics"
)

// Capture is one run's profiles, kept on disk as standard files.
type Capture struct {
	// ID names the capture in the library; it sorts by time.
	ID string `json:"id"`
	// Title is what the history shows, such as "BenchmarkParse".
	Title string `json:"title"`
	// Pinned captures are never removed to make room.
	Pinned bool `json:"pinned"`
	// Workspace is the workspace folder that it belongs to; empty for one of before there were workspaces.
	Workspace string `json:"workspace"`
	// Kind and Names and Dir are what was run, and Flags with what further arguments: enough to run it again. Names are
	// a test's functions, a program's arguments, or the profiles that an endpoint was asked for: then Flags are the paths
	// that were asked, each with its seconds, such as "profile?seconds=30", in the order of Names and of Kinds.
	Kind  TargetKind `json:"kind"`
	Dir   string     `json:"dir"`
	Names []string   `json:"names"`
	Flags []string   `json:"flags"`
	// Configuration names what else a program was run with: one of launch.json. Empty for none. Its environment is not
	// kept, since it may hold secrets.
	Configuration string `json:"configuration"`
	// URL is the endpoint's address, without user, password, query and fragment; empty for what was run. Of a server at a
	// unix socket it is "unix://SOCKET:PATH".
	URL string `json:"url"`
	// SampleType is what the user asked to see.
	SampleType string `json:"sampleType"`
	// Package is the import path.
	Package string `json:"package"`
	// GoVersion is the toolchain's version, such as "go1.26.8"; empty if it is not known.
	GoVersion string `json:"goVersion"`
	// Commit is the git commit of Dir, in full, and Dirty tells that there were changes; empty outside of git.
	Commit string `json:"commit"`
	Dirty  bool   `json:"dirty"`
	// TimeMillis is when the run began, in milliseconds since the Unix epoch.
	TimeMillis int64 `json:"timeMillis"`
	// DurationMillis is how long build and run took together, in milliseconds.
	DurationMillis int64 `json:"durationMillis"`
	// Failed tells that the run did not pass: its figures may be of half the work.
	Failed bool `json:"failed"`
	// ExitCode is the status that the run ended with; 128 and the signal's number if a signal ended it. 0 for an endpoint.
	ExitCode int64 `json:"exitCode"`
	// Kinds and Rates are what was asked for.
	Kinds []ProfileKind `json:"kinds"`
	Rates Rates         `json:"rates"`
	// Bytes is the size of all its files, in bytes.
	Bytes int64 `json:"bytes"`
	// Profiles are the files, each with what it is about.
	Profiles []CapturedProfile `json:"profiles"`
	// Benchmarks are those that ran, in the order in which they ended.
	Benchmarks []BenchmarkRun `json:"benchmarks"`
	// Sources are the files of the package's module that the profiles name, as they were when they were built.
	Sources []CapturedSource `json:"sources"`
}

// CapturedProfile is one profile file of a capture.
type CapturedProfile struct {
	Kind ProfileKind `json:"kind"`
	// Name is what its source calls it, such as "heap" or "fgprof".
	Name string `json:"name"`
	// Path is the file's absolute path.
	Path string `json:"path"`
	// Total is the profile's total in its default sample type, in that type's Unit: as [ProfileLinesResult].Total. Both
	// are zero for a file that is no profile.
	SampleType string `json:"sampleType"`
	Unit       string `json:"unit"`
	Total      int64  `json:"total"`
	// Note is a sentence on why there is nothing in it, or on what it does not hold; empty as a rule.
	Note string `json:"note"`
}

// BenchmarkRun is one benchmark, or sub-benchmark, of a capture.
type BenchmarkRun struct {
	// Name is as go test prints it, without the number of processors: "BenchmarkParse/large".
	Name string `json:"name"`
	// Rounds is how many operations the profiles are of: every round that was run, the calibrating ones too. 0 if it is
	// not known. A line's cost per operation is its value divided by it, if this benchmark is the only one.
	Rounds int64 `json:"rounds"`
	// Profiled and Unprofiled are the results with and without the profiler, in the order of their runs; Unprofiled is
	// empty if it was not asked for.
	Profiled   []BenchmarkResult `json:"profiled"`
	Unprofiled []BenchmarkResult `json:"unprofiled"`
}

// BenchmarkResult is one line of a benchmark's output.
type BenchmarkResult struct {
	// Iterations is the b.N that the figures are means of.
	Iterations int64 `json:"iterations"`
	// Metrics are the line's values, each with its unit: "ns/op", "B/op", "allocs/op", "MB/s", or the benchmark's own.
	Metrics []BenchmarkMetric `json:"metrics"`
}

// BenchmarkMetric is a value of a benchmark's result.
type BenchmarkMetric struct {
	Unit  string  `json:"unit"`
	Value float64 `json:"value"`
}

// CapturedSource tells what a profiled source file was when it was compiled, so that figures are never shown on lines
// of another text.
type CapturedSource struct {
	// File is the absolute path, as the profile names it.
	File string `json:"file"`
	// SHA256 is the hash, in lower-case hexadecimal, of the text without byte order mark and carriage returns (an editor
	// hides both). Empty if the file changed while it was captured: then no figure of it can be trusted.
	SHA256 string `json:"sha256"`
}

// CaptureListParams asks for the library's captures.
type CaptureListParams struct {
	// Workspaces are workspace folders: only captures that belong to one of them are listed, and those that belong to
	// none. Empty for all captures.
	Workspaces []string `json:"workspaces"`
}

// CaptureListResult answers [CaptureList].
type CaptureListResult struct {
	// Captures are newest first.
	Captures []Capture `json:"captures"`
	// Damaged are the entries that can't be read, newest first. They can be deleted.
	Damaged []DamagedCapture `json:"damaged"`
	// Problems says, in sentences, which captures lack a profile, and why.
	Problems []string `json:"problems"`
	// Bytes is the size of the whole library, and LimitBytes what it may have before the oldest captures that are not
	// pinned are removed; 0 for no limit.
	Bytes      int64 `json:"bytes"`
	LimitBytes int64 `json:"limitBytes"`
}

// DamagedCapture is an entry of the library that can't be read.
type DamagedCapture struct {
	ID string `json:"id"`
	// Folder is the entry's absolute path.
	Folder string `json:"folder"`
	// Reason is a sentence.
	Reason string `json:"reason"`
}

// CaptureUpdateParams asks for what the user says of a capture to be changed.
type CaptureUpdateParams struct {
	// Capture is the capture's id.
	Capture string `json:"capture"`
	// Title is the new title; absent to leave it.
	Title *string `json:"title,omitempty"`
	// Pinned pins or unpins; absent to leave it.
	Pinned *bool `json:"pinned,omitempty"`
}

// CaptureUpdateResult answers [CaptureUpdate].
type CaptureUpdateResult struct {
	Capture Capture `json:"capture"`
}

// CaptureDeleteParams asks for a capture to be removed from disk. One that is already gone is no error.
type CaptureDeleteParams struct {
	// Capture is the capture's id.
	Capture string `json:"capture"`
}

// CaptureDeleteResult answers [CaptureDelete].
type CaptureDeleteResult struct{}

// CapturePrunedParams tells that captures were removed to keep the library below its limit.
type CapturePrunedParams struct {
	// Captures is how many, the oldest that were not pinned, and Bytes the size of their files.
	Captures int64 `json:"captures"`
	Bytes    int64 `json:"bytes"`
	// LimitBytes is as in [CaptureListResult].
	LimitBytes int64 `json:"limitBytes"`
}

// CaptureStage is what a run is doing.
type CaptureStage string

const (
	// StageBuilding: compiling the package and its test.
	StageBuilding CaptureStage = "building"
	// StageRunning: the test binary runs.
	StageRunning CaptureStage = "running"
	// StageSaving: the profiles are read and kept.
	StageSaving CaptureStage = "saving"
)

// CaptureOutputParams carries what a run printed.
type CaptureOutputParams struct {
	// Token is the run's.
	Token string `json:"token"`
	// Text is as it was printed: not always whole lines.
	Text string `json:"text"`
}

// CaptureProgressParams tells that a run has come to another stage.
type CaptureProgressParams struct {
	// Token is the run's.
	Token string       `json:"token"`
	Stage CaptureStage `json:"stage"`
	// Detail is the latest line worth showing, such as a benchmark's result; empty if there is none.
	Detail string `json:"detail"`
}
