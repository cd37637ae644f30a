package feed

import (
	"errors"
	"io"
	"strings"
	"testing"
)

type reader func(days []io.Reader, size int, visit func([]byte) error) error

var readers = map[string]reader{"Read": Read, "ReadReusing": ReadReusing}

func TestRead(t *testing.T) {
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			var got []string
			days := []io.Reader{
				strings.NewReader("monday"),
				strings.NewReader(""),
				strings.NewReader("tuesday!"),
			}
			err := read(days, 8, func(data []byte) error {
				got = append(got, string(data))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if want := "monday||tuesday!"; strings.Join(got, "|") != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	stop := errors.New("stop")
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			days := []io.Reader{strings.NewReader("too large")}
			if err := read(days, 8, nil); !errors.Is(err, ErrTooLarge) {
				t.Errorf("a day too large: got %v", err)
			}
			days = []io.Reader{strings.NewReader("ok")}
			err := read(days, 8, func([]byte) error { return stop })
			if !errors.Is(err, stop) {
				t.Errorf("an error of visit: got %v", err)
			}
		})
	}
}

// Slices of 100 MB that die young: ten days, a block each.
func BenchmarkRead(b *testing.B)        { benchmarkRead(b, Read) }
func BenchmarkReadReusing(b *testing.B) { benchmarkRead(b, ReadReusing) }

func benchmarkRead(b *testing.B, read reader) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		days := make([]io.Reader, 10)
		for d := range days {
			days[d] = strings.NewReader("a quiet day")
		}
		if err := read(days, LargestDay, func([]byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
