package capture

import (
	"os"
	"strconv"
	"strings"
)

// columns corrects the columns of compiler messages: the agent has put some text into lines of the main file, and what
// comes after it in the line was moved. Lines are where they were.
type columns struct {
	places places
	// original is the user's main file, and built the one that was compiled in its place; empty for none.
	original, built string
}

// correct corrects a line of the compiler's output.
func (c columns) correct(line string) string {
	at := buildPlace.FindStringSubmatchIndex(trimLineEnd(line))
	if c.built == "" || at == nil || at[6] < 0 || c.places.path(line[at[2]:at[3]]) != c.original {
		return line
	}
	row, column := number(line[at[4]:at[5]]), number(line[at[6]:at[7]])
	was, is := fileLine(c.original, row), fileLine(c.built, row)
	same := 0 // how much the lines have in common, before what was put in
	for same < len(was) && same < len(is) && was[same] == is[same] {
		same++
	}
	if added := len(is) - len(was); column-1 >= same+added {
		column -= added
	} else if column-1 > same {
		column = same + 1
	}
	return line[:at[6]] + strconv.Itoa(column) + line[at[7]:]
}

// fileLine is a line of a file, counted from 1; empty if there is none.
func fileLine(path string, row int) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if row--; row == 0 {
			return line
		}
	}
	return ""
}
