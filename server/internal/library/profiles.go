package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/linecost/linecost/server/internal/profile"
)

var (
	// ErrNotOpen: no profile of this id is open.
	ErrNotOpen = errors.New("this profile is not open")
	// ErrChanged: the file is not the one that was opened.
	ErrChanged = errors.New("the file has changed since it was opened")
)

// Profiles are the profiles that the editor has open. Those that were asked for last are in memory, up to a cap; the
// others are read again when they are asked for, which takes a second for the largest.
type Profiles struct {
	limit int64 // of all profiles in memory, in bytes; at least one is held

	openMu sync.Mutex
	open   map[string]*entry
	opened int   // how many there ever were: the source of ids
	clock  int64 // counts uses, so that the longest unused is known
}

// An entry is one open profile.
type entry struct {
	id, path string
	size     int64
	modified time.Time

	// reading is held while the file is read; a channel, so that who waits for it can be cancelled.
	reading chan struct{}

	// These are guarded by Profiles.openMu.
	loaded *Loaded
	used   int64
}

// NewProfiles returns no profiles, with a cap of limit bytes for those to come.
func NewProfiles(limit int64) *Profiles {
	return &Profiles{limit: limit, open: map[string]*entry{}}
}

// Open reads a profile and returns it with the id that names it from now on.
func (p *Profiles) Open(ctx context.Context, path string) (id string, loaded *Loaded, err error) {
	e := &entry{path: path, reading: make(chan struct{}, 1)}
	loaded, err = p.read(ctx, e)
	if err != nil {
		return "", nil, err
	}
	p.openMu.Lock()
	defer p.openMu.Unlock()
	p.opened++
	e.id = fmt.Sprintf("profile-%d", p.opened)
	p.open[e.id] = e
	p.keep(e, loaded)
	return e.id, loaded, nil
}

// Get returns an open profile, reading its file again if it was dropped from memory.
func (p *Profiles) Get(ctx context.Context, id string) (*Loaded, error) {
	e, loaded := p.find(id)
	if e == nil {
		return nil, ErrNotOpen
	}
	if loaded != nil {
		return loaded, nil
	}
	select {
	case e.reading <- struct{}{}:
		defer func() { <-e.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if _, loaded := p.find(id); loaded != nil { // someone else has read it meanwhile
		return loaded, nil
	}
	loaded, err := p.read(ctx, e)
	if err != nil {
		return nil, err
	}
	p.openMu.Lock()
	defer p.openMu.Unlock()
	p.keep(e, loaded)
	return loaded, nil
}

// Close forgets a profile. Requests that are using it go on.
func (p *Profiles) Close(id string) {
	p.openMu.Lock()
	defer p.openMu.Unlock()
	delete(p.open, id)
}

func (p *Profiles) find(id string) (*entry, *Loaded) {
	p.openMu.Lock()
	defer p.openMu.Unlock()
	e := p.open[id]
	if e == nil {
		return nil, nil
	}
	p.clock++
	e.used = p.clock
	return e, e.loaded
}

// read reads the entry's file, which must be the one that was read before, if it was.
func (p *Profiles) read(ctx context.Context, e *entry) (*Loaded, error) {
	info, err := os.Stat(e.path)
	if err == nil && !info.Mode().IsRegular() {
		// Before opening: a named pipe would wait for a writer, a device may never end.
		err = &os.PathError{Op: "open", Path: e.path, Err: errors.New("it is not a plain file")}
	}
	if err != nil {
		return nil, err
	}
	file, err := os.Open(e.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if e.id != "" && (info.Size() != e.size || !info.ModTime().Equal(e.modified)) {
		return nil, ErrChanged
	}
	e.size, e.modified = info.Size(), info.ModTime()
	columns, err := profile.Read(ctx, file, p.limit)
	if err != nil {
		return nil, err
	}
	return newLoaded(columns), nil
}

// keep puts a profile in memory and drops the longest unused ones above the cap. The caller holds openMu.
func (p *Profiles) keep(e *entry, loaded *Loaded) {
	p.clock++
	e.loaded, e.used = loaded, p.clock
	total := int64(0)
	for _, other := range p.open {
		if other.loaded != nil {
			total += other.loaded.Bytes()
		}
	}
	for total > p.limit {
		oldest := e
		for _, other := range p.open {
			if other.loaded != nil && other.used < oldest.used {
				oldest = other
			}
		}
		if oldest == e {
			return
		}
		total -= oldest.loaded.Bytes()
		oldest.loaded = nil
	}
}
