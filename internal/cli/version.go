package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

// versionCommand is `leadline version`.
func (a *app) versionCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "version [--format FORMAT]",
		Short: "Say what this program was built from",
		Long: `Version says which release this program is, which commit it was built from and
with which Go. The same commit built again gives the same program, byte by byte.`,
		Args: takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if a.global.format == "json" {
				return json.NewEncoder(a.stdout).Encode(thisBuild())
			}
			_, err := fmt.Fprint(a.stdout, thisBuild())
			return err
		},
	}, traits{formats: []string{"text", "json"}})
}
