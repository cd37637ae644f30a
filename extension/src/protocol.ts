// Code generated from server/internal/protocol by protocol/gen. DO NOT EDIT.
// Change the Go and run: go generate ./server/...

/** AttachProcessesParams asks for the Go processes of this user. */
export interface AttachProcessesParams {
  /**
   * Prefixes are further paths at which to look for profiles, such as "/internal/debug/pprof/"; "/debug/pprof/" is
   * always tried. Only loopback listeners of this user's own Go processes are asked.
   */
  prefixes: string[];
}

/** AttachProcessesResult answers [AttachProcesses]. */
export interface AttachProcessesResult {
  /** Processes are those with endpoints first, then by start, newest first. */
  processes: GoProcess[];
  /** Problems says, in sentences, what could not be looked at, and why. */
  problems: string[];
}

/** GoProcess is a running process whose binary was built by Go. */
export interface GoProcess {
  pid: number;
  /** Name is the command's name, and Path its binary's absolute path. */
  name: string;
  path: string;
  /** Args are the command's arguments, without its name. They may hold secrets: shown, never kept. */
  args: string[];
  /** Package is the import path of the package main, Module and Version its module's; empty if the binary doesn't say. */
  package: string;
  module: string;
  version: string;
  /** GoVersion is the toolchain that built it. */
  goVersion: string;
  /** StartMillis is when it started, in milliseconds since the Unix epoch; 0 if that is not known. */
  startMillis: number;
  /** Ports are the TCP ports that it listens on, ascending. */
  ports: number[];
  /** URLs are the indices of profiles that it serves, such as "http://127.0.0.1:6060/debug/pprof/". */
  urls: string[];
}

/** Endpoint is where a server's profiles are and how to ask for them. Nothing of it but the address is kept or logged. */
export interface Endpoint {
  /** URL is that of the index: "http://localhost:6060/debug/pprof/". A URL without a path means /debug/pprof/. */
  url: string;
  /** Headers are sent with each request to this host and port: a bearer token is one, "Authorization". */
  headers: Header[];
  /** CAFile is the absolute path of PEM certificates to trust beside the system's; empty for none. */
  caFile: string;
  /** Socket is the absolute path of a unix socket to connect to, whatever the URL's host; empty for TCP. */
  socket: string;
  /** TimeoutMillis is how long an answer may take to begin, beyond the seconds that were asked for; 0 for 10,000. */
  timeoutMillis: number;
  /** LimitBytes is how large one answer may be; 0 for 512 MiB. */
  limitBytes: number;
}

/** Header is a field of an HTTP request. */
export interface Header {
  name: string;
  value: string;
}

/** AttachIndexParams asks what an endpoint offers. */
export interface AttachIndexParams {
  endpoint: Endpoint;
}

/** AttachIndexResult answers [AttachIndex]. */
export interface AttachIndexResult {
  /** URL is the index's, as it was found: with the path that was missing. */
  url: string;
  /** Profiles are in the order to offer them: CPU first, then memory, then the others by name. */
  profiles: OfferedProfile[];
}

/** OfferedProfile is one profile that a server offers. */
export interface OfferedProfile {
  /** Name is the server's: "profile" for CPU, "heap", "trace", "fgprof", or a name of its own. */
  name: string;
  kind: ProfileKind;
  /** Path is the profile's address relative to the index's: what to ask for. */
  path: string;
  /** Description is a short sentence on what it shows. */
  description: string;
  /** Count is the index's own figure, such as the number of goroutines; -1 if it gives none. */
  count: number;
  /** Seconds is how long it takes by default; 0 if it is a state that is told at once. */
  seconds: number;
  /** Delta tells that it counts from the program's start, and that asking for some seconds gives the difference. */
  delta: boolean;
  /** Note is a sentence on why it may be empty, such as a rate that was never set; empty as a rule. */
  note: string;
}

