package protocol

// AttachProcessesParams asks for the Go processes of this user.
type AttachProcessesParams struct {
	// Prefixes are further paths at which to look for profiles, such as "/internal/debug/pprof/"; "/debug/pprof/" is
	// always tried. Only loopback listeners of this user's own Go processes are asked.
	Prefixes []string `json:"prefixes"`
}

// AttachProcessesResult answers [AttachProcesses].
type AttachProcessesResult struct {
	// Processes are those with endpoints first, then by start, newest first.
	Processes []GoProcess `json:"processes"`
	// Problems says, in sentences, what could not be looked at, and why.
	Problems []string `json:"problems"`
}

// GoProcess is a running process whose binary was built by Go.
type GoProcess struct {
	PID int64 `json:"pid"`
	// Name is the command's name, and Path its binary's absolute path.
	Name string `json:"name"`
	Path string `json:"path"`
	// Args are the command's arguments, without its name. They may hold secrets: shown, never kept.
	Args []string `json:"args"`
	// Package is the import path of the package main, Module and Version its module's; empty if the binary doesn't say.
	Package string `json:"package"`
	Module  string `json:"module"`
	Version string `json:"version"`
	// GoVersion is the toolchain that built it.
	GoVersion string `json:"goVersion"`
	// StartMillis is when it started, in milliseconds since the Unix epoch; 0 if that is not known.
	StartMillis int64 `json:"startMillis"`
	// Ports are the TCP ports that it listens on, ascending.
	Ports []int64 `json:"ports"`
	// URLs are the indices of profiles that it serves, such as "http://127.0.0.1:6060/debug/pprof/".
	URLs []string `json:"urls"`
}

// Endpoint is where a server's profiles are and how to ask for them. Nothing of it but the address is kept or logged.
type Endpoint struct {
	// URL is that of the index: "http://localhost:6060/debug/pprof/". A URL without a path means /debug/pprof/.
	URL string `json:"url"`
	// Headers are sent with each request to this host and port: a bearer token is one, "Authorization".
	Headers []Header `json:"headers"`
	// CAFile is the absolute path of PEM certificates to trust beside the system's; empty for none.
	CAFile string `json:"caFile"`
	// Socket is the absolute path of a unix socket to connect to, whatever the URL's host; empty for TCP.
	Socket string `json:"socket"`
	// TimeoutMillis is how long an answer may take to begin, beyond the seconds that were asked for; 0 for 10,000.
	TimeoutMillis int64 `json:"timeoutMillis"`
	// LimitBytes is how large one answer may be; 0 for 512 MiB.
	LimitBytes int64 `json:"limitBytes"`
}

// Header is a field of an HTTP request.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// AttachIndexParams asks what an endpoint offers.
type AttachIndexParams struct {
	Endpoint Endpoint `json:"endpoint"`
}

// AttachIndexResult answers [AttachIndex].
type AttachIndexResult struct {
	// URL is the index's, as it was found: with the path that was missing.
	URL string `json:"url"`
	// Profiles are in the order to offer them: CPU first, then memory, then the others by name.
	Profiles []OfferedProfile `json:"profiles"`
}

// OfferedProfile is one profile that a server offers.
type OfferedProfile struct {
	// Name is the server's: "profile" for CPU, "heap", "trace", "fgprof", or a name of its own.
	Name string      `json:"name"`
	Kind ProfileKind `json:"kind"`
	// Path is the profile's address relative to the index's: what to ask for.
	Path string `json:"path"`
	// Description is a short sentence on what it shows.
	Description string `json:"description"`
	// Count is the index's own figure, such as the number of goroutines; -1 if it gives none.
	Count int64 `json:"count"`
	// Seconds is how long it takes by default; 0 if it is a state that is told at once.
	Seconds int64 `json:"seconds"`
	// Delta tells that it counts from the program's start, and that asking for some seconds gives the difference.
	Delta bool `json:"delta"`
	// Note is a sentence on why it may be empty, such as a rate that was never set; empty as a rule.
	Note string `json:"note"`
}

// WantedProfile is one profile to ask a server for.
type WantedProfile struct {
	Name string      `json:"name"`
	Kind ProfileKind `json:"kind"`
	// Path is relative to the index's address.
	Path string `json:"path"`
	// Seconds is for how long; 0 for what has gathered since the program's start or, of what can only be taken for some
	// time, for the usual [OfferedProfile].Seconds.
	Seconds int64 `json:"seconds"`
}

// CaptureEndpointParams asks a server for profiles, all at once. Cancelling the request keeps nothing.
type CaptureEndpointParams struct {
	// Token names this run in its notifications and in other requests; the editor chooses it.
	Token    string          `json:"token"`
	Endpoint Endpoint        `json:"endpoint"`
	Profiles []WantedProfile `json:"profiles"`
	// Title is what the history calls the capture, such as "localhost:6060".
	Title string `json:"title"`
	// SampleType is what the user asked to see; empty for the first profile's own.
	SampleType string `json:"sampleType"`
	// Workspace is the workspace folder that the capture belongs to.
	Workspace string `json:"workspace"`
	// Watch keeps the request open: each [CapturePull] asks the server anew, until [CaptureStop] keeps what the last one
	// got (of CPU: of all). Nothing is asked before the first pull.
	Watch bool `json:"watch"`
}

// CaptureEndpointResult answers [CaptureEndpoint].
type CaptureEndpointResult struct {
	// Capture is what was kept: absent if no profile could be had.
	Capture *Capture `json:"capture,omitempty"`
	// Problems says, in sentences, which profiles could not be had, and why.
	Problems []string `json:"problems"`
}
