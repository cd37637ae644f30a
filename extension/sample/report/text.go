// Package report turns orders into what people read.
package report

import (
	"fmt"
	"strings"
)

// A Row is a line of the report.
type Row struct {
	Name  string
	Count int
	Cents int64
}

// String formats the row as it stands in the report.
func (r Row) String() string {
	return fmt.Sprintf("%-32s %6d %12s\n", r.Name, r.Count, Money(r.Cents))
}

// Lines formats each row.
func Lines(rows []Row) []string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = row.String()
	}
	return lines
}

// Money formats cents as 12.34.
func Money(cents int64) string {
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}

// Text joins the lines, the slow way.
func Text(lines []string) string {
	text := ""
	for _, line := range lines {
		// Copies all the text so far for each line: twice the lines, four times the bytes.
		text += line
	}
	return text
}

// TextBuilding does the same in one buffer.
func TextBuilding(lines []string) string {
	size := 0
	for _, line := range lines {
		size += len(line)
	}
	var text strings.Builder
	// Room for everything at once: each line is copied once.
	text.Grow(size)
	for _, line := range lines {
		text.WriteString(line)
	}
	return text.String()
}
