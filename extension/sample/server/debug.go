package server

import (
	"net/http"
	"net/http/pprof"
	"runtime"
)

// Debug adds /debug/pprof/ to the handler, and starts to record locks and blocking. Its
// handlers are named here, so that no server has them by accident.
func Debug(api http.Handler) http.Handler {
	// One in ten waits for a lock, and one per 10 µs of blocking: cheap enough to stay on.
	runtime.SetMutexProfileFraction(10)
	runtime.SetBlockProfileRate(10_000)
	mux := http.NewServeMux()
	mux.Handle("/", api)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
