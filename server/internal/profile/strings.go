package profile

import (
	"fmt"
	"math"
	"strings"
)

// stringTable collects the profile's strings.
type stringTable struct {
	text strings.Builder
	end  []uint32
}

func (t *stringTable) add(data []byte) error {
	if t.text.Len()+len(data) > math.MaxUint32 {
		return fmt.Errorf("%w: its names alone are over 4 GB", ErrTooLarge)
	}
	t.text.Write(data)
	t.end = append(t.end, uint32(t.text.Len()))
	return nil
}

func (t *stringTable) table() Strings {
	return Strings{text: t.text.String(), end: t.end}
}

// hasText tells whether a reference leads to a string that is not empty.
func (t *stringTable) hasText(index uint64) bool {
	if index >= uint64(len(t.end)) {
		return false
	}
	return index == 0 && t.end[0] > 0 || index > 0 && t.end[index] > t.end[index-1]
}