/** WantedProfile is one profile to ask a server for. */
export interface WantedProfile {
  name: string;
  kind: ProfileKind;
  /** Path is relative to the index's address. */
  path: string;
  /**
   * Seconds is for how long; 0 for what has gathered since the program's start or, of what can only be taken for some
   * time, for the usual [OfferedProfile].Seconds.
   */
  seconds: number;
}

/** CaptureEndpointParams asks a server for profiles, all at once. Cancelling the request keeps nothing. */
export interface CaptureEndpointParams {
  /** Token names this run in its notifications and in other requests; the editor chooses it. */
  token: string;
  endpoint: Endpoint;
  profiles: WantedProfile[];
  /** Title is what the history calls the capture, such as "localhost:6060". */
  title: string;
  /** SampleType is what the user asked to see; empty for the first profile's own. */
  sampleType: string;
  /** Workspace is the workspace folder that the capture belongs to. */
  workspace: string;
  /**
   * Watch keeps the request open: each [CapturePull] asks the server anew, until [CaptureStop] keeps what the last one
   * got (of CPU: of all). Nothing is asked before the first pull.
   */
  watch: boolean;
}

/** CaptureEndpointResult answers [CaptureEndpoint]. */
export interface CaptureEndpointResult {
  /** Capture is what was kept: absent if no profile could be had. */
  capture?: Capture;
  /** Problems says, in sentences, which profiles could not be had, and why. */
  problems: string[];
}

/** TargetKind is what a capture can run. */
export type TargetKind = "test" | "benchmark" | "fuzz" | "program" | "endpoint";

/** CaptureTargetsParams asks what a Go file holds that can be captured. */
export interface CaptureTargetsParams {
  /** File is the file's path; only its name is used. */
  file: string;
  /** Content is the file's text as the editor has it, saved or not. */
  content: string;
}

/** CaptureTargetsResult answers [CaptureTargets]. */
export interface CaptureTargetsResult {
  /** Targets are in the file's order, a function before the subtests in it. Empty for a file that holds none. */
  targets: Target[];
}

/** Target is a function that a capture can run. */
export interface Target {
  kind: TargetKind;
  /**
   * Name is the function's name, such as "BenchmarkParse". For a subtest or sub-benchmark it is the path that go test
   * prints, such as "TestParse/empty_input".
   */
  name: string;
  /**
   * Sub tells that this is a subtest or sub-benchmark: a call of Run with a literal name, or the row of a table whose
   * rows name subtests.
   */
  sub: boolean;
  /** Line and EndLine are the declaration's first and last line, both inclusive, counted from 1. */
  line: number;
  endLine: number;
}

/**
 * Rates say how often a profiler looks. The zero value is Go's own rates, and 1 nanosecond and 1 in 1 for block and
 * mutex, which Go leaves off.
 */
export interface Rates {
  /** CPUHertz is how many samples a second of CPU time are taken; 0 for Go's 100. Tests can't change it. */
  cpuHertz: number;
  /**
   * MemoryBytes is the mean number of bytes allocated from one sample to the next; 0 for Go's 524,288. 1 is exact
   * memory: every allocation is counted, the program runs 20 to 64 times slower, and no time is kept of it.
   */
  memoryBytes: number;
  /** BlockNanos is the mean time waited, in nanoseconds, from one block sample to the next; 0 for 1: every wait. */
  blockNanos: number;
  /** MutexFraction is n if one in n contentions is sampled; 0 for 1: each. */
  mutexFraction: number;
}

/**
 * CaptureTestParams asks for tests, benchmarks or the seeds of fuzz targets of one package to be run under the
 * profiler, all kinds in one run. Cancelling the request ends every process of it and keeps nothing.
 */
