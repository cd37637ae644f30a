package library

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Captures keeps captured profiles on disk, one folder a capture:
//
//	ROOT/<id>/capture.json      what was run, when and how ([Capture])
//	ROOT/<id>/cpu.pb.gz, …      the profiles, standard files that any other tool can open
//
// A capture is written in a hidden folder ([Draft]) that is renamed once all of it is on disk, and removed by renaming
// it back first: at every moment, after a crash too, an entry is there whole or not at all. The disk is the only
// state: any number of backends may share a root, and each sees what the others have done.
//
// All methods may be called at the same time. Those that write return a [*NotWritableError] if the disk will not.
type Captures struct {
	root string
	now  func() time.Time

	// updateMu makes changes of one backend follow each other, so that none is lost between reading and writing.
	updateMu sync.Mutex
}

const (
	// metaName is the file of a capture's description.
	metaName = "capture.json"
	// draftPrefix and trashPrefix begin the names of folders that are no captures yet, or no more.
	draftPrefix = ".draft-"
	trashPrefix = ".trash-"
	// draftAge is how old a draft must be to be taken for one that its backend has left behind. Its age is all that is
	// looked at: process ids mean nothing to a backend in another container that shares the root. A run of more than a
	// week is not to be expected, and a leftover of some megabytes does no harm until then.
	draftAge = 7 * 24 * time.Hour
)

// idShape is what an id looks like: UTC time to the millisecond, so that ids sort by time, and eight random digits.
var idShape = regexp.MustCompile(`^\d{8}-\d{6}-\d{3}-[0-9a-f]{8}$`)

// NewCaptures is the library at an absolute path. The folder is made by the first [Captures.Draft]: a library that can't
// be written must not keep anyone from looking at profiles.
func NewCaptures(root string) *Captures {
	return &Captures{root: filepath.Clean(root), now: time.Now}
}

// Root is the library's folder.
func (c *Captures) Root() string { return c.root }

// Sweep removes what crashed backends have left behind: old drafts, and what is left of deleted captures. What can't be
// removed is left for another time.
func (c *Captures) Sweep(ctx context.Context) error {
	entries, err := os.ReadDir(c.root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the folder of captures: %w", err)
	}
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		old := false
		if strings.HasPrefix(entry.Name(), draftPrefix) {
			info, err := entry.Info()
			old = err == nil && c.now().Sub(info.ModTime()) > draftAge
		}
		if old || strings.HasPrefix(entry.Name(), trashPrefix) {
			_ = os.RemoveAll(filepath.Join(c.root, entry.Name())) // hidden: it does no harm
		}
	}
	return nil
}

// List reads all captures, newest first. Problems says, in sentences, which entries could not be read or lack a
// profile, and why: one damaged entry hides no other. The error is the context's, or that of a root that can't be read.
func (c *Captures) List(ctx context.Context) (captures []Capture, problems []string, err error) {
	ids, err := c.ids()
	if err != nil {
		return nil, nil, err
	}
	for _, id := range slices.Backward(ids) {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		capture, wrong, err := c.read(id)
		var gone *NoCaptureError
		switch {
		case errors.As(err, &gone): // deleted in this moment
		case err != nil:
			problems = append(problems, err.Error())
		default:
			captures = append(captures, capture)
			problems = append(problems, wrong...)
		}
	}
	return captures, problems, nil
}

// Load reads one capture. The error is a [*NoCaptureError] or a [*DamagedError].
func (c *Captures) Load(ctx context.Context, id string) (Capture, error) {
	if err := ctx.Err(); err != nil {
		return Capture{}, err
	}
	if !idShape.MatchString(id) {
		return Capture{}, &NoCaptureError{ID: id}
	}
	capture, _, err := c.read(id)
	return capture, err
}

// Delete removes a capture. One that is already gone is no error.
func (c *Captures) Delete(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !idShape.MatchString(id) {
		return &NoCaptureError{ID: id}
	}
	trash, err := c.take(id)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &NotWritableError{Path: c.root, Err: err}
	}
	_ = os.RemoveAll(trash) // it is no capture any more; the next opening sweeps the rest
	return nil
}

// take moves a capture away, to a hidden folder that the next opening would sweep. The error is the system's.
func (c *Captures) take(id string) (trash string, err error) {
	trash = filepath.Join(c.root, trashPrefix+id+"-"+randomDigits())
	if err := os.Rename(filepath.Join(c.root, id), trash); err != nil {
		return "", err
	}
	return trash, syncFolder(c.root)
}

// ids are the names of all entries that are no drafts and nobody else's files, oldest first.
func (c *Captures) ids() ([]string, error) {
	entries, err := os.ReadDir(c.root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a root that somebody has removed is empty
		return nil, fmt.Errorf("read the folder of captures: %w", err)
	}
	var ids []string
	for _, entry := range entries { // sorted by name, so by time
		if idShape.MatchString(entry.Name()) {
			ids = append(ids, entry.Name())
		}
	}
	return ids, nil
}

// newID is an id of now.
func (c *Captures) newID() string {
	return strings.Replace(c.now().UTC().Format("20060102-150405.000"), ".", "-", 1) + "-" + randomDigits()
}

// randomDigits are eight hexadecimal digits that two backends won't both draw in one millisecond.
func randomDigits() string {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails, by its documentation
	return hex.EncodeToString(random[:])
}
