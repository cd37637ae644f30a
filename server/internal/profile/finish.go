package profile

import "fmt"

// isProfile tells whether what was decoded can be a profile at all: one has names, unless it was cut off before them.
func (d *decoder) isProfile(ended error) bool {
	return len(d.sampleTypes) > 0 && (len(d.strings.end) > 0 || ended != nil && d.profile.Samples > 0)
}

// finish resolves what refers to what, checks every index, and says what was wrong. ended is how the input ended.
func (d *decoder) finish(ended error) (*Profile, error) {
	p := d.profile
	p.Strings = d.strings.table()
	p.Labels.index = nil // only needed while interning
	d.nameValues()
	if p.Strings.Len() == 0 {
		return nil, fmt.Errorf("%w: %s before the names, so nothing can be shown", ErrDamaged, wordsOf(ended))
	}
	d.fitWidth()
	lost := lost{frames: d.resolveStacks(), functions: d.resolveFrames(), names: d.checkNames()}
	p.Problems = d.problems(ended, lost)
	return p, nil
}

// lost counts references that lead nowhere.
type lost struct{ frames, functions, names int }

func (d *decoder) nameValues() {
	p := d.profile
	valueType := func(t [2]uint64) ValueType {
		return ValueType{Type: p.Strings.At(stringIndex(t[0])), Unit: p.Strings.At(stringIndex(t[1]))}
	}
	for i, t := range d.sampleTypes {
		named := valueType(t)
		if named.Type == "" {
			named.Type = fmt.Sprintf("value %d", i+1) // a request must be able to ask for it
		}
		p.SampleTypes = append(p.SampleTypes, named)
	}
	p.PeriodType = valueType(d.periodType)
	for _, comment := range d.comments {
		p.Comments = append(p.Comments, p.Strings.At(stringIndex(comment)))
	}
	p.DefaultSampleType = p.Strings.At(stringIndex(d.defaultType))
	p.DocURL = p.Strings.At(stringIndex(d.docURL))
}

// fitWidth makes the columns as many as there are sample types, where the file contradicts itself.
func (d *decoder) fitWidth() {
	width := len(d.sampleTypes)
	if d.profile.Samples > 0 && d.samples.width != width {
		d.samples.otherWidth = d.profile.Samples
	}
	for i := range d.profile.Blocks {
		b := &d.profile.Blocks[i]
		b.Values = b.Values[:min(width, len(b.Values))]
		for len(b.Values) < width {
			b.Values = append(b.Values, make([]int64, len(b.StackEnd)))
		}
	}
}

// resolveStacks turns the blocks' references to locations into indices, and returns how many lead nowhere; those are
// taken out of their stacks. Where ids count from 1, a reference that is below the number of locations is an index, and
// a block whose largest one is has nothing to resolve.
func (d *decoder) resolveStacks() int {
	resolver := d.locations.resolver()
	lost := 0
	for i := range d.profile.Blocks {
		if resolver.table == nil && d.samples.largest[i] < resolver.count {
			continue
		}
		b, missing := &d.profile.Blocks[i], 0
		for j, reference := range b.Stack {
			b.Stack[j] = resolver.index(reference + 1)
			if b.Stack[j] == None {
				missing++
			}
		}
		if missing > 0 {
			b.dropMissing()
			lost += missing
		}
	}
	return lost
}

// dropMissing takes the frames that are None out of the stacks.
func (b *Block) dropMissing() {
	kept, start := b.Stack[:0], uint32(0)
	for i, end := range b.StackEnd {
		for _, location := range b.Stack[start:end] {
			if location != None {
				kept = append(kept, location)
			}
		}
		start, b.StackEnd[i] = end, uint32(len(kept))
	}
	b.Stack = kept
}

// resolveFrames turns the locations' references to functions and mappings into indices, and returns how many of those
// to functions lead nowhere; those become None.
func (d *decoder) resolveFrames() (lost int) {
	l := &d.profile.Locations
	functions := d.functions.resolver()
	for i, reference := range l.FrameFunction {
		l.FrameFunction[i] = functions.index(reference)
		if l.FrameFunction[i] == None {
			lost++
		}
	}
	mappings := d.mappings.resolver()
	for i, reference := range l.Mapping {
		l.Mapping[i] = mappings.index(reference)
	}
	return lost
}

// checkNames returns how many functions have a name that is not in the string table.
func (d *decoder) checkNames() (lost int) {
	for _, name := range d.profile.Functions.Name {
		if int(name) >= d.profile.Strings.Len() {
			lost++
		}
	}
	return lost
}
