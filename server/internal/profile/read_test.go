package profile

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	pprof "github.com/google/pprof/profile"

	"github.com/linecost/linecost/server/internal/oracle"
)

const noLimit = 8 << 30

// small is a profile with all that the format has: two sample types, inlined frames, labels, a mapping, comments.
func small() *pprof.Profile {
	mapping := &pprof.Mapping{ID: 1, Start: 0x1000, Limit: 0x9000, File: "/bin/app", BuildID: "abc"}
	outer := &pprof.Function{ID: 1, Name: "main.outer", SystemName: "main.outer", Filename: "/src/main.go", StartLine: 3}
	inner := &pprof.Function{ID: 2, Name: "main.inner", SystemName: "main.inner", Filename: "/src/inner.go", StartLine: 9}
	leaf := &pprof.Location{ID: 1, Mapping: mapping, Address: 0x1100, Line: []pprof.Line{{Function: inner, Line: 10}, {Function: outer, Line: 5}}}
	root := &pprof.Location{ID: 2, Mapping: mapping, Address: 0x1200, Line: []pprof.Line{{Function: outer, Line: 6}}}
	return &pprof.Profile{
		SampleType:        []*pprof.ValueType{{Type: "samples", Unit: "count"}, {Type: "cpu", Unit: "nanoseconds"}},
		DefaultSampleType: "cpu",
		PeriodType:        &pprof.ValueType{Type: "cpu", Unit: "nanoseconds"},
		Period:            10_000_000,
		TimeNanos:         1_700_000_000_000_000_000,
		DurationNanos:     2_000_000_000,
		Comments:          []string{"first", "second"},
		Mapping:           []*pprof.Mapping{mapping},
		Function:          []*pprof.Function{outer, inner},
		Location:          []*pprof.Location{leaf, root},
		Sample: []*pprof.Sample{
			{Location: []*pprof.Location{leaf, root}, Value: []int64{3, 30}, Label: map[string][]string{"request": {"a"}}},
			{Location: []*pprof.Location{root}, Value: []int64{1, 10}, NumLabel: map[string][]int64{"size": {64}}, NumUnit: map[string][]string{"size": {"bytes"}}},
			{Location: []*pprof.Location{root, root, root, leaf}, Value: []int64{-1, -10}},
		},
	}
}

func raw(t testing.TB, p *pprof.Profile) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := p.WriteUncompressed(&plain); err != nil {
		t.Fatal(err)
	}
	return plain.Bytes()
}

func gzipped(data []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(data)
	w.Close()
	return packed.Bytes()
}

func TestReadRefuses(t *testing.T) {
	sound := raw(t, small())
	zeros := bytes.Repeat(gzipped(make([]byte, 8<<20)), 128) // members of one stream
	cases := []struct {
		name  string
		data  []byte
		limit int64
		want  error
		words string // that the user is to read
	}{
		{"an empty file", nil, noLimit, ErrEmpty, "empty"},
		{"gzip of nothing", gzipped(nil), noLimit, ErrEmpty, "empty"},
		{"text", []byte("# Linecost\n\nA text.\n"), noLimit, ErrNotProfile, "text"},
		{"text that starts like a legacy heap profile", []byte("heap profile: or so they say\n"), noLimit, ErrNotProfile, "text"},
		{"text whose first letter is a field's tag", []byte("package main\n"), noLimit, ErrNotProfile, "text"},
		{"an executable", append([]byte("\x7fELF"), sound...), noLimit, ErrNotProfile, "executable"},
		{"an execution trace", []byte("go 1.22 trace\x00\x00\x00\x01"), noLimit, ErrNotProfile, "execution trace"},
		{"a gigabyte of zeros in a megabyte", zeros, noLimit, ErrNotProfile, "not a profile"},
		{"two profiles in one file", append(bytes.Clone(sound), sound...), noLimit, ErrNotProfile, "several profiles"},
		{"gzip cut inside its header", gzipped(sound)[:5], noLimit, ErrDamaged, "cut off"},
		{"gzip cut before any data", gzipped(sound)[:12], noLimit, ErrDamaged, "cut off"},
		{"cut before the names", sound[:len(sound)/3], noLimit, ErrDamaged, "cut off"},
		{"more than it may take", sound, 1000, ErrTooLarge, "memory"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := Read(t.Context(), bytes.NewReader(c.data), c.limit)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, %v; want %v", p, err, c.want)
			}
			if !strings.Contains(err.Error(), c.words) {
				t.Errorf("%q does not say %q", err, c.words)
			}
		})
	}
}

