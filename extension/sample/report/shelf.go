package report

import (
	"fmt"
	"slices"
	"strings"
)

// A Shelf is a place in the shop, and may have shelves: "kitchen/pans/wok" is three deep.
type Shelf struct {
	Name    string
	Cents   int64
	Shelves []*Shelf
}

// Add counts cents for the shelf with that path, and makes the shelves it lacks.
func (s *Shelf) Add(path string, cents int64) {
	for path != "" {
		name, rest, _ := strings.Cut(path, "/")
		s, path = s.child(name), rest
	}
	s.Cents += cents
}

func (s *Shelf) child(name string) *Shelf {
	for _, shelf := range s.Shelves {
		if shelf.Name == name {
			return shelf
		}
	}
	shelf := &Shelf{Name: name}
	s.Shelves = append(s.Shelves, shelf)
	return shelf
}

// Total is what was sold from the shelf and from all shelves in it.
func (s *Shelf) Total() int64 {
	total := s.Cents
	for _, shelf := range s.Shelves {
		// Calls itself: a sample counts once for this line, however deep it was taken.
		total += shelf.Total()
	}
	return total
}

// Lines lists the shelves in s, each indented by its depth.
func (s *Shelf) Lines(depth int) []string {
	byName := func(a, b *Shelf) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(s.Shelves, byName)
	var lines []string
	for _, shelf := range s.Shelves {
		name := strings.Repeat("  ", depth) + shelf.Name
		lines = append(lines, fmt.Sprintf("%-32s %19s\n", name, Money(shelf.Total())))
		lines = append(lines, shelf.Lines(depth+1)...)
	}
	return lines
}
