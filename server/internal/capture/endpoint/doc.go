// Package endpoint gets profiles from a running server that serves them over HTTP, as net/http/pprof does.
//
// A [Client] knows one server: it reads its index ([Client.Index]) and asks for profiles, several at once, each into a
// file ([Session]). The server is not trusted, nor is the network: an answer has a time to begin, to go on and a size;
// what is no profile is told apart by its first bytes; what the user gave to be let in (headers, a password in the URL)
// goes to one scheme, host and port only, and into no message, file or log. For that reason redirects are followed
// only within the host, and there are no cookies.
//
// It uses HTTP/1.1 with a connection for each request: whatever way a request ends, nothing is left open. Fetching as
// `go tool pprof` does it, through google/pprof's driver, was rejected: it keeps everything in memory, has no size
// limit, sends headers to wherever a redirect leads, and knows no delta profiles and no traces.
//
// Errors that mean something to the user are an [*Error] or a [*capture.InvalidError], both whole sentences.
package endpoint
