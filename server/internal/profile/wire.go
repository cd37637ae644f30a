package profile

import (
	"encoding/binary"
	"errors"
)

// The protobuf wire format, as far as profile.proto uses it:
// https://protobuf.dev/programming-guides/encoding and github.com/google/pprof/blob/main/proto/profile.proto.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

var (
	errBadVarint = errors.New("a number has no end")
	errBadWire   = errors.New("a field has an impossible type")
	errShort     = errors.New("a field reaches over the end of its record")
)

// A fields value iterates over the fields of one message.
type fields struct {
	data   []byte
	number int    // the current field's number
	wire   int    // its wire type
	value  uint64 // its value, for wireVarint
	bytes  []byte // its bytes, for wireBytes
	err    error
}

// next moves to the next field; false at the end, or where the message is malformed (then err says how).
func (f *fields) next() bool {
	if len(f.data) == 0 {
		return false
	}
	tag, ok := f.varint()
	if !ok {
		return false
	}
	f.number, f.wire = int(tag>>3), int(tag&7)
	switch f.wire {
	case wireVarint:
		f.value, ok = f.varint()
		return ok
	case wireBytes:
		length, ok := f.varint()
		if !ok {
			return false
		}
		return f.cut(length)
	case wireFixed64:
		return f.cut(8)
	case wireFixed32:
		return f.cut(4)
	}
	f.err = errBadWire
	return false
}

func (f *fields) varint() (uint64, bool) {
	value, rest, ok := varint(f.data)
	if !ok {
		f.err = errBadVarint
		return 0, false
	}
	f.data = rest
	return value, true
}

func (f *fields) cut(length uint64) bool {
	if length > uint64(len(f.data)) {
		f.err = errShort
		return false
	}
	f.bytes, f.data = f.data[:length], f.data[length:]
	return true
}

// varint splits the first varint off data.
func varint(data []byte) (value uint64, rest []byte, ok bool) {
	if len(data) > 0 && data[0] < 0x80 {
		return uint64(data[0]), data[1:], true
	}
	if len(data) > 1 && data[1] < 0x80 {
		return uint64(data[0]&0x7f) | uint64(data[1])<<7, data[2:], true
	}
	if len(data) > 2 && data[2] < 0x80 {
		return uint64(data[0]&0x7f) | uint64(data[1]&0x7f)<<7 | uint64(data[2])<<14, data[3:], true
	}
	value, n := binary.Uvarint(data)
	if n <= 0 {
		return 0, data, false
	}
	return value, data[n:], true
}

// numbers appends a repeated integer field to list, packed or not.
func (f *fields) numbers(list []uint64) []uint64 {
	switch f.wire {
	case wireVarint:
		return append(list, f.value)
	case wireFixed32, wireFixed64:
		return list // not how the format has them
	}
	for data := f.bytes; len(data) > 0; {
		value, rest, ok := varint(data)
		if !ok {
			f.err = errBadVarint
			return list
		}
		list, data = append(list, value), rest
	}
	return list
}
