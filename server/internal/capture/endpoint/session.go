package endpoint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linecost/linecost/server/internal/capture"
)

// maxSeconds is how long a profile may be asked for.
const maxSeconds = 24 * 60 * 60

// ErrEnded tells that a session has been stopped.
var ErrEnded = errors.New("the session has ended")

// Session gets the same profiles of a server once, or again and again, into a folder. Of each it has the file that came
// last, and the one before, since somebody may still be reading that. CPU profiles are added up. Its methods may be
// called at the same time, and after its end.
//
// A pull has a goroutine for each profile and one for the progress, and waits for them.
type Session struct {
	client   *Client
	folder   string
	progress func(detail string)
	// ctx ends what goes on when the session is stopped.
	ctx  context.Context
	stop context.CancelFunc
	// turn is full while somebody works on the items.
	turn  chan struct{}
	items []*item
}

// item is one profile of a session.
type item struct {
	Wanted
	// stem is its files' name, unique in the session.
	stem string
	// extra tells that a single pull has asked for it: it is not of what the session is for.
	extra bool
	// pulled counts its files; files are the last one or two. problem is why the last pull gave none.
	pulled  int
	files   []capture.Profile
	problem string
}

// Session begins a session that ends with ctx, if nobody stops it before. folder exists, and is the session's alone;
// progress is told, about once a second, what a pull waits for: never by two at once, never after [Session.Finish].
// The error is a [*capture.InvalidError].
func (c *Client) Session(ctx context.Context, folder string, wanted []Wanted, progress func(detail string)) (*Session, error) {
	if len(wanted) == 0 {
		return nil, invalidf("No profile was chosen. Choose at least one.")
	}
	s := &Session{client: c, folder: folder, progress: progress, turn: make(chan struct{}, 1)}
	for _, w := range wanted {
		if w.Kind == capture.Metrics || w.Path == "" {
			return nil, invalidf("A server can't be asked for %q of the kind %s.", w.Name, w.Kind)
		}
		if w.Seconds < 0 || w.Seconds > maxSeconds {
			return nil, invalidf("No profile can be taken for %d s. Ask for at most %d s, a day.", w.Seconds, maxSeconds)
		}
		if _, err := c.address(w.Path, nil); err != nil {
			return nil, err
		}
		s.add(&item{Wanted: w})
	}
	s.ctx, s.stop = context.WithCancel(ctx)
	return s, nil
}

func (s *Session) add(i *item) {
	stem := fileStem(i.Name)
	i.stem = stem
	for n := 2; slices.ContainsFunc(s.items, func(other *item) bool { return strings.EqualFold(other.stem, i.stem) }); n++ {
		i.stem = fmt.Sprintf("%s-%d", stem, n)
	}
	s.items = append(s.items, i)
}

// fileStem makes a file's name of a profile's, which may be anything.
func fileStem(name string) string {
	if name == "profile" {
		return "cpu"
	}
	if _, isKnown := known[name]; isKnown {
		return name
	}
	stem := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '-'
	}, name)
	return "custom-" + stem[:min(len(stem), 60)] // a prefix, so that it is never a name that Windows reserves
}

// Pull asks for the profiles of some kinds, or for all of the session's if there are none, at the same time, and
// returns their files when all have come. A kind that the session is not for is asked for by its usual name. Problems
// says, in sentences, what could not be had. A pull waits for the one before. The error is [ErrEnded], the context's, or
// a [*capture.NotWritableError].
func (s *Session) Pull(ctx context.Context, kinds []capture.ProfileKind) (files []capture.Profile, problems []string, err error) {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	case <-s.ctx.Done():
		return nil, nil, ErrEnded
	}
	defer func() { <-s.turn }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()

	chosen, problems := s.choose(kinds)
	errs := s.pullAll(ctx, chosen)
	for n, i := range chosen {
		var disk *capture.NotWritableError
		switch {
		case errs[n] == nil:
			files = append(files, i.files[len(i.files)-1])
		case errors.As(errs[n], &disk):
			return nil, nil, disk
		default:
			problems = append(problems, errs[n].Error())
		}
	}
	if s.ctx.Err() != nil {
		return nil, nil, ErrEnded
	}
	return files, problems, ctx.Err()
}

