package inject

import (
	"bytes"
	"io"
	"strconv"
)

// cpuWindows is a CPU profile in pieces, since the runtime gives a CPU profile only when it is stopped.
type cpuWindows struct {
	running bool
	number  int
	// text is where the profile goes. It is not a file, since a program may close files that it does not know and then
	// have another one in their place.
	text *bytes.Buffer
	// programs is the profile that the program itself is taking; nil as a rule. Then it is the window too.
	programs *sharedProfile
}

func (a *agent) startWindow() {
	if a.cpu.programs != nil {
		return
	}
	text := new(bytes.Buffer)
	if err := startCPU(text, a.order.hertz); err != nil {
		a.say("cpu: " + err.Error())
		return
	}
	a.cpu.running, a.cpu.text = true, text
}

func (a *agent) endWindow() {
	if !a.cpu.running {
		return
	}
	stopCPU()
	a.cpu.running = false
	a.putWindow(a.cpu.text.Bytes())
	a.cpu.text = nil
}

func (a *agent) putWindow(text []byte) {
	a.cpu.number++
	number := strconv.Itoa(1_000_000 + a.cpu.number)[1:]
	a.put("cpu-"+number+".pb.gz", text)
}

// sharedProfile is a CPU profile that the program takes, and of which the agent has a copy: there can't be two at once.
type sharedProfile struct {
	copy    bytes.Buffer
	program io.Writer
}

// Write gives the program what it would get without the agent.
func (s *sharedProfile) Write(p []byte) (int, error) {
	_, _ = s.copy.Write(p) // never fails
	if s.program == nil {
		return len(p), nil
	}
	return s.program.Write(p)
}

// programStarts makes room for a profile of the program's.
func (a *agent) programStarts(w io.Writer) io.Writer {
	a.writing.Lock()
	defer a.writing.Unlock()
	if a.cpu.programs != nil || !a.cpu.running {
		return w
	}
	a.endWindow()
	a.cpu.programs = &sharedProfile{program: w}
	return a.cpu.programs
}

// programStopped goes on after a profile of the program's.
func (a *agent) programStopped() {
	a.writing.Lock()
	defer a.writing.Unlock()
	if a.cpu.programs == nil {
		return
	}
	text := a.cpu.programs.copy.Bytes()
	a.cpu.programs = nil
	a.putWindow(text)
	a.startWindow()
}

// takeShared ends a profile that the program has not ended, when that itself ends. The program's own copy stays
// unwritten, as it would without the agent.
func (a *agent) takeShared() {
	if a.cpu.programs == nil {
		return
	}
	a.cpu.programs.program = nil
	stopCPU()
	a.putWindow(a.cpu.programs.copy.Bytes())
	a.cpu.programs = nil
}
