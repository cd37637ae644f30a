package endpoint

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"
)

// get asks for an address. The answer may begin seconds later than the timeout says, and must go on after that; its
// body ends with an error if it does not, or when ctx ends. The caller closes it.
func (c *Client) get(ctx context.Context, address *url.URL, seconds int) (*answer, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		cancel(nil)
		return nil, invalidf("The address of a profile at %s can't be understood.", c.name)
	}
	request.Header = c.header.Clone()
	request.Host = c.header.Get("Host") // which net/http would not send otherwise
	request.Header.Set("User-Agent", "Linecost")
	a := &answer{client: c, ctx: ctx, cancel: cancel, due: time.Now().Add(time.Duration(seconds) * time.Second)}
	a.watch = time.AfterFunc(time.Until(a.due)+c.timeout, func() { cancel(&tooSlowError{patience: c.timeout}) })
	response, err := c.http.Do(request)
	if err != nil {
		err = explain(ctx, c.name, err)
		a.stop()
		return nil, err
	}
	a.Response = response
	return a, nil
}

// answer is a response that must not fall silent.
type answer struct {
	*http.Response
	client *Client
	ctx    context.Context // its cause tells silence from cancelling
	cancel context.CancelCauseFunc
	watch  *time.Timer
	due    time.Time // when the seconds that were asked for are over
}

// Read reads of the body. Its errors are explained, but for io.EOF.
func (a *answer) Read(p []byte) (int, error) {
	n, err := a.Body.Read(p)
	a.watch.Reset(max(0, time.Until(a.due)) + a.client.timeout)
	if err != nil && !errors.Is(err, io.EOF) {
		err = explain(a.ctx, a.client.name, err)
	} else if err != nil {
		err = io.EOF
	}
	return n, err
}

// close ends the request, whatever is left of it.
func (a *answer) close() {
	_ = a.Body.Close() // nothing was written
	a.stop()
}

func (a *answer) stop() {
	a.watch.Stop()
	a.cancel(nil)
}
