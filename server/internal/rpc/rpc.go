// Package rpc carries package protocol's messages over JSON-RPC 2.0 with Content-Length framing, and is the only
// importer of github.com/sourcegraph/jsonrpc2.
//
// That library reads, writes and numbers messages; three things that an editor relies on it leaves open, and they are
// closed here, once, for every method: $/cancelRequest ends the context of the request that it names; an error has a
// code that the editor can act on; a panic answers its own request with an error and a log entry instead of ending the
// process. Besides, no slice is null on the wire.
package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"

	"github.com/linecost/linecost/server/internal/protocol"
)

// An Error is an answer that is an error. Message is a sentence for the user.
type Error struct {
	Code    protocol.ErrorCode
	Message string
}

func (e *Error) Error() string { return e.Message }

// Errorf makes an Error.
func Errorf(code protocol.ErrorCode, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// A Mux holds the handler of each method.
type Mux struct {
	handlers map[string]handler
}

type handler func(ctx context.Context, params json.RawMessage) (any, error)

// NewMux returns a Mux without handlers.
func NewMux() *Mux { return &Mux{handlers: map[string]handler{}} }

// Handle registers the handler of a method.
func Handle[P, R any](m *Mux, method protocol.Method[P, R], handle func(context.Context, *P) (*R, error)) {
	if _, twice := m.handlers[string(method)]; twice {
		panic("rpc: two handlers for " + string(method))
	}
	m.handlers[string(method)] = func(ctx context.Context, raw json.RawMessage) (any, error) {
		var params P
		if len(raw) > 0 {
			if err := json.Unmarshal(raw, &params); err != nil {
				return nil, Errorf(protocol.CodeInvalidParams, "The parameters of %s are malformed: %v.", method, err)
			}
		}
		result, err := handle(ctx, &params)
		if err != nil {
			return nil, err
		}
		fillSlices(reflect.ValueOf(result))
		return result, nil
	}
}

// Methods lists the methods that have handlers.
func (m *Mux) Methods() []string {
	var methods []string
	for method := range m.handlers {
		methods = append(methods, method)
	}
	return methods
}

// call runs the handler of a method. What the handler panics with becomes an error.
func (m *Mux) call(ctx context.Context, log *slog.Logger, method string, params json.RawMessage) (result any, err error) {
	handle, ok := m.handlers[method]
	if !ok {
		return nil, Errorf(protocol.CodeMethodNotFound,
			"The backend does not know %s: extension and backend are of different versions. Reinstall Linecost.", method)
	}
	defer func() {
		if value := recover(); value != nil {
			log.Error("a request panicked", "method", method, "panic", value, "stack", stack())
			result, err = nil, Errorf(protocol.CodeInternal,
				"A bug in Linecost stopped this request (%s). The log says where; everything else goes on.", method)
		}
	}()
	return handle(ctx, params)
}

// asError turns whatever a handler returned into an Error: the edge at which Go errors become protocol errors.
func asError(ctx context.Context, err error) *Error {
	var known *Error
	switch {
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
		return Errorf(protocol.CodeCancelled, "Cancelled.")
	case errors.As(err, &known):
		return known
	}
	return Errorf(protocol.CodeInternal, "%v", err)
}

// fillSlices makes every nil slice that v leads to an empty one.
func fillSlices(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillSlices(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillSlices(v.Field(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if holdsSlices(v.Type().Elem()) {
			for i := range v.Len() {
				fillSlices(v.Index(i))
			}
		}
	}
}

// holdsSlices tells whether values of a type need to be looked into: most rows are numbers and strings.
func holdsSlices(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		return true
	case reflect.Struct:
		for i := range t.NumField() {
			if holdsSlices(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}
