// Served is a server as users have them, for the tests of package endpoint: it serves its profiles at the usual path and
// at one of its own, prints its address, and ends with its standard input.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"runtime"
	profiles "runtime/pprof"
	"sync"
	"time"
)

var kept [][]byte

func main() {
	rates := flag.Bool("rates", false, "record waiting and contention")
	busy := flag.Bool("busy", false, "keep a processor busy")
	flag.Parse()
	if *rates {
		runtime.SetBlockProfileRate(1)
		runtime.SetMutexProfileFraction(1)
		contend()
	}
	for i := 0; i < 64; i++ {
		kept = append(kept, make([]byte, 1<<20))
	}
	runtime.GC() // so that the heap profile has them
	if *busy {
		go burn()
	}
	profiles.NewProfile("example.com/pool").Add(&kept, 0)

	own := http.NewServeMux()
	own.HandleFunc("/ops/prof/", pprof.Index)
	own.HandleFunc("/ops/prof/profile", pprof.Profile)
	own.HandleFunc("/ops/prof/trace", pprof.Trace)
	own.Handle("/ops/prof/heap", pprof.Handler("heap"))
	own.Handle("/debug/", http.DefaultServeMux)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() { panic(http.Serve(listener, own)) }()
	fmt.Println(listener.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// contend makes a goroutine wait for a lock that another holds.
func contend() {
	var lock sync.Mutex
	lock.Lock()
	done := make(chan bool)
	go func() {
		lock.Lock()
		defer lock.Unlock()
		close(done)
	}()
	time.Sleep(20 * time.Millisecond) // the wait that is to be seen
	lock.Unlock()
	<-done
}

func burn() {
	for n := 0; ; n++ {
		kept[0][n%len(kept[0])]++
	}
}
