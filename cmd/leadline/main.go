// Command leadline does the measurable part of a technical lead's work from
// what a team already has, first of all its git history. See `leadline help`.
package main

import (
	"os"

	"leadline/internal/cli"
)

func main() {
	out := os.Stdout
	os.Stdout = nil // what a library prints by itself is no part of an answer
	os.Exit(cli.Main(os.Args[1:], os.Stdin, out, os.Stderr, os.Environ()))
}
