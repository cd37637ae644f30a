// Package protocol defines every message between the editor and the backend, once.
//
// A message is a Go struct; a request is a typed constant (see [Method]) that ties a name on the wire to its
// parameters and its result. protocol/gen reads this package and writes extension/src/protocol.ts, doc comments
// included, so both sides compile against the same definition. The package imports only the standard library, holds
// no behaviour, and is imported by rpc and server alone: analysis has types of its own, and server converts.
//
// Conventions that hold for every message:
//   - Slices are never null on the wire: an empty list is [].
//   - Lines count from 1. Paths are the backend machine's own, absolute unless the field says otherwise.
//   - Times of day are milliseconds since the Unix epoch; durations name their unit in the field's name.
//   - A value of a profile is in its sample type's unit. int64 values beyond 2^53 lose their last bits in JavaScript:
//     as nanoseconds that is 104 days.
package protocol

//go:generate go run ./gen

// Method is the name of a request on the wire, tied to its parameters P and its result R.
type Method[P, R any] string

// Notification is the name of a message that wants no answer, tied to its parameters P.
type Notification[P any] string

// The requests, editor to backend.
const (
	Initialize       Method[InitializeParams, InitializeResult]             = "initialize"
	ProfileOpen      Method[ProfileOpenParams, ProfileOpenResult]           = "profile/open"
	ProfileLines     Method[ProfileLinesParams, ProfileLinesResult]         = "profile/lines"
	ProfileLine      Method[ProfileLineParams, ProfileLineResult]           = "profile/line"
	ProfileFunctions Method[ProfileFunctionsParams, ProfileFunctionsResult] = "profile/functions"
	ProfileFiles     Method[ProfileFilesParams, ProfileFilesResult]         = "profile/files"
	ProfileClose     Method[ProfileCloseParams, ProfileCloseResult]         = "profile/close"
	CaptureTargets   Method[CaptureTargetsParams, CaptureTargetsResult]     = "capture/targets"
	CaptureTest      Method[CaptureTestParams, CaptureTestResult]           = "capture/test"
	CaptureProgram   Method[CaptureProgramParams, CaptureProgramResult]     = "capture/program"
	CaptureEndpoint  Method[CaptureEndpointParams, CaptureEndpointResult]   = "capture/endpoint"
	CapturePull      Method[CapturePullParams, CapturePullResult]           = "capture/pull"
	CaptureStop      Method[CaptureStopParams, CaptureStopResult]           = "capture/stop"
	AttachProcesses  Method[AttachProcessesParams, AttachProcessesResult]   = "attach/processes"
	AttachIndex      Method[AttachIndexParams, AttachIndexResult]           = "attach/index"
	CaptureList      Method[CaptureListParams, CaptureListResult]           = "capture/list"
	CaptureUpdate    Method[CaptureUpdateParams, CaptureUpdateResult]       = "capture/update"
	CaptureDelete    Method[CaptureDeleteParams, CaptureDeleteResult]       = "capture/delete"
)

// The notifications, backend to editor.
const (
	CaptureOutput   Notification[CaptureOutputParams]   = "capture/output"
	CaptureProgress Notification[CaptureProgressParams] = "capture/progress"
	CaptureLaunch   Notification[CaptureLaunchParams]   = "capture/launch"
	CapturePruned   Notification[CapturePrunedParams]   = "capture/pruned"
)

// ErrorCode is the code of an error answer. Codes below -32000 are JSON-RPC's and LSP's own; the others are ours.
type ErrorCode int64

const (
	// CodeInvalidParams: the request's parameters are missing, malformed or contradict each other.
	CodeInvalidParams ErrorCode = -32602
	// CodeMethodNotFound: the backend has no such method: extension and backend are of different versions.
	CodeMethodNotFound ErrorCode = -32601
	// CodeInternal: a bug in the backend. It was logged; the backend lives on.
	CodeInternal ErrorCode = -32603
	// CodeCancelled: the request was cancelled, and all of its work with it.
	CodeCancelled ErrorCode = -32800
	// CodeNotAProfile: the file is empty, or nothing that could be read as a profile.
	CodeNotAProfile ErrorCode = 1
	// CodeUnreadable: the file is missing, or may not be read.
	CodeUnreadable ErrorCode = 2
	// CodeTooLarge: the profile unpacks to more than the backend may hold.
	CodeTooLarge ErrorCode = 3
	// CodeProfileNotOpen: no profile of this id is open; open it again.
	CodeProfileNotOpen ErrorCode = 4
	// CodeFileChanged: the profile's file is not the one that was opened; open it again.
	CodeFileChanged ErrorCode = 5
	// CodeNoSampleType: the profile has no sample type of this name.
	CodeNoSampleType ErrorCode = 6
	// CodeNoGo: no go command could be found or started.
	CodeNoGo ErrorCode = 7
	// CodeNotWritable: the folder of captures can't be written (permission, full disk).
	CodeNotWritable ErrorCode = 8
	// CodeNoCapture: the library has no capture of this id.
	CodeNoCapture ErrorCode = 9
	// CodeNoRun: no run of this token is going on.
	CodeNoRun ErrorCode = 10
	// CodeEndpoint: a server could not be reached, refused, or answered with what is no profile. The message says which.
	CodeEndpoint ErrorCode = 11
)

// InitializeParams opens the conversation.
type InitializeParams struct {
	// ClientVersion is the extension's version, for the log.
	ClientVersion string `json:"clientVersion"`
}

// InitializeResult answers [Initialize].
type InitializeResult struct {
	// ServerVersion is the backend's version.
	ServerVersion string `json:"serverVersion"`
}
