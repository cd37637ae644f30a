package capture

// ProfileKind is what a captured file is about.
type ProfileKind string

const (
	CPU           ProfileKind = "cpu"
	Memory        ProfileKind = "memory"
	Block         ProfileKind = "block"
	Mutex         ProfileKind = "mutex"
	Goroutine     ProfileKind = "goroutine"
	GoroutineLeak ProfileKind = "goroutineleak"
	ThreadCreate  ProfileKind = "threadcreate"
	// Other is a profile in pprof's format that Go's runtime does not make.
	Other ProfileKind = "other"
	// Trace is an execution trace, and Metrics a series of runtime statistics, one JSON object a line: no profiles.
	Trace   ProfileKind = "trace"
	Metrics ProfileKind = "metrics"
)

// IsProfile tells whether a file of this kind is in pprof's format.
func (k ProfileKind) IsProfile() bool { return k != Trace && k != Metrics }

// Profile is one captured file. Profiles are gzipped protobuf as package runtime/pprof writes it.
type Profile struct {
	Kind ProfileKind
	// Name is what its source calls it, such as "heap".
	Name string
	// Path is absolute, in the run's output folder.
	Path string
	// Note is a sentence on why there may be nothing in it; empty as a rule.
	Note string
}

// Rates say how often a profiler looks. 0 is the default of each: 100 Hz, one sample for each 524,288 bytes, every wait
// and every contention.
type Rates struct {
	// CPUHertz is samples a second of CPU time.
	CPUHertz int64
	// MemoryBytes is the mean number of bytes from one sample to the next; 1 counts every allocation.
	MemoryBytes int64
	// BlockNanos is the mean time waited, in nanoseconds, from one sample to the next.
	BlockNanos int64
	// MutexFraction is n if one in n contentions is sampled.
	MutexFraction int64
}

// ExactMemory tells that every allocation is counted, which makes the program so slow that no time of it means anything.
func (r Rates) ExactMemory() bool { return r.MemoryBytes == 1 }
