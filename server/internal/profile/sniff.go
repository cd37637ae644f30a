package profile

import (
	"bytes"
	"encoding/binary"
)

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64

// startsLikeProtobuf tells whether the first byte can be the tag of one of the format's fields.
func startsLikeProtobuf(head []byte) bool {
	wire := head[0] & 7
	return head[0]>>3 != 0 && head[0] < 0x80 && (wire == wireVarint || wire == wireBytes)
}

// startsLikeLegacy tells whether pprof's parsers of older formats might know the file: text, or the binary CPU format,
// which starts with the words 0 and 3 in 32 or 64 bits of either byte order
// (https://gperftools.github.io/gperftools/cpuprofile-fileformat.html).
func startsLikeLegacy(head []byte) bool {
	if isText(head) {
		return true
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if len(head) >= 8 && order.Uint32(head) == 0 && order.Uint32(head[4:]) == 3 {
			return true
		}
		if len(head) >= 16 && order.Uint64(head) == 0 && order.Uint64(head[8:]) == 3 {
			return true
		}
	}
	return false
}

func isText(head []byte) bool {
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' || b == 0x7f {
			return false
		}
	}
	return true
}

// describe says what a file that is no profile seems to be, as the end of a sentence.
func describe(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("go 1.")) && bytes.Contains(head, []byte(" trace\x00")):
		return ": it is an execution trace, which go tool trace opens"
	case bytes.HasPrefix(head, []byte("\x7fELF")), bytes.HasPrefix(head, []byte("MZ")),
		bytes.HasPrefix(head, []byte("\xcf\xfa\xed\xfe")):
		return ": it is an executable"
	case isText(head):
		return ": it is text in no format that pprof knows"
	}
	return ": its bytes are in no format that pprof knows"
}
