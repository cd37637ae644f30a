package endpoint

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"unicode"
)

// maxWords is how much of a server's own words a sentence repeats, in bytes.
const maxWords = 200

// pprofWords are what net/http/pprof says when it refuses, and what that means.
var pprofWords = []struct{ words, sentence string }{
	{"cpu profiling already in use", "a CPU profile of this program is being taken already. Wait for it to end: only one at a time can be taken."},
	{"tracing is already enabled", "an execution trace of this program is being taken already. Wait for it to end: only one at a time can be taken."},
	{"exceeds server's WriteTimeout", "the server ends its answers before that (its WriteTimeout). Ask for fewer seconds."},
	{"parameter is not supported for this profile", "it can't give this profile for some seconds. Ask for it without seconds."},
	{"Unknown profile", "the program has no such profile. Look again at what it offers."},
	{"Client sent an HTTP request to an HTTPS server", "it speaks TLS. Use https:// instead of http://."},
}

// refusal words an answer that is not 200: what the server said, and what to do. what is what it was asked for, such as
// "the heap profile".
func (c *Client) refusal(a *answer, what string) *Error {
	head, _ := io.ReadAll(io.LimitReader(a, 4<<10)) // what has come is all that can be told
	sentence := c.refusalSentence(a, head, what)
	return &Error{Sentence: sentence, Status: a.StatusCode}
}

func (c *Client) refusalSentence(a *answer, head []byte, what string) string {
	for _, known := range pprofWords {
		if bytes.Contains(head, []byte(known.words)) {
			return fmt.Sprintf("%s did not give %s: %s", c.name, what, known.sentence)
		}
	}
	switch a.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Sprintf("%s does not give %s to everybody (%s). Set the headers that it wants, such as Authorization.",
			c.name, what, status(a))
	case http.StatusProxyAuthRequired:
		return fmt.Sprintf("The proxy on the way to %s wants a password. Set HTTP_PROXY, or NO_PROXY for this host.", c.name)
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return fmt.Sprintf("%s has nothing at %s (%s). Check the path: it must be where the program serves net/http/pprof.",
			c.name, a.Request.URL.EscapedPath(), status(a))
	}
	if words := c.words(head); words != "" && !looksLikePage(head) {
		return fmt.Sprintf("%s did not give %s. It says: %s (%s).", c.name, what, words, status(a))
	}
	return fmt.Sprintf("%s did not give %s (%s). Its log may say why.", c.name, what, status(a))
}

func status(a *answer) string {
	if text := http.StatusText(a.StatusCode); text != "" {
		return fmt.Sprintf("%d %s", a.StatusCode, text)
	}
	return fmt.Sprint("status ", a.StatusCode)
}

// words are the first of a server's words in one line, without what a screen can't show and without the user's secrets:
// some servers repeat the token that they refuse.
func (c *Client) words(head []byte) string {
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(head), "\uFFFD")), " ")
	for _, secret := range c.secrets {
		if len(secret) < 4 && strings.Contains(text, secret) {
			return "" // it may be anywhere in it
		}
		text = strings.ReplaceAll(text, secret, "…")
	}
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	if len(text) > maxWords {
		text = strings.ToValidUTF8(text[:maxWords], "") + "…"
	}
	return strings.TrimSuffix(text, ".")
}

// looksLikePage tells whether an answer begins like HTML or XML.
func looksLikePage(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeftFunc(head, func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' }), []byte("<"))
}

var traceStart = regexp.MustCompile(`^go 1\.\d+ trace\x00`)

// isTrace tells whether an answer begins like an execution trace.
func isTrace(head []byte) bool { return traceStart.Match(head) }

// isGzip tells whether an answer begins like a gzip file.
func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte{0x1f, 0x8b}) }

// isRawProfile tells whether an answer begins like an unpacked profile: with the tag of one of its fields of bytes,
// followed by what text does not hold. Most begin with 0a, the tag of a sample type.
func isRawProfile(head []byte) bool {
	return len(head) > 1 && head[0]&7 == 2 && head[0]>>3 != 0 && head[0]>>3 < 15 &&
		bytes.ContainsFunc(head, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
}

// wrongAnswer words an answer that is no profile although its status says that all is well.
func (c *Client) wrongAnswer(head []byte, what string) *Error {
	switch trimmed := bytes.TrimSpace(head); {
	case len(trimmed) == 0:
		return failf(nil, "%s answered with nothing when asked for %s. The program may have ended.", c.name, what)
	case looksLikePage(head):
		return failf(nil, "%s answered with a web page instead of %s: a page to log in at, or an application that answers at "+
			"every path. Check the path, and the headers that let you in.", c.name, what)
	case trimmed[0] == '{' || trimmed[0] == '[':
		return failf(nil, "%s answered with JSON instead of %s: %s. Check the path, and the headers that let you in.",
			c.name, what, c.words(trimmed))
	case isTrace(head):
		return failf(nil, "%s answered with an execution trace instead of %s. Ask for its trace.", c.name, what)
	}
	return failf(nil, "%s answered with something else instead of %s. Check the path.", c.name, what)
}
