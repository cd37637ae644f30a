package capture

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
)

// testStream turns what go test -json prints into plain text, stages and facts while it comes.
//
// go test prints one JSON event a line on stdout. Up to Go 1.23, and with GODEBUG=gotestjsonbuildtext=1, what the
// compiler says comes as plain text on stderr; since 1.24 as events of the action build-output. What the go command
// itself says before it starts to build comes on stderr with all of them. Any line that is no event is taken for such
// text, so that nothing is swallowed.
type testStream struct {
	// stdout and stderr are where a run's output goes. They share mu: events come one at a time.
	stdout, stderr lineWriter

	mu       sync.Mutex // guards all below: stdout and stderr are written by a goroutine each
	events   Events
	text     textLimit
	failures failures
	results  benchmarks
	stage    Stage
	// detail is the latest news; detailNew that it has not been told yet.
	detail    string
	detailNew bool
	// started: the package's test binary was started, or go test has given up building it.
	started bool
	// ran: at least one test or benchmark began.
	ran bool
	// buildFailed: go test said that nothing was run because of the build.
	buildFailed bool
}

// testEvent is one line of go test -json: the fields that matter here.
type testEvent struct {
	Action      string
	Test        string
	Output      string
	FailedBuild string
}

func newTestStream(events Events) *testStream {
	s := &testStream{events: events, stage: Building}
	s.stdout = lineWriter{mu: &s.mu, line: s.eventLine, flush: s.flush}
	s.stderr = lineWriter{mu: &s.mu, line: s.plainLine, flush: s.flush}
	s.text.emit = func(text string) {
		if events.Output != nil {
			events.Output(text)
		}
	}
	return s
}

// describe tells the stream where the package's files are.
func (s *testStream) describe(pkg Package) { s.failures.places = placesOf(pkg) }

// note adds a line of our own to the output.
func (s *testStream) note(text string) {
	s.text.write(text)
	s.text.flush()
}

// progress tells of a stage at once.
func (s *testStream) progress(stage Stage, detail string) {
	s.stage = stage
	if s.events.Progress != nil {
		s.events.Progress(stage, detail)
	}
}

// refused takes what the go command said when it would not even describe the package.
func (s *testStream) refused(said string) {
	for line := range strings.Lines(said + "\n") {
		s.plainLine([]byte(line))
	}
	s.close()
}

// end takes what is left of go test's output, which must have ended.
func (s *testStream) end() {
	s.stdout.close()
	s.stderr.close()
	s.flush()
}

// close tells what is still held back, after the last output.
func (s *testStream) close() {
	s.end()
	s.text.close()
}

// flush tells what one read has brought, in one piece: thousands of tests a second must not become thousands of
// messages.
func (s *testStream) flush() {
	s.text.flush()
	if s.detailNew {
		s.detailNew = false
		s.progress(s.stage, s.detail)
	}
}

// plainLine takes a line, or a piece of a very long one, that is no event.
func (s *testStream) plainLine(line []byte) {
	s.text.write(string(line))
	s.failures.buildLine(trimLineEnd(string(line)))
}

// eventLine takes a line of go test's stdout.
func (s *testStream) eventLine(line []byte) {
	var event testEvent
	if len(line) == 0 || line[0] != '{' || json.Unmarshal(line, &event) != nil || event.Action == "" {
		s.plainLine(line)
		return
	}
	s.event(event)
}

func (s *testStream) event(event testEvent) {
	switch event.Action {
	case "start":
		s.started = true
		if !s.buildFailed {
			s.stage, s.detail, s.detailNew = Running, "", true
		}
	case "build-output":
		s.text.write(event.Output)
		s.failures.buildLine(trimLineEnd(event.Output))
	case "build-fail":
		s.buildFailed = true
	case "run":
		s.ran = true
		s.detail, s.detailNew = event.Test, true
	case "output":
		s.output(event)
	case "pass", "skip", "fail":
		if event.FailedBuild != "" {
			s.buildFailed = true
		}
		if event.Test != "" {
			s.failures.testEnd(event.Test, event.Action == "fail")
		}
	}
}

