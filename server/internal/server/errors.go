package server

import (
	"errors"
	"io/fs"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/profile"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

// openError words what can go wrong when a profile's file is opened: what happened, where, and what to do.
func openError(path string, err error) error {
	switch {
	case errors.Is(err, profile.ErrEmpty):
		return rpc.Errorf(protocol.CodeNotAProfile,
			"%s is empty. The program that writes it may still be running, or ended before it was done.", path)
	case errors.Is(err, profile.ErrNotProfile):
		return rpc.Errorf(protocol.CodeNotAProfile, "%s can't be opened: %v.", path, err)
	case errors.Is(err, profile.ErrDamaged):
		return rpc.Errorf(protocol.CodeNotAProfile, "%s can't be opened: %v. Capture it again, or copy it again.", path, err)
	case errors.Is(err, profile.ErrTooLarge):
		return rpc.Errorf(protocol.CodeTooLarge, "%s is too large: %v. Raise linecost.memoryLimit to open it.", path, err)
	case errors.Is(err, fs.ErrNotExist):
		return rpc.Errorf(protocol.CodeUnreadable, "%s does not exist. It may have been moved or deleted.", path)
	case errors.Is(err, fs.ErrPermission):
		return rpc.Errorf(protocol.CodeUnreadable, "%s may not be read: permission denied.", path)
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return rpc.Errorf(protocol.CodeUnreadable, "%s can't be read: %v.", path, pathError.Err)
	}
	return err
}

// getError words what can go wrong when a profile that was opened is asked for.
func getError(err error) error {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, library.ErrNotOpen):
		return rpc.Errorf(protocol.CodeProfileNotOpen, "This profile is not open any more. Open it again.")
	case errors.Is(err, library.ErrChanged):
		return rpc.Errorf(protocol.CodeFileChanged, "The profile's file has changed since it was opened. Open it again.")
	case errors.As(err, &pathError):
		return openError(pathError.Path, err)
	}
	return openError("The profile", err)
}

// captureError gives what can go wrong with a capture its code: the rooms below have worded it.
func captureError(err error) error {
	var (
		noGo      *capture.NoGoError
		invalid   *capture.InvalidError
		runFolder *capture.NotWritableError
		captures  *library.NotWritableError
		noCapture *library.NoCaptureError
		damaged   *library.DamagedError
		title     *library.TitleError
	)
	switch {
	case errors.As(err, &noGo):
		return rpc.Errorf(protocol.CodeNoGo, "%v", noGo)
	case errors.As(err, &invalid):
		return rpc.Errorf(protocol.CodeInvalidParams, "%v", invalid)
	case errors.As(err, &runFolder):
		return rpc.Errorf(protocol.CodeNotWritable, "%v", runFolder)
	case errors.As(err, &captures):
		return rpc.Errorf(protocol.CodeNotWritable, "%v", captures)
	case errors.As(err, &noCapture):
		return rpc.Errorf(protocol.CodeNoCapture, "%v", noCapture)
	case errors.As(err, &damaged):
		return rpc.Errorf(protocol.CodeUnreadable, "%v", damaged)
	case errors.As(err, &title):
		return rpc.Errorf(protocol.CodeInvalidParams, "%v", title)
	}
	return err
}
