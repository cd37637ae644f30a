package profile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
)

// Field numbers of profile.proto's messages.
const (
	profileSampleType    = 1
	profileSample        = 2
	profileMapping       = 3
	profileLocation      = 4
	profileFunction      = 5
	profileString        = 6
	profileDropFrames    = 7
	profileTimeNanos     = 9
	profileDurationNanos = 10
	profilePeriodType    = 11
	profilePeriod        = 12
	profileComment       = 13
	profileDefaultType   = 14
	profileDocURL        = 15

	sampleLocation = 1
	sampleValue    = 2
	sampleLabel    = 3

	mappingID      = 1
	mappingFile    = 5
	mappingBuildID = 6

	locationID      = 1
	locationMapping = 2
	locationAddress = 3
	locationLine    = 4

	lineFunction = 1
	lineLine     = 2

	functionID         = 1
	functionName       = 2
	functionSystemName = 3
	functionFile       = 4
	functionStartLine  = 5
)

// A decoder turns the protobuf into columns, one record at a time, as they come. References between records (a
// sample's locations, a function's name) are kept as the file has them and resolved at the end, since the format
// allows any order.
type decoder struct {
	feed    *feed
	limit   int64 // of the columns, in bytes
	taken   int64 // by the blocks that are full
	profile *Profile

	sampleTypes [][2]uint64 // type and unit, indices of strings
	periodType  [2]uint64
	comments    []uint64
	defaultType uint64
	docURL      uint64
	dropFrames  uint64

	locations ids
	functions ids
	mappings  ids

	samples samples
	strings stringTable

	malformed malformed
}

// malformed counts the records that were passed over, by what they were.
type malformed struct {
	samples, locations, functions, others int
	firstOffset                           int64
	firstError                            error
}

// decode reads records until the input ends. It returns how it ended: nil at a proper end, else what is wrong; the
// records before that are in the columns either way.
func (d *decoder) decode(ctx context.Context) error {
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if d.bytes() > d.limit {
				return d.tooLarge()
			}
		}
		tag, err := d.feed.varint()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		at := d.feed.offset
		switch tag & 7 {
		case wireVarint:
			value, err := d.feed.varint()
			if err != nil {
				return early(err)
			}
			if err := d.number(int(tag>>3), value); err != nil {
				return err
			}
		case wireBytes:
			length, err := d.feed.varint()
			if err != nil {
				return early(err)
			}
			if length > maxRecord {
				return fmt.Errorf("%w: %d bytes", errRecordTooLong, length)
			}
			record, err := d.feed.take(int(length))
			if err != nil {
				return err
			}
			if err := d.record(int(tag>>3), record); err != nil {
				if errors.Is(err, ErrTooLarge) {
					return err
				}
				d.passOver(int(tag>>3), at, err)
			}
		case wireFixed64:
			_, err = d.feed.take(8)
		case wireFixed32:
			_, err = d.feed.take(4)
		default:
			err = errBadWire
		}
		if err != nil {
			return err
		}
	}
}

// bytes is what the columns take so far.
func (d *decoder) bytes() int64 {
	l, f := &d.profile.Locations, &d.profile.Functions
	return d.taken + int64(d.strings.text.Cap()) + 4*int64(cap(d.strings.end)) + 2*d.profile.Labels.bytes() +
		16*int64(cap(l.Address)) + 8*int64(cap(l.FrameLine)) + 20*int64(cap(f.Name))
}

func (d *decoder) tooLarge() error {
	return fmt.Errorf("%w: %d MB", ErrTooLarge, d.limit>>20)
}

