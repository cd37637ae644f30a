// Package kinds has something for every kind of profile to see.
package kinds

import (
	"strings"
	"sync"
)

// Words counts the words of a text, without regard to case.
func Words(text string) map[string]int {
	counts := make(map[string]int)
	for _, word := range strings.Fields(text) {
		counts[strings.ToLower(word)]++
	}
	return counts
}

// Together has two goroutines hand over every word by a channel, and count it below one lock.
func Together(texts []string) int {
	words := make(chan string)
	go func() {
		defer close(words)
		for _, text := range texts {
			for _, word := range strings.Fields(text) {
				words <- word
			}
		}
	}()
	var (
		mutex   sync.Mutex
		counted int
		group   sync.WaitGroup
	)
	for range 2 {
		group.Add(1)
		go func() {
			defer group.Done()
			for word := range words {
				mutex.Lock()
				counted += len(Words(word + " and so on"))
				mutex.Unlock()
			}
		}()
	}
	group.Wait()
	return counted
}