// output takes a piece of what the test binary, or go test about it, has printed.
func (s *testStream) output(event testEvent) {
	if !announcesBenchmark(event) {
		s.text.write(event.Output)
	}
	if event.Test != "" {
		s.results.begin(event.Test)
	}
	for _, line := range s.failures.testOutput(event.Test, event.Output) {
		switch {
		case s.results.profiled(line):
			s.ran = true
			s.detail, s.detailNew = strings.Join(strings.Fields(line), " "), true
		case strings.HasPrefix(line, "FAIL\t") && (strings.HasSuffix(line, " [build failed]") || strings.HasSuffix(line, " [setup failed]")):
			s.buildFailed = true
		}
	}
}

// announcesBenchmark tells a line that only -json makes go test print: a benchmark's name before its result.
func announcesBenchmark(event testEvent) bool {
	return strings.HasPrefix(event.Test, "Benchmark") &&
		(event.Output == event.Test+"\n" || event.Output == "=== RUN   "+event.Test+"\n")
}

// unprofiledOutput is where the output of the run without a profiler goes.
func (s *testStream) unprofiledOutput() *lineWriter {
	return &lineWriter{mu: &s.mu, flush: s.flush, line: func(line []byte) {
		text := trimLineEnd(string(line))
		if s.results.beginUnprofiled(text) {
			return // printed because of -test.v
		}
		s.text.write(string(line))
		if s.results.unprofiled(text) {
			s.detail, s.detailNew = strings.Join(strings.Fields(text), " "), true
		}
	}}
}

// result sums the run up, after end. passed is whether go test's exit status was 0.
func (s *testStream) result(pkg Package, started time.Time, passed bool) Result {
	result := Result{Package: pkg, Started: started, Duration: time.Since(started)}
	switch {
	case passed && s.ran:
		result.Outcome = Passed
	case passed:
		result.Outcome = NothingRan
	case s.buildFailed || !s.started:
		result.Outcome, result.Failures = BuildFailed, s.failures.ofBuild()
	default:
		result.Outcome, result.Failures = Failed, s.failures.ofTests()
	}
	if !passed && len(result.Failures) == 0 {
		result.Failures = []Failure{{Message: withoutWord}}
	}
	return result
}

// lineWriter cuts what is written to it into lines, line ends included. A line longer than maxLine comes in pieces.
type lineWriter struct {
	mu *sync.Mutex
	// line gets each line, to be read during the call only; flush is called after each write. Both under mu.
	line    func([]byte)
	flush   func()
	pending []byte
}

// maxLine is far above what go test prints for an event (1 KiB of output, escaped), and far below what would hurt.
const maxLine = 1 << 20

func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending = append(w.pending, p...)
	rest := w.pending
	for len(rest) > 0 {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 && len(rest) < maxLine {
			break
		}
		if end == 0 || end > maxLine {
			end = maxLine
		}
		w.line(rest[:end])
		rest = rest[end:]
	}
	w.pending = append(w.pending[:0], rest...)
	w.flush()
	return len(p), nil
}

// close passes on a last line that has no end.
func (w *lineWriter) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.pending) > 0 {
		w.line(w.pending)
		w.pending = nil
	}
}

// headLimit and tailLimit bound the text that is told, in bytes: enough for any output that a person would read.
const (
	headLimit = 4 << 20
	tailLimit = 64 << 10
)

// textLimit passes on the first headLimit bytes and, at close, the last tailLimit bytes of what is written to it.
type textLimit struct {
	emit    func(string)
	batch   []byte
	told    int
	tail    []string
	inTail  int
	dropped int64
}

func (t *textLimit) write(text string) {
	if t.told+len(text) <= headLimit && len(t.tail) == 0 {
		t.batch = append(t.batch, text...)
		t.told += len(text)
		return
	}
	t.tail = append(t.tail, text)
	t.inTail += len(text)
	for t.inTail > tailLimit && len(t.tail) > 1 {
		t.inTail -= len(t.tail[0])
		t.dropped += int64(len(t.tail[0]))
		t.tail = t.tail[1:]
	}
}

func (t *textLimit) flush() {
	if len(t.batch) > 0 {
		t.emit(string(t.batch))
		t.batch = t.batch[:0]
	}
}

func (t *textLimit) close() {
	t.flush()
	if t.dropped > 0 {
		t.emit(fmt.Sprintf("\n[Linecost leaves out %d bytes of output here.]\n", t.dropped))
	}
	if len(t.tail) > 0 {
		t.emit(strings.Join(t.tail, ""))
	}
	t.tail = nil
}