export interface CaptureTestParams {
  /** Token names this run in its notifications; the editor chooses it. */
  token: string;
  /** Dir is the package's directory. */
  dir: string;
  /** Kind says what Names are, and what "all" means: a test, a benchmark or a fuzz target. */
  kind: TargetKind;
  /**
   * Names are the functions to run, or subtests by their path ("TestParse/empty_input"); empty for all of Kind in the
   * package.
   */
  names: string[];
  /** Kinds are the profiles to take; empty for CPU and memory. */
  kinds: ProfileKind[];
  rates: Rates;
  /** Unprofiled asks for benchmarks to be run a second time without a profiler, for an honest ns/op. */
  unprofiled: boolean;
  /** Workspace is the workspace folder that the capture belongs to. */
  workspace: string;
  /** Title is what the history calls the capture, such as "BenchmarkParse" or "all benchmarks of codec". */
  title: string;
  /** SampleType is what the user asked to see, such as "cpu" or "alloc_space"; kept for running it again. */
  sampleType: string;
  /** GoCommand is the go command to use; empty to look on the PATH and where Go is usually installed. */
  goCommand: string;
  /** Flags are further arguments to go test, such as "-tags=integration"; one argument an element. */
  flags: string[];
}

/** CaptureOutcome is how a run ended. */
export type CaptureOutcome = "passed" | "failed" | "buildFailed" | "nothingRan" | "stopped";

/** CaptureTestResult answers [CaptureTest]. */
export interface CaptureTestResult {
  outcome: CaptureOutcome;
  /** Capture is what was kept: absent if the run gave no profile. */
  capture?: Capture;
  /** Failures are the run's own messages, in its order; empty if it passed. */
  failures: Failure[];
  /** Problems says, in sentences, what could not be captured, and why. */
  problems: string[];
}

/** Failure is one message of a failing run. */
export interface Failure {
  /** Message is the tool's or the test's own words, one line or more. */
  message: string;
  /** File is the absolute path of the place that it names; empty if it names none. */
  file: string;
  /** Line and Column count from 1; 0 if the message does not say. */
  line: number;
  column: number;
}

/** ProfileKind is what a captured profile file is about. */
export type ProfileKind = "cpu" | "memory" | "block" | "mutex" | "goroutine" | "goroutineleak" | "threadcreate" | "other" | "trace" | "metrics";

/** Capture is one run's profiles, kept on disk as standard files. */
export interface Capture {
  /** ID names the capture in the library; it sorts by time. */
  id: string;
  /** Title is what the history shows, such as "BenchmarkParse". */
  title: string;
  /** Pinned captures are never removed to make room. */
  pinned: boolean;
  /** Workspace is the workspace folder that it belongs to; empty for one of before there were workspaces. */
  workspace: string;
  /**
   * Kind and Names and Dir are what was run, and Flags with what further arguments: enough to run it again. Names are
   * a test's functions, a program's arguments, or the profiles that an endpoint was asked for: then Flags are the paths
   * that were asked, each with its seconds, such as "profile?seconds=30", in the order of Names and of Kinds.
   */
  kind: TargetKind;
  dir: string;
  names: string[];
  flags: string[];
  /**
   * Configuration names what else a program was run with: one of launch.json. Empty for none. Its environment is not
   * kept, since it may hold secrets.
   */
  configuration: string;
  /**
   * URL is the endpoint's address, without user, password, query and fragment; empty for what was run. Of a server at a
   * unix socket it is "unix://SOCKET:PATH".
   */
  url: string;
  /** SampleType is what the user asked to see. */
  sampleType: string;
  /** Package is the import path. */
  package: string;
  /** GoVersion is the toolchain's version, such as "go1.26.8"; empty if it is not known. */
  goVersion: string;
  /** Commit is the git commit of Dir, in full, and Dirty tells that there were changes; empty outside of git. */
  commit: string;
  dirty: boolean;
  /** TimeMillis is when the run began, in milliseconds since the Unix epoch. */
  timeMillis: number;
  /** DurationMillis is how long build and run took together, in milliseconds. */
  durationMillis: number;
  /** Failed tells that the run did not pass: its figures may be of half the work. */
  failed: boolean;
  /** ExitCode is the status that the run ended with; 128 and the signal's number if a signal ended it. 0 for an endpoint. */
  exitCode: number;
  /** Kinds and Rates are what was asked for. */
  kinds: ProfileKind[];
  rates: Rates;
  /** Bytes is the size of all its files, in bytes. */
  bytes: number;
  /** Profiles are the files, each with what it is about. */
  profiles: CapturedProfile[];
  /** Benchmarks are those that ran, in the order in which they ended. */
  benchmarks: BenchmarkRun[];
  /** Sources are the files of the package's module that the profiles name, as they were when they were built. */
  sources: CapturedSource[];
}

