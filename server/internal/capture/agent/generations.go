package agent

import "encoding/binary"

// The parts of an execution trace's format that tell where a generation of it ends, as Go 1.22 to 1.27 write it: a
// header, then batches, each a byte for its kind, an experiment's number if that is its kind, and as varints the
// generation, the thread, the time, and the size of what follows.
const (
	traceHeader       = len("go 1.22 trace\x00\x00\x00")
	batchEvents       = 1
	batchExperimental = 49
	endOfGeneration   = 52 // since 1.26; it stands alone
)

// wholeGenerations is the longest beginning of a trace in the making that a reader can make sense of: up to the end of
// its last whole generation. It is empty if there is none.
func wholeGenerations(text []byte) []byte {
	whole := 0
	var generation uint64
	for at := traceHeader; at < len(text); {
		start := at
		kind := text[at]
		at++
		switch kind {
		case endOfGeneration:
			whole = at
			continue
		case batchExperimental:
			at++
		case batchEvents:
		default:
			return text[:whole] // a format that this knows nothing of
		}
		var fields [4]uint64
		for i := range fields {
			value, n := binary.Uvarint(text[min(at, len(text)):])
			if n <= 0 {
				return text[:whole]
			}
			fields[i], at = value, at+n
		}
		if size := fields[3]; size > uint64(len(text)-at) {
			return text[:whole]
		}
		at += int(fields[3])
		// Before 1.26 the next generation's first batch tells that one has ended.
		if fields[0] != generation && generation != 0 && whole < start {
			whole = start
		}
		generation = fields[0]
	}
	return text[:whole]
}
