package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTitle is how many characters a title may have: more than any benchmark's name, and still one row of a list.
const maxTitle = 200

// Change is what the user says of a capture.
type Change struct {
	// Title is the new title; nil to leave it. Spaces around it are cut off.
	Title *string
	// Pinned pins or unpins; nil to leave it.
	Pinned *bool
}

// TitleError tells that a title can't be one. It is a sentence.
type TitleError struct{ reason string }

func (e *TitleError) Error() string { return e.reason }

// Update changes a capture and returns it as [Captures.Load] would. At every moment, after a crash too, capture.json is
// the old one or the new one. Of two backends that change one capture at once, the last wins. The error may be a
// [*TitleError], a [*NoCaptureError] or a [*DamagedError].
func (c *Captures) Update(ctx context.Context, id string, change Change) (Capture, error) {
	fields := map[string]any{}
	if change.Title != nil {
		title, err := cleanTitle(*change.Title)
		if err != nil {
			return Capture{}, err
		}
		fields["title"] = title
	}
	if change.Pinned != nil {
		fields["pinned"] = *change.Pinned
	}
	c.updateMu.Lock()
	defer c.updateMu.Unlock()
	if _, err := c.Load(ctx, id); err != nil { // a damaged one stays as it is: somebody may still mend it
		return Capture{}, err
	}
	if len(fields) > 0 {
		if err := c.rewrite(id, fields); errors.Is(err, fs.ErrNotExist) {
			return Capture{}, &NoCaptureError{ID: id} // deleted in this moment
		} else if err != nil {
			return Capture{}, &NotWritableError{Path: c.root, Err: err}
		}
	}
	capture, _, err := c.read(id)
	return capture, err
}

// rewrite sets fields of a capture.json. Whatever else stands there stays, what this Linecost does not know too. The
// new file is written in the root, under a draft's name, and moved into the capture's folder: a crash leaves what the
// next openings sweep, and a folder that was deleted meanwhile refuses the move.
func (c *Captures) rewrite(id string, fields map[string]any) (err error) {
	path := filepath.Join(c.root, id, metaName)
	text, err := readBounded(path, maxMeta)
	if err != nil {
		return err
	}
	meta := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &meta); err != nil {
		return err
	}
	for name, value := range fields {
		if meta[name], err = json.Marshal(value); err != nil {
			return err
		}
	}
	if text, err = json.MarshalIndent(meta, "", "  "); err != nil {
		return err
	}
	written := filepath.Join(c.root, draftPrefix+id+"-"+randomDigits())
	defer func() {
		if err != nil {
			_ = os.Remove(written)
		}
	}()
	if err := writeSynced(written, append(text, '\n')); err != nil {
		return err
	}
	if err := os.Rename(written, path); err != nil {
		return err
	}
	_ = syncFolder(filepath.Dir(path)) // it is the new one now; at worst a power cut makes it the old one again
	return nil
}

// cleanTitle is a title as it is kept: one line, neither empty nor too long.
func cleanTitle(title string) (string, error) {
	title = strings.TrimSpace(title)
	switch {
	case title == "":
		return "", &TitleError{"A capture's title can't be empty."}
	case utf8.RuneCountInString(title) > maxTitle:
		return "", &TitleError{fmt.Sprintf("A capture's title has at most %d characters.", maxTitle)}
	case !utf8.ValidString(title) || strings.ContainsFunc(title, isNoText):
		return "", &TitleError{"A capture's title is one line of text, without control characters."}
	}
	return title, nil
}

// isNoText tells characters that end a line or do something else than being seen.
func isNoText(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}
