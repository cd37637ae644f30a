package endpoint

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Error tells why a server did not give what it was asked for.
type Error struct {
	// Sentence says what happened and what to do. It holds no header, no password and no query.
	Sentence string
	// Status is the answer's; 0 if there was none.
	Status int
	// Err is the cause; nil if the server's answer is.
	Err error
}

func (e *Error) Error() string { return e.Sentence }

func (e *Error) Unwrap() error { return e.Err }

func failf(cause error, format string, args ...any) *Error {
	return &Error{Sentence: fmt.Sprintf(format, args...), Err: cause}
}

// tooSlowError ends a request whose answer does not begin, or go on.
type tooSlowError struct{ patience time.Duration }

func (e *tooSlowError) Error() string { return fmt.Sprintf("nothing came for %v", e.patience) }

// redirectError refuses to follow the server to where the headers must not go.
type redirectError struct{ sentence string }

func (e *redirectError) Error() string { return e.sentence }

// explain words why a request or its answer failed, as a sentence on the server at host. The context's own error is
// returned as it is: nobody needs it explained.
func explain(ctx context.Context, host string, err error) error {
	var slow *tooSlowError
	if errors.As(context.Cause(ctx), &slow) {
		return failf(slow, "%s did not answer in time: nothing came for %v. Look whether the program still runs, or raise the timeout.",
			host, slow.patience.Round(time.Millisecond))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var outer *url.Error // it repeats the whole address, query and all
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var (
		redirect  *redirectError
		resolving *net.DNSError
		dialing   *net.OpError
		timeout   net.Error
		plain     tls.RecordHeaderError
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &redirect):
		return failf(err, "%s", redirect.sentence)
	case errors.As(err, &resolving):
		return failf(err, "The host of %s is not known. Check its name.", host)
	case errors.Is(err, syscall.ECONNREFUSED):
		return failf(err, "Nothing answers at %s. Start the program, or check the port.", host)
	case errors.As(err, &authority):
		return failf(err, "The certificate of %s is signed by nobody this machine trusts. Name the file of its authority's certificate.", host)
	case errors.As(err, &name), errors.As(err, &invalid):
		return failf(err, "The certificate of %s is not valid for it: %v.", host, err)
	case errors.As(err, &plain), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return failf(err, "%s does not speak TLS. Use http:// instead of https://.", host)
	case errors.As(err, &timeout) && timeout.Timeout():
		return failf(err, "%s can't be reached: nothing came back. Check the address, and whether a firewall or a proxy is between.", host)
	case errors.As(err, &dialing) && dialing.Op == "dial":
		return failf(err, "%s can't be reached: %v. Check the address.", host, dialing.Err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return failf(err, "%s broke the connection off before the answer was whole. The program may have ended.", host)
	case strings.Contains(err.Error(), "malformed HTTP"):
		return failf(err, "What answers at %s does not speak HTTP. Check the port.", host)
	}
	return failf(err, "%s can't be asked: %v.", host, err)
}
