package capture

import (
	"slices"
	"strings"
)

// Bounds of what is kept of a failing run: more would help nobody, and a test may print gigabytes.
const (
	maxFailures = 500
	// maxPerTest bounds the messages of one test or benchmark.
	maxPerTest = 50
	// maxMessage bounds a message, in bytes; so a line of a test's output that is looked at.
	maxMessage = 8 << 10
	// maxWords is how many of a test's last lines stand for the message of one that ended the process.
	maxWords = 5
)

// failures gathers the messages of a run. Of the build's lines and of a test's lines it can only be known afterwards
// whether they are about a failure (t.Log and t.Error print alike, compilers warn), so they are kept until then.
type failures struct {
	places places
	build  []Failure
	tests  map[string]*testRecord
	found  []Failure
	// verdict: the test binary has printed PASS or FAIL, so it has come to its end.
	verdict bool
	// crashed: a trace was found.
	crashed bool
	// exit is the record whose lines hold go test's word on a bad exit (it has none if the last line had no end); last
	// is the one that got the latest line and has no verdict yet.
	exit, last *testRecord
}

// testRecord is what one test, or the test binary outside of any test, has printed so far.
type testRecord struct {
	name    string
	partial []byte
	// located are the messages of t.Error, t.Log and the like; open tells that the last may go on.
	located []Failure
	open    bool
	stack   stack
	crashes []Failure
	// mark is the line "--- FAIL: …".
	mark string
	// words are the last lines that are none of the above.
	words []string
	// subFailed: a subtest failed, which is why this one did.
	subFailed bool
}

// buildLine takes a line of the compiler, of vet, or of the go command about loading.
func (f *failures) buildLine(line string) {
	last := len(f.build) - 1
	place := buildPlace.FindStringSubmatch(line)
	switch {
	case strings.HasPrefix(line, "# "), strings.TrimSpace(line) == "", isGoNews(line),
		strings.TrimSpace(line) == "too many errors":
	case place != nil:
		f.addBuild(Failure{Message: clip(place[4]), File: f.places.path(place[1]), Line: number(place[2]), Column: number(place[3])})
	case last >= 0 && (line[0] == '\t' || line[0] == ' ' || f.build[last].File == "" || strings.HasPrefix(line, "note: ")):
		f.build[last].Message = clip(f.build[last].Message + "\n" + line)
	default:
		f.addBuild(Failure{Message: clip(line)})
	}
}

func (f *failures) addBuild(failure Failure) {
	if len(f.build) < maxFailures {
		f.build = append(f.build, worded(failure))
	}
}

// testOutput takes a piece of what a test has printed ("" for none of them) and returns the lines that it completes.
func (f *failures) testOutput(test, text string) []string {
	record := f.record(test)
	var lines []string
	for piece := range strings.Lines(text) {
		if room := maxMessage - len(record.partial); len(piece) > room {
			piece = piece[:max(room-1, 0)] + lineEndOf(piece)
		}
		record.partial = append(record.partial, piece...)
		if strings.HasSuffix(piece, "\n") {
			line := trimLineEnd(string(record.partial))
			record.partial = record.partial[:0]
			f.testLine(record, line)
			lines = append(lines, line)
		}
	}
	return lines
}

func lineEndOf(piece string) string {
	if strings.HasSuffix(piece, "\n") {
		return "\n"
	}
	return ""
}

func (f *failures) record(test string) *testRecord {
	if f.tests == nil {
		f.tests = map[string]*testRecord{}
	}
	record := f.tests[test]
	if record == nil {
		record = &testRecord{name: test}
		f.tests[test] = record
	}
	return record
}

// testLine takes one whole line of a test.
func (f *failures) testLine(r *testRecord, line string) {
	wasOpen, wasLast := r.open, f.last
	r.open, f.last = false, r
	if isBenchmarkResult(line) { // it passed, and no event will say so
		delete(f.tests, r.name)
		f.last = nil
		return
	}
	place := testPlace.FindStringSubmatch(line)
	switch {
	case place != nil:
		if len(r.located) < maxPerTest {
			r.located = append(r.located, Failure{Message: clip(r.said(place[3])), File: f.places.path(place[1]), Line: number(place[2])})
			r.open = true
		}
	case wasOpen && strings.HasPrefix(line, "        "):
		last := &r.located[len(r.located)-1]
		last.Message = clip(last.Message + "\n" + line[8:])
		r.open = true
	case exitLine.MatchString(line):
		f.crash(r, r.stack.end(true))
		f.exit = r
		r.word(line)
	case strings.HasPrefix(line, "=== "):
	case strings.HasPrefix(line, "FAIL\t"), strings.HasPrefix(line, "ok  \t"):
		f.last = wasLast // go test's own line
	case strings.HasPrefix(strings.TrimLeft(line, " "), "--- "):
		if trimmed := strings.TrimLeft(line, " "); strings.HasPrefix(trimmed, "--- FAIL: ") {
			r.mark = trimmed
		}
	case r.name == "" && (line == "FAIL" || line == "PASS"):
		f.verdict = true
	default:
		ended, taken := r.stack.take(line, f.places)
		f.crash(r, ended)
		if !taken {
			r.word(line)
		}
	}
}

