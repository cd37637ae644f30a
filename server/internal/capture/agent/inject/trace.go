package inject

import (
	"os"
	"runtime/trace"
)

// traceFile is the execution trace, which the runtime writes all the time.
type traceFile struct{ file *os.File }

func (a *agent) startTrace() {
	file, err := os.OpenFile(a.order.dir+"/"+traceName, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err == nil {
		if err = trace.Start(file); err == nil {
			a.tracing.file = file
			return
		}
		_ = file.Close()
	}
	a.say("trace: " + err.Error())
}

// endTrace writes the end of the trace.
func (a *agent) endTrace() {
	if a.tracing.file == nil {
		return
	}
	trace.Stop()
	err := a.tracing.file.Close()
	if err == nil {
		err = os.Rename(a.order.dir+"/"+traceName, a.order.dir+"/"+wholeTraceName)
	}
	if err != nil {
		a.say("trace: " + err.Error())
	}
	a.tracing.file = nil
}
