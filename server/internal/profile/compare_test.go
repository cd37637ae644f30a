package profile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	pprof "github.com/google/pprof/profile"
)

// compare walks both profiles sample by sample.
func compare(t *testing.T, got *Profile, want *pprof.Profile) {
	t.Helper()
	if got.Samples != len(want.Sample) || len(got.SampleTypes) != len(want.SampleType) {
		t.Fatalf("%d samples of %d types; want %d of %d", got.Samples, len(got.SampleTypes), len(want.Sample), len(want.SampleType))
	}
	for i, valueType := range got.SampleTypes {
		if w := want.SampleType[i]; valueType.Type != w.Type && w.Type != "" || valueType.Unit != w.Unit {
			t.Errorf("sample type %d is %v; want %v", i, valueType, w)
		}
	}
	if got.TimeNanos != want.TimeNanos || got.DurationNanos != want.DurationNanos || got.Period != want.Period ||
		got.DefaultSampleType != want.DefaultSampleType || !slices.Equal(got.Comments, want.Comments) {
		t.Errorf("the header differs: %+v", got)
	}
	i, ours, theirs := 0, map[uint32]string{}, map[*pprof.Location]string{}
	for b := range got.Blocks {
		block, start := &got.Blocks[b], uint32(0)
		for s, end := range block.StackEnd {
			var text strings.Builder
			for _, column := range block.Values {
				fmt.Fprintf(&text, "%d ", column[s])
			}
			for _, location := range block.Stack[start:end] {
				text.WriteString(memo(ours, location, got.locationText))
			}
			if block.LabelSet != nil {
				text.WriteString(labelText(got.LabelsOf(block.LabelSet[s])))
			}
			if w := sampleText(want.Sample[i], theirs); text.String() != w {
				t.Fatalf("sample %d is\n%s\nwant\n%s", i, text.String(), w)
			}
			start = end
			i++
		}
	}
}

func (p *Profile) locationText(location uint32) string {
	text := fmt.Sprintf("%x", p.Locations.Address[location])
	if m := p.Locations.Mapping[location]; m != None {
		text += "@" + p.Strings.At(p.Mappings.File[m]) + "," + p.Strings.At(p.Mappings.BuildID[m])
	}
	start, end := p.Locations.Frames(location)
	for frame := start; frame < end; frame++ {
		f := p.Locations.FrameFunction[frame]
		if f == None {
			text += "|?"
			continue
		}
		text += fmt.Sprintf("|%s %s %s:%d %d", p.Strings.At(p.Functions.Name[f]), p.Strings.At(p.Functions.SystemName[f]),
			p.Strings.At(p.Functions.File[f]), p.Locations.FrameLine[frame], p.Functions.StartLine[f])
	}
	return text + "\n"
}

// memo keeps what was worded once: samples share their locations.
func memo[K comparable](known map[K]string, key K, word func(K) string) string {
	text, ok := known[key]
	if !ok {
		text = word(key)
		known[key] = text
	}
	return text
}

func pprofLocationText(l *pprof.Location) string {
	text := fmt.Sprintf("%x", l.Address)
	if l.Mapping != nil {
		text += "@" + l.Mapping.File + "," + l.Mapping.BuildID
	}
	for _, line := range l.Line {
		f := line.Function
		text += fmt.Sprintf("|%s %s %s:%d %d", f.Name, f.SystemName, f.Filename, max(line.Line, 0), max(f.StartLine, 0))
	}
	return text + "\n"
}

func sampleText(s *pprof.Sample, known map[*pprof.Location]string) string {
	var text strings.Builder
	for _, value := range s.Value {
		fmt.Fprintf(&text, "%d ", value)
	}
	for _, l := range s.Location {
		text.WriteString(memo(known, l, pprofLocationText))
	}
	var labels []Label
	for key, values := range s.Label {
		for _, value := range values {
			labels = append(labels, Label{Key: key, Text: value})
		}
	}
	for key, values := range s.NumLabel {
		for i, value := range values {
			label := Label{Key: key, Number: value}
			if units := s.NumUnit[key]; i < len(units) {
				label.Unit = units[i]
			}
			labels = append(labels, label)
		}
	}
	text.WriteString(labelText(labels))
	return text.String()
}

