// Sample reads a log of orders and reports on it. It is here to be profiled: its slow steps
// are slow for reasons that real programs have, and -better runs it without them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"time"

	"example.com/sample/feed"
	"example.com/sample/pipeline"
	"example.com/sample/server"
)

func main() {
	log.SetFlags(0)
	var (
		orders  = flag.Int("orders", 100_000, "how many orders the log has")
		seed    = flag.Uint64("seed", 1, "another seed makes other orders")
		rows    = flag.Int("rows", 40, "how many lines of the report to print")
		better  = flag.Bool("better", false, "run the better form of each step")
		address = flag.String("serve", "",
			"then serve the API and /debug/pprof/ at this address, such as 127.0.0.1:8080")
		clients = flag.Int("traffic", 0,
			"with -serve: how many clients keep the server busy")
	)
	flag.Parse()
	steps := pipeline.Slow
	if *better {
		steps = pipeline.Better
	}
	start := time.Now()
	shop, err := pipeline.Run(pipeline.Options{
		Steps: steps, Orders: *orders, Seed: *seed, BlockSize: feed.LargestDay,
		Done: func(stage string, took time.Duration) {
			log.Printf("%-16s %8s", stage, took.Round(time.Millisecond))
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("%-16s %8s", "in all", time.Since(start).Round(time.Millisecond))
	log.Printf("%-16s %8d", "goroutines left", runtime.NumGoroutine()-1)
	printReport(shop.Report, *rows)
	if *address == "" {
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *address, server.New(steps, shop), *clients); err != nil {
		log.Fatal(err)
	}
}

func printReport(report string, rows int) {
	lines := strings.SplitAfter(report, "\n")
	if len(lines) <= rows {
		fmt.Print(report)
		return
	}
	fmt.Print(strings.Join(lines[:rows], ""))
	fmt.Printf("... and %d more lines\n", len(lines)-rows)
}

// serve answers until ctx ends.
func serve(ctx context.Context, address string, api http.Handler, clients int) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	base := "http://" + listener.Addr().String()
	log.Printf("serving at %s, profiles at %s/debug/pprof/", base, base)
	s := &http.Server{Handler: server.Debug(api), ReadHeaderTimeout: 10 * time.Second}
	for i := 0; i < clients; i++ {
		go func() {
			if err := server.Traffic(ctx, base, uint64(i)); err != nil {
				log.Printf("traffic: %v", err)
			}
		}()
	}
	closed := make(chan error, 1)
	go func() {
		<-ctx.Done()
		closed <- s.Close()
	}()
	if err := s.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-closed
}
