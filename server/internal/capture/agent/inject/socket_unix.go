//go:build unix

package inject

import (
	"errors"
	"os"
	"syscall"
)

// listener is a unix socket, made of system calls that each unix has: package net would make a static binary dynamic.
// os.File waits for it as for any other file, without a thread.
type listener struct {
	file *os.File
	path string
}

// listen makes a socket that only this user can connect to.
func listen(path string) (listener, error) {
	fd, err := private(func() (int, error) { return syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0) })
	if err != nil {
		return listener{}, err
	}
	if err = syscall.Bind(fd, &syscall.SockaddrUnix{Name: path}); err == nil {
		if err = syscall.Chmod(path, 0o600); err == nil {
			if err = syscall.Listen(fd, 8); err == nil {
				return listener{os.NewFile(uintptr(fd), path), path}, nil
			}
		}
		_ = syscall.Unlink(path)
	}
	_ = syscall.Close(fd)
	return listener{}, err
}

func (l listener) accept() (*os.File, error) {
	raw, err := l.file.SyscallConn()
	if err != nil {
		return nil, err
	}
	var conn int
	var failed error
	err = raw.Read(func(fd uintptr) (done bool) {
		conn, failed = private(func() (int, error) {
			conn, _, err := syscall.Accept(int(fd))
			return conn, err
		})
		return !errors.Is(failed, syscall.EAGAIN) && !errors.Is(failed, syscall.EINTR) && !errors.Is(failed, syscall.ECONNABORTED)
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(conn), l.path), nil
}

// close ends accept and removes the socket.
func (l listener) close() {
	if l.file != nil {
		_ = l.file.Close()
		_ = syscall.Unlink(l.path)
	}
}

// private opens a descriptor that is inherited by no child and that never blocks. The lock keeps a fork out in between,
// where the system has no call that does both.
func private(open func() (int, error)) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := open()
	if err != nil {
		return -1, err
	}
	syscall.CloseOnExec(fd)
	if err := syscall.SetNonblock(fd, true); err != nil {
		_ = syscall.Close(fd)
		return -1, err
	}
	return fd, nil
}