// labelText sorts, since google/pprof keeps labels in maps.
func labelText(labels []Label) string {
	var texts []string
	for _, l := range labels {
		if l.Text == "" && l.Number == 0 && l.Unit == "" {
			continue // google/pprof drops a number of 0 without a unit
		}
		texts = append(texts, fmt.Sprintf("[%s=%s %d%s]", l.Key, l.Text, l.Number, l.Unit))
	}
	slices.Sort(texts)
	return strings.Join(texts, "")
}

// check tells whether every index of the columns leads somewhere: what all other packages rely on.
func check(t *testing.T, p *Profile) {
	t.Helper()
	if len(p.SampleTypes) == 0 {
		t.Fatal("no sample type")
	}
	samples := 0
	for i := range p.Blocks {
		b, last := &p.Blocks[i], uint32(0)
		samples += len(b.StackEnd)
		if len(b.Values) != len(p.SampleTypes) {
			t.Fatalf("block %d has %d columns of values for %d types", i, len(b.Values), len(p.SampleTypes))
		}
		for _, column := range b.Values {
			if len(column) != len(b.StackEnd) {
				t.Fatalf("block %d has a column of %d values for %d samples", i, len(column), len(b.StackEnd))
			}
		}
		if b.LabelSet != nil && len(b.LabelSet) != len(b.StackEnd) {
			t.Fatalf("block %d has %d label sets for %d samples", i, len(b.LabelSet), len(b.StackEnd))
		}
		for s, end := range b.StackEnd {
			if end < last || int(end) > len(b.Stack) {
				t.Fatalf("block %d: sample %d ends at %d, before %d or after %d", i, s, end, last, len(b.Stack))
			}
			last = end
		}
		for _, set := range b.LabelSet {
			if int(set) >= p.Labels.Len() {
				t.Fatalf("label set %d of %d", set, p.Labels.Len())
			}
			p.LabelsOf(set)
		}
		for _, location := range b.Stack {
			if int(location) >= p.Locations.Len() {
				t.Fatalf("location %d of %d", location, p.Locations.Len())
			}
		}
	}
	if samples != p.Samples {
		t.Fatalf("%d samples in blocks; %d announced", samples, p.Samples)
	}
	last := uint32(0)
	for l := range uint32(p.Locations.Len()) {
		start, end := p.Locations.Frames(l)
		if start != last || end < start || int(end) > len(p.Locations.FrameFunction) {
			t.Fatalf("location %d has the frames %d to %d", l, start, end)
		}
		last = end
		if m := p.Locations.Mapping[l]; m != None && int(m) >= p.Mappings.Len() {
			t.Fatalf("mapping %d of %d", m, p.Mappings.Len())
		}
	}
	for _, f := range p.Locations.FrameFunction {
		if f != None && int(f) >= p.Functions.Len() {
			t.Fatalf("function %d of %d", f, p.Functions.Len())
		}
	}
}

// Whatever the bytes, Read returns columns that hold together, or an error; it never panics and never takes more
// memory than it may.
func FuzzRead(f *testing.F) {
	sound := raw(f, small())
	for _, seed := range [][]byte{
		sound, gzipped(sound), sound[:len(sound)/2], append(sample(77, 1<<40), sound...), nil, []byte("heap profile: 1: 2 [3: 4] @ heap/1\n"),
		[]byte("goroutine profile: total 2\n2 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/a.go:3\n"), []byte("go 1.22 trace\x00\x00\x00"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(t.Context(), bytes.NewReader(data), 64<<20)
		if err != nil {
			return
		}
		check(t, p)
	})
}
