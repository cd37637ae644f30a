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

// Listing is what the library holds.
type Listing struct {
	// Captures are newest first.
	Captures []Capture
	// Damaged are the entries that can't be read, newest first.
	Damaged []*DamagedError
	// Problems says, in sentences, which of the captures lack a profile, and why.
	Problems []string
	// Bytes is the size of all entries, listed or not.
	Bytes int64
}

// List reads the captures that belong to one of the workspace folders, or to none at all; no folder lists all. One
// damaged entry hides no other. The error is the context's, or that of a root that can't be read.
func (c *Captures) List(ctx context.Context, workspaces []string) (Listing, error) {
	var listing Listing
	ids, err := c.ids()
	if err != nil {
		return Listing{}, err
	}
	for _, id := range slices.Backward(ids) {
		if err := ctx.Err(); err != nil {
			return Listing{}, err
		}
		capture, problems, err := c.read(id)
		var damaged *DamagedError
		switch {
		case errors.As(err, &damaged):
			listing.Damaged = append(listing.Damaged, damaged)
			listing.Bytes += folderSize(damaged.Folder)
		case err != nil: // deleted in this moment
		default:
			listing.Bytes += capture.Bytes
			if capture.isOf(workspaces) {
				listing.Captures = append(listing.Captures, capture)
				listing.Problems = append(listing.Problems, problems...)
			}
		}
	}
	return listing, nil
}

// isOf tells whether a capture is to be listed for these workspace folders. One that names no folder is listed for all:
// it was made where none was open, or before captures named any, and would be seen nowhere else.
func (c Capture) isOf(workspaces []string) bool {
	same := func(folder string) bool {
		rest, err := filepath.Rel(folder, c.Workspace) // which knows where case does not matter
		return err == nil && rest == "."
	}
	return len(workspaces) == 0 || c.Workspace == "" || slices.ContainsFunc(workspaces, same)
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
