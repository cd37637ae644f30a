package cost

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/linecost/linecost/server/internal/profile"
)

// Functions is the axis of functions, told apart by name, as pprof's -top does: merged profiles hold a function once
// for each binary, and instantiations of a generic function share a name.
type Functions struct {
	*Axis
	Names []string
	// lines[lineEnd[k-1]:lineEnd[k]] are the keys of the lines that function k has frames on, ascending.
	lineEnd []uint32
	lines   []uint32
}

// NewFunctions makes the axis of functions. The axis of lines tells which lines belong to each.
func NewFunctions(p *profile.Profile, lines *Lines) *Functions {
	names := functionNames{index: map[string]uint32{}}
	functionKeys := make([]uint32, p.Functions.Len())
	for i, name := range p.Functions.Name {
		functionKeys[i] = none
		if text := p.Strings.At(name); text != "" {
			functionKeys[i] = names.intern(text)
		}
	}
	keys := make([]uint32, len(p.Locations.FrameFunction))
	for frame, function := range p.Locations.FrameFunction {
		keys[frame] = none
		if function != none {
			keys[frame] = functionKeys[function]
		}
	}
	f := &Functions{}
	// Not symbolized: pprof shows the binary's name instead.
	axis := newAxis(p, 0, keys, func(location uint32) uint32 {
		if mapping := p.Locations.Mapping[location]; mapping != none {
			if file := p.Strings.At(p.Mappings.File[mapping]); file != "" {
				return names.intern("[" + path.Base(strings.ReplaceAll(file, `\`, "/")) + "]")
			}
		}
		return names.intern("<unknown>")
	})
	axis.Len = len(names.all)
	f.Axis, f.Names = axis, names.all
	f.collectLines(keys, lines.frame)
	return f
}

type functionNames struct {
	all   []string
	index map[string]uint32
}

func (n *functionNames) intern(name string) uint32 {
	key, ok := n.index[name]
	if !ok {
		key = uint32(len(n.all))
		n.index[name] = key
		n.all = append(n.all, name)
	}
	return key
}

// collectLines joins the keys of the frames on both axes.
func (f *Functions) collectLines(functionKeys, lineKeys []uint32) {
	pairs := make([]uint64, 0, len(functionKeys))
	for frame, function := range functionKeys {
		if line := lineKeys[frame]; function != none && line != none {
			pairs = append(pairs, uint64(function)<<32|uint64(line))
		}
	}
	slices.Sort(pairs)
	pairs = slices.Compact(pairs)
	f.lineEnd, f.lines = make([]uint32, len(f.Names)), make([]uint32, len(pairs))
	next := 0
	for function := range f.lineEnd {
		for next < len(pairs) && uint32(pairs[next]>>32) == uint32(function) {
			f.lines[next] = uint32(pairs[next])
			next++
		}
		f.lineEnd[function] = uint32(next)
	}
}

// Lines returns the keys, on the axis of lines, of the lines that a function has frames on.
func (f *Functions) Lines(function uint32) []uint32 {
	start := uint32(0)
	if function > 0 {
		start = f.lineEnd[function-1]
	}
	return f.lines[start:f.lineEnd[function]]
}

// HottestLine returns the key of the function's line with the largest flat, then cum (or cum, then flat); none if no
// line of it is known.
func (f *Functions) HottestLine(function uint32, lines *Figures, byCum bool) uint32 {
	first, second := lines.Flat, lines.Cum
	if byCum {
		first, second = second, first
	}
	best := none
	for _, line := range f.Lines(function) {
		best = hotter(best, line, first, second)
	}
	return best
}

// Sort is an order of functions.
type Sort int

const (
	// ByFlat: largest flat first, by magnitude, then cum, then name.
	ByFlat Sort = iota
	// ByCum: largest cum first, by magnitude, then flat, then name.
	ByCum
	// ByName: ascending.
	ByName
)

// Order returns the keys that have a figure, sorted.
func (f *Functions) Order(figures *Figures, by Sort) []uint32 {
	first, second := figures.Flat, figures.Cum
	if by == ByCum {
		first, second = second, first
	}
	return order(figures, func(a, b uint32) int {
		if by == ByName {
			return cmp.Compare(f.Names[a], f.Names[b])
		}
		return cmp.Or(byMagnitude(first, a, b), byMagnitude(second, a, b), cmp.Compare(f.Names[a], f.Names[b]))
	})
}

// Bytes is about how much memory the axis takes.
func (f *Functions) Bytes() int64 {
	return f.Axis.Bytes() + 4*int64(cap(f.lineEnd)+cap(f.lines)) + 64*int64(len(f.Names))
}
