package capture

import (
	"errors"
	"fmt"
	"io/fs"
)

// NoGoError tells that no go command could be found or started.
type NoGoError struct {
	// Setting is the command that the user asked for; empty if it was looked for in the usual places.
	Setting string
	// Err is why Setting, or the command that was found, can't be started; nil if there is none.
	Err error
}

// Error is a sentence that says what to do.
func (e *NoGoError) Error() string {
	switch {
	case e.Setting != "":
		return fmt.Sprintf("The go command of the setting linecost.go.command, %s, can't be run: %s. Correct the setting, "+
			"or clear it to use the go command of the PATH.", e.Setting, reason(e.Err))
	case e.Err != nil:
		return fmt.Sprintf("The go command can't be run: %s. Install Go from https://go.dev/dl, or set "+
			"linecost.go.command to its path.", reason(e.Err))
	}
	return "No go command was found. Install Go from https://go.dev/dl, or set linecost.go.command to its path."
}

func (e *NoGoError) Unwrap() error { return e.Err }

// InvalidError tells that a [Spec] asks for what can't be done.
type InvalidError struct {
	// Sentence says what, and what to do.
	Sentence string
}

func (e *InvalidError) Error() string { return e.Sentence }

// NotWritableError tells that a folder that a run needs can't be written.
type NotWritableError struct {
	// Path is the folder.
	Path string
	// Err is the system's error.
	Err error
}

// Error is a sentence that says what to do.
func (e *NotWritableError) Error() string {
	return fmt.Sprintf("The folder %s can't be written: %s. Make room or allow writing, then capture again.",
		e.Path, reason(e.Err))
}

func (e *NotWritableError) Unwrap() error { return e.Err }

// reason is an error's cause without the operation and the path, which the sentences name themselves.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	if err == nil {
		return "unknown cause"
	}
	return err.Error()
}
