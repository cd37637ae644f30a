package endpoint

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/linecost/linecost/server/internal/capture"
)

// usualPath is where net/http/pprof puts its index.
const usualPath = "/debug/pprof/"

// parseAddress makes of what a user types, or pastes from a browser, the address of an index. What it lacks is what is
// usual: http, localhost, /debug/pprof/. The address of one profile becomes that of the index beside it. User and
// password are handed out apart; the address has neither them nor a query.
func parseAddress(typed string) (index *url.URL, user *url.Userinfo, err error) {
	typed = strings.TrimSpace(typed)
	if _, err := strconv.ParseUint(typed, 10, 16); err == nil {
		typed = ":" + typed // a port and nothing else
	}
	if !strings.Contains(typed, "://") {
		typed = "http://" + typed
	}
	given, err := url.Parse(typed)
	if err != nil { // its words repeat the address, password and all
		return nil, nil, invalidf("The address can't be understood. It looks like http://localhost:6060/debug/pprof/.")
	}
	if given.Scheme != "http" && given.Scheme != "https" {
		return nil, nil, invalidf("An address that begins with %s:// can't be asked: only http and https can.", given.Scheme)
	}
	host := given.Host
	if given.Hostname() == "" {
		host = "localhost" + given.Host // ":6060" or nothing
	}
	return &url.URL{Scheme: given.Scheme, Host: host, Path: indexPath(given.Path)}, given.User, nil
}

// indexPath is the path of the index that a path means.
func indexPath(given string) string {
	if given == "" || given == "/" {
		return usualPath
	}
	clean := path.Clean("/" + given)
	folder, last := path.Split(clean)
	if _, isProfile := known[last]; isProfile || last == "cmdline" || last == "symbol" {
		if last == "fgprof" && path.Base(folder) != "pprof" {
			return folder + "pprof/" // its usual place is beside the index, not in it
		}
		return folder
	}
	return clean + "/"
}

// sameServer tells whether two addresses lead to the same scheme, host and port: whether headers may go to both.
func sameServer(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

// serverName is what messages call the server: scheme, host and port.
func serverName(u *url.URL) string {
	if u.Scheme == "http" {
		return u.Host
	}
	return u.Scheme + "://" + u.Host
}

func invalidf(format string, args ...any) error {
	return &capture.InvalidError{Sentence: failf(nil, format, args...).Sentence}
}
