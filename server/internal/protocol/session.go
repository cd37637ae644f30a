package protocol

// EnvVar is a variable of a process's environment.
type EnvVar struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// CaptureProgramParams asks for a program to be built with an agent in it, and run. The request lasts as long as the
// program: once that is built, [CaptureLaunch] tells the editor what to start in a terminal. Cancelling the request
// ends every process of it and keeps nothing; [CaptureStop] ends it and keeps what there is.
type CaptureProgramParams struct {
	// Token names this run in its notifications and in other requests; the editor chooses it.
	Token string `json:"token"`
	// Dir is the folder of the package main.
	Dir string `json:"dir"`
	// Title is what the history calls the capture, such as "sample".
	Title string `json:"title"`
	// SampleType is what the user asked to see.
	SampleType string `json:"sampleType"`
	// GoCommand is the go command to use; empty to look on the PATH and where Go is usually installed.
	GoCommand string `json:"goCommand"`
	// Flags are further arguments to go build, such as "-tags=integration"; one argument an element.
	Flags []string `json:"flags"`
	// Args are the program's arguments.
	Args []string `json:"args"`
	// Env are variables that win over the backend's own.
	Env []EnvVar `json:"env"`
	// WorkingDir is where the program runs; empty for Dir.
	WorkingDir string `json:"workingDir"`
	// Configuration names where Args, Env and WorkingDir come from, for the history: one of launch.json. Empty for none.
	Configuration string `json:"configuration"`
	// Kinds are the profiles to take; empty for CPU and memory.
	Kinds []ProfileKind `json:"kinds"`
	Rates Rates         `json:"rates"`
	// Workspace is the workspace folder that the capture belongs to.
	Workspace string `json:"workspace"`
}

// CaptureProgramResult answers [CaptureProgram].
type CaptureProgramResult struct {
	Outcome CaptureOutcome `json:"outcome"`
	// ExitCode is the program's; 128 and the signal's number if a signal ended it. 0 if it was not built.
	ExitCode int64 `json:"exitCode"`
	// Capture is what was kept: absent if the run gave no profile.
	Capture *Capture `json:"capture,omitempty"`
	// Failures are the compiler's messages, in its order; empty if it compiled.
	Failures []Failure `json:"failures"`
	// Problems says, in sentences, what could not be captured, and why.
	Problems []string `json:"problems"`
}

// CaptureLaunchParams tells the editor what to start in a terminal: the backend's own binary, as a guard of the
// program, which ends with the program's status. The program runs as soon as the guard does.
type CaptureLaunchParams struct {
	// Token is the run's.
	Token string `json:"token"`
	// Command is an absolute path, and Args its arguments: to be started as a list, without a shell.
	Command string   `json:"command"`
	Args    []string `json:"args"`
	// Dir is the working folder.
	Dir string `json:"dir"`
	// Env are variables to be added to the terminal's own.
	Env []EnvVar `json:"env"`
}

// CapturePullParams asks for the profiles of a running program, or of an endpoint that is watched, as they are now.
type CapturePullParams struct {
	// Token is the run's.
	Token string `json:"token"`
	// Kinds are the profiles to pull, which need not be those that the run takes; empty for those. CPU is all since the
	// beginning. The files are the run's until its next pull but one, and are gone when it ends.
	Kinds []ProfileKind `json:"kinds"`
}

// CapturePullResult answers [CapturePull].
type CapturePullResult struct {
	// Profiles are files for [ProfileOpen].
	Profiles []CapturedProfile `json:"profiles"`
	// Sources are as in [Capture].
	Sources []CapturedSource `json:"sources"`
	// Problems says, in sentences, what could not be pulled, and why.
	Problems []string `json:"problems"`
}

// CaptureStopParams asks for a run to end and to keep what it has: a program is asked for its profiles, then told to
// end (SIGTERM), then killed if it does not; an endpoint is watched no more.
type CaptureStopParams struct {
	// Token is the run's. One that has ended is no error.
	Token string `json:"token"`
}

// CaptureStopResult answers [CaptureStop]; the run's own request has the capture.
type CaptureStopResult struct{}
