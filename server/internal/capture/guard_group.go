//go:build unix && !linux

package capture

import "syscall"

// commandAttributes put the command into a group of its own. What leaves that group (setsid, setpgid) is not ended on
// these systems, as it is not by Ctrl-C in a terminal either: there is no call to adopt it.
func commandAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func adoptOrphans() error { return nil }

func killOrphans() {}
