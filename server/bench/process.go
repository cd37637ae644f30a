package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/linecost/linecost/server/internal/protocol"
)

// A measured run of a process.
type measured struct {
	ms, mb   float64
	function string // the hottest, for the oracle to list
}

// runOracle measures a process that prints its answer.
func runOracle(ctx context.Context, name string, args ...string) (measured, error) {
	start := time.Now()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	err := cmd.Run()
	if err != nil {
		return measured{}, fmt.Errorf("%s: %w", name, err)
	}
	return measured{ms: millis(time.Since(start)), mb: peakMB(cmd.ProcessState)}, nil
}

// askBackend measures the backend from its start to the lines of the hottest file, then the same questions again, warm.
func askBackend(ctx context.Context, backend, path string, r *report) (measured, error) {
	cmd := exec.CommandContext(ctx, backend, "-library", os.TempDir())
	input, err := cmd.StdinPipe()
	if err != nil {
		return measured{}, err
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return measured{}, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return measured{}, err
	}
	defer cmd.Wait()
	conn := jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(pipe{output, input}, jsonrpc2.VSCodeObjectCodec{}), ignore{})
	defer conn.Close()

	var opened protocol.ProfileOpenResult
	if err := call(ctx, conn, protocol.ProfileOpen, protocol.ProfileOpenParams{Path: path}, &opened); err != nil {
		return measured{}, err
	}
	id := opened.Profile.ID
	r.Samples = opened.Profile.Samples
	lines := protocol.ProfileLinesParams{Profile: id, File: "cmd/compile/internal/ssa/rewriteAMD64.go"}
	var answer protocol.ProfileLinesResult
	if err := call(ctx, conn, protocol.ProfileLines, lines, &answer); err != nil {
		return measured{}, err
	}
	m := measured{ms: millis(time.Since(start))}

	functions := protocol.ProfileFunctionsParams{Profile: id, Sort: protocol.SortFlat, Limit: 100}
	var top protocol.ProfileFunctionsResult
	if err := call(ctx, conn, protocol.ProfileFunctions, functions, &top); err != nil {
		return measured{}, err
	}
	m.function, lines.File = top.Functions[0].Name, top.Functions[0].File
	if r.WarmLinesMS, err = warm(func() error { return call(ctx, conn, protocol.ProfileLines, lines, &answer) }); err != nil {
		return measured{}, err
	}
	if r.WarmFunctionMS, err = warm(func() error { return call(ctx, conn, protocol.ProfileFunctions, functions, &top) }); err != nil {
		return measured{}, err
	}
	conn.Close()
	cmd.Wait()
	m.mb = peakMB(cmd.ProcessState)
	return m, nil
}

// warm is the median time of a question that was asked before.
func warm(ask func() error) (ms float64, err error) {
	var times []float64
	for range 100 {
		start := time.Now()
		if err := ask(); err != nil {
			return 0, err
		}
		times = append(times, millis(time.Since(start)))
	}
	return median(times), nil
}

func call[P, R any](ctx context.Context, conn *jsonrpc2.Conn, method protocol.Method[P, R], params P, result *R) error {
	return conn.Call(ctx, string(method), params, result)
}

type pipe struct {
	io.Reader
	io.WriteCloser
}

type ignore struct{}

func (ignore) Handle(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) {}