// crash keeps a stack that has come to its end, if it is one.
func (f *failures) crash(r *testRecord, failure Failure) {
	if failure.Message != "" && len(r.crashes) < maxPerTest {
		failure.Message = clip(r.said(failure.Message))
		r.crashes = append(r.crashes, failure)
		f.crashed = true
	}
}

// testEnd takes a test's verdict.
func (f *failures) testEnd(test string, failed bool) {
	r := f.record(test)
	delete(f.tests, test)
	if f.last == r {
		f.last = nil
	}
	if !failed {
		return
	}
	f.crash(r, r.stack.end(false))
	messages := slices.Clone(r.crashes)
	for _, located := range r.located {
		// The testing package's own place says less than the race's stack.
		if len(r.crashes) == 0 || !strings.HasSuffix(located.Message, "race detected during execution of test") {
			messages = append(messages, located)
		}
	}
	if len(messages) == 0 && !r.subFailed {
		messages = append(messages, Failure{Message: clip(firstOf(r.mark, "--- FAIL: "+test))})
	}
	f.add(messages...)
	for end := strings.LastIndexByte(test, '/'); end > 0; end = strings.LastIndexByte(test[:end], '/') {
		if parent := f.tests[test[:end]]; parent != nil {
			parent.subFailed = true
		}
	}
}

// ofTests are the failures of a run that was built and did not pass.
func (f *failures) ofTests() []Failure {
	var left []*testRecord // tests without a verdict, and the binary itself
	for _, name := range sortedKeys(f.tests) {
		r := f.tests[name]
		f.crash(r, r.stack.end(false))
		f.add(r.crashes...)
		left = append(left, r)
	}
	if !f.verdict && !f.crashed || len(f.found) == 0 {
		// Nothing else tells why: os.Exit, log.Fatal, a kill, a flag that the test binary does not know.
		f.addLastWords()
	}
	if len(f.found) == 0 {
		for _, r := range left {
			if len(r.words) > 0 {
				f.add(Failure{Message: clip(r.said(strings.Join(r.words, "\n")))})
			}
		}
	}
	return f.found
}

// addLastWords adds what the test that ended the process has said.
func (f *failures) addLastWords() {
	r := f.exit
	if r == nil {
		r = f.last
		if r == nil || r.name == "" {
			return
		}
		r.word("The test ended the process: it called os.Exit or log.Fatal, or was killed.")
	}
	f.add(r.located...)
	f.add(Failure{Message: clip(r.said(strings.Join(r.words, "\n")))})
}

// ofBuild are the failures of a run that was not built.
func (f *failures) ofBuild() []Failure { return f.build }

func (f *failures) add(more ...Failure) {
	for _, failure := range more[:min(len(more), maxFailures-len(f.found))] {
		f.found = append(f.found, worded(failure))
	}
}

// worded gives words to a failure that has none, such as that of t.Error("").
func worded(failure Failure) Failure {
	if strings.TrimSpace(failure.Message) == "" {
		failure.Message = withoutWord
	}
	return failure
}

// withoutWord is the message of a failure that go test does not explain.
const withoutWord = "go test failed without a word."

// said is a message after the test's name.
func (r *testRecord) said(message string) string {
	if r.name == "" {
		return message
	}
	return r.name + ": " + message
}

func (r *testRecord) word(line string) {
	if strings.TrimSpace(line) == "" {
		return
	}
	if len(r.words) == maxWords {
		r.words = append(r.words[:0], r.words[1:]...)
	}
	r.words = append(r.words, line)
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// clip bounds a message and keeps it valid UTF-8.
func clip(message string) string {
	if len(message) > maxMessage {
		message = message[:maxMessage]
	}
	return strings.ToValidUTF8(message, "\uFFFD")
}

func sortedKeys(records map[string]*testRecord) []string {
	keys := make([]string, 0, len(records))
	for key := range records {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