/** CapturedProfile is one profile file of a capture. */
export interface CapturedProfile {
  kind: ProfileKind;
  /** Name is what its source calls it, such as "heap" or "fgprof". */
  name: string;
  /** Path is the file's absolute path. */
  path: string;
  /**
   * Total is the profile's total in its default sample type, in that type's Unit: as [ProfileLinesResult].Total. Both
   * are zero for a file that is no profile.
   */
  sampleType: string;
  unit: string;
  total: number;
  /** Note is a sentence on why there is nothing in it, or on what it does not hold; empty as a rule. */
  note: string;
}

/** BenchmarkRun is one benchmark, or sub-benchmark, of a capture. */
export interface BenchmarkRun {
  /** Name is as go test prints it, without the number of processors: "BenchmarkParse/large". */
  name: string;
  /**
   * Rounds is how many operations the profiles are of: every round that was run, the calibrating ones too. 0 if it is
   * not known. A line's cost per operation is its value divided by it, if this benchmark is the only one.
   */
  rounds: number;
  /**
   * Profiled and Unprofiled are the results with and without the profiler, in the order of their runs; Unprofiled is
   * empty if it was not asked for.
   */
  profiled: BenchmarkResult[];
  unprofiled: BenchmarkResult[];
}

/** BenchmarkResult is one line of a benchmark's output. */
export interface BenchmarkResult {
  /** Iterations is the b.N that the figures are means of. */
  iterations: number;
  /** Metrics are the line's values, each with its unit: "ns/op", "B/op", "allocs/op", "MB/s", or the benchmark's own. */
  metrics: BenchmarkMetric[];
}

/** BenchmarkMetric is a value of a benchmark's result. */
export interface BenchmarkMetric {
  unit: string;
  value: number;
}

/**
 * CapturedSource tells what a profiled source file was when it was compiled, so that figures are never shown on lines
 * of another text.
 */
export interface CapturedSource {
  /** File is the absolute path, as the profile names it. */
  file: string;
  /**
   * SHA256 is the hash, in lower-case hexadecimal, of the text without byte order mark and carriage returns (an editor
   * hides both). Empty if the file changed while it was captured: then no figure of it can be trusted.
   */
  sha256: string;
}

/** CaptureListParams asks for the library's captures. */
export interface CaptureListParams {
  /**
   * Workspaces are workspace folders: only captures that belong to one of them are listed, and those that belong to
   * none. Empty for all captures.
   */
  workspaces: string[];
}

/** CaptureListResult answers [CaptureList]. */
export interface CaptureListResult {
  /** Captures are newest first. */
  captures: Capture[];
  /** Damaged are the entries that can't be read, newest first. They can be deleted. */
  damaged: DamagedCapture[];
  /** Problems says, in sentences, which captures lack a profile, and why. */
  problems: string[];
  /**
   * Bytes is the size of the whole library, and LimitBytes what it may have before the oldest captures that are not
   * pinned are removed; 0 for no limit.
   */
  bytes: number;
  limitBytes: number;
}

/** DamagedCapture is an entry of the library that can't be read. */
export interface DamagedCapture {
  id: string;
  /** Folder is the entry's absolute path. */
  folder: string;
  /** Reason is a sentence. */
  reason: string;
}

/** CaptureUpdateParams asks for what the user says of a capture to be changed. */
export interface CaptureUpdateParams {
  /** Capture is the capture's id. */
  capture: string;
  /** Title is the new title; absent to leave it. */
  title?: string;
  /** Pinned pins or unpins; absent to leave it. */
  pinned?: boolean;
}

/** CaptureUpdateResult answers [CaptureUpdate]. */
export interface CaptureUpdateResult {
  capture: Capture;
}

