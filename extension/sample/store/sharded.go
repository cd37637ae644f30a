package store

import (
	"hash/maphash"
	"strings"
	"sync"

	"example.com/sample/order"
)

// Sharded is Totals behind many locks: customers of different shards never meet.
type Sharded struct {
	seed   maphash.Seed
	shards [64]shard
}

// A shard fills a cache line by itself, so that no two processors fight over one.
type shard struct {
	mu    sync.Mutex
	cents map[string]int64
	_     [48]byte
}

// NewSharded returns empty totals.
func NewSharded() *Sharded {
	s := &Sharded{seed: maphash.MakeSeed()}
	for i := range s.shards {
		s.shards[i].cents = make(map[string]int64)
	}
	return s
}

// Add counts the order for its customer.
func (s *Sharded) Add(o *order.Order) {
	name, cents := strings.ToLower(o.Customer), o.Total()
	shard := s.of(name)
	// One lock of many, and held for nothing but the addition.
	shard.mu.Lock()
	shard.cents[name] += cents
	shard.mu.Unlock()
}

// Cents returns what the customer spent.
func (s *Sharded) Cents(customer string) int64 {
	name := strings.ToLower(customer)
	shard := s.of(name)
	shard.mu.Lock()
	defer shard.mu.Unlock()
	return shard.cents[name]
}

func (s *Sharded) of(name string) *shard {
	return &s.shards[maphash.String(s.seed, name)%uint64(len(s.shards))]
}
