package profile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// What Read can refuse. The errors it returns wrap one of these and are sentences that a user can read.
var (
	// ErrEmpty: there is nothing in the file.
	ErrEmpty = errors.New("the file is empty")
	// ErrNotProfile: the file is something else.
	ErrNotProfile = errors.New("the file is not a profile")
	// ErrDamaged: the file is a profile, but too little of it can be read to show anything.
	ErrDamaged = errors.New("the profile is damaged")
	// ErrTooLarge: the columns would take more memory than they may.
	ErrTooLarge = errors.New("the profile takes more memory than it may")
)

// Read reads a profile: gzipped or raw protobuf of any language, or one of pprof's legacy formats. It stops when ctx
// ends, and when the columns would take more than limit bytes. What is damaged in the file and could be passed over
// is told in the profile's Problems.
func Read(ctx context.Context, file io.ReadSeeker, limit int64) (*Profile, error) {
	f, err := open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer f.stop()
	head := bytes.Clone(f.peek(headSize))
	if len(head) == 0 {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if errors.Is(f.err, io.EOF) {
			return nil, ErrEmpty
		}
		return nil, unreadable(f.err)
	}
	if startsLikeProtobuf(head) {
		d := &decoder{feed: f, limit: limit, profile: &Profile{}}
		ended := d.decode(ctx)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(ended, ErrTooLarge):
			return nil, ended
		case errors.Is(ended, errConcatenated):
			return nil, fmt.Errorf("%w: %w", ErrNotProfile, errConcatenated)
		case d.strings.hasText(d.dropFrames):
			f.stop()
			return viaPprof(ctx, file, limit)
		case d.isProfile(ended):
			return d.finish(ended)
		}
	}
	if startsLikeLegacy(head) {
		f.stop()
		return viaPprof(ctx, file, limit)
	}
	return nil, fmt.Errorf("%w%s", ErrNotProfile, describe(head))
}

// open starts unpacking the file from its start.
func open(ctx context.Context, file io.ReadSeeker) (*feed, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	packed := bufio.NewReaderSize(file, 64<<10)
	if magic, _ := packed.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return newFeed(ctx, packed), nil
	}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil, unreadable(err)
	}
	return newFeed(ctx, unpacked), nil
}

// unreadable words an error of reading or unpacking that left nothing to show.
func unreadable(err error) error {
	return fmt.Errorf("%w: %s", ErrDamaged, wordsOf(err))
}

// wordsOf says what an error of the file means to someone who doesn't know the format.
func wordsOf(err error) string {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "it is cut off"
	case errors.Is(err, gzip.ErrChecksum):
		return "its checksum is wrong"
	case errors.Is(err, gzip.ErrHeader):
		return "its gzip header is wrong"
	}
	return err.Error()
}