/** CaptureDeleteParams asks for a capture to be removed from disk. One that is already gone is no error. */
export interface CaptureDeleteParams {
  /** Capture is the capture's id. */
  capture: string;
}

/** CaptureDeleteResult answers [CaptureDelete]. */
export type CaptureDeleteResult = Record<string, never>;

/** CapturePrunedParams tells that captures were removed to keep the library below its limit. */
export interface CapturePrunedParams {
  /** Captures is how many, the oldest that were not pinned, and Bytes the size of their files. */
  captures: number;
  bytes: number;
  /** LimitBytes is as in [CaptureListResult]. */
  limitBytes: number;
}

/** CaptureStage is what a run is doing. */
export type CaptureStage = "building" | "running" | "saving";

/** CaptureOutputParams carries what a run printed. */
export interface CaptureOutputParams {
  /** Token is the run's. */
  token: string;
  /** Text is as it was printed: not always whole lines. */
  text: string;
}

/** CaptureProgressParams tells that a run has come to another stage. */
export interface CaptureProgressParams {
  /** Token is the run's. */
  token: string;
  stage: CaptureStage;
  /** Detail is the latest line worth showing, such as a benchmark's result; empty if there is none. */
  detail: string;
}

/** SampleType is one of the values that each sample of a profile carries, such as cpu in nanoseconds. */
export interface SampleType {
  /** Type is the value's name in the profile, such as "cpu" or "alloc_space". */
  type: string;
  /** Unit is the value's unit in the profile, such as "nanoseconds", "bytes" or "count". */
  unit: string;
}

/** Profile describes a profile that is open in the backend. */
export interface Profile {
  /** ID names the profile in later requests, until it is closed or the backend ends. */
  id: string;
  /** Path is the file that it was read from. */
  path: string;
  /** SampleTypes are in the file's order. */
  sampleTypes: SampleType[];
  /** DefaultSampleType is the type that pprof would show: the file's own default, else its last type. */
  defaultSampleType: string;
  /** TimeMillis is when the profile was taken, in milliseconds since the Unix epoch; 0 if the file does not say. */
  timeMillis: number;
  /** DurationNanos is how long it was taken for, in nanoseconds; 0 if the file does not say. */
  durationNanos: number;
  /** PeriodType is what triggers a sample; both fields are empty if the file does not say. */
  periodType: SampleType;
  /** Period is the distance between two samples, in PeriodType's unit; 0 if the file does not say. */
  period: number;
  /** Comments are free text that the file carries. */
  comments: string[];
  /** Samples is the number of sample records (distinct stacks, as a rule), not a sum of their values. */
  samples: number;
  /** Functions is the number of distinct function names. */
  functions: number;
  /** Problems says, in sentences, what of the file could not be read. Empty for a sound file. */
  problems: string[];
}

/** ProfileOpenParams asks for a profile file to be read: gzipped or raw protobuf of any language, or a legacy format. */
export interface ProfileOpenParams {
  /** Path is the file's absolute path. */
  path: string;
}

/** ProfileOpenResult answers [ProfileOpen]. */
export interface ProfileOpenResult {
  profile: Profile;
}

/** ProfileCloseParams lets the backend forget a profile. Closing one that is not open is no error. */
export interface ProfileCloseParams {
  /** Profile is the profile's id. */
  profile: string;
}

/** ProfileCloseResult answers [ProfileClose]. */
export type ProfileCloseResult = Record<string, never>;

/** ProfileLinesParams asks what each line of one file costs. */
export interface ProfileLinesParams {
  /** Profile is the profile's id. */
  profile: string;
  /** SampleType is the name of one of the profile's sample types; empty for the default one. */
  sampleType: string;
  /** File is an absolute path, or the profile's own name for the file. */
  file: string;
}

/** ProfileLinesResult answers [ProfileLines]. */
export interface ProfileLinesResult {
  /** Unit is the unit of every value here. */
  unit: string;
  /** Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of every share. */
  total: number;
  /** Lines holds each line of the file that has a value, by ascending line; empty if the profile doesn't name the file. */
  lines: LineCost[];
}

