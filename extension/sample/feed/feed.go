// Package feed reads the log of orders, one day after the other.
package feed

import (
	"errors"
	"fmt"
	"io"
)

// LargestDay is the size, in bytes, of the largest day that a log may hold.
const LargestDay = 100_000_000

// ErrTooLarge says that a day does not fit into its block.
var ErrTooLarge = errors.New("day is larger than its block")

// Read hands each day to visit as one block, the slow way.
func Read(days []io.Reader, size int, visit func([]byte) error) error {
	for _, day := range days {
		// 100 MB to allocate and clear for each day, and garbage once the day is read.
		block := make([]byte, size)
		if err := readDay(day, block, visit); err != nil {
			return err
		}
	}
	return nil
}

// ReadReusing does the same with one block for all the days: visit may not keep it.
func ReadReusing(days []io.Reader, size int, visit func([]byte) error) error {
	// 100 MB once, however many days there are.
	block := make([]byte, size)
	for _, day := range days {
		if err := readDay(day, block, visit); err != nil {
			return err
		}
	}
	return nil
}

func readDay(day io.Reader, block []byte, visit func([]byte) error) error {
	n, err := io.ReadFull(day, block)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return visit(block[:n])
	case err != nil:
		return fmt.Errorf("read day: %w", err)
	}
	// The block is full: the day fits only if nothing follows.
	if n, _ := day.Read(make([]byte, 1)); n > 0 {
		return ErrTooLarge
	}
	return visit(block)
}
