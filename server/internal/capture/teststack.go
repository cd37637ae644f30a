package capture

import "strings"

// stack follows the trace of a panic, a fatal error or a data race through a test's lines: the message, then the
// frames, of which the first in the user's module is the place to go to. If the goroutine that failed has none (a
// timeout's has not), the first one of any other is taken.
type stack struct {
	header []string
	// frames: the frames have begun, so this is a trace and not just a line that begins like one.
	frames bool
	race   bool
	// doubtful: the trace began in the middle of a line, after something that the test printed without a line end; or
	// the line only reads like it. blank: the last line was empty. Then frames must follow, or it is none.
	doubtful, blank bool
	file            string
	line            int
}

// maxHeader bounds the lines of a panic's message.
const maxHeader = 10

// stackStart is where in a line a trace begins; -1 for a line that does not begin one.
func stackStart(line string) int {
	if line == "WARNING: DATA RACE" || line == "SIGQUIT: quit" {
		return 0
	}
	for _, word := range []string{"panic: ", "fatal error: "} {
		if at := strings.Index(line, word); at >= 0 {
			return at
		}
	}
	return -1
}

// take takes a line. ended is the trace that it ends, if any; taken is false for a line that is no part of one.
func (s *stack) take(line string, places places) (ended Failure, taken bool) {
	start := stackStart(line)
	switch {
	case start >= 0 && (len(s.header) == 0 || s.frames && start == 0):
		ended = s.end(false)
		s.header, s.doubtful = []string{line[start:]}, start > 0
		s.race = line == "WARNING: DATA RACE"
		s.frames = s.race
		return ended, true
	case len(s.header) == 0:
		return Failure{}, false
	case s.race && strings.HasPrefix(line, "====="):
		return s.end(false), true
	case s.frames:
		if place := framePlace.FindStringSubmatch(line); place != nil && s.file == "" {
			if path, ok := places.own(place[1]); ok {
				s.file, s.line = path, number(place[2])
			}
		}
		return Failure{}, true
	case strings.HasPrefix(line, "goroutine ") || strings.HasPrefix(line, "runtime stack:"):
		s.frames = true
		return Failure{}, true
	case line == "":
		s.blank = true
		return Failure{}, true
	case s.doubtful && s.blank:
		*s = stack{}
		return Failure{}, false
	}
	s.blank = false
	if len(s.header) < maxHeader {
		s.header = append(s.header, line)
	}
	return Failure{}, true
}

// end ends the trace and returns it; empty if there was none. died tells that the process ended right there, so that a
// message without frames counts as well (GOTRACEBACK=none).
func (s *stack) end(died bool) Failure {
	failure := Failure{}
	if s.frames || died && !s.doubtful {
		failure = Failure{Message: strings.Join(s.header, "\n"), File: s.file, Line: s.line}
	}
	*s = stack{}
	return failure
}
