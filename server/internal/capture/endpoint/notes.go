package endpoint

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/linecost/linecost/server/internal/capture"
)

// whyEmpty says why a profile of waiting or of contention holds nothing. The runtime records neither unless the
// program asks for it. Of mutex the profile's text tells the rate; of block nothing tells it, but a program that has
// recorded any wait since its start has asked for it.
func (c *Client) whyEmpty(ctx context.Context, w Wanted) string {
	_, head := c.peek(ctx, w.Path, "debug", "1")
	text := string(head)
	isText := strings.HasPrefix(text, "---")
	recorded := isText && strings.Contains(text, " @ 0x")
	span := "so far"
	if w.Seconds > 0 {
		span = fmt.Sprintf("in these %d s", w.Seconds)
	}
	switch {
	case w.Kind == capture.Mutex && strings.Contains(text, "sampling period=0\n"):
		return "The program does not record contention: it has not called runtime.SetMutexProfileFraction."
	case w.Kind == capture.Mutex:
		return "No contention was recorded " + span + "."
	case isText && !recorded:
		return "No wait was recorded: the program has probably never called runtime.SetBlockProfileRate."
	}
	return "No wait was recorded " + span + "."
}

// note is what to say of a file that was captured.
func (c *Client) note(ctx context.Context, w Wanted, path string) string {
	if w.Kind != capture.Block && w.Kind != capture.Mutex {
		return ""
	}
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }() // only read
	unpacked, err := gzip.NewReader(file)
	if err != nil || holdsSample(bufio.NewReader(unpacked)) {
		return "" // what is damaged is told of by those who read it
	}
	return c.whyEmpty(ctx, w)
}

// holdsSample tells whether a profile has a sample, and of a damaged one that it may have. It reads no further than the
// first: the fields of the outermost message are enough, of which field 2 is a sample.
func holdsSample(profile *bufio.Reader) bool {
	for {
		tag, err := binary.ReadUvarint(profile)
		if err != nil {
			return err != io.EOF //nolint:errorlint // ReadUvarint gives the bare value at the end of a message
		}
		switch {
		case tag>>3 == 2:
			return true
		case tag&7 == 0:
			_, err = binary.ReadUvarint(profile)
		case tag&7 == 2:
			var length uint64
			if length, err = binary.ReadUvarint(profile); err == nil {
				_, err = io.CopyN(io.Discard, profile, int64(min(length, 1<<62)))
			}
		default:
			return true
		}
		if err != nil {
			return true
		}
	}
}