// choose finds the items of some kinds.
func (s *Session) choose(kinds []capture.ProfileKind) (chosen []*item, problems []string) {
	for _, i := range s.items {
		if len(kinds) == 0 && !i.extra || slices.Contains(kinds, i.Kind) {
			chosen = append(chosen, i)
		}
	}
	for _, kind := range kinds {
		if slices.ContainsFunc(chosen, func(i *item) bool { return i.Kind == kind }) {
			continue
		}
		name := usualName(kind)
		if name == "" {
			problems = append(problems, fmt.Sprintf("A server can't be asked for profiles of the kind %s.", kind))
			continue
		}
		i := &item{Wanted: Wanted{Kind: kind, Name: name, Path: name}, extra: true}
		s.add(i)
		chosen = append(chosen, i)
	}
	return chosen, problems
}

// pullAll asks for all at once and tells the progress meanwhile.
func (s *Session) pullAll(ctx context.Context, chosen []*item) []error {
	errs := make([]error, len(chosen))
	done := make([]atomic.Bool, len(chosen))
	var pulls, telling sync.WaitGroup
	over := make(chan struct{})
	telling.Go(func() {
		began := time.Now()
		second := time.NewTicker(time.Second)
		defer second.Stop()
		for {
			var outstanding []Wanted
			for n, i := range chosen {
				if !done[n].Load() {
					outstanding = append(outstanding, i.Wanted)
				}
			}
			s.progress(waitingFor(outstanding, time.Since(began)))
			select {
			case <-second.C:
			case <-over:
				return
			}
		}
	})
	for n, i := range chosen {
		pulls.Go(func() {
			defer done[n].Store(true)
			errs[n] = s.pull(ctx, i)
		})
	}
	pulls.Wait()
	close(over)
	telling.Wait()
	return errs
}

// waitingFor says what is being waited for: "CPU and trace: 12 s left".
func waitingFor(outstanding []Wanted, since time.Duration) string {
	var timed, others []string
	left := 0
	for _, w := range outstanding {
		if rest := w.seconds() - int(since.Seconds()); rest > 0 {
			timed = append(timed, w.label())
			left = max(left, rest)
		} else {
			others = append(others, w.label())
		}
	}
	switch {
	case len(timed) > 0:
		return fmt.Sprintf("%s: %d s left", enumerate(timed), left)
	case len(others) > 0:
		return "waiting for " + enumerate(others)
	}
	return ""
}

func enumerate(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// pull gets one profile anew. An error leaves what there was.
func (s *Session) pull(ctx context.Context, i *item) error {
	path := filepath.Join(s.folder, fmt.Sprintf("%s.%d%s", i.stem, i.pulled+1, i.extension()))
	err := s.client.fetch(ctx, i.Wanted, path)
	if err == nil && i.Kind == capture.CPU && len(i.files) > 0 {
		err = addProfile(path, i.files[len(i.files)-1].Path)
	}
	if err != nil {
		i.problem = err.Error()
		return err
	}
	i.problem = ""
	i.pulled++
	i.files = append(i.files, capture.Profile{Kind: i.Kind, Name: i.Name, Path: path, Note: s.client.note(ctx, i.Wanted, path)})
	if len(i.files) > 2 {
		_ = os.Remove(i.files[0].Path) // the folder's owner removes it at the latest
		i.files = i.files[1:]
	}
	return nil
}

// Done is closed when the session has been stopped, or its context has ended.
func (s *Session) Done() <-chan struct{} { return s.ctx.Done() }

// Stop ends the session, and what goes on in it. It does not wait for that.
func (s *Session) Stop(context.Context) error {
	s.stop()
	return nil
}

// Finish ends the session, waits for what goes on in it, and returns the last file of each profile that it was for,
// under its final name; others are removed. Problems says, in sentences, which have none, and why. It is called once.
func (s *Session) Finish() (files []capture.Profile, problems []string, err error) {
	s.stop()
	s.turn <- struct{}{} // and never given back: there is nothing to pull into any more
	for _, i := range s.items {
		last := len(i.files) - 1
		if last >= 0 && !i.extra {
			file := i.files[last]
			final := filepath.Join(s.folder, i.stem+i.extension())
			if err := os.Rename(file.Path, final); err != nil {
				return nil, nil, &capture.NotWritableError{Path: s.folder, Err: err}
			}
			file.Path = final
			files = append(files, file)
			i.files = i.files[:last]
		} else if !i.extra {
			problem := i.problem
			if problem == "" || problem == context.Canceled.Error() {
				problem = fmt.Sprintf("There is nothing of %s: it was stopped before an answer came.", i.what())
			}
			problems = append(problems, problem)
		}
		for _, old := range i.files {
			_ = os.Remove(old.Path) // the folder's owner removes it at the latest
		}
		i.files = nil
	}
	return files, problems, nil
}
