package capture

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// commandAttributes: a group of its own, and death with the guard, should that be killed outright.
func commandAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// adoptOrphans makes the guard the parent of what the command's descendants leave behind, so that a process that took
// a group or a session of its own is found all the same.
func adoptOrphans() error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("adopt orphans: %w", err)
	}
	return nil
}

// killOrphans kills and reaps the guard's descendants until there are none. A killed process hands its children to the
// guard, so each round gets at least one level of the tree. It gives up on what the kernel won't end in five seconds.
func killOrphans() {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		switch {
		case errors.Is(err, syscall.ECHILD):
			return // none is left
		case pid > 0 || errors.Is(err, syscall.EINTR):
			continue
		}
		for _, pid := range children(os.Getpid()) {
			killGroupOf(pid)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(time.Millisecond) // let them end; a blocking wait could neither give up nor see new orphans
	}
}

// killGroupOf kills an orphan's whole group in one go if the orphan leads it.
func killGroupOf(pid int) {
	if group, err := syscall.Getpgid(pid); err == nil && group == pid {
		_ = syscall.Kill(-group, syscall.SIGKILL)
	}
}

// children are the processes whose parent is pid, from the process table.
func children(pid int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []int
	for _, entry := range entries {
		child, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if parent, _, ok := parentAndState(child); ok && parent == pid {
			found = append(found, child)
		}
	}
	return found
}

// parentAndState reads a process's parent and state (a letter, such as Z for a zombie) from the process table.
func parentAndState(pid int) (parent int, state byte, ok bool) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, false
	}
	// The second field is the name in parentheses, which may hold anything, parentheses too.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 2 || len(fields[0]) != 1 {
		return 0, 0, false
	}
	parent, err = strconv.Atoi(string(fields[1]))
	return parent, fields[0][0], err == nil
}