/** LineCost is what one line of source costs. */
export interface LineCost {
  /** Line counts from 1. */
  line: number;
  /** Flat is the sum over the samples whose innermost frame is on this line. */
  flat: number;
  /** Cum is the sum over the samples with any frame on this line; each sample counts once. */
  cum: number;
}

/** ProfileLineParams asks for all that the profile says of one line. */
export interface ProfileLineParams {
  /** Profile is the profile's id. */
  profile: string;
  /** File is an absolute path, or the profile's own name for the file. */
  file: string;
  /** Line counts from 1. */
  line: number;
}

/** ProfileLineResult answers [ProfileLine]. */
export interface ProfileLineResult {
  /** Figures holds one entry for each sample type, in the profile's order, zero values included. */
  figures: Figure[];
}

/** Figure is one line's cost in one sample type. */
export interface Figure {
  /** Type is the sample type's name. */
  type: string;
  /** Unit is the unit of the values. */
  unit: string;
  /** Flat and Cum are as in [LineCost]. */
  flat: number;
  cum: number;
  /** Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of both shares. */
  total: number;
}

/** FunctionSort is an order of functions. */
export type FunctionSort = "flat" | "cum" | "name";

/** ProfileFunctionsParams asks for functions and what they cost. */
export interface ProfileFunctionsParams {
  /** Profile is the profile's id. */
  profile: string;
  /** SampleType is the name of one of the profile's sample types; empty for the default one. */
  sampleType: string;
  /** Sort is the order; empty for flat. */
  sort: FunctionSort;
  /**
   * Filter keeps the functions whose name contains it, or matches it as a regular expression (RE2). Letter case
   * counts only where the filter has a capital. Empty keeps all.
   */
  filter: string;
  /** Offset is how many functions of the order to pass over. */
  offset?: number;
  /** Limit is how many functions to answer at most; 0 for all. */
  limit: number;
}

/** ProfileFunctionsResult answers [ProfileFunctions]. */
export interface ProfileFunctionsResult {
  /** Unit is the unit of every value here. */
  unit: string;
  /** Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of every share. */
  total: number;
  /** Count is how many functions the filter keeps, of which Functions is a page. */
  count: number;
  /** Functions are those with a value, in the order asked for. */
  functions: FunctionCost[];
}

/** FunctionCost is what one function costs. Functions are told apart by name, as pprof's -top does. */
export interface FunctionCost {
  /** Name is the function's full name, such as "encoding/json.(*decodeState).object". */
  name: string;
  /** File is the profile's name of the file that holds Line; empty if the profile does not say. */
  file: string;
  /**
   * Line is the function's hottest line: by cum where that is the order asked for, else by flat, then cum. 0 if the
   * profile does not say.
   */
  line: number;
  /** Flat is the sum over the samples whose innermost frame is this function. */
  flat: number;
  /**
   * Cum is the sum over the samples with any frame of this function; each sample counts once, so recursion does not
   * count twice.
   */
  cum: number;
}

/** ProfileFilesParams asks for source files and what they cost. */
export interface ProfileFilesParams {
  /** Profile is the profile's id. */
  profile: string;
  /** SampleType is the name of one of the profile's sample types; empty for the default one. */
  sampleType: string;
}

/** ProfileFilesResult answers [ProfileFiles]. */
export interface ProfileFilesResult {
  /** Unit is the unit of every value here. */
  unit: string;
  /** Total is the sum of magnitudes of the sample type over the whole profile, as in pprof: the denominator of every share. */
  total: number;
  /** Files are those with a value, largest flat first (by magnitude), then cum, then name. */
  files: FileCost[];
}

/** FileCost is what one source file costs. */
export interface FileCost {
  /** File is the profile's name for the file. */
  file: string;
  /** Line is the file's hottest line, by cum, then flat, as the editor colours it; 0 if the profile does not say. */
  line: number;
  /** Flat is the sum over the samples whose innermost frame is in this file. */
  flat: number;
  /** Cum is the sum over the samples with any frame in this file; each sample counts once. */
  cum: number;
}

