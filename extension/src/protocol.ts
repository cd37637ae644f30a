// Code generated from server/internal/protocol by protocol/gen. DO NOT EDIT.
// Change the Go and run: go generate ./server/...

/** TargetKind is what a capture can run. */
export type TargetKind = "test" | "benchmark";

/** CaptureTargetsParams asks what a Go file holds that can be captured. */
export interface CaptureTargetsParams {
  /** File is the file's path; only its name is used. */
  file: string;
  /** Content is the file's text as the editor has it, saved or not. */
  content: string;
}

/** CaptureTargetsResult answers [CaptureTargets]. */
export interface CaptureTargetsResult {
  /** Targets are in the file's order; empty for a file that is no _test.go file. */
  targets: Target[];
}

/** Target is a function that a capture can run. */
export interface Target {
  kind: TargetKind;
  /** Name is the function's name, such as "BenchmarkParse". */
  name: string;
  /** Line and EndLine are the declaration's first and last line, both inclusive, counted from 1. */
  line: number;
  endLine: number;
}

/**
 * CaptureTestParams asks for tests or benchmarks of one package to be run under the profiler, CPU and memory in one
 * run. Cancelling the request ends every process of it and keeps nothing.
 */
export interface CaptureTestParams {
  /** Token names this run in its notifications; the editor chooses it. */
  token: string;
  /** Dir is the package's directory. */
  dir: string;
  /** Kind says what Names are, and what "all" means. */
  kind: TargetKind;
  /** Names are the functions to run; empty for all of Kind in the package. */
  names: string[];
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
export type CaptureOutcome = "passed" | "failed" | "buildFailed" | "nothingRan";

/** CaptureTestResult answers [CaptureTest]. */
export interface CaptureTestResult {
  outcome: CaptureOutcome;
  /** Capture is what was kept: absent if the run gave no profile. */
  capture?: Capture;
  /** Failures are the run's own messages, in its order; empty if it passed. */
  failures: Failure[];
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
export type ProfileKind = "cpu" | "memory";

/** Capture is one run's profiles, kept on disk as standard files. */
export interface Capture {
  /** ID names the capture in the library; it sorts by time. */
  id: string;
  /** Title is what the history shows, such as "BenchmarkParse". */
  title: string;
  /** Kind and Names and Dir are what was run, and Flags with what further arguments: enough to run it again. */
  kind: TargetKind;
  dir: string;
  names: string[];
  flags: string[];
  /** SampleType is what the user asked to see. */
  sampleType: string;
  /** Package is the import path. */
  package: string;
  /** GoVersion is the toolchain's version, such as "go1.26.8"; empty if it is not known. */
  goVersion: string;
  /** TimeMillis is when the run began, in milliseconds since the Unix epoch. */
  timeMillis: number;
  /** DurationMillis is how long build and run took together, in milliseconds. */
  durationMillis: number;
  /** Failed tells that the run did not pass: its figures may be of half the work. */
  failed: boolean;
  /** Profiles are the files, each with what it is about. */
  profiles: CapturedProfile[];
  /** Sources are the files of the package's module that the profiles name, as they were when they were built. */
  sources: CapturedSource[];
}

/** CapturedProfile is one profile file of a capture. */
export interface CapturedProfile {
  kind: ProfileKind;
  /** Path is the file's absolute path. */
  path: string;
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
export type CaptureListParams = Record<string, never>;

/** CaptureListResult answers [CaptureList]. */
export interface CaptureListResult {
  /** Captures are newest first. */
  captures: Capture[];
  /** Problems says, in sentences, which entries could not be read, and why. */
  problems: string[];
}

/** CaptureDeleteParams asks for a capture to be removed from disk. One that is already gone is no error. */
export interface CaptureDeleteParams {
  /** Capture is the capture's id. */
  capture: string;
}

/** CaptureDeleteResult answers [CaptureDelete]. */
export type CaptureDeleteResult = Record<string, never>;

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
export type ErrorCode = -32602 | -32601 | -32603 | -32800 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

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
  "capture/list": { params: CaptureListParams; result: CaptureListResult };
  "capture/delete": { params: CaptureDeleteParams; result: CaptureDeleteResult };
}

/** Every notification from the backend, by its name on the wire. */
export interface Notifications {
  "capture/output": { params: CaptureOutputParams };
  "capture/progress": { params: CaptureProgressParams };
}
