package endpoint

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// defaultTimeout and defaultLimit are what an [Endpoint] that doesn't say means.
	defaultTimeout = 10 * time.Second
	defaultLimit   = 512 << 20
	// maxHeader bounds the header of an answer, in bytes, and maxRedirects how often it may send elsewhere.
	maxHeader    = 64 << 10
	maxRedirects = 5
	// maxCA bounds the file of certificates, in bytes.
	maxCA = 16 << 20
)

// Endpoint is where a server's profiles are, and how to ask for them.
type Endpoint struct {
	// URL is that of the index; what it lacks is what is usual. A user and password in it are sent as a header.
	URL string
	// Headers are sent with each request, to this scheme, host and port only.
	Headers []Header
	// CAFile is the absolute path of PEM certificates to trust beside the system's; empty for none.
	CAFile string
	// Socket is the absolute path of a unix socket to connect to, whatever the URL's host; empty for TCP.
	Socket string
	// Timeout is how long an answer may take to begin, beyond the seconds that were asked for, and to go on; 0 for 10 s.
	Timeout time.Duration
	// Limit is how large one answer may be, in bytes; 0 for 512 MiB.
	Limit int64
}

// Header is a field of an HTTP request.
type Header struct{ Name, Value string }

// Client asks one server. Its methods may be called at the same time.
type Client struct {
	index   *url.URL
	name    string // what messages call the server
	header  http.Header
	secrets []string // what no message may repeat
	timeout time.Duration
	limit   int64
	http    *http.Client
}

// Open checks what is known of an endpoint. Nothing is asked yet. The error is a [*capture.InvalidError] or an [*Error].
func Open(e Endpoint) (*Client, error) {
	if e.Socket != "" && !filepath.IsAbs(e.Socket) {
		return nil, invalidf("The socket %s needs an absolute path.", e.Socket)
	}
	index, user, err := parseAddress(e.URL)
	if err != nil {
		return nil, err
	}
	c := &Client{index: index, name: serverName(index), header: http.Header{}, timeout: e.Timeout, limit: e.Limit}
	if e.Socket != "" {
		c.name = e.Socket
	}
	if c.timeout <= 0 {
		c.timeout = defaultTimeout
	}
	if c.limit <= 0 {
		c.limit = defaultLimit
	}
	if err := c.setHeaders(e.Headers, user); err != nil {
		return nil, err
	}
	roots, err := trusted(e.CAFile)
	if err != nil {
		return nil, err
	}
	c.http = &http.Client{Transport: c.transport(e.Socket, roots), CheckRedirect: c.checkRedirect}
	return c, nil
}

// URL is the index's address, without user, password, query and fragment.
func (c *Client) URL() string { return c.index.String() }

// setHeaders takes the headers over, and the user and password of the address as one more, unless there is one already.
func (c *Client) setHeaders(headers []Header, user *url.Userinfo) error {
	for _, h := range headers {
		name, value := strings.TrimSpace(h.Name), strings.TrimSpace(h.Value) // a pasted token ends in a line end
		if !isToken(name) || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return invalidf("The header %q can't be sent: its name or its value holds what a header may not, such as a line end.", name)
		}
		c.header.Add(name, value)
		c.secrets = append(append(c.secrets, value), strings.Fields(value)...)
	}
	if user != nil && c.header.Get("Authorization") == "" {
		password, _ := user.Password()
		encoded := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
		c.header.Set("Authorization", "Basic "+encoded)
		c.secrets = append(c.secrets, encoded, user.Username(), password)
	}
	c.secrets = slices.DeleteFunc(c.secrets, func(secret string) bool { return secret == "" })
	return nil
}

// isToken tells whether a text can be a header's name (RFC 9110, 5.6.2).
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

// trusted are the system's certificates and those of a file; nil for the system's alone.
func trusted(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	info, err := os.Stat(file)
	if err == nil && (info.Size() > maxCA || !info.Mode().IsRegular()) {
		return nil, invalidf("%s is no file of certificates. Name a file in PEM format.", file)
	}
	text, err := os.ReadFile(file)
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return nil, invalidf("The certificates of %s can't be read: %v.", file, pathError.Err)
	} else if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without any
	}
	if !roots.AppendCertsFromPEM(text) {
		return nil, invalidf("%s holds no certificate in PEM format (-----BEGIN CERTIFICATE-----).", file)
	}
	return roots, nil
}

func (c *Client) transport(socket string, roots *x509.CertPool) *http.Transport {
	dialer := &net.Dialer{Timeout: c.timeout}
	transport := &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: roots},
		TLSHandshakeTimeout:    c.timeout,
		DisableKeepAlives:      true, // so that nothing stays open, whatever way a request ends
		MaxResponseHeaderBytes: maxHeader,
		Protocols:              new(http.Protocols),
	}
	transport.Protocols.SetHTTP1(true)
	if socket != "" {
		transport.Proxy = nil
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", socket)
		}
	}
	return transport
}

// proxy is what the environment says; for loopback that is none. The error of a variable that makes no sense would
// repeat it, password and all.
func proxy(request *http.Request) (*url.URL, error) {
	through, err := http.ProxyFromEnvironment(request)
	if err != nil {
		return nil, errors.New("HTTP_PROXY or HTTPS_PROXY of the environment is no address")
	}
	return through, nil
}

// checkRedirect follows only within the host: elsewhere the headers must not go, and what comes back would be no
// profile of this program.
func (c *Client) checkRedirect(to *http.Request, before []*http.Request) error {
	switch {
	case !sameServer(to.URL, c.index):
		return &redirectError{sentence: c.name + " sends on to " + to.URL.Scheme + "://" + to.URL.Host +
			", where nothing was sent, since your headers are not meant for it. If it is right, enter that address."}
	case len(before) > maxRedirects:
		return &redirectError{sentence: c.name + " sends on again and again. Enter the address at which it answers."}
	}
	to.URL.User = nil
	return nil
}
