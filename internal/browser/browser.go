// Package browser starts the user's browser. It is the one place besides the
// sources that starts a program, and it starts no other.
package browser

import (
	"fmt"
	"os/exec"
	"runtime"
)

// Start shows a page that this program serves, and does not wait.
func Start(address string) error {
	var c *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		c = exec.Command("open", address)
	case "windows":
		c = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		c = exec.Command("xdg-open", address)
	}
	if err := c.Start(); err != nil {
		return fmt.Errorf("start a browser: %w", err)
	}
	go func() { _ = c.Wait() }()
	return nil
}
