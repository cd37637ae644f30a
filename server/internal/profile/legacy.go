package profile

import (
	"bytes"
	"context"
	"fmt"
	"io"

	pprof "github.com/google/pprof/profile"
)

// maxLegacy bounds what is given to google/pprof's parsers, unpacked: they hold a file and its structs in memory at
// once, and legacy files are small.
const maxLegacy = 256 << 20

// viaPprof reads a file through google/pprof's own package: the legacy formats, and profiles that ask for frames to be
// dropped (drop_frames, as C++ allocators do), which that package carries out. Its writer turns the outcome into the
// plain protobuf, and so into the same columns.
func viaPprof(ctx context.Context, file io.ReadSeeker, limit int64) (*Profile, error) {
	f, err := open(ctx, file)
	if err != nil {
		return nil, err
	}
	data, err := f.all(maxLegacy)
	f.stop()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	parsed, err := pprof.ParseData(data)
	if err != nil {
		return nil, fmt.Errorf("%w%s", ErrNotProfile, describe(data[:min(len(data), headSize)]))
	}
	if err := parsed.RemoveUninteresting(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	parsed.DropFrames, parsed.KeepFrames = "", ""
	var plain bytes.Buffer
	if err := parsed.WriteUncompressed(&plain); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	again := newFeed(ctx, &plain)
	defer again.stop()
	d := &decoder{feed: again, limit: limit, profile: &Profile{}}
	ended := d.decode(ctx)
	if ended != nil {
		return nil, ended
	}
	return d.finish(nil)
}

// all takes the rest of the input, which may be at most limit bytes long.
func (f *feed) all(limit int) ([]byte, error) {
	var data []byte
	for len(f.rest) > 0 || f.more() {
		if len(data)+len(f.rest) > limit {
			return nil, fmt.Errorf("%w: %d MB in a format that must be read as a whole", ErrTooLarge, limit>>20)
		}
		data = append(data, f.rest...)
		f.rest = nil
	}
	if f.err != io.EOF {
		return nil, unreadable(f.err)
	}
	return data, nil
}
