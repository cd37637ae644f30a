// Package server answers the editor's requests. It has one small file for each method, and each does three things:
// look up, compute, convert. What is computed is the business of the packages below; what a message means is that of
// package protocol; this package joins the two and words the errors.
package server

import (
	"context"
	"log/slog"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
	"github.com/linecost/linecost/server/internal/rpc"
)

// A Notifier tells the editor what it did not ask for.
type Notifier interface {
	CaptureOutput(context.Context, protocol.CaptureOutputParams)
	CaptureProgress(context.Context, protocol.CaptureProgressParams)
	CaptureLaunch(context.Context, protocol.CaptureLaunchParams)
	CapturePruned(context.Context, protocol.CapturePrunedParams)
}

// Server has what the methods work on. Its only state of its own are the runs that go on.
type Server struct {
	version  string
	memory   int64
	limit    int64
	profiles *library.Profiles
	captures *library.Captures
	notify   Notifier
	log      *slog.Logger
	runs     runs
}

// Config is what a server is made of.
type Config struct {
	// Version is the backend's own.
	Version string
	// Memory is how many bytes of profiles may be in memory.
	Memory int64
	// Captures is the library on disk.
	Captures *library.Captures
	// Limit is how many bytes the library may have before the oldest captures are removed; 0 for no limit.
	Limit  int64
	Notify Notifier
	Log    *slog.Logger
}

// New returns a server.
func New(c Config) *Server {
	return &Server{
		version:  c.Version,
		memory:   c.Memory,
		limit:    c.Limit,
		profiles: library.NewProfiles(c.Memory),
		captures: c.Captures,
		notify:   c.Notify,
		log:      c.Log,
	}
}

// Register puts the handler of every method into the mux.
func (s *Server) Register(mux *rpc.Mux) {
	rpc.Handle(mux, protocol.Initialize, s.initialize)
	rpc.Handle(mux, protocol.ProfileOpen, s.profileOpen)
	rpc.Handle(mux, protocol.ProfileLines, s.profileLines)
	rpc.Handle(mux, protocol.ProfileLine, s.profileLine)
	rpc.Handle(mux, protocol.ProfileFunctions, s.profileFunctions)
	rpc.Handle(mux, protocol.ProfileFiles, s.profileFiles)
	rpc.Handle(mux, protocol.ProfileClose, s.profileClose)
	rpc.Handle(mux, protocol.CaptureTargets, s.captureTargets)
	rpc.Handle(mux, protocol.CaptureTest, s.captureTest)
	rpc.Handle(mux, protocol.CaptureProgram, s.captureProgram)
	rpc.Handle(mux, protocol.CapturePull, s.capturePull)
	rpc.Handle(mux, protocol.CaptureStop, s.captureStop)
	rpc.Handle(mux, protocol.CaptureEndpoint, s.captureEndpoint)
	rpc.Handle(mux, protocol.AttachProcesses, s.attachProcesses)
	rpc.Handle(mux, protocol.AttachIndex, s.attachIndex)
	rpc.Handle(mux, protocol.CaptureList, s.captureList)
	rpc.Handle(mux, protocol.CaptureUpdate, s.captureUpdate)
	rpc.Handle(mux, protocol.CaptureDelete, s.captureDelete)
}

func (s *Server) initialize(_ context.Context, params *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.log.Info("connected", "extension", params.ClientVersion, "backend", s.version)
	return &protocol.InitializeResult{ServerVersion: s.version}, nil
}
