package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Pruned is what [Captures.Prune] has removed.
type Pruned struct {
	// Captures is how many, and Bytes the size of their files.
	Captures int
	Bytes    int64
}

// Prune removes captures, the oldest first, until the library has at most limit bytes; a limit of 0 is none. It never
// removes a pinned capture, the one with the id keep, which has just been made, one that can't be read (it may be
// pinned, or a newer Linecost's), or a draft: so the library may stay above the limit. One that is on screen in another
// window may go: its figures are in memory there, and opening it again says that it is gone.
//
// Backends may prune one library at once: each removes what was the oldest when it looked, which is the same for all.
// What has been removed is told beside an error too.
func (c *Captures) Prune(ctx context.Context, limit int64, keep string) (Pruned, error) {
	var pruned Pruned
	if limit <= 0 {
		return pruned, nil
	}
	ids, err := c.ids()
	if err != nil {
		return pruned, err
	}
	sizes := make([]int64, len(ids))
	var total int64
	for i, id := range ids {
		if err := ctx.Err(); err != nil {
			return pruned, err
		}
		sizes[i] = folderSize(filepath.Join(c.root, id))
		total += sizes[i]
	}
	for i, id := range ids {
		if err := ctx.Err(); err != nil || total <= limit {
			return pruned, err
		}
		if id == keep {
			continue
		}
		gone, ours, err := c.removeUnpinned(id)
		if err != nil {
			return pruned, err
		}
		if gone {
			total -= sizes[i]
		}
		if ours {
			pruned.Captures++
			pruned.Bytes += sizes[i]
		}
	}
	return pruned, nil
}

// removeUnpinned removes a capture that can be read and is not pinned. It tells whether the capture is gone, and whether
// it is this call that has removed it.
func (c *Captures) removeUnpinned(id string) (gone, ours bool, err error) {
	var absent *NoCaptureError
	switch capture, _, err := c.read(id); {
	case errors.As(err, &absent):
		return true, false, nil
	case err != nil || capture.Pinned:
		return false, false, nil
	}
	return c.removeLooked(id)
}

// removeLooked removes a capture that was not pinned a moment ago. Another window may have pinned it since; once it is
// taken away none can, so what it says then decides.
func (c *Captures) removeLooked(id string) (gone, ours bool, err error) {
	trash, err := c.take(id)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, false, nil // another window was faster
	case err != nil:
		return false, false, &NotWritableError{Path: c.root, Err: err}
	}
	if meta, err := readMeta(trash, id); err != nil || meta.Pinned {
		if err := os.Rename(trash, filepath.Join(c.root, id)); err != nil {
			return true, false, &NotWritableError{Path: c.root, Err: err}
		}
		return false, false, nil
	}
	_ = os.RemoveAll(trash) // it is no capture any more; the next opening sweeps the rest
	return true, true, nil
}

// folderSize is the size of all plain files below a folder, in bytes. What can't be looked at counts nothing: it may be
// gone by now.
func folderSize(folder string) int64 {
	var total int64
	_ = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	return total
}
