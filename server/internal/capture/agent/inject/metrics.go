package inject

import (
	"math"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"time"
)

// appendMetrics adds a line to the series: an object with the time, what it was taken at, the main fields of
// runtime.MemStats and all metrics that are one number. It is one write, so that a line is there or not.
func (a *agent) appendMetrics(event string) {
	var line jsonLine
	line.integer("timeMillis", uint64(time.Now().UnixMilli()))
	line.name("event")
	line.text = strconv.AppendQuote(line.text, event)
	line.name("memStats")
	line.open()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	for _, field := range []struct {
		name  string
		value uint64
	}{
		{"Alloc", stats.Alloc}, {"TotalAlloc", stats.TotalAlloc}, {"Sys", stats.Sys}, {"Mallocs", stats.Mallocs},
		{"Frees", stats.Frees}, {"HeapAlloc", stats.HeapAlloc}, {"HeapSys", stats.HeapSys}, {"HeapIdle", stats.HeapIdle},
		{"HeapInuse", stats.HeapInuse}, {"HeapReleased", stats.HeapReleased}, {"HeapObjects", stats.HeapObjects},
		{"StackInuse", stats.StackInuse}, {"StackSys", stats.StackSys}, {"GCSys", stats.GCSys}, {"OtherSys", stats.OtherSys},
		{"NextGC", stats.NextGC}, {"LastGC", stats.LastGC}, {"PauseTotalNs", stats.PauseTotalNs},
		{"NumGC", uint64(stats.NumGC)}, {"NumForcedGC", uint64(stats.NumForcedGC)},
	} {
		line.integer(field.name, field.value)
	}
	line.float("GCCPUFraction", stats.GCCPUFraction)
	line.close()
	line.name("metrics")
	line.open()
	for _, sample := range scalarMetrics() {
		if sample.Value.Kind() == metrics.KindUint64 {
			line.integer(sample.Name, sample.Value.Uint64())
		} else {
			line.float(sample.Name, sample.Value.Float64())
		}
	}
	line.close()
	file, err := os.OpenFile(a.order.dir+"/"+metricsName, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.Write(line.end())
		if closing := file.Close(); err == nil {
			err = closing
		}
	}
	if err != nil {
		a.say("metrics: " + err.Error())
	}
}

// scalarMetrics reads the metrics that are one number.
func scalarMetrics() []metrics.Sample {
	var samples []metrics.Sample
	for _, description := range metrics.All() {
		if description.Kind == metrics.KindUint64 || description.Kind == metrics.KindFloat64 {
			samples = append(samples, metrics.Sample{Name: description.Name})
		}
	}
	metrics.Read(samples)
	return samples
}

// jsonLine is a JSON object in the making. Package encoding/json would be one more large import.
type jsonLine struct {
	text []byte
}

func (l *jsonLine) name(name string) {
	switch {
	case len(l.text) == 0:
		l.text = append(l.text, '{')
	case l.text[len(l.text)-1] != '{':
		l.text = append(l.text, ',')
	}
	l.text = append(strconv.AppendQuote(l.text, name), ':')
}

func (l *jsonLine) open()  { l.text = append(l.text, '{') }
func (l *jsonLine) close() { l.text = append(l.text, '}') }

func (l *jsonLine) integer(name string, value uint64) {
	l.name(name)
	l.text = strconv.AppendUint(l.text, value, 10)
}

// float writes 0 for what JSON has no number for.
func (l *jsonLine) float(name string, value float64) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		value = 0
	}
	l.name(name)
	l.text = strconv.AppendFloat(l.text, value, 'g', -1, 64)
}

func (l *jsonLine) end() []byte { return append(l.text, '}', '\n') }
