package endpoint

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"

	"github.com/google/pprof/profile"

	"github.com/linecost/linecost/server/internal/capture"
)

// maxAdded bounds the profiles that are added up, in bytes when they are unpacked: pprof's structs take some ten times
// that. A CPU profile of minutes has a few megabytes.
const maxAdded = 64 << 20

// addProfile adds a profile that came earlier to the one in path. After an error path is removed.
func addProfile(path, earlier string) (err error) {
	defer func() {
		if err != nil {
			_ = os.Remove(path) // its folder is the caller's to remove
		}
	}()
	var both []*profile.Profile
	for _, from := range []string{earlier, path} {
		p, err := parse(from)
		if err != nil {
			return failf(err, "The CPU profile could not be added to what came before: %v. Stop, and watch again.", err)
		}
		both = append(both, p)
	}
	sum, err := profile.Merge(both)
	if err != nil {
		return failf(err, "The CPU profile could not be added to what came before: %v. Stop, and watch again.", err)
	}
	var packed bytes.Buffer
	if err := sum.Write(&packed); err != nil {
		return failf(err, "The CPU profile could not be added to what came before: %v. Stop, and watch again.", err)
	}
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		return &capture.NotWritableError{Path: filepath.Dir(path), Err: err}
	}
	return nil
}

func parse(path string) (*profile.Profile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	unpacked, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(unpacked, maxAdded+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxAdded {
		return nil, failf(nil, "it unpacks to more than %s", size(maxAdded))
	}
	return profile.ParseUncompressed(raw)
}
