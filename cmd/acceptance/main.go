// Command acceptance loads the example office into a database of its own,
// builds and decides its management review and goes through the statements
// S-01 … S-102, a line each. It ends with exit code 1 when one does not hold.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"genomlys/internal/acceptance"
	"genomlys/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "acceptance:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "genomlys-acceptance-")
	if err != nil {
		return fmt.Errorf("make a folder for the database: %w", err)
	}
	defer os.RemoveAll(dir)
	h, err := app.Open(ctx, filepath.Join(dir, "acceptance.db"), nil)
	if err != nil {
		return err
	}
	defer h.Close()
	if _, _, err := h.Key(ctx); err != nil {
		return err
	}
	return acceptance.Run(ctx, h.Reviews(), os.Stdout)
}
