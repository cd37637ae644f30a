package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"example.com/sample/order"
)

const (
	pause       = 2 * time.Millisecond
	reportEvery = 20
	watchEvery  = 50
)

// Traffic is a client that keeps the server at base busy until ctx ends.
func Traffic(ctx context.Context, base string, seed uint64) error {
	orders := order.Generate(1000, seed)
	for i := 0; ; i++ {
		o := &orders[i%len(orders)]
		err := send(ctx, "POST", base+"/orders", o.AppendJSON(nil))
		if err == nil {
			err = send(ctx, "GET", base+"/customers/"+url.PathEscape(o.Customer), nil)
		}
		if err == nil && i%reportEvery == 0 {
			err = send(ctx, "GET", base+"/report", nil)
		}
		if err == nil && i%watchEvery == 0 {
			err = watchOne(ctx, base)
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		time.Sleep(pause)
	}
}

// watchOne gives up after a moment, as people do who close a page.
func watchOne(ctx context.Context, base string) error {
	short, cancel := context.WithTimeout(ctx, 10*pause)
	defer cancel()
	err := send(short, "GET", base+"/watch?orders=1", nil)
	if short.Err() != nil {
		return nil
	}
	return err
}

func send(ctx context.Context, method, address string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, address, response.Status)
	}
	// A connection is used again only after its answer was read to the end.
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
