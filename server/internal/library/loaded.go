package library

import (
	"context"
	"sync/atomic"

	"github.com/linecost/linecost/server/internal/cost"
	"github.com/linecost/linecost/server/internal/profile"
)

// Loaded is a profile in memory with what was computed from it so far: axes once, figures once for each sample type,
// orders once for each way to sort. So the first question about a sample type costs a scan, and the next none.
type Loaded struct {
	*profile.Profile

	// computing is held while something is computed; a channel, so that who waits for it can be cancelled. It guards
	// what follows.
	computing     chan struct{}
	lines         *cost.Lines
	files         *cost.Files
	functions     *cost.Functions
	lineFigures   map[int]*cost.Figures
	fileFigures   map[int]*cost.Figures
	funcFigures   map[int]*cost.Figures
	fileOrders    map[int][]uint32
	functionOrder map[functionOrder][]uint32
	totals        map[int]int64

	bytes atomic.Int64
}

type functionOrder struct {
	sampleType int
	sort       cost.Sort
}

func newLoaded(p *profile.Profile) *Loaded {
	l := &Loaded{
		Profile:       p,
		computing:     make(chan struct{}, 1),
		lineFigures:   map[int]*cost.Figures{},
		fileFigures:   map[int]*cost.Figures{},
		funcFigures:   map[int]*cost.Figures{},
		fileOrders:    map[int][]uint32{},
		functionOrder: map[functionOrder][]uint32{},
		totals:        map[int]int64{},
	}
	l.bytes.Store(p.Bytes())
	return l
}

// Bytes is about how much memory the profile and what was computed from it take.
func (l *Loaded) Bytes() int64 { return l.bytes.Load() }

// LineCosts are what each line costs in one sample type.
type LineCosts struct {
	*cost.Lines
	*cost.Figures
	// Total is the sample type's, over the whole profile.
	Total int64
}

// FunctionCosts are what each function costs in one sample type, and each of its lines.
type FunctionCosts struct {
	*cost.Functions
	*cost.Figures
	Lines LineCosts
	// Order lists the functions that have a figure.
	Order []uint32
}

// FileCosts are what each file costs in one sample type, and each of its lines.
type FileCosts struct {
	*cost.Figures
	Lines LineCosts
	// Order lists the files that have a figure, largest flat first.
	Order []uint32
}

// LineCosts computes, or remembers, what each line costs.
func (l *Loaded) LineCosts(ctx context.Context, sampleType int) (LineCosts, error) {
	if err := l.lock(ctx); err != nil {
		return LineCosts{}, err
	}
	defer l.unlock()
	return l.lineCosts(ctx, sampleType)
}

func (l *Loaded) lineCosts(ctx context.Context, sampleType int) (LineCosts, error) {
	if l.lines == nil {
		l.lines = cost.NewLines(l.Profile)
		l.bytes.Add(l.lines.Bytes())
	}
	figures, err := l.figures(ctx, l.lineFigures, l.lines.Axis, sampleType)
	if err != nil {
		return LineCosts{}, err
	}
	total, ok := l.totals[sampleType]
	if !ok {
		total = cost.Total(l.Profile, sampleType)
		l.totals[sampleType] = total
	}
	return LineCosts{Lines: l.lines, Figures: figures, Total: total}, nil
}

// FunctionCosts computes, or remembers, what each function costs.
func (l *Loaded) FunctionCosts(ctx context.Context, sampleType int, by cost.Sort) (FunctionCosts, error) {
	if err := l.lock(ctx); err != nil {
		return FunctionCosts{}, err
	}
	defer l.unlock()
	lines, err := l.lineCosts(ctx, sampleType)
	if err != nil {
		return FunctionCosts{}, err
	}
	if l.functions == nil {
		l.functions = cost.NewFunctions(l.Profile, l.lines)
		l.bytes.Add(l.functions.Bytes())
	}
	figures, err := l.figures(ctx, l.funcFigures, l.functions.Axis, sampleType)
	if err != nil {
		return FunctionCosts{}, err
	}
	key := functionOrder{sampleType, by}
	if l.functionOrder[key] == nil {
		l.functionOrder[key] = l.functions.Order(figures, by)
		l.bytes.Add(4 * int64(len(l.functionOrder[key])))
	}
	return FunctionCosts{Functions: l.functions, Figures: figures, Lines: lines, Order: l.functionOrder[key]}, nil
}

// FileCosts computes, or remembers, what each file costs.
func (l *Loaded) FileCosts(ctx context.Context, sampleType int) (FileCosts, error) {
	if err := l.lock(ctx); err != nil {
		return FileCosts{}, err
	}
	defer l.unlock()
	lines, err := l.lineCosts(ctx, sampleType)
	if err != nil {
		return FileCosts{}, err
	}
	if l.files == nil {
		l.files = cost.NewFiles(l.Profile, l.lines)
		l.bytes.Add(l.files.Bytes())
	}
	figures, err := l.figures(ctx, l.fileFigures, l.files.Axis, sampleType)
	if err != nil {
		return FileCosts{}, err
	}
	if l.fileOrders[sampleType] == nil {
		l.fileOrders[sampleType] = l.files.Order(figures, l.lines.Files)
		l.bytes.Add(4 * int64(len(l.fileOrders[sampleType])))
	}
	return FileCosts{Figures: figures, Lines: lines, Order: l.fileOrders[sampleType]}, nil
}

// figures remembers or computes the sums of a sample type on an axis. The caller holds the lock.
func (l *Loaded) figures(ctx context.Context, known map[int]*cost.Figures, axis *cost.Axis, sampleType int) (*cost.Figures, error) {
	if figures := known[sampleType]; figures != nil {
		return figures, nil
	}
	figures, err := axis.Sum(ctx, l.Profile, sampleType)
	if err != nil {
		return nil, err
	}
	known[sampleType] = figures
	l.bytes.Add(16 * int64(axis.Len))
	return figures, nil
}

func (l *Loaded) lock(ctx context.Context) error {
	select {
	case l.computing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *Loaded) unlock() { <-l.computing }
