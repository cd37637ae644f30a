// Command exits ends in the way that its argument names, after work whose cost is known: see exit_test.go.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	kept [][]byte
	spun uint64
)

//go:noinline
func hot() {
	for i := range uint64(1 << 20) {
		spun = spun*31 + i
	}
}

//go:noinline
func hoard() {
	for range 16 {
		kept = append(kept, make([]byte, 1<<20)) // hoarded here
	}
}

func contend() {
	var lock sync.Mutex
	var all sync.WaitGroup
	lock.Lock()
	all.Add(1)
	go func() {
		defer all.Done()
		lock.Lock()
		lock.Unlock()
	}()
	time.Sleep(time.Millisecond)
	lock.Unlock()
	all.Wait()
}

// work runs hot for long enough to be seen and, if the test names a file, until that is there.
func work(until string) {
	hoard()
	contend()
	for begin := time.Now(); ; {
		hot()
		if time.Since(begin) < 200*time.Millisecond {
			continue
		}
		if until == "" {
			return
		}
		if _, err := os.Stat(until); err == nil || time.Since(begin) > 20*time.Second {
			return
		}
	}
}

func overflow(n int) int { return overflow(n+1) + 1 }

func main() {
	how, until := os.Args[1], os.Args[2]
	fmt.Println("goroutines", runtime.NumGoroutine())
	work(until)
	fmt.Println("ready")
	switch how {
	case "return":
	case "panic":
		panic("on purpose")
	case "nil":
		var p *int
		fmt.Println(*p)
	case "goexit":
		go func() { time.Sleep(time.Millisecond); os.Exit(4) }()
		runtime.Goexit()
	case "goexit alone":
		runtime.Goexit()
	case "exit0":
		os.Exit(0)
	case "exit3":
		os.Exit(3)
	case "fatal":
		log.SetFlags(0)
		log.Fatal("no database")
	case "goroutine":
		go panic("elsewhere")
		select {}
	case "throw":
		throw()
	case "overflow":
		overflow(0)
	case "many":
		for range 8 {
			go os.Exit(5)
		}
		os.Exit(5)
	case "recovered":
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			panic("and on")
		}()
	case "child":
		child()
	case "int":
		kill(syscall.SIGINT)
	case "term":
		kill(syscall.SIGTERM)
	case "kill":
		kill(syscall.SIGKILL)
	case "wait":
		_, _ = fmt.Scanln()
	}
}

// throw makes the runtime find a mistake that no one can recover from.
func throw() {
	var lock sync.Mutex
	lock.Unlock()
}

func kill(signal syscall.Signal) {
	_ = syscall.Kill(os.Getpid(), signal)
	select {}
}

// child tells what a child sees of the agent.
func child() {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	out, err := exec.Command(self, "environment", "").Output()
	fmt.Println(strconv.Quote(string(out)), err)
}

func init() {
	if len(os.Args) > 1 && os.Args[1] == "environment" {
		for _, entry := range os.Environ() {
			if strings.HasPrefix(entry, "LINECOST") || strings.HasPrefix(entry, "GODEBUG") {
				fmt.Println(entry)
			}
		}
		os.Exit(0)
	}
}
