package profile

import "fmt"

// problems words what could not be read, most important first.
func (d *decoder) problems(ended error, lost lost) []string {
	var problems []string
	say := func(count int, format string, args ...any) {
		if count > 0 {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	if ended != nil {
		say(1, "The file is damaged after %d bytes (unpacked): %s. What comes before is shown: %d samples.",
			d.feed.offset, wordsOf(ended), d.profile.Samples)
	}
	m := &d.malformed
	if m.firstError != nil {
		say(1, "Records that could not be read and are left out: %s, the first at byte %d (unpacked): %v.",
			counts(m), m.firstOffset, m.firstError)
	}
	say(d.samples.otherWidth, "Samples with more or fewer values than the %d that the profile announces: %d. Missing ones count as 0.",
		len(d.profile.SampleTypes), d.samples.otherWidth)
	say(lost.frames, "Frames that point at a location that the file does not hold: %d. They are left out.", lost.frames)
	say(lost.functions, "Frames that point at a function that the file does not hold: %d. They are shown as unknown.", lost.functions)
	say(lost.names, "Functions whose name the file does not hold: %d. They are shown as unknown.", lost.names)
	return problems
}

func counts(m *malformed) string {
	text := ""
	for _, kind := range []struct {
		count int
		name  string
	}{{m.samples, "sample"}, {m.locations, "location"}, {m.functions, "function"}, {m.others, "other"}} {
		if kind.count > 0 {
			if text != "" {
				text += ", "
			}
			text += fmt.Sprintf("%s %d", kind.name, kind.count)
		}
	}
	return text
}
