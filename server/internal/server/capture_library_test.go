package server

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linecost/linecost/server/internal/library"
	"github.com/linecost/linecost/server/internal/protocol"
)

// kept puts a capture without a profile into the library.
func kept(t *testing.T, captures *library.Captures, meta library.Capture) library.Capture {
	t.Helper()
	draft, err := captures.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	capture, err := draft.Commit(t.Context(), meta)
	if err != nil {
		t.Fatal(err)
	}
	return capture
}

func TestLibrary(t *testing.T) {
	e := connect(t, plenty)
	mine := kept(t, e.captures, library.Capture{Title: "BenchmarkA", Workspace: "/w/a"})
	kept(t, e.captures, library.Capture{Title: "BenchmarkB", Workspace: "/w/b"})
	damaged := kept(t, e.captures, library.Capture{Title: "BenchmarkC", Workspace: "/w/b"})
	folder := filepath.Join(e.captures.Root(), damaged.ID)
	if err := os.Truncate(filepath.Join(folder, "capture.json"), 9); err != nil {
		t.Fatal(err)
	}

	title, pinned, empty := "before", true, " "
	updated := ask(t, e, protocol.CaptureUpdate, protocol.CaptureUpdateParams{Capture: mine.ID, Title: &title, Pinned: &pinned}).Capture
	if updated.Title != title || !updated.Pinned || updated.ID != mine.ID {
		t.Errorf("updated to %+v", updated)
	}
	listed := ask(t, e, protocol.CaptureList, protocol.CaptureListParams{Workspaces: []string{"/w/a"}})
	if len(listed.Captures) != 1 || listed.Captures[0].Title != title || !listed.Captures[0].Pinned || listed.Captures[0].Bytes == 0 {
		t.Errorf("listed %+v", listed.Captures)
	}
	if listed.Bytes <= listed.Captures[0].Bytes || listed.LimitBytes != 0 {
		t.Errorf("the library has %d of %d bytes", listed.Bytes, listed.LimitBytes)
	}
	if len(listed.Damaged) != 1 || listed.Damaged[0].ID != damaged.ID || listed.Damaged[0].Folder != folder ||
		!strings.Contains(listed.Damaged[0].Reason, "capture.json is damaged") {
		t.Errorf("damaged %+v", listed.Damaged)
	}

	refusals := []struct {
		why    string
		params protocol.CaptureUpdateParams
		code   protocol.ErrorCode
	}{
		{"a title of nothing", protocol.CaptureUpdateParams{Capture: mine.ID, Title: &empty}, protocol.CodeInvalidParams},
		{"deleted elsewhere", protocol.CaptureUpdateParams{Capture: "20260101-000000-000-00000000", Pinned: &pinned}, protocol.CodeNoCapture},
		{"damaged", protocol.CaptureUpdateParams{Capture: damaged.ID, Pinned: &pinned}, protocol.CodeUnreadable},
	}
	for _, r := range refusals {
		if answer := fail(t, e, protocol.CaptureUpdate, r.params); answer.Code != int64(r.code) || !strings.HasSuffix(answer.Message, ".") {
			t.Errorf("%s: %v", r.why, answer)
		}
	}

	ask(t, e, protocol.CaptureDelete, protocol.CaptureDeleteParams{Capture: damaged.ID})
	if all := ask(t, e, protocol.CaptureList, protocol.CaptureListParams{}); len(all.Captures) != 2 || len(all.Damaged) != 0 {
		t.Errorf("listed %+v", all)
	}
}

// prunings takes what is told of captures that were removed; nothing else is told in its test.
type prunings struct {
	Notifier
	told []protocol.CapturePrunedParams
}

func (p *prunings) CapturePruned(_ context.Context, params protocol.CapturePrunedParams) {
	p.told = append(p.told, params)
}

func TestPruningIsTold(t *testing.T) {
	captures := library.NewCaptures(filepath.Join(t.TempDir(), "library"))
	old := kept(t, captures, library.Capture{Title: "old"})
	latest := kept(t, captures, library.Capture{Title: "new"})
	notes := &prunings{}
	s := New(Config{Captures: captures, Limit: old.Bytes + latest.Bytes - 1, Notify: notes, Log: slog.New(slog.DiscardHandler)})
	for range 2 { // the second time there is nothing to tell
		s.prune(t.Context(), latest.ID)
	}
	want := protocol.CapturePrunedParams{Captures: 1, Bytes: old.Bytes, LimitBytes: s.limit}
	if len(notes.told) != 1 || notes.told[0] != want {
		t.Errorf("told %+v, want %+v", notes.told, want)
	}
	if listing, err := captures.List(t.Context(), nil); err != nil || len(listing.Captures) != 1 || listing.Captures[0].ID != latest.ID {
		t.Errorf("left %+v, %v", listing, err)
	}
}
