// Command bench measures the backend beside its oracle, in one run, on a profile of a million samples that it captures
// itself, or programs under capture beside the same without, and prints one JSON object; `npm run bench` makes the
// table of it.
//
// Wall times are medians of interleaved runs, so that a machine that slows down slows both. Both sides are whole
// processes, from start to answer: the backend is asked over its own protocol, the oracle is the pprof that
// `go tool pprof` runs, prebuilt.
package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// A report is what the bench found. Times are in milliseconds, memory is the peak resident set in megabytes.
type report struct {
	Profile        string  `json:"profile"`
	PackedMB       float64 `json:"packedMB"`
	UnpackedMB     float64 `json:"unpackedMB"`
	Samples        int64   `json:"samples"`
	Runs           int     `json:"runs"`
	GunzipMS       float64 `json:"gunzipMS"`
	LinesMS        float64 `json:"linesMS"`
	LinesMB        float64 `json:"linesMB"`
	ListMS         float64 `json:"listMS"`
	ListMB         float64 `json:"listMB"`
	WarmLinesMS    float64 `json:"warmLinesMS"`
	WarmFunctionMS float64 `json:"warmFunctionsMS"`
}

func main() {
	backend := flag.String("backend", "dist/linecost", "the backend's `path`")
	runs := flag.Int("runs", 5, "how many `times` each measurement is made")
	profile := flag.String("profile", "", "the profile's `path`; empty to capture one")
	capture := flag.Bool("capture", false, "only capture the big profile and print its path")
	programs := flag.Bool("programs", false, "measure programs under capture")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *programs {
		err = printPrograms(ctx, *backend, *runs)
	} else {
		err = run(ctx, *capture, *backend, *profile, *runs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func printPrograms(ctx context.Context, backend string, runs int) error {
	result, err := benchPrograms(ctx, backend, runs)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}

func run(ctx context.Context, captureOnly bool, backend, path string, runs int) error {
	if captureOnly {
		path, err := bigProfile(ctx)
		fmt.Println(path)
		return err
	}
	if path == "" {
		// In a process of its own: merging takes gigabytes, and on Linux a child's peak counts its parent's at the fork.
		self, err := os.Executable()
		if err != nil {
			return err
		}
		cmd := exec.CommandContext(ctx, self, "-capture")
		cmd.Stderr = os.Stderr
		printed, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("capturing the big profile: %w", err)
		}
		path = strings.TrimSpace(string(printed))
	}
	result, err := bench(ctx, backend, path, runs)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}

func bench(ctx context.Context, backend, path string, runs int) (*report, error) {
	pprof, err := exec.CommandContext(ctx, "go", "tool", "-n", "pprof").Output()
	if err != nil {
		return nil, fmt.Errorf("finding pprof: %w", err)
	}
	r := &report{Profile: path, Runs: runs}
	var gunzip, lines, linesMB, list, listMB []float64
	for range runs {
		fmt.Fprint(os.Stderr, ".")
		took, size, err := timeGunzip(path)
		if err != nil {
			return nil, err
		}
		gunzip, r.UnpackedMB = append(gunzip, took), float64(size)/1e6
		own, err := askBackend(ctx, backend, path, r)
		if err != nil {
			return nil, err
		}
		lines, linesMB = append(lines, own.ms), append(linesMB, own.mb)
		oracle, err := runOracle(ctx, strings.TrimSpace(string(pprof)), "-symbolize=none", "-list=^"+quote(own.function)+"$", path)
		if err != nil {
			return nil, err
		}
		list, listMB = append(list, oracle.ms), append(listMB, oracle.mb)
	}
	fmt.Fprintln(os.Stderr)
	if info, err := os.Stat(path); err == nil {
		r.PackedMB = float64(info.Size()) / 1e6
	}
	r.GunzipMS, r.LinesMS, r.LinesMB = median(gunzip), median(lines), median(linesMB)
	r.ListMS, r.ListMB = median(list), median(listMB)
	return r, nil
}

// timeGunzip unpacks the file with the standard library, to nowhere.
func timeGunzip(path string) (ms float64, size int64, err error) {
	start := time.Now()
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return 0, 0, err
	}
	size, err = io.Copy(io.Discard, unpacked)
	return millis(time.Since(start)), size, err
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// quote makes a function's name a regular expression for itself.
func quote(name string) string {
	return strings.NewReplacer(".", `\.`, "(", `\(`, ")", `\)`, "*", `\*`, "[", `\[`, "]", `\]`).Replace(name)
}
