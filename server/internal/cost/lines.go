package cost

import (
	"cmp"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/linecost/linecost/server/internal/profile"
)

// Lines is the axis of source lines. A key stands for one line of one file, whichever functions lie on it: so the
// instantiations of a generic function, and closures, are one line. The keys of a file are neighbours, by ascending
// line, so that a file's lines are a slice.
type Lines struct {
	*Axis
	Files *FileNames
	// Line is each key's line, from 1.
	Line []uint32
	// file is each key's file.
	file []uint32
	// start[f] is file f's first key; start has one more element than there are files.
	start []uint32
	// frame is each frame's key, or none.
	frame []uint32
}

// NewLines makes the axis of lines.
func NewLines(p *profile.Profile) *Lines {
	files := NewFileNames(p)
	l := &Lines{Files: files, start: make([]uint32, len(files.Names)+1), frame: make([]uint32, len(p.Locations.FrameLine))}
	for _, bucket := range l.byFile(p) {
		slices.Sort(bucket.frames)
		l.start[bucket.file] = uint32(len(l.Line))
		last := uint32(0)
		for _, packed := range bucket.frames {
			if line := uint32(packed >> 32); line != last {
				l.Line, l.file, last = append(l.Line, line), append(l.file, bucket.file), line
			}
			l.frame[uint32(packed)] = uint32(len(l.Line) - 1)
		}
	}
	l.start[len(files.Names)] = uint32(len(l.Line))
	l.Axis = newAxis(p, len(l.Line), l.frame, func(uint32) uint32 { return none })
	return l
}

// fileFrames are the frames of one file that name a line, each packed as line<<32 | frame.
type fileFrames struct {
	file   uint32
	frames []uint64
}

// byFile sorts the frames into their files by counting, so that only small lists are left to be compared.
func (l *Lines) byFile(p *profile.Profile) []fileFrames {
	fileOf := func(frame int) uint32 {
		function := p.Locations.FrameFunction[frame]
		if function == none || p.Locations.FrameLine[frame] == 0 {
			return none
		}
		return l.Files.function[function]
	}
	counts, total := make([]int, len(l.Files.Names)), 0
	for frame := range l.frame {
		l.frame[frame] = none
		if file := fileOf(frame); file != none {
			counts[file]++
			total++
		}
	}
	all, buckets := make([]uint64, total), make([]fileFrames, len(counts))
	for file, count := range counts {
		buckets[file] = fileFrames{file: uint32(file), frames: all[:0:count]}
		all = all[count:]
	}
	for frame := range l.frame {
		if file := fileOf(frame); file != none {
			bucket := &buckets[file]
			bucket.frames = append(bucket.frames, uint64(p.Locations.FrameLine[frame])<<32|uint64(frame))
		}
	}
	return buckets
}

// OfFile returns the keys of a file's lines, from start to before end.
func (l *Lines) OfFile(file uint32) (start, end uint32) {
	return l.start[file], l.start[file+1]
}

// Find returns the key of a line of a file.
func (l *Lines) Find(file, line uint32) (key uint32, ok bool) {
	start, end := l.OfFile(file)
	i := sort.Search(int(end-start), func(i int) bool { return l.Line[start+uint32(i)] >= line })
	key = start + uint32(i)
	return key, key < end && l.Line[key] == line
}

// Hottest returns the key with the largest cum, then flat, of a range of keys; none if all of it is zero.
func (l *Lines) Hottest(figures *Figures, start, end uint32) uint32 {
	best := none
	for key := start; key < end; key++ {
		best = hotter(best, key, figures.Cum, figures.Flat)
	}
	return best
}

// hotter returns the one of two keys with the larger first figure, then second figure, then the earlier one. none is
// colder than all, and a key without figures is none.
func hotter(a, b uint32, first, second []int64) uint32 {
	if first[b] == 0 && second[b] == 0 {
		return a
	}
	if a == none {
		return b
	}
	order := cmp.Or(
		cmp.Compare(magnitude(first[a]), magnitude(first[b])),
		cmp.Compare(magnitude(second[a]), magnitude(second[b])),
		cmp.Compare(b, a),
	)
	if order < 0 {
		return b
	}
	return a
}

// FileNames are the distinct source files that a profile names, cleaned as pprof cleans them.
type FileNames struct {
	Names    []string
	index    map[string]uint32
	function []uint32 // each function's file, or none
}

// NewFileNames collects the names of a profile's files.
func NewFileNames(p *profile.Profile) *FileNames {
	f := &FileNames{index: map[string]uint32{}, function: make([]uint32, p.Functions.Len())}
	seen := map[uint32]uint32{} // by index of the string table: most functions share their file's
	for i, name := range p.Functions.File {
		file, ok := seen[name]
		if !ok {
			file = f.intern(p.Strings.At(name))
			seen[name] = file
		}
		f.function[i] = file
	}
	return f
}

func (f *FileNames) intern(name string) uint32 {
	if name == "" {
		return none
	}
	key := canonical(name)
	file, ok := f.index[key]
	if !ok {
		file = uint32(len(f.Names))
		f.index[key] = file
		f.Names = append(f.Names, path.Clean(name))
	}
	return file
}

// Find returns the file of a name.
func (f *FileNames) Find(name string) (file uint32, ok bool) {
	file, ok = f.index[canonical(name)]
	return file, ok
}

// canonical makes the forms of one path equal. On Windows the compiler writes C:/src/a.go, an editor c:\src\a.go, and
// the file system does not care about case.
func canonical(name string) string {
	if len(name) > 2 && name[1] == ':' && (name[2] == '/' || name[2] == '\\') {
		name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	}
	return path.Clean(name)
}

// Bytes is about how much memory the axis takes.
func (l *Lines) Bytes() int64 {
	return l.Axis.Bytes() + 4*int64(cap(l.Line)+cap(l.file)+cap(l.start)+cap(l.frame)) + 64*int64(len(l.Files.Names))
}

// At returns where a key's line is: its file's name and its number.
func (l *Lines) At(key uint32) (file string, line uint32) {
	return l.Files.Names[l.file[key]], l.Line[key]
}