func early(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// errConcatenated is met where two profiles stand in one file, one after the other: their indices mean different things.
var errConcatenated = errors.New("it holds several profiles, one after another; split them, or merge them with go tool pprof -proto")

func (d *decoder) number(field int, value uint64) error {
	switch field {
	case profileDropFrames:
		d.dropFrames = value
	case profileTimeNanos:
		if d.profile.TimeNanos != 0 {
			return errConcatenated
		}
		d.profile.TimeNanos = int64(value)
	case profileDurationNanos:
		d.profile.DurationNanos = int64(value)
	case profilePeriod:
		d.profile.Period = int64(value)
	case profileComment:
		d.comments = append(d.comments, value)
	case profileDefaultType:
		d.defaultType = value
	case profileDocURL:
		d.docURL = value
	}
	return nil
}

func (d *decoder) record(field int, data []byte) error {
	switch field {
	case profileSample:
		return d.samples.decode(d, data)
	case profileLocation:
		return d.location(data)
	case profileFunction:
		return d.function(data)
	case profileString:
		return d.strings.add(data)
	case profileMapping:
		return d.mapping(data)
	case profileSampleType:
		valueType, err := valueTypeOf(data)
		d.sampleTypes = append(d.sampleTypes, valueType)
		return err
	case profilePeriodType:
		var err error
		d.periodType, err = valueTypeOf(data)
		return err
	case profileComment:
		f := fields{wire: wireBytes, bytes: data}
		d.comments = f.numbers(d.comments)
		return f.err
	}
	return nil // a field of a later version of the format
}

func (d *decoder) passOver(field int, at int64, err error) {
	m := &d.malformed
	switch field {
	case profileSample:
		m.samples++
	case profileLocation:
		m.locations++
	case profileFunction:
		m.functions++
	default:
		m.others++
	}
	if m.firstError == nil {
		m.firstOffset, m.firstError = at, err
	}
}

func valueTypeOf(data []byte) (valueType [2]uint64, err error) {
	f := fields{data: data}
	for f.next() {
		if f.wire == wireVarint && (f.number == 1 || f.number == 2) {
			valueType[f.number-1] = f.value
		}
	}
	return valueType, f.err
}

func (d *decoder) location(data []byte) error {
	var id, mapping, address uint64
	l := &d.profile.Locations
	frames := len(l.FrameFunction)
	f := fields{data: data}
	for f.next() {
		switch {
		case f.number == locationLine && f.wire == wireBytes:
			line := fields{data: f.bytes}
			var function, number uint64
			for line.next() {
				switch {
				case line.wire != wireVarint:
				case line.number == lineFunction:
					function = line.value
				case line.number == lineLine:
					number = line.value
				}
			}
			if line.err != nil {
				f.err = line.err
			}
			l.FrameFunction = append(l.FrameFunction, d.functions.alias(function))
			l.FrameLine = append(l.FrameLine, lineNumber(number))
		case f.wire != wireVarint:
		case f.number == locationID:
			id = f.value
		case f.number == locationMapping:
			mapping = f.value
		case f.number == locationAddress:
			address = f.value
		}
	}
	if f.err != nil {
		l.FrameFunction, l.FrameLine = l.FrameFunction[:frames], l.FrameLine[:frames]
		return f.err
	}
	d.locations.define(id)
	l.Address = append(l.Address, address)
	l.Mapping = append(l.Mapping, d.mappings.alias(mapping))
	l.FrameEnd = append(l.FrameEnd, uint32(len(l.FrameFunction)))
	return nil
}

// lineNumber takes a line of the file, an int64 there; one that no source file has is taken for not known.
func lineNumber(line uint64) uint32 {
	if line > math.MaxInt32 {
		return 0
	}
	return uint32(line)
}

func (d *decoder) function(data []byte) error {
	var id, name, systemName, file, startLine uint64
	f := fields{data: data}
	for f.next() {
		if f.wire != wireVarint {
			continue
		}
		switch f.number {
		case functionID:
			id = f.value
		case functionName:
			name = f.value
		case functionSystemName:
			systemName = f.value
		case functionFile:
			file = f.value
		case functionStartLine:
			startLine = f.value
		}
	}
	if f.err != nil {
		return f.err
	}
	d.functions.define(id)
	columns := &d.profile.Functions
	columns.Name = append(columns.Name, stringIndex(name))
	columns.SystemName = append(columns.SystemName, stringIndex(systemName))
	columns.File = append(columns.File, stringIndex(file))
	columns.StartLine = append(columns.StartLine, lineNumber(startLine))
	return nil
}

func (d *decoder) mapping(data []byte) error {
	var id, file, buildID uint64
	f := fields{data: data}
	for f.next() {
		if f.wire != wireVarint {
			continue
		}
		switch f.number {
		case mappingID:
			id = f.value
		case mappingFile:
			file = f.value
		case mappingBuildID:
			buildID = f.value
		}
	}
	if f.err != nil {
		return f.err
	}
	d.mappings.define(id)
	d.profile.Mappings.File = append(d.profile.Mappings.File, stringIndex(file))
	d.profile.Mappings.BuildID = append(d.profile.Mappings.BuildID, stringIndex(buildID))
	return nil
}

// stringIndex narrows an index of the string table; one that can't be in any table becomes None, which reads as "".
func stringIndex(index uint64) uint32 {
	if index >= math.MaxUint32 {
		return None
	}
	return uint32(index)
}
