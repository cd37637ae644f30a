// Package cost sums a profile's samples per line, per function and per file: the flat and the cum of pprof.
//
// Lines, functions and files are three ways to name a frame, so there is one algorithm and three axes. An [Axis] is
// made once for a profile: it says, for each location, under which keys its frames count. [Axis.Sum] then scans the
// samples of one sample type. Both are pure functions of the profile; who asks often keeps what they return (package
// library does).
//
// The rule: a sample's frames are those of its locations, inlined ones too, innermost first. The first frame's key has
// the flat. Each key has the cum once for a sample, however often it occurs, so recursion does not count twice. Where
// the innermost frame is the runtime's asyncPreempt, it is folded into its caller: the program did not call it, the
// kernel's signal put it there, and a tight loop would lose up to half of its own samples to it.
package cost

import (
	"github.com/linecost/linecost/server/internal/profile"
)

const none = profile.None

// listed marks a location whose frames have several keys: the other bits are where its list starts.
const listed = 1 << 31

// An Axis maps the locations of a profile to keys, which count from 0.
type Axis struct {
	// Len is the number of keys.
	Len int

	leaf   []uint32 // for each location: the key of its innermost frame, or none
	keys   []uint32 // for each location: its only key, or none, or listed|position in lists
	lists  []uint32 // for each list: its length, then its distinct keys
	folded []bool   // for each location: whether it is folded into its caller where it is a leaf
}

// newAxis makes an axis of n keys from the key of each frame (or none); bare gives the key of a location that has no
// frames, and of a frame that names nothing.
func newAxis(p *profile.Profile, n int, frameKeys []uint32, bare func(location uint32) uint32) *Axis {
	count := p.Locations.Len()
	a := &Axis{
		Len:    n,
		leaf:   make([]uint32, count),
		keys:   make([]uint32, count),
		folded: make([]bool, count),
	}
	preempt := preemptFunctions(p)
	var distinct []uint32
	for l := range uint32(count) {
		start, end := p.Locations.Frames(l)
		distinct = distinct[:0]
		folded := end > start
		for frame := start; frame < end; frame++ {
			key := frameKeys[frame]
			if key == none {
				key = bare(l)
			}
			if frame == start {
				a.leaf[l] = key
			}
			if key != none && !contains(distinct, key) {
				distinct = append(distinct, key)
			}
			function := p.Locations.FrameFunction[frame]
			folded = folded && function != none && preempt[function]
		}
		if start == end {
			a.leaf[l] = bare(l)
			if a.leaf[l] != none {
				distinct = append(distinct, a.leaf[l])
			}
		}
		a.folded[l] = folded
		a.keys[l] = a.store(distinct)
	}
	return a
}

func (a *Axis) store(distinct []uint32) uint32 {
	switch len(distinct) {
	case 0:
		return none
	case 1:
		return distinct[0]
	}
	position := uint32(len(a.lists))
	a.lists = append(append(a.lists, uint32(len(distinct))), distinct...)
	return listed | position
}

// contains scans: a location has a handful of frames.
func contains(keys []uint32, key uint32) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
}

// preemptFunctions tells which functions are the runtime's entry from a preemption signal.
func preemptFunctions(p *profile.Profile) []bool {
	preempt := make([]bool, p.Functions.Len())
	for i, name := range p.Functions.Name {
		switch p.Strings.At(name) {
		case "runtime.asyncPreempt", "runtime.asyncPreempt2":
			preempt[i] = true
		}
	}
	return preempt
}

// Bytes is about how much memory the axis takes.
func (a *Axis) Bytes() int64 {
	return 4*int64(cap(a.leaf)+cap(a.keys)+cap(a.lists)) + int64(cap(a.folded))
}
