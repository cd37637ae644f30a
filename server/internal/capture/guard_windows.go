package capture

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// This file is compiled and vetted, but has never been run: there was no Windows machine at hand.

var endSignals = []os.Signal{os.Interrupt}

// guardAttributes keep the guard from Ctrl-C on the backend's console, and from opening a console window.
func guardAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
}

func commandAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{HideWindow: true} }

// adoptOrphans puts the guard, and so all that it starts, into a job that ends with the guard's handle on it: with the
// guard. The handle is never closed by hand; that would end the guard before it has returned the exit status.
func adoptOrphans() error {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return fmt.Errorf("create a job: %w", err)
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
		},
	}
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	if err == nil {
		err = windows.AssignProcessToJobObject(job, windows.CurrentProcess())
	}
	if err != nil {
		_ = windows.CloseHandle(job)
		return fmt.Errorf("join a job: %w", err)
	}
	return nil
}

// killGroup ends the command; what the command has started ends with the job, when the guard exits. The scratch folder
// may then still be in use: the backend removes it as well.
func killGroup(pid int) {
	if process, err := os.FindProcess(pid); err == nil {
		_ = process.Kill() // already ended
		_ = process.Release()
	}
}

func killOrphans() {}

func exitStatus(state *os.ProcessState) int { return state.ExitCode() }
