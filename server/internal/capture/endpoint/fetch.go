package endpoint

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"github.com/linecost/linecost/server/internal/capture"
)

// Wanted is one profile to ask for.
type Wanted struct {
	// Kind is what it is about, and Name what the server calls it.
	Kind capture.ProfileKind
	Name string
	// Path is relative to the index's address.
	Path string
	// Seconds is for how long; 0 for what has gathered since the program's start, or the usual time of what takes time.
	Seconds int
}

// seconds is how long the server will need for it: also what "0" means for a profile that can only be of some time.
func (w Wanted) seconds() int {
	if w.Seconds > 0 {
		return w.Seconds
	}
	if usual, ok := known[w.Name]; ok {
		return usual.seconds
	}
	return known[usualName(w.Kind)].seconds
}

// what is the profile in a sentence.
func (w Wanted) what() string {
	if w.Kind == capture.Trace {
		return "the execution trace"
	}
	if w.Kind == capture.CPU {
		return "the CPU profile"
	}
	return "the " + w.Name + " profile"
}

// label is the profile in a list.
func (w Wanted) label() string {
	if w.Kind == capture.CPU {
		return "CPU"
	}
	return w.Name
}

// extension is that of its file's name.
func (w Wanted) extension() string {
	if w.Kind == capture.Trace {
		return ".trace"
	}
	return ".pb.gz"
}

// address is where to ask for a path, with a query of its own; the error is a [*capture.InvalidError].
func (c *Client) address(path string, query url.Values) (*url.URL, error) {
	address, err := c.index.Parse(path)
	if err != nil || !sameServer(address, c.index) {
		return nil, invalidf("%q is no path of a profile at %s.", path, c.name)
	}
	all := address.Query()
	all.Del("debug") // it would give text
	for key, values := range query {
		all[key] = values
	}
	address.User, address.RawQuery, address.Fragment = nil, all.Encode(), ""
	return address, nil
}

// fetch asks for a profile and writes it to a new file: gzipped protobuf, or a trace. After an error there is no file.
// The error is an [*Error], a [*capture.InvalidError], a [*capture.NotWritableError] or the context's.
func (c *Client) fetch(ctx context.Context, w Wanted, path string) error {
	query := url.Values{}
	if seconds := w.seconds(); seconds > 0 {
		query.Set("seconds", strconv.Itoa(seconds))
	}
	address, err := c.address(w.Path, query)
	if err != nil {
		return err
	}
	a, err := c.get(ctx, address, w.seconds())
	if err != nil {
		return err
	}
	defer a.close()
	if a.StatusCode != http.StatusOK {
		return c.refusal(a, w.what())
	}
	body := bufio.NewReaderSize(a, 64<<10)
	head, err := body.Peek(64)
	if err != nil && !errors.Is(err, io.EOF) {
		return err // explained
	}
	isProfile := isGzip(head) || isRawProfile(head)
	if w.Kind.IsProfile() && !isProfile || w.Kind == capture.Trace && !isTrace(head) {
		return c.wrongAnswer(head, w.what())
	}
	return c.save(body, path, w.Kind.IsProfile() && !isGzip(head), w.what())
}

// save writes an answer to a new file, up to the limit. A bare profile is packed, as the others are.
func (c *Client) save(body io.Reader, path string, pack bool, what string) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &capture.NotWritableError{Path: filepath.Dir(path), Err: err}
	}
	defer func() {
		if closing := file.Close(); err == nil && closing != nil {
			err = &capture.NotWritableError{Path: filepath.Dir(path), Err: closing}
		}
		if err != nil {
			_ = os.Remove(path) // its folder is the caller's to remove
		}
	}()
	disk := &diskWriter{file: file}
	var to io.Writer = disk
	var packer *gzip.Writer
	if pack {
		packer = gzip.NewWriter(disk)
		to = packer
	}
	written, err := io.Copy(to, io.LimitReader(body, c.limit+1))
	if err == nil && packer != nil {
		err = packer.Close()
	}
	switch {
	case disk.err != nil:
		return &capture.NotWritableError{Path: filepath.Dir(path), Err: disk.err}
	case err != nil:
		return err // explained
	case written > c.limit:
		return failf(nil, "%s answers with more than %s when asked for %s, the limit of one answer. Raise the limit, or ask for fewer seconds.",
			c.name, size(c.limit), what)
	}
	return nil
}

// diskWriter remembers its errors, to tell them from the network's.
type diskWriter struct {
	file *os.File
	err  error
}

func (d *diskWriter) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	if err != nil {
		d.err = err
	}
	return n, err
}

func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d bytes", bytes)
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}
