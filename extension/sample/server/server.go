// Package server answers questions about the orders over HTTP.
package server

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync"

	"example.com/sample/order"
	"example.com/sample/pipeline"
	"example.com/sample/report"
)

const (
	// reportSize is how many of the latest orders a report is about.
	reportSize  = 2000
	largestBody = 1 << 20
	mostWatched = 100
)

type server struct {
	steps pipeline.Steps
	shop  *pipeline.Shop

	// Guards the orders and the index of the shop; the rest of it guards itself.
	ordersMu sync.RWMutex
}

// New returns the API:
//
//	GET  /orders/{id}         an order
//	POST /orders              a new order; answers with its number
//	GET  /customers/{name}    what the customer spent
//	GET  /report              the report on the latest orders
//	GET  /watch?orders=n      the next n orders, as they come in
func New(steps pipeline.Steps, shop *pipeline.Shop) http.Handler {
	s := &server{steps: steps, shop: shop}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", s.order)
	mux.HandleFunc("POST /orders", s.add)
	mux.HandleFunc("GET /customers/{name}", s.customer)
	mux.HandleFunc("GET /report", s.report)
	mux.HandleFunc("GET /watch", s.watch)
	return mux
}

func (s *server) order(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		http.Error(w, "an order's number is an integer", http.StatusBadRequest)
		return
	}
	s.ordersMu.RLock()
	o := s.shop.Index[id]
	s.ordersMu.RUnlock()
	if o == nil {
		http.Error(w, "no such order", http.StatusNotFound)
		return
	}
	writeJSON(w, o)
}

func (s *server) add(w http.ResponseWriter, r *http.Request) {
	o := new(order.Order)
	body := http.MaxBytesReader(w, r.Body, largestBody)
	if err := json.NewDecoder(body).Decode(o); err != nil {
		http.Error(w, "not an order: "+err.Error(), http.StatusBadRequest)
		return
	}
	for i := range o.Lines {
		if o.Lines[i].Discount <= 0 {
			http.Error(w, "a discount is at least 1", http.StatusBadRequest)
			return
		}
	}
	s.ordersMu.Lock()
	o.ID = len(s.shop.Orders) + 1
	s.shop.Orders = append(s.shop.Orders, *o)
	s.shop.Index[o.ID] = o
	s.ordersMu.Unlock()

	s.shop.Totals.Add(o)
	s.shop.Hub.Publish(o)
	writeJSON(w, map[string]int{"id": o.ID})
}

func (s *server) customer(w http.ResponseWriter, r *http.Request) {
	spent := s.shop.Totals.Cents(r.PathValue("name"))
	writeJSON(w, map[string]string{"spent": report.Money(spent)})
}

func (s *server) report(w http.ResponseWriter, _ *http.Request) {
	s.ordersMu.RLock()
	orders := s.shop.Orders
	s.ordersMu.RUnlock()
	orders = orders[max(0, len(orders)-reportSize):]
	// Sorts and joins everything again for each request, although little has changed.
	text := pipeline.Report(s.steps, orders)
	_, _ = io.WriteString(w, text)
}

func (s *server) watch(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("orders"))
	if err != nil || n < 1 || n > mostWatched {
		http.Error(w, "orders is a number from 1 to 100", http.StatusBadRequest)
		return
	}
	seen := make(chan *order.Order, n)
	// The slow form leaves a goroutine behind for each request.
	stop := s.steps.Watch(s.shop.Hub, func(o *order.Order) {
		select {
		case seen <- o:
		default:
		}
	})
	defer stop()
	flusher := http.NewResponseController(w)
	_ = flusher.Flush()
	for i := 0; i < n; i++ {
		select {
		case o := <-seen:
			writeJSON(w, o)
			_ = flusher.Flush()
		case <-r.Context().Done():
			return
		}
	}
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	// The client may be gone, and then nobody is left to tell.
	_ = json.NewEncoder(w).Encode(value)
}
