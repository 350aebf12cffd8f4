package example

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"flag"
	"io"
	"io/fs"
	"maps"
	"os"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "pack the folder data anew")

// What is packed is the folder: after a change of it, run this with -update.
func TestPacked(t *testing.T) {
	want := files(t, os.DirFS("data"))
	if *update {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
		err := z.AddFS(os.DirFS("data"))
		if err == nil {
			err = z.Close()
		}
		if err == nil {
			err = os.WriteFile("data.zip", b.Bytes(), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		packed = b.Bytes()
	}
	all, err := data()
	if err != nil {
		t.Fatal(err)
	}
	if got := files(t, all); !maps.Equal(got, want) {
		t.Error("data.zip is not the folder data: run go test ./internal/example -run TestPacked -update")
	}
	for _, e := range Exports {
		if err := fstest.TestFS(e.Dir(), "systems.csv"); err != nil {
			t.Error(err)
		}
	}
}

func files(t *testing.T, in fs.FS) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(in, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(in, name)
		out[name] = string(b)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d files: %v", len(out), err)
	}
	return out
}
