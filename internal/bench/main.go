package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// Main is what a program does that measures: it ends at an interrupt, and says what was
// wrong under its name.
func Main(name string, do func(ctx context.Context, args []string, stdout, stderr io.Writer) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := do(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, name+":", err)
		os.Exit(1)
	}
}
