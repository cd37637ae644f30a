package endpoint

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/linecost/linecost/server/internal/capture"
)

// maxIndex bounds an index, in bytes: what is longer is no index.
const maxIndex = 1 << 20

// Index is what a server offers.
type Index struct {
	// URL is the index's, as it was found.
	URL string
	// Profiles are in the order to offer them: CPU first, then memory, then the others by name.
	Profiles []Offered
}

// Offered is one profile that a server offers.
type Offered struct {
	// Name is the server's; Path is relative to the index's address.
	Name, Path string
	Kind       capture.ProfileKind
	// Description is a short sentence.
	Description string
	// Count is the index's own figure; -1 if it gives none.
	Count int64
	// Seconds is how long it takes if nobody says; 0 for a state.
	Seconds int
	// Delta tells that it counts from the program's start, and that some seconds give the difference.
	Delta bool
	// Note is a sentence on why it may be empty; empty as a rule.
	Note string
}

// Index asks what the server offers: what its index lists or, without an index, those of the usual profiles that are
// there. No profile is taken for it. The error is an [*Error], a [*capture.InvalidError] or the context's.
func (c *Client) Index(ctx context.Context) (Index, error) {
	found, at, err := c.list(ctx)
	if err != nil && !mayLackIndex(err) {
		return Index{}, err
	}
	if at != nil {
		c = c.at(at)
	}
	if len(found) == 0 {
		found = c.usual(ctx)
	}
	switch {
	case ctx.Err() != nil:
		return Index{}, ctx.Err()
	case len(found) == 0 && err != nil:
		return Index{}, err
	case len(found) == 0:
		return Index{}, failf(nil, "%s answers at %s with a page that lists no profiles. Enter the address where the program "+
			"serves net/http/pprof, and the headers that let you in.", c.name, c.index.EscapedPath())
	}
	found = c.complete(ctx, found)
	slices.SortStableFunc(found, func(a, b Offered) int {
		if by := order(a.Name) - order(b.Name); by != 0 {
			return by
		}
		return strings.Compare(a.Name, b.Name)
	})
	return Index{URL: c.URL(), Profiles: found}, ctx.Err()
}

// mayLackIndex tells whether an index's refusal leaves hope for the profiles themselves: something answers, and it does
// not ask who we are.
func mayLackIndex(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status != 0 && refused.Status != http.StatusUnauthorized &&
		refused.Status != http.StatusForbidden && refused.Status != http.StatusProxyAuthRequired
}

// complete adds what no index says: fgprof, and why waiting and contention may be empty.
func (c *Client) complete(ctx context.Context, found []Offered) []Offered {
	var wait sync.WaitGroup
	fgprof := make(chan Offered, 1)
	if !slices.ContainsFunc(found, func(o Offered) bool { return o.Name == "fgprof" }) {
		wait.Go(func() { c.findFgprof(ctx, fgprof) })
	}
	for n := range found {
		o := &found[n]
		if o.Count <= 0 && (o.Kind == capture.Block || o.Kind == capture.Mutex) {
			wait.Go(func() { o.Note = c.whyEmpty(ctx, Wanted{Kind: o.Kind, Name: o.Name, Path: o.Path}) })
		}
	}
	wait.Wait()
	select {
	case offered := <-fgprof:
		return append(found, offered)
	default:
		return found
	}
}

// at is a client of the same server whose index is at another address of it.
func (c *Client) at(index *url.URL) *Client {
	moved := *c
	moved.index = index
	return &moved
}

// list reads the index. It may be empty: then the page is something else. at is where it was found.
func (c *Client) list(ctx context.Context) (found []Offered, at *url.URL, err error) {
	a, err := c.get(ctx, c.index, 0)
	if err != nil {
		return nil, nil, err
	}
	defer a.close()
	if a.StatusCode != http.StatusOK {
		return nil, nil, c.refusal(a, "its list of profiles")
	}
	page, err := io.ReadAll(io.LimitReader(a, maxIndex))
	if err != nil {
		return nil, nil, err
	}
	at = a.Request.URL // after redirects
	at.User, at.RawQuery, at.Fragment = nil, "", ""
	return parseIndex(page, at), at, nil
}

// usual finds out which of the usual profiles are there if no index says so. It asks for a difference over 0 seconds,
// which net/http/pprof refuses (status 400, "seconds") at no cost, but only for a profile that exists; a handler
// that doesn't know about differences gives the profile itself. Asking so for the CPU profile or the trace would take
// one: if any other is there, they are offered unseen.
func (c *Client) usual(ctx context.Context) []Offered {
	var (
		wait    sync.WaitGroup
		mu      sync.Mutex
		offered []Offered
	)
	for name := range known {
		if known[name].seconds > 0 {
			continue
		}
		wait.Go(func() {
			if c.isThere(ctx, name) {
				mu.Lock()
				defer mu.Unlock()
				offered = append(offered, offer(name, name, -1))
			}
		})
	}
	wait.Wait()
	if len(offered) > 0 {
		offered = append(offered, offer("profile", "profile", -1), offer("trace", "trace", -1))
	}
	return offered
}

func (c *Client) isThere(ctx context.Context, path string) bool {
	status, head := c.peek(ctx, path, "seconds", "0")
	return status == http.StatusBadRequest && strings.Contains(string(head), `"seconds"`) ||
		status == http.StatusOK && (isGzip(head) || isRawProfile(head))
}

// findFgprof looks for the profile of github.com/felixge/fgprof, which no index lists: beside the index, where its own
// documentation puts it, or in it. 0 seconds make it say "bad seconds"; versions that go on after that take a
// profile of no length.
func (c *Client) findFgprof(ctx context.Context, found chan<- Offered) {
	for _, path := range []string{"../fgprof", "fgprof"} {
		if status, head := c.peek(ctx, path, "seconds", "0"); status == http.StatusBadRequest && strings.HasPrefix(string(head), "bad seconds") {
			found <- offer("fgprof", path, -1)
			return
		}
	}
}

// peek asks for a path with one field of a query, and gives the status and the beginning of the answer; 0 for none.
func (c *Client) peek(ctx context.Context, path, key, value string) (status int, head []byte) {
	address, err := c.address(path, url.Values{key: {value}})
	if err != nil {
		return 0, nil
	}
	a, err := c.get(ctx, address, 0)
	if err != nil {
		return 0, nil
	}
	defer a.close()
	head, err = io.ReadAll(io.LimitReader(a, 4<<10))
	var cut *Error
	if err != nil && !errors.As(err, &cut) {
		return 0, nil
	}
	return a.StatusCode, head
}

// offer describes a profile by its name.
func offer(name, path string, count int64) Offered {
	o := Offered{Name: name, Path: path, Count: count, Kind: capture.Other}
	if is, ok := known[name]; ok {
		o.Kind, o.Description, o.Seconds, o.Delta = is.kind, is.description, is.seconds, is.delta
		if is.seconds > 0 {
			o.Count = -1 // net/http/pprof says 0 of what it can't count
		}
	} else {
		o.Description = "A profile of the program's own."
	}
	return o
}

// Serves finds out, at as little cost as can be, whether profiles are served here, and where their index is.
func (c *Client) Serves(ctx context.Context) (index string, ok bool) {
	found, at, err := c.list(ctx)
	switch {
	case len(found) > 0:
		return c.at(at).URL(), true
	case err != nil && mayLackIndex(err) && c.isThere(ctx, "heap"):
		return c.URL(), true
	}
	return "", false
}
