package endpoint

import (
	"html"
	"io/fs"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxListed bounds how many profiles an index may list, and maxName how long a name may be, in bytes.
const (
	maxListed = 500
	maxName   = 200
)

// parseIndex finds the profiles that a page at an address links to. It takes net/http/pprof's own page, whose links
// are preceded by a count, and any other that links to the same names: those of gin, chi, echo, or one written by
// hand. Links to elsewhere are none. A page that links to no profile that is known by name is no index: it has none.
func parseIndex(page []byte, at *url.URL) []Offered {
	var found []Offered
	isIndex := false
	for _, l := range links(string(page)) {
		name, path := l.profile(at)
		if name == "" || len(name) > maxName || len(found) >= maxListed ||
			slices.ContainsFunc(found, func(o Offered) bool { return o.Name == name }) {
			continue
		}
		_, isKnown := known[name]
		isIndex = isIndex || isKnown
		found = append(found, offer(name, path, l.count))
	}
	if !isIndex {
		return nil
	}
	return found
}

// link is a link of a page.
type link struct {
	href string
	// count is the number that stands before it; -1 for none.
	count int64
}

// profile is the name of the profile that a link leads to, and its address relative to the index; empty if it leads to
// none. A name may hold slashes: package runtime/pprof advises names like import paths.
func (l link) profile(index *url.URL) (name, path string) {
	to, err := url.Parse(l.href)
	if err != nil {
		return "", ""
	}
	to = index.ResolveReference(to)
	if !sameServer(to, index) {
		return "", ""
	}
	folder := index.Path[:strings.LastIndexByte(index.Path, '/')+1]
	name, inside := strings.CutPrefix(to.Path, folder)
	if !inside {
		// An absolute link behind a proxy that serves the program below a path of its own: the name is right, the path not.
		name = to.Path[strings.LastIndexByte(to.Path, '/')+1:]
		if _, isKnown := known[name]; !isKnown || name == "fgprof" { // that one's place may well be elsewhere
			return "", ""
		}
	}
	// Dots between slashes may come out of an escaped link, and would lead out of the folder after all.
	if name == "." || !fs.ValidPath(name) || name == "cmdline" || name == "symbol" || strings.ContainsFunc(name, isControl) {
		return "", ""
	}
	return name, (&url.URL{Path: name}).String()
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// links finds the links of a page, in its order. It knows as much of HTML as that takes: tags, attributes, comments.
// The rest of a tag that does not end is passed over.
func links(page string) []link {
	var found []link
	count := int64(-1)
	for {
		text, rest, ok := strings.Cut(page, "<")
		if text = strings.TrimSpace(html.UnescapeString(text)); text != "" {
			count = parseCount(text)
		}
		if !ok {
			return found
		}
		if comment, isComment := strings.CutPrefix(rest, "!--"); isComment {
			_, page, _ = strings.Cut(comment, "-->")
			continue
		}
		name, attributes := cutTagName(rest)
		href, hasHref, after := scanAttributes(attributes)
		page = after
		switch name {
		case "a":
			if hasHref {
				found = append(found, link{href: href, count: count})
			}
			count = -1
		case "/a", "tr", "li":
			count = -1
		}
	}
}

// parseCount is a text that is a number and nothing else; -1 otherwise.
func parseCount(text string) int64 {
	count, err := strconv.ParseInt(text, 10, 64)
	if err != nil || count < 0 {
		return -1
	}
	return count
}

// cutTagName cuts off the name of a tag, in lower case, with the slash of an ending one.
func cutTagName(tag string) (name, rest string) {
	end := strings.IndexFunc(tag, func(r rune) bool { return r == '>' || isSpace(r) })
	if end < 0 {
		end = len(tag)
	}
	return strings.ToLower(tag[:end]), tag[end:]
}

// scanAttributes reads a tag to its end and finds its href. rest is what follows the tag.
func scanAttributes(tag string) (href string, found bool, rest string) {
	for {
		tag = strings.TrimLeftFunc(tag, func(r rune) bool { return isSpace(r) || r == '/' })
		if tag == "" {
			return href, found, ""
		}
		if tag[0] == '>' {
			return href, found, tag[1:]
		}
		end := strings.IndexFunc(tag, func(r rune) bool { return r == '=' || r == '>' || isSpace(r) })
		if end <= 0 { // "=" without a name, or no end
			end = min(1, len(tag))
			if !strings.HasPrefix(tag, "=") {
				end = len(tag)
			}
		}
		name := strings.ToLower(tag[:end])
		tag = strings.TrimLeftFunc(tag[end:], isSpace)
		value, isValue := strings.CutPrefix(tag, "=")
		if !isValue {
			continue
		}
		value, tag = cutValue(strings.TrimLeftFunc(value, isSpace))
		if name == "href" && !found {
			href, found = html.UnescapeString(strings.TrimSpace(value)), true
		}
	}
}

// cutValue cuts off an attribute's value, quoted or not.
func cutValue(text string) (value, rest string) {
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		value, rest, _ = strings.Cut(text[1:], text[:1])
		return value, rest
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r == '>' || isSpace(r) })
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }
