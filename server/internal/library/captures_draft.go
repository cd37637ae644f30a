package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// NotWritableError tells that the library's folder can't be written: permission, a read-only or a full disk. What has
// been written so far is no capture and will be removed.
type NotWritableError struct {
	// Path is the library's folder.
	Path string
	// Err is the system's error.
	Err error
}

// Error is a sentence that says what to do.
func (e *NotWritableError) Error() string {
	todo := "Allow writing to it"
	if errors.Is(e.Err, syscall.ENOSPC) || errors.Is(e.Err, syscall.EDQUOT) || isWindowsDiskFull(e.Err) {
		todo = "Make room on its disk"
	}
	return fmt.Sprintf("The folder of captures, %s, can't be written: %v. %s, then try again.", e.Path, cause(e.Err), todo)
}

func (e *NotWritableError) Unwrap() error { return e.Err }

// isWindowsDiskFull tells ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL, whose numbers mean other things elsewhere.
func isWindowsDiskFull(err error) bool {
	return runtime.GOOS == "windows" && (errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112)))
}

// Draft is a capture that is being made: a hidden folder for a run to write its profiles to. It must end in
// [Draft.Commit] or [Draft.Discard]; discarding after a commit does nothing, so that it can be deferred.
// A draft is used by one goroutine.
type Draft struct {
	captures *Captures
	id       string
	folder   string
	done     bool
}

// Draft begins a capture.
func (c *Captures) Draft(ctx context.Context) (*Draft, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.root, 0o755); err != nil { // somebody may have removed it
		return nil, &NotWritableError{Path: c.root, Err: err}
	}
	id := c.newID()
	draft := &Draft{captures: c, id: id, folder: filepath.Join(c.root, draftPrefix+id)}
	if err := os.Mkdir(draft.folder, 0o755); err != nil {
		return nil, &NotWritableError{Path: c.root, Err: err}
	}
	return draft, nil
}

// ID is the capture's future id.
func (d *Draft) ID() string { return d.id }

// Folder is where the run writes its profiles: the absolute path of an existing folder.
func (d *Draft) Folder() string { return d.folder }

// Commit makes the draft a capture and returns it as [Captures.Load] would. It takes meta but for the id; the profiles
// must lie in the draft's folder. Other files there are kept, but not listed. After an error the draft is still one.
func (d *Draft) Commit(ctx context.Context, meta Capture) (Capture, error) {
	if err := ctx.Err(); err != nil {
		return Capture{}, err
	}
	if d.done {
		return Capture{}, errors.New("the draft has been committed or discarded")
	}
	meta.ID = d.id
	text, err := encodeMeta(d.folder, meta)
	if err != nil {
		return Capture{}, err
	}
	if err := d.write(meta, text); err != nil {
		return Capture{}, &NotWritableError{Path: d.captures.root, Err: err}
	}
	d.done = true
	capture, _, err := d.captures.read(d.id)
	return capture, err
}

// write brings everything to the disk, in an order that leaves a draft or a whole capture at any moment.
func (d *Draft) write(meta Capture, text []byte) error {
	if err := writeSynced(filepath.Join(d.folder, metaName), text); err != nil {
		return err
	}
	for _, profile := range meta.Profiles {
		if err := syncFile(profile.Path); err != nil {
			return err
		}
	}
	if err := syncFolder(d.folder); err != nil {
		return err
	}
	if err := os.Rename(d.folder, filepath.Join(d.captures.root, d.id)); err != nil {
		return err
	}
	_ = syncFolder(d.captures.root) // it is a capture now; at worst a power cut makes it a draft again
	return nil
}

// Discard removes the draft. It can be called again, and after a commit.
func (d *Draft) Discard() error {
	if d.done {
		return nil
	}
	d.done = true
	if err := os.RemoveAll(d.folder); err != nil {
		return fmt.Errorf("discard a draft: %w", err)
	}
	return nil
}

// writeSynced writes a file anew and waits until the disk has it.
func writeSynced(path string, text []byte) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// syncFile waits until the disk has a file that another process has written. Windows wants it open for writing.
func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// syncFolder waits until the disk has a folder's names. Windows can't, and journals them itself.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) { // some network and FUSE file systems
		err = nil
	}
	return errors.Join(err, folder.Close())
}
