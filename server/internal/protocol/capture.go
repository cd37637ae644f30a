package protocol

// TargetKind is what a capture can run.
type TargetKind string

const (
	// TargetTest is a Test function.
	TargetTest TargetKind = "test"
	// TargetBenchmark is a Benchmark function.
	TargetBenchmark TargetKind = "benchmark"
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
	// Targets are in the file's order; empty for a file that is no _test.go file.
	Targets []Target `json:"targets"`
}

// Target is a function that a capture can run.
type Target struct {
	Kind TargetKind `json:"kind"`
	// Name is the function's name, such as "BenchmarkParse".
	Name string `json:"name"`
	// Line and EndLine are the declaration's first and last line, both inclusive, counted from 1.
	Line    int64 `json:"line"`
	EndLine int64 `json:"endLine"`
}

// CaptureTestParams asks for tests or benchmarks of one package to be run under the profiler, CPU and memory in one
// run. Cancelling the request ends every process of it and keeps nothing.
type CaptureTestParams struct {
	// Token names this run in its notifications; the editor chooses it.
	Token string `json:"token"`
	// Dir is the package's directory.
	Dir string `json:"dir"`
	// Kind says what Names are, and what "all" means.
	Kind TargetKind `json:"kind"`
	// Names are the functions to run; empty for all of Kind in the package.
	Names []string `json:"names"`
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
)

// CaptureTestResult answers [CaptureTest].
type CaptureTestResult struct {
	Outcome CaptureOutcome `json:"outcome"`
	// Capture is what was kept: absent if the run gave no profile.
	Capture *Capture `json:"capture,omitempty"`
	// Failures are the run's own messages, in its order; empty if it passed.
	Failures []Failure `json:"failures"`
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
	KindCPU    ProfileKind = "cpu"
	KindMemory ProfileKind = "memory"
)

// Capture is one run's profiles, kept on disk as standard files.
type Capture struct {
	// ID names the capture in the library; it sorts by time.
	ID string `json:"id"`
	// Title is what the history shows, such as "BenchmarkParse".
	Title string `json:"title"`
	// Kind and Names and Dir are what was run, and Flags with what further arguments: enough to run it again.
	Kind  TargetKind `json:"kind"`
	Dir   string     `json:"dir"`
	Names []string   `json:"names"`
	Flags []string   `json:"flags"`
	// SampleType is what the user asked to see.
	SampleType string `json:"sampleType"`
	// Package is the import path.
	Package string `json:"package"`
	// GoVersion is the toolchain's version, such as "go1.26.8"; empty if it is not known.
	GoVersion string `json:"goVersion"`
	// TimeMillis is when the run began, in milliseconds since the Unix epoch.
	TimeMillis int64 `json:"timeMillis"`
	// DurationMillis is how long build and run took together, in milliseconds.
	DurationMillis int64 `json:"durationMillis"`
	// Failed tells that the run did not pass: its figures may be of half the work.
	Failed bool `json:"failed"`
	// Profiles are the files, each with what it is about.
	Profiles []CapturedProfile `json:"profiles"`
	// Sources are the files of the package's module that the profiles name, as they were when they were built.
	Sources []CapturedSource `json:"sources"`
}

// CapturedProfile is one profile file of a capture.
type CapturedProfile struct {
	Kind ProfileKind `json:"kind"`
	// Path is the file's absolute path.
	Path string `json:"path"`
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
type CaptureListParams struct{}

// CaptureListResult answers [CaptureList].
type CaptureListResult struct {
	// Captures are newest first.
	Captures []Capture `json:"captures"`
	// Problems says, in sentences, which entries could not be read, and why.
	Problems []string `json:"problems"`
}

// CaptureDeleteParams asks for a capture to be removed from disk. One that is already gone is no error.
type CaptureDeleteParams struct {
	// Capture is the capture's id.
	Capture string `json:"capture"`
}

// CaptureDeleteResult answers [CaptureDelete].
type CaptureDeleteResult struct{}

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
