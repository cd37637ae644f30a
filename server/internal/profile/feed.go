package profile

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	// chunkSize is how much is unpacked at a time: large enough that handing it over costs nothing, small enough that
	// the decoder is never far behind.
	chunkSize = 256 << 10
	// chunkCount is how many chunks travel between unpacking and decoding.
	chunkCount = 6
	// maxRecord is the largest record (a sample, a string …) that is believed. Real ones are below a few kilobytes.
	maxRecord = 64 << 20
)

// errRecordTooLong is met where a record claims a length that no real one has: the file is damaged.
var errRecordTooLong = errors.New("a record claims an impossible length")

// A feed unpacks on one goroutine what is decoded on another, chunk by chunk, so that the whole is never held in
// memory and the two run side by side. The goroutine ends when the input does, when it fails, or when stop is called.
type feed struct {
	full   chan chunk
	free   chan []byte
	cancel context.CancelFunc

	rest   []byte // what is left of the current chunk
	buffer []byte // the current chunk, to be given back
	joined []byte // a record that spans chunks
	offset int64  // how many bytes were handed out
	err    error  // what ended the input; io.EOF at its proper end
}

// A chunk is what one read gave. An error comes with the last one.
type chunk struct {
	data []byte
	err  error
}

func newFeed(ctx context.Context, r io.Reader) *feed {
	ctx, cancel := context.WithCancel(ctx)
	f := &feed{full: make(chan chunk, chunkCount), free: make(chan []byte, chunkCount), cancel: cancel}
	for range chunkCount {
		f.free <- nil // allocated on first use: a small profile needs one
	}
	go f.fill(ctx, r)
	return f
}

// fill runs on the feed's goroutine.
func (f *feed) fill(ctx context.Context, r io.Reader) {
	defer close(f.full)
	for {
		var buffer []byte
		select {
		case buffer = <-f.free:
		case <-ctx.Done():
			f.full <- chunk{err: ctx.Err()}
			return
		}
		if buffer == nil {
			buffer = make([]byte, chunkSize)
		}
		n, err := 0, error(nil)
		for n < chunkSize && err == nil { // not io.ReadFull: it reports a short end and a truncated one in the same words
			var more int
			more, err = r.Read(buffer[n:chunkSize])
			n += more
		}
		f.full <- chunk{data: buffer[:n], err: err}
		if err != nil {
			return
		}
	}
}

// stop ends the goroutine and waits for it.
func (f *feed) stop() {
	f.cancel()
	for range f.full {
	}
}

// more brings in the next chunk; it reports whether there is one, else f.err says why not.
func (f *feed) more() bool {
	for f.err == nil {
		if f.buffer != nil {
			f.free <- f.buffer[:cap(f.buffer)]
			f.buffer = nil
		}
		next, ok := <-f.full
		if !ok {
			f.err = io.EOF
			return false
		}
		f.err, f.rest, f.buffer = next.err, next.data, next.data
		if len(f.rest) > 0 {
			return true
		}
	}
	return false
}

// peek returns up to n bytes from the start of the input, without taking them.
func (f *feed) peek(n int) []byte {
	if len(f.rest) == 0 {
		f.more()
	}
	return f.rest[:min(n, len(f.rest))]
}

// take returns the next n bytes in one piece, valid until the next call.
func (f *feed) take(n int) ([]byte, error) {
	f.offset += int64(n)
	if n <= len(f.rest) {
		record := f.rest[:n:n]
		f.rest = f.rest[n:]
		return record, nil
	}
	if n > maxRecord {
		return nil, fmt.Errorf("%w: %d bytes", errRecordTooLong, n)
	}
	// Grown only by what really arrives: the length is a claim.
	f.joined = append(f.joined[:0], f.rest...)
	for len(f.joined) < n {
		f.rest = nil
		if !f.more() {
			return nil, f.early()
		}
		part := f.rest[:min(n-len(f.joined), len(f.rest))]
		f.joined = append(f.joined, part...)
		f.rest = f.rest[len(part):]
	}
	return f.joined, nil
}

// varint takes one varint. At the proper end of the input it returns io.EOF.
func (f *feed) varint() (uint64, error) {
	if value, n := binary.Uvarint(f.rest); n > 0 {
		f.rest = f.rest[n:]
		f.offset += int64(n)
		return value, nil
	}
	var value uint64
	for shift := uint(0); shift < 64; shift += 7 {
		if len(f.rest) == 0 && !f.more() {
			if shift > 0 || !errors.Is(f.err, io.EOF) {
				return 0, f.early()
			}
			return 0, io.EOF
		}
		b := f.rest[0]
		f.rest = f.rest[1:]
		f.offset++
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return value, nil
		}
	}
	return 0, errBadVarint
}

// early is the error of an input that ended inside a record.
func (f *feed) early() error {
	if errors.Is(f.err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return f.err
}
