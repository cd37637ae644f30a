package profile

import (
	"encoding/binary"
	"math"
)

// LabelSets holds the distinct sets of labels that samples carry. A set is kept as the bytes of its label records and
// decoded when someone asks: a million samples have a few thousand sets, and most questions are about none of them.
// Set 0 is the empty one.
type LabelSets struct {
	data  []byte
	end   []uint32
	index map[string]uint32
}

// A Label is one label of a sample: a text, or a number with a unit.
type Label struct {
	Key string
	// Text is the value of a text label; "" for a number.
	Text string
	// Number and Unit are the value of a number label.
	Number int64
	Unit   string
}

// Len is the number of distinct sets, the empty one included.
func (l *LabelSets) Len() int { return len(l.end) + 1 }

// appendLabel appends one label record to a set that is being collected.
func appendLabel(set, record []byte) []byte {
	return append(binary.AppendUvarint(set, uint64(len(record))), record...)
}

// intern returns the index of a set, adding it if it is new. Once the sets take more than 4 GB new ones are dropped.
func (l *LabelSets) intern(set []byte) uint32 {
	if len(set) == 0 || len(l.data)+len(set) > math.MaxUint32 {
		return 0
	}
	if index, ok := l.index[string(set)]; ok {
		return index
	}
	if l.index == nil {
		l.index = map[string]uint32{}
	}
	l.data = append(l.data, set...)
	l.end = append(l.end, uint32(len(l.data)))
	l.index[string(set)] = uint32(len(l.end))
	return uint32(len(l.end))
}

func (l *LabelSets) bytes() int64 {
	return int64(cap(l.data)) + 4*int64(cap(l.end))
}

// LabelsOf decodes a set of labels.
func (p *Profile) LabelsOf(set uint32) []Label {
	l := &p.Labels
	if set == 0 || int(set) > len(l.end) {
		return nil
	}
	var start uint32
	if set > 1 {
		start = l.end[set-2]
	}
	var labels []Label
	for data := l.data[start:l.end[set-1]]; len(data) > 0; {
		length, rest, _ := varint(data)
		labels = append(labels, p.label(rest[:length]))
		data = rest[length:]
	}
	return labels
}

func (p *Profile) label(record []byte) Label {
	const key, text, number, unit = 1, 2, 3, 4
	var label Label
	f := fields{data: record}
	for f.next() {
		if f.wire != wireVarint {
			continue
		}
		switch f.number {
		case key:
			label.Key = p.Strings.At(stringIndex(f.value))
		case text:
			label.Text = p.Strings.At(stringIndex(f.value))
		case number:
			label.Number = int64(f.value)
		case unit:
			label.Unit = p.Strings.At(stringIndex(f.value))
		}
	}
	return label
}
