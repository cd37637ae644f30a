package profile

const (
	// blockSamples and blockFrames bound a block: large enough for scanning to be in its stride, small enough that the
	// last one wastes little.
	blockSamples = 16 << 10
	blockFrames  = 512 << 10
	// firstBlock is the part of a block that the first one has, since most profiles are small.
	firstBlock = 16
)

// samples decodes sample records into blocks. A stack goes straight from the wire into its column: three quarters of a
// large profile are the numbers of its stacks, and each detour costs a tenth of the time that reading takes.
type samples struct {
	block *Block // the one that is being filled
	// largest is the largest reference of each block's stacks, by which resolving is spared; see resolveStacks.
	largest []uint32
	values  []uint64
	labels  []byte
	// width is how many values a sample has, as the first one says; otherWidth counts those that differ.
	width      int
	otherWidth int
}

func (s *samples) decode(d *decoder, data []byte) error {
	// No frame takes less than a byte, so the record's length is room enough.
	if s.block == nil || len(s.block.StackEnd) == cap(s.block.StackEnd) || cap(s.block.Stack)-len(s.block.Stack) < len(data) {
		if err := s.begin(d, len(data)); err != nil {
			return err
		}
	}
	b := s.block
	start, largest := len(b.Stack), s.largest[len(s.largest)-1]
	s.values, s.labels = s.values[:0], s.labels[:0]
	f := fields{data: data}
	for f.next() {
		switch {
		case f.number == sampleLocation && f.wire == wireBytes:
			b.Stack, largest = appendReferences(b.Stack, largest, &f, &d.locations)
		case f.number == sampleLocation && f.wire == wireVarint:
			reference := d.locations.alias(f.value) - 1
			b.Stack, largest = append(b.Stack, reference), max(largest, reference)
		case f.number == sampleValue:
			s.values = f.numbers(s.values)
		case f.number == sampleLabel && f.wire == wireBytes:
			s.labels = appendLabel(s.labels, f.bytes)
		}
	}
	if f.err != nil {
		b.Stack = b.Stack[:start]
		return f.err
	}
	s.largest[len(s.largest)-1] = largest
	s.add(d)
	return nil
}

// appendReferences decodes a packed field of location ids. A stack holds an id's reference less one, which for the
// ids 1, 2, 3 … of nearly every writer is the location's index already. The caller has made room.
func appendReferences(stack []uint32, largest uint32, f *fields, locations *ids) ([]uint32, uint32) {
	data, n := f.bytes, len(stack)
	stack = stack[:n+len(data)]
	for i := 0; i < len(data); n++ {
		var reference uint32
		switch {
		case data[i] < 0x80:
			reference = uint32(data[i]) - 1
			i++
		case i+1 < len(data) && data[i+1] < 0x80:
			reference = uint32(data[i]&0x7f) | uint32(data[i+1])<<7 - 1
			i += 2
		default:
			id, rest, ok := varint(data[i:])
			if !ok {
				f.err = errBadVarint
				return stack[:n], largest
			}
			reference = locations.alias(id) - 1
			i = len(data) - len(rest)
		}
		stack[n] = reference
		largest = max(largest, reference)
	}
	return stack[:n], largest
}

// add completes the sample whose stack, values and labels were decoded.
func (s *samples) add(d *decoder) {
	b := s.block
	if s.width == 0 {
		s.width = max(len(s.values), len(d.sampleTypes), 1)
	}
	if len(s.values) != s.width {
		s.otherWidth++
	}
	if b.Values == nil {
		b.Values = make([][]int64, s.width)
		for t := range b.Values {
			b.Values[t] = make([]int64, 0, cap(b.StackEnd))
		}
	}
	for t := range b.Values {
		var value int64
		if t < len(s.values) {
			value = int64(s.values[t])
		}
		b.Values[t] = append(b.Values[t], value)
	}
	if len(s.labels) > 0 && b.LabelSet == nil {
		b.LabelSet = make([]uint32, len(b.StackEnd), cap(b.StackEnd)) // those before have none
	}
	if b.LabelSet != nil {
		b.LabelSet = append(b.LabelSet, d.profile.Labels.intern(s.labels))
	}
	b.StackEnd = append(b.StackEnd, uint32(len(b.Stack)))
	d.profile.Samples++
}

// begin starts another block, with room for at least so many frames.
func (s *samples) begin(d *decoder, room int) error {
	samples, frames := blockSamples, blockFrames
	blocks := &d.profile.Blocks
	if len(*blocks) == 0 {
		samples, frames = blockSamples/firstBlock, blockFrames/firstBlock
	} else {
		d.taken += (*blocks)[len(*blocks)-1].bytes()
	}
	frames = max(frames, room)
	if d.bytes()+int64(samples)*int64(8*s.width+8)+4*int64(frames) > d.limit {
		return d.tooLarge()
	}
	*blocks = append(*blocks, Block{StackEnd: make([]uint32, 0, samples), Stack: make([]uint32, 0, frames)})
	s.largest = append(s.largest, 0)
	s.block = &(*blocks)[len(*blocks)-1]
	return nil
}