func TestReadTellsWhatIsWrong(t *testing.T) {
	sound := raw(t, small())
	packed := gzipped(bytes.Repeat(sound, 1))
	wrongSum := bytes.Clone(packed)
	wrongSum[len(wrongSum)-8] ^= 1
	cases := []struct {
		name    string
		data    []byte
		samples int
		problem string
	}{
		{"cut inside the names", sound[:len(sound)-40], 3, "cut off"},
		{"gzip with a wrong checksum", wrongSum, 3, "checksum"},
		{"a sample that is garbage", append([]byte{2<<3 | wireBytes, 1, 0xff}, sound...), 3, "left out: sample 1,"},
		{"a sample of unknown locations", append(sample(77, 1<<40), sound...), 4, "location that the file does not hold: 2"},
		{"a sample with too few values", append(sample(1, 2), sound...), 4, "values"},
		{"a location of an unknown function", append([]byte{4<<3 | wireBytes, 6, 8, 9, 34, 2, 8, 99}, sound...), 3, "function that the file does not hold: 1"},
		{"a function without a name in the table", append([]byte{5<<3 | wireBytes, 5, 8, 9, 16, 0xff, 0x7f}, sound...), 3, "name the file does not hold: 1"},
		{"a record that claims two gigabytes", append(bytes.Clone(sound), 6<<3|wireBytes, 0xff, 0xff, 0xff, 0xff, 7), 3, "impossible length"},
		{"an impossible field", append(bytes.Clone(sound), 6<<3|7), 3, "impossible type"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := Read(t.Context(), bytes.NewReader(c.data), noLimit)
			if err != nil {
				t.Fatal(err)
			}
			if p.Samples != c.samples {
				t.Errorf("%d samples; want %d", p.Samples, c.samples)
			}
			if !strings.Contains(strings.Join(p.Problems, "\n"), c.problem) {
				t.Errorf("problems %q do not say %q", p.Problems, c.problem)
			}
			check(t, p)
		})
	}
}

// sample encodes a sample record with these locations and one value.
func sample(locations ...uint64) []byte {
	var body []byte
	for _, id := range locations {
		body = append(body, sampleLocation<<3)
		for ; id >= 0x80; id >>= 7 {
			body = append(body, byte(id)|0x80)
		}
		body = append(body, byte(id))
	}
	body = append(body, sampleValue<<3, 5)
	return append([]byte{profileSample<<3 | wireBytes, byte(len(body))}, body...)
}

func TestReadStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, bytes.NewReader(raw(t, small())), noLimit); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSampleTypeIndex(t *testing.T) {
	p := &Profile{SampleTypes: []ValueType{{"objects", "count"}, {"space", "bytes"}, {"cpu", "nanoseconds"}}}
	withDefault := &Profile{SampleTypes: p.SampleTypes, DefaultSampleType: "space"}
	cases := []struct {
		name    string
		profile *Profile
		ask     string
		want    int
		ok      bool
	}{
		{"none asked, none preferred: the last", p, "", 2, true},
		{"none asked: the file's own choice", withDefault, "", 1, true},
		{"by name", p, "objects", 0, true},
		{"old heap profiles lack the prefix", p, "inuse_space", 1, true},
		{"by number", p, "1", 1, true},
		{"a number that is none", p, "3", 3, false},
		{"an unknown name", p, "delay", 0, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := c.profile.SampleTypeIndex(c.ask); ok != c.ok || ok && got != c.want {
				t.Errorf("got %d, %v; want %d, %v", got, ok, c.want, c.ok)
			}
		})
	}
}

// Which files of the corpus can't be read, and why: anything else that fails is a bug.
func TestReadCorpus(t *testing.T) {
	unreadable := map[string]error{
		"grafana-pyroscope__pkg__phlaredb__symdb__testdata__big-profile.pb.gz":          ErrEmpty,
		"grafana-pyroscope__pkg__og__convert__jfr__testdata__dump2.labels.pb.gz":        ErrNotProfile,
		"grafana-pyroscope__pkg__test__integration__testdata__otel-ebpf-profile.pb.bin": ErrNotProfile,
	}
	for _, path := range oracle.Corpus(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			p, err := Read(t.Context(), file, noLimit)
			if want := unreadable[filepath.Base(path)]; !errors.Is(err, want) {
				t.Fatalf("got %v; want %v", err, want)
			}
			if err != nil {
				return
			}
			check(t, p)
			file.Seek(0, io.SeekStart)
			want, err := pprof.Parse(file)
			if err != nil {
				t.Logf("google/pprof refuses it (%v); ours: %q", err, p.Problems)
				return
			}
			if err := want.RemoveUninteresting(); err != nil {
				t.Fatal(err)
			}
			compare(t, p, want)
		})
	}
}

func TestReadEqualsPprof(t *testing.T) {
	want := small()
	for name, data := range map[string][]byte{"raw": raw(t, want), "gzipped": gzipped(raw(t, want))} {
		t.Run(name, func(t *testing.T) {
			p, err := Read(t.Context(), bytes.NewReader(data), noLimit)
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Problems) > 0 {
				t.Error(p.Problems)
			}
			check(t, p)
			compare(t, p, want)
		})
	}
}

// Ids are free to be anything: addresses, hashes, in any order. The first record of an id counts.
func TestReadTakesAnyIDs(t *testing.T) {
	want := small()
	for i, l := range want.Location {
		l.ID = 1<<63 + uint64(i)*1000003
	}
	want.Function[0].ID, want.Function[1].ID = 900, 7
	p, err := Read(t.Context(), bytes.NewReader(raw(t, want)), noLimit)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Problems) > 0 {
		t.Error(p.Problems)
	}
	compare(t, p, want)
}
