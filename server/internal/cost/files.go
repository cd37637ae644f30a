package cost

import (
	"cmp"
	"slices"

	"github.com/linecost/linecost/server/internal/profile"
)

// Files is the axis of source files. Its keys are indices of [FileNames].
type Files struct {
	*Axis
}

// NewFiles makes the axis of files from that of lines, which has read the names.
func NewFiles(p *profile.Profile, lines *Lines) *Files {
	keys := make([]uint32, len(p.Locations.FrameFunction))
	for frame, function := range p.Locations.FrameFunction {
		keys[frame] = none
		if function != none {
			keys[frame] = lines.Files.function[function]
		}
	}
	return &Files{newAxis(p, len(lines.Files.Names), keys, func(uint32) uint32 { return none })}
}

// Order returns the keys that have a figure: largest flat first, by magnitude, then cum, then name.
func (f *Files) Order(figures *Figures, names *FileNames) []uint32 {
	return order(figures, func(a, b uint32) int {
		return cmp.Or(byMagnitude(figures.Flat, a, b), byMagnitude(figures.Cum, a, b), cmp.Compare(names.Names[a], names.Names[b]))
	})
}

// order returns the keys with a figure, sorted.
func order(figures *Figures, compare func(a, b uint32) int) []uint32 {
	keys := []uint32{}
	for key := range figures.Flat {
		if figures.Flat[key] != 0 || figures.Cum[key] != 0 {
			keys = append(keys, uint32(key))
		}
	}
	slices.SortFunc(keys, compare)
	return keys
}

// byMagnitude compares two keys' figures, the larger first.
func byMagnitude(figures []int64, a, b uint32) int {
	return cmp.Compare(magnitude(figures[b]), magnitude(figures[a]))
}
