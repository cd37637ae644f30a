// Command linecost is the backend of the Linecost extension: JSON-RPC 2.0 with Content-Length framing on stdin and
// stdout (package protocol has the messages), log lines on stderr. It ends when its input ends.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/linecost/linecost/server/internal/capture"
	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/rpc"
	"github.com/linecost/linecost/server/internal/server"
)

// version is set by the linker: npm run build passes the extension's.
var version = "dev"

func main() {
	if len(os.Args) > 1 {
		switch os.Args[1] { // first of all: the guard's standard input is its lifeline, the launcher's is the program's
		case "guard":
			os.Exit(capture.Guard(os.Args[2:]))
		case "launch":
			os.Exit(capture.Launch(os.Args[2:]))
		}
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "linecost:", err)
		os.Exit(1)
	}
}

func run() error {
	folder := flag.String("library", defaultLibrary(), "the `folder` that captures are kept in")
	memory := flag.Int64("memory", 4096, "how many `megabytes` of profiles may be in memory")
	limit := flag.Int64("limit", 2048, "how many `megabytes` of captures may be kept; the oldest make room; 0 for no limit")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println(version)
		return nil
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	root, err := filepath.Abs(*folder)
	if err != nil {
		return err
	}
	captures := library.NewCaptures(root)
	if err := captures.Sweep(ctx); err != nil {
		log.Warn("the folder of captures was not swept", "error", err)
	}
	mux := rpc.NewMux()
	conn := rpc.NewConn(mux, log)
	server.New(server.Config{
		Version: version, Memory: *memory << 20, Captures: captures, Limit: *limit << 20, Notify: conn, Log: log,
	}).Register(mux)
	return conn.Serve(ctx, os.Stdin, os.Stdout)
}

// defaultLibrary is where captures go when nobody says where: the extension always does.
func defaultLibrary() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "linecost", "captures")
}