/** ErrorCode is the code of an error answer. Codes below -32000 are JSON-RPC's and LSP's own; the others are ours. */
export type ErrorCode = -32602 | -32601 | -32603 | -32800 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11;

/** CodeInvalidParams: the request's parameters are missing, malformed or contradict each other. */
export const CodeInvalidParams = -32602;

/** CodeMethodNotFound: the backend has no such method: extension and backend are of different versions. */
export const CodeMethodNotFound = -32601;

/** CodeInternal: a bug in the backend. It was logged; the backend lives on. */
export const CodeInternal = -32603;

/** CodeCancelled: the request was cancelled, and all of its work with it. */
export const CodeCancelled = -32800;

/** CodeNotAProfile: the file is empty, or nothing that could be read as a profile. */
export const CodeNotAProfile = 1;

/** CodeUnreadable: the file is missing, or may not be read. */
export const CodeUnreadable = 2;

/** CodeTooLarge: the profile unpacks to more than the backend may hold. */
export const CodeTooLarge = 3;

/** CodeProfileNotOpen: no profile of this id is open; open it again. */
export const CodeProfileNotOpen = 4;

/** CodeFileChanged: the profile's file is not the one that was opened; open it again. */
export const CodeFileChanged = 5;

/** CodeNoSampleType: the profile has no sample type of this name. */
export const CodeNoSampleType = 6;

/** CodeNoGo: no go command could be found or started. */
export const CodeNoGo = 7;

/** CodeNotWritable: the folder of captures can't be written (permission, full disk). */
export const CodeNotWritable = 8;

/** CodeNoCapture: the library has no capture of this id. */
export const CodeNoCapture = 9;

/** CodeNoRun: no run of this token is going on. */
export const CodeNoRun = 10;

/** CodeEndpoint: a server could not be reached, refused, or answered with what is no profile. The message says which. */
export const CodeEndpoint = 11;

/** InitializeParams opens the conversation. */
export interface InitializeParams {
  /** ClientVersion is the extension's version, for the log. */
  clientVersion: string;
}

/** InitializeResult answers [Initialize]. */
export interface InitializeResult {
  /** ServerVersion is the backend's version. */
  serverVersion: string;
}

/** EnvVar is a variable of a process's environment. */
export interface EnvVar {
  name: string;
  value: string;
}

/**
 * CaptureProgramParams asks for a program to be built with an agent in it, and run. The request lasts as long as the
 * program: once that is built, [CaptureLaunch] tells the editor what to start in a terminal. Cancelling the request
 * ends every process of it and keeps nothing; [CaptureStop] ends it and keeps what there is.
 */
export interface CaptureProgramParams {
  /** Token names this run in its notifications and in other requests; the editor chooses it. */
  token: string;
  /** Dir is the folder of the package main. */
  dir: string;
  /** Title is what the history calls the capture, such as "sample". */
  title: string;
  /** SampleType is what the user asked to see. */
  sampleType: string;
  /** GoCommand is the go command to use; empty to look on the PATH and where Go is usually installed. */
  goCommand: string;
  /** Flags are further arguments to go build, such as "-tags=integration"; one argument an element. */
  flags: string[];
  /** Args are the program's arguments. */
  args: string[];
  /** Env are variables that win over the backend's own. */
  env: EnvVar[];
  /** WorkingDir is where the program runs; empty for Dir. */
  workingDir: string;
  /** Configuration names where Args, Env and WorkingDir come from, for the history: one of launch.json. Empty for none. */
  configuration: string;
  /** Kinds are the profiles to take; empty for CPU and memory. */
  kinds: ProfileKind[];
  rates: Rates;
  /** Workspace is the workspace folder that the capture belongs to. */
  workspace: string;
}

