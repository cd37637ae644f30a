// Package profile holds a pprof profile as columns: slices of integers that point at each other by index.
//
// A profile of a million samples has some twenty million frames. As structs and pointers they cost gigabytes and a
// garbage collector that walks them; as columns they are a few flat slices that are decoded in one pass, scanned in
// order, and never walked. The consequence is that nothing here is an object: a sample, a location, a function is an
// index, and its fields are looked up in the columns.
//
// [Read] takes what `go tool pprof` takes: gzipped or raw protobuf (profile.proto), and the legacy formats, which go
// through github.com/google/pprof/profile into the same columns. The package opens no files and starts nothing: it
// reads from an io.Reader. What the samples add up to is the business of package cost.
package profile

import "strconv"

// None is the index of nothing: a location without a mapping, a frame without a function.
const None = ^uint32(0)

// ValueType names one value of each sample, and its unit, in the profile's own words.
type ValueType struct {
	Type string
	Unit string
}

// Profile is one profile. It is not changed after [Read] returned it, so any number of goroutines may read it.
type Profile struct {
	// SampleTypes names the values of each sample. There is at least one.
	SampleTypes []ValueType
	// DefaultSampleType is the file's own choice among SampleTypes, by type; "" if it makes none.
	DefaultSampleType string
	// TimeNanos is when the profile was taken, in nanoseconds since the Unix epoch; 0 if the file does not say.
	TimeNanos int64
	// DurationNanos is how long it was taken for; 0 if the file does not say.
	DurationNanos int64
	// PeriodType and Period say what triggers a sample, and how often; empty and 0 if the file does not say.
	PeriodType ValueType
	Period     int64
	Comments   []string
	DocURL     string

	// Blocks hold the samples, in the file's order.
	Blocks []Block
	// Samples is how many samples all blocks hold.
	Samples int

	Locations Locations
	Functions Functions
	Mappings  Mappings
	Labels    LabelSets
	Strings   Strings

	// Problems says, in sentences, what of the file could not be read; empty for a sound file.
	Problems []string
}

// A Block holds some of a profile's samples as columns. Blocks exist so that columns never have to be grown and copied
// while the file is still being unpacked, and so that several cores can scan one profile.
type Block struct {
	// Values holds one column for each sample type; Values[t][i] is sample i's value of type t.
	Values [][]int64
	// StackEnd[i] is where sample i's stack ends in Stack; it starts where that of sample i-1 ends, or at 0.
	StackEnd []uint32
	// Stack holds indices of locations, each sample's innermost first.
	Stack []uint32
	// LabelSet[i] is sample i's set of labels, an index for [LabelSets]; nil if no sample of the block has labels.
	LabelSet []uint32
}

// Locations are the columns of the places that stacks are made of.
type Locations struct {
	Address []uint64
	// Mapping is an index into Mappings, or None.
	Mapping []uint32
	// FrameEnd[l] is where location l's frames end in the three columns below; they start where those of l-1 end.
	// A location has several frames where calls were inlined, innermost first, and none if it was never symbolized.
	FrameEnd []uint32
	// FrameFunction is an index into Functions, or None.
	FrameFunction []uint32
	// FrameLine is the source line, counted from 1; 0 if it is not known.
	FrameLine []uint32
}

// Len is the number of locations.
func (l *Locations) Len() int { return len(l.FrameEnd) }

// Frames returns where location i's frames start and end.
func (l *Locations) Frames(i uint32) (start, end uint32) {
	if i > 0 {
		start = l.FrameEnd[i-1]
	}
	return start, l.FrameEnd[i]
}

// Functions are the columns of functions. All but StartLine are indices into Strings.
type Functions struct {
	Name       []uint32
	SystemName []uint32
	File       []uint32
	StartLine  []uint32
}

// Len is the number of functions.
func (f *Functions) Len() int { return len(f.Name) }

// Mappings are the columns of the binaries that locations lie in. File and BuildID are indices into Strings.
type Mappings struct {
	File    []uint32
	BuildID []uint32
}

// Len is the number of mappings.
func (m *Mappings) Len() int { return len(m.File) }

// Strings is the profile's string table: one text and the ends of its pieces.
type Strings struct {
	text string
	end  []uint32
}

// Len is the number of strings.
func (s *Strings) Len() int { return len(s.end) }

// At returns string i, or "" if there is none: references into the table are checked when the profile is read, and
// those that lead nowhere are made to lead to "".
func (s *Strings) At(i uint32) string {
	if int(i) >= len(s.end) {
		return ""
	}
	var start uint32
	if i > 0 {
		start = s.end[i-1]
	}
	return s.text[start:s.end[i]]
}

// SampleTypeIndex resolves a sample type's name as pprof's -sample_index does: "" is the default one (the file's own,
// else the last), a number is an index, and a type that the profile lacks under its inuse_ name is tried without that.
func (p *Profile) SampleTypeIndex(name string) (index int, ok bool) {
	if name == "" {
		if p.DefaultSampleType != "" {
			for i, t := range p.SampleTypes {
				if t.Type == p.DefaultSampleType {
					return i, true
				}
			}
		}
		return len(p.SampleTypes) - 1, true
	}
	if i, err := strconv.Atoi(name); err == nil {
		return i, i >= 0 && i < len(p.SampleTypes)
	}
	for i, t := range p.SampleTypes {
		if t.Type == name || "inuse_"+t.Type == name {
			return i, true
		}
	}
	return 0, false
}

// Bytes is about how much memory the columns take.
func (p *Profile) Bytes() int64 {
	bytes := int64(len(p.Strings.text)) + 4*int64(cap(p.Strings.end)) +
		12*int64(cap(p.Locations.Address)) + 12*int64(cap(p.Locations.FrameFunction)) +
		16*int64(cap(p.Functions.Name)) + 8*int64(cap(p.Mappings.File)) + p.Labels.bytes()
	for i := range p.Blocks {
		bytes += p.Blocks[i].bytes()
	}
	return bytes
}

func (b *Block) bytes() int64 {
	bytes := 4 * int64(cap(b.StackEnd)+cap(b.Stack)+cap(b.LabelSet))
	for _, column := range b.Values {
		bytes += 8 * int64(cap(column))
	}
	return bytes
}
