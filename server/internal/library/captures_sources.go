package library

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// CapturedSource tells what a profiled source file was when it was compiled.
type CapturedSource struct {
	// File is the absolute path, as the profile names it.
	File string `json:"file"`
	// SHA256 is the hash, in lower-case hexadecimal, of the text without byte order mark and carriage returns. Empty if
	// the file may have changed since it was compiled.
	SHA256 string `json:"sha256"`
}

// Sources hashes those of the named files that exist as plain files below root, the folder of the package's module,
// and below none of the folders in but (the standard library, the module cache). Names that are not absolute are
// passed over. A file that was written at or after started, when the build began, gets no hash: what was compiled is
// not known. The result is sorted by name, without duplicates, never nil; the error is the context's.
func Sources(ctx context.Context, files []string, root string, but []string, started time.Time) ([]CapturedSource, error) {
	sources := []CapturedSource{}
	if !filepath.IsAbs(root) {
		return sources, ctx.Err()
	}
	roots := []string{filepath.Clean(root)}
	// The compiler may have been told the folder's other name, behind a symbolic link.
	if target, err := filepath.EvalSymlinks(root); err == nil && target != roots[0] {
		roots = append(roots, target)
	}
	files = slices.Clone(files)
	slices.Sort(files)
	for _, file := range slices.Compact(files) {
		if err := ctx.Err(); err != nil {
			return sources, err
		}
		below := func(dir string) bool { return isBelow(dir, file) }
		if !filepath.IsAbs(file) || !slices.ContainsFunc(roots, below) || slices.ContainsFunc(but, below) {
			continue
		}
		hash, err := hashSource(ctx, file, started)
		switch {
		case ctx.Err() != nil:
			return sources, ctx.Err()
		case err == nil:
			sources = append(sources, CapturedSource{File: file, SHA256: hash})
		}
	}
	return sources, nil
}

// isBelow tells whether a path is below a folder, by their names alone.
func isBelow(dir, path string) bool {
	if dir == "" {
		return false
	}
	rest, err := filepath.Rel(dir, path)
	return err == nil && rest != "." && filepath.IsLocal(rest)
}

// errNotPlain tells a folder, a pipe or a device where a source file was named.
var errNotPlain = errors.New("not a plain file")

// hashSource hashes one file; the hash is empty if it was written at or after started. The time is looked at after
// reading too: a file that is saved in the middle of it is neither text.
func hashSource(ctx context.Context, path string, started time.Time) (string, error) {
	info, err := os.Stat(path) // before opening: a named pipe would block
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errNotPlain
	}
	if !info.ModTime().Before(started) {
		return "", nil
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // only read
	hash := sha256.New()
	if err := normalise(ctx, hash, file); err != nil {
		return "", fmt.Errorf("hash %s: %w", path, err)
	}
	if after, err := os.Stat(path); err != nil || !after.ModTime().Before(started) {
		return "", nil
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// normalise copies a text without its byte order mark and without any carriage return: an editor hides both, and git
// may change the latter.
func normalise(ctx context.Context, to io.Writer, from io.Reader) error {
	buffer := make([]byte, 64<<10)
	for first := true; ; first = false {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(from, buffer)
		piece := buffer[:n]
		if first {
			piece = bytes.TrimPrefix(piece, []byte("\uFEFF"))
		}
		// In place: what is left is never longer.
		if _, err := to.Write(slices.DeleteFunc(piece, func(b byte) bool { return b == '\r' })); err != nil {
			return err
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}