/** CaptureProgramResult answers [CaptureProgram]. */
export interface CaptureProgramResult {
  outcome: CaptureOutcome;
  /** ExitCode is the program's; 128 and the signal's number if a signal ended it. 0 if it was not built. */
  exitCode: number;
  /** Capture is what was kept: absent if the run gave no profile. */
  capture?: Capture;
  /** Failures are the compiler's messages, in its order; empty if it compiled. */
  failures: Failure[];
  /** Problems says, in sentences, what could not be captured, and why. */
  problems: string[];
}

/**
 * CaptureLaunchParams tells the editor what to start in a terminal: the backend's own binary, as a guard of the
 * program, which ends with the program's status. The program runs as soon as the guard does.
 */
export interface CaptureLaunchParams {
  /** Token is the run's. */
  token: string;
  /** Command is an absolute path, and Args its arguments: to be started as a list, without a shell. */
  command: string;
  args: string[];
  /** Dir is the working folder. */
  dir: string;
  /** Env are variables to be added to the terminal's own. */
  env: EnvVar[];
}

/** CapturePullParams asks for the profiles of a running program, or of an endpoint that is watched, as they are now. */
export interface CapturePullParams {
  /** Token is the run's. */
  token: string;
  /**
   * Kinds are the profiles to pull, which need not be those that the run takes; empty for those. CPU is all since the
   * beginning. The files are the run's until its next pull but one, and are gone when it ends.
   */
  kinds: ProfileKind[];
}

/** CapturePullResult answers [CapturePull]. */
export interface CapturePullResult {
  /** Profiles are files for [ProfileOpen]. */
  profiles: CapturedProfile[];
  /** Sources are as in [Capture]. */
  sources: CapturedSource[];
  /** Problems says, in sentences, what could not be pulled, and why. */
  problems: string[];
}

/**
 * CaptureStopParams asks for a run to end and to keep what it has: a program is asked for its profiles, then told to
 * end (SIGTERM), then killed if it does not; an endpoint is watched no more.
 */
export interface CaptureStopParams {
  /** Token is the run's. One that has ended is no error. */
  token: string;
}

/** CaptureStopResult answers [CaptureStop]; the run's own request has the capture. */
export type CaptureStopResult = Record<string, never>;

/** Every request, by its name on the wire. */
export interface Requests {
  "initialize": { params: InitializeParams; result: InitializeResult };
  "profile/open": { params: ProfileOpenParams; result: ProfileOpenResult };
  "profile/lines": { params: ProfileLinesParams; result: ProfileLinesResult };
  "profile/line": { params: ProfileLineParams; result: ProfileLineResult };
  "profile/functions": { params: ProfileFunctionsParams; result: ProfileFunctionsResult };
  "profile/files": { params: ProfileFilesParams; result: ProfileFilesResult };
  "profile/close": { params: ProfileCloseParams; result: ProfileCloseResult };
  "capture/targets": { params: CaptureTargetsParams; result: CaptureTargetsResult };
  "capture/test": { params: CaptureTestParams; result: CaptureTestResult };
  "capture/program": { params: CaptureProgramParams; result: CaptureProgramResult };
  "capture/endpoint": { params: CaptureEndpointParams; result: CaptureEndpointResult };
  "capture/pull": { params: CapturePullParams; result: CapturePullResult };
  "capture/stop": { params: CaptureStopParams; result: CaptureStopResult };
  "attach/processes": { params: AttachProcessesParams; result: AttachProcessesResult };
  "attach/index": { params: AttachIndexParams; result: AttachIndexResult };
  "capture/list": { params: CaptureListParams; result: CaptureListResult };
  "capture/update": { params: CaptureUpdateParams; result: CaptureUpdateResult };
  "capture/delete": { params: CaptureDeleteParams; result: CaptureDeleteResult };
}

/** Every notification from the backend, by its name on the wire. */
export interface Notifications {
  "capture/output": { params: CaptureOutputParams };
  "capture/progress": { params: CaptureProgressParams };
  "capture/launch": { params: CaptureLaunchParams };
  "capture/pruned": { params: CapturePrunedParams };
}
