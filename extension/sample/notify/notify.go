// Package notify tells watchers of each order as it comes in.
package notify

import (
	"sync"

	"example.com/sample/order"
)

// A Hub passes orders on to its watchers. The zero Hub has none and is ready for use.
type Hub struct {
	mu       sync.Mutex
	watchers map[chan *order.Order]bool
}

// Publish tells every watcher of the order, and waits for those that are behind.
func (h *Hub) Publish(o *order.Order) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for watcher := range h.watchers {
		watcher <- o
	}
}

// Watch calls see for each order from now on until stop, and leaks a goroutine.
func (h *Hub) Watch(see func(*order.Order)) (stop func()) {
	watcher := h.add()
	go func() {
		// Nobody closes the channel: after stop, this goroutine waits here for ever.
		for o := range watcher {
			see(o)
		}
	}()
	return func() { h.remove(watcher) }
}

// WatchClosing does the same, and its stop returns when the goroutine has ended.
func (h *Hub) WatchClosing(see func(*order.Order)) (stop func()) {
	watcher := h.add()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for o := range watcher {
			see(o)
		}
	}()
	return func() {
		h.remove(watcher)
		// Ends the loop above; safe, since Publish no longer knows the channel.
		close(watcher)
		<-done
	}
}

func (h *Hub) add() chan *order.Order {
	// In use for as long as a goroutine waits on it: a leak holds memory too.
	watcher := make(chan *order.Order, 256)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.watchers == nil {
		h.watchers = make(map[chan *order.Order]bool)
	}
	h.watchers[watcher] = true
	return watcher
}

func (h *Hub) remove(watcher chan *order.Order) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, watcher)
}
