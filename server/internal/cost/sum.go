package cost

import (
	"context"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/linecost/linecost/server/internal/profile"
)

// Figures are the sums of one sample type over the keys of an axis, in the sample type's unit.
type Figures struct {
	// Flat and Cum are indexed by key.
	Flat []int64
	Cum  []int64
}

// A cell is all that the scan touches of a key, side by side: the scan is bound by memory.
type cell struct {
	flat, cum int64
	sample    uint32 // the last sample that was counted, from 1
}

// Sum scans the samples of one sample type. It stops when ctx ends.
func (a *Axis) Sum(ctx context.Context, p *profile.Profile, sampleType int) (*Figures, error) {
	workers := min(runtime.GOMAXPROCS(0), len(p.Blocks))
	cells := make([][]cell, workers)
	var next atomic.Int64
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			cells[w] = make([]cell, a.Len)
			var sample uint32
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(p.Blocks) {
					return
				}
				sample = a.scan(&p.Blocks[i], sampleType, cells[w], sample)
			}
		})
	}
	running.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	figures := &Figures{Flat: make([]int64, a.Len), Cum: make([]int64, a.Len)}
	for _, worker := range cells {
		for key := range worker {
			figures.Flat[key] += worker[key].flat
			figures.Cum[key] += worker[key].cum
		}
	}
	return figures, nil
}

// scan adds one block to the cells. sample is the number of the last sample that these cells have seen.
func (a *Axis) scan(b *profile.Block, sampleType int, cells []cell, sample uint32) uint32 {
	values, start := b.Values[sampleType], uint32(0)
	for i, end := range b.StackEnd {
		value, stack := values[i], b.Stack[start:end]
		start = end
		if value == 0 || len(stack) == 0 {
			continue
		}
		for len(stack) > 1 && a.folded[stack[0]] {
			stack = stack[1:]
		}
		if leaf := a.leaf[stack[0]]; leaf != none {
			cells[leaf].flat += value
		}
		sample++
		for _, location := range stack {
			key := a.keys[location]
			if key < listed {
				if c := &cells[key]; c.sample != sample {
					c.sample = sample
					c.cum += value
				}
			} else if key != none {
				list := a.lists[key&^listed:]
				for _, key := range list[1 : 1+list[0]] {
					if c := &cells[key]; c.sample != sample {
						c.sample = sample
						c.cum += value
					}
				}
			}
		}
	}
	return sample
}

// Total is the sum of a sample type's magnitudes over all samples: what pprof takes percentages of. It is capped at
// the largest int64, which no honest profile reaches.
func Total(p *profile.Profile, sampleType int) int64 {
	var total int64
	for i := range p.Blocks {
		for _, value := range p.Blocks[i].Values[sampleType] {
			total += magnitude(value)
			if total < 0 {
				return math.MaxInt64
			}
		}
	}
	return total
}

func magnitude(value int64) int64 {
	if value == math.MinInt64 {
		return math.MaxInt64
	}
	if value < 0 {
		return -value
	}
	return value
}
