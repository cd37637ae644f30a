package library

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// capture.json may have been edited by anyone: whatever it holds, a capture that is read names only plain files of its
// own folder, and has no nil slice.
func FuzzMeta(f *testing.F) {
	const id = "20261123-114833-000-0123abcd"
	sound, err := json.Marshal(versioned{Version: metaVersion, Capture: Capture{ID: id, Profiles: []CapturedProfile{{Kind: "cpu", Path: "cpu.pb.gz"}}}})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(sound), "", "{}", "null", "[]", `{"version":1,"id":"` + id + `","profiles":[{"path":"../x"},{"path":"CON"}]}`,
		`{"version":1,"id":"` + id + `","names":null,"timeMillis":1e99}`,
		`{"version":1,"id":"` + id + `","bytes":-1,"pinned":"no","benchmarks":[{"profiled":[{"metrics":[{"value":1e400}]}]}]}`,
	} {
		f.Add([]byte(seed))
	}
	library := NewCaptures(f.TempDir())
	folder := filepath.Join(library.Root(), id)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "cpu.pb.gz"), nil, 0o600); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(filepath.Join(folder, metaName), text, 0o600); err != nil {
			t.Fatal(err)
		}
		capture, _, err := library.read(id)
		if err != nil {
			return
		}
		if capture.ID != id || capture.Bytes < int64(len(text)) || capture.Names == nil || capture.Flags == nil || capture.Kinds == nil ||
			capture.Benchmarks == nil || capture.Sources == nil || capture.Profiles == nil {
			t.Errorf("read %+v", capture)
		}
		for _, p := range capture.Profiles {
			if info, err := os.Lstat(p.Path); filepath.Dir(p.Path) != folder || err != nil || !info.Mode().IsRegular() {
				t.Errorf("%q is not a plain file of the capture", p.Path)
			}
		}
	})
}
