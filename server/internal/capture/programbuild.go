package capture

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/linecost/linecost/server/internal/capture/agent"
)

// build builds the program with an agent in it into the scratch folder. failures say why it does not compile. The
// error is [errStoppedEarly], the context's, or says why the overlay could not be made.
func (p *Program) build(ctx context.Context, scratch string) (binary string, failures []Failure, err error) {
	// Without an agent this is for the compiler's words alone.
	overlay, flags := &agent.Overlay{Dir: p.pkg.Dir}, p.pkg.flags
	if p.pkg.mainFile != "" {
		if overlay, err = instrument(scratch, p.pkg); err != nil {
			return "", nil, err
		}
		flags.overlay = "" // it is part of the agent's
		p.paths = overlay.Paths
	}
	messages := newBuildMessages(p.events.Events, p.pkg, overlay)
	if p.refused != "" {
		return "", messages.refused(p.refused), nil
	}
	if len(p.pkg.dropped) > 0 {
		messages.note(fmt.Sprintf("Linecost leaves out %s of GOFLAGS: it would spoil the profile.\n", strings.Join(p.pkg.dropped, " ")))
	}
	binary = filepath.Join(scratch, programName(p.pkg.Package))
	goCommand := p.goCommand
	if overlay.GoCommand != "" {
		goCommand = overlay.GoCommand
	}
	command := process{
		path: goCommand,
		args: slices.Concat([]string{"build", "-o", binary}, overlay.Flags, flags.arguments(), []string{"."}),
		dir:  overlay.Dir,
		// A killed go command leaves its work folder behind: have it inside of ours.
		env:    append([]string{"GOTMPDIR=" + scratch, goFlagsVariable(p.pkg.goFlags)}, overlay.Env...),
		stdout: &messages.lines, stderr: &messages.lines,
	}
	building, cancel := context.WithCancel(ctx)
	defer cancel()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-p.stopped:
			cancel()
		case <-building.Done():
		}
	}()
	err = command.run(building)
	cancel()
	<-watched
	failures = messages.close()
	var exit *exitError
	switch {
	case err == nil:
		return binary, nil, nil
	case ctx.Err() != nil:
		return "", nil, ctx.Err()
	case errors.As(err, &exit):
		if len(failures) == 0 {
			failures = []Failure{{Message: "go build failed without a word."}}
		}
		return "", failures, nil
	case errors.Is(err, context.Canceled):
		return "", nil, errStoppedEarly
	}
	return "", nil, err
}

// buildMessages turns what go build prints into text and failures. In both, a file that the overlay has replaced bears
// its own name.
type buildMessages struct {
	mu       sync.Mutex // guards all below: one goroutine writes, but lineWriter wants one
	lines    lineWriter
	text     textLimit
	failures failures
	overlay  *agent.Overlay
	columns  columns
}

func newBuildMessages(events Events, pkg mainPackage, overlay *agent.Overlay) *buildMessages {
	m := &buildMessages{overlay: overlay, columns: columns{original: pkg.mainFile, built: overlay.Paths.Built(pkg.mainFile)}}
	m.failures.places = placesOf(pkg.Package)
	m.columns.places = m.failures.places
	m.text.emit = func(text string) {
		if events.Output != nil {
			events.Output(text)
		}
	}
	m.lines = lineWriter{mu: &m.mu, line: m.line, flush: m.text.flush}
	return m
}

func (m *buildMessages) line(line []byte) {
	text := m.columns.correct(m.overlay.Paths.Messages(m.overlay.Dir, string(line)))
	m.text.write(text)
	m.failures.buildLine(trimLineEnd(text))
}

// note adds a line of our own to the output.
func (m *buildMessages) note(text string) {
	m.text.write(text)
	m.text.flush()
}

// refused takes what the go command said when it would not even describe the package.
func (m *buildMessages) refused(said string) []Failure {
	for line := range strings.Lines(said + "\n") {
		m.line([]byte(line))
	}
	return m.close()
}

// close tells what is still held back, and the failures.
func (m *buildMessages) close() []Failure {
	m.lines.close()
	m.text.close()
	return m.failures.ofBuild()
}
