package assess_test

import (
	"os"
	"path/filepath"
	"testing"
)

// keep writes a page where KEEP_TEXTS says, to be looked at.
func keep(t *testing.T, name string, b []byte) {
	t.Helper()
	dir := os.Getenv("KEEP_TEXTS")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".pdf"), b, 0o600); err != nil {
		t.Error(err)
	}
}
