// Command exits ends in the way that its argument names, after work whose cost is known: see exit_test.go.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	kept [16][]byte
	spun uint64
)

//go:noinline
func hot() {
	for i := range uint64(1 << 20) {
		spun = spun*31 + i
	}
}

//go:noinline
func whileProfiled() {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	for end := used.Utime.Nano() + 3e8; used.Utime.Nano() < end; _ = syscall.Getrusage(syscall.RUSAGE_SELF, &used) {
		for i := range uint64(1 << 20) {
			spun = spun*31 + i
		}
	}
}

//go:noinline
func hoard() {
	for i := range kept {
		kept[i] = make([]byte, 1<<20)
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

// work runs hot for 300 ms of CPU time at least and, if the test names a file, until that is there.
func work(until string) {
	hoard()
	contend()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		hot()
		var used syscall.Rusage
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
		if time.Duration(used.Utime.Nano()) < 300*time.Millisecond {
			continue
		}
		if _, err := os.Stat(until); until == "" || err == nil {
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
		time.Sleep(time.Hour)
	case "throw":
		throw()
	case "overflow":
		debug.SetMaxStack(1 << 20)
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
	case "wait": // for the test, which holds standard input
		_, _ = fmt.Scanln()
	case "self": // profiles itself
		pprof.StopCPUProfile() // there is none: nothing to stop
		var own bytes.Buffer
		if err := pprof.StartCPUProfile(&own); err != nil {
			fmt.Println(err)
		}
		fmt.Println(pprof.StartCPUProfile(&own))
		whileProfiled()
		pprof.StopCPUProfile()
		fmt.Println(bytes.HasPrefix(own.Bytes(), []byte{0x1f, 0x8b}))
		_ = pprof.StartCPUProfile(&own)
		os.Exit(6) // with a profile that is never stopped
	}
}

// throw makes the runtime find a mistake that no one can recover from.
func throw() {
	var lock sync.Mutex
	lock.Unlock()
}

func kill(signal syscall.Signal) {
	_ = syscall.Kill(os.Getpid(), signal)
	time.Sleep(time.Hour)
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
