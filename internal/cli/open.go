package cli

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/browser"
	"leadline/internal/duty/all"
	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/surface/html"
)

// openCommand is `leadline open`.
func (a *app) openCommand() *cobra.Command {
	var port uint16
	var stay bool
	cmd := a.command(&cobra.Command{
		Use:   "open [--port PORT]",
		Short: "Show the same in a browser, on this machine alone",
		Long: `Open serves the sheets as pages until it is interrupted: the brief, every duty, any
file, folder, line or commit, and a search over files, people and findings. Each
finding links to its evidence. When the branch moves, the pages follow.

It listens on 127.0.0.1 only, which other users of this machine can reach as well.
It prints the address, and on a terminal starts the browser.`,
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			o.AsOf = a.global.asOf.Time // without a day it is today's, whenever that is
			ctx := cmd.Context()
			listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))))
			if err != nil {
				return fault.New(fault.Usage, "cannot listen: %w", err).WithHint("name another --port, or none")
			}
			defer listener.Close()
			s, err := run.OpenSession(ctx, o, time.Now)
			if err != nil {
				return err
			}
			return a.serve(ctx, listener, s, stay)
		},
	}, traits{selects: []selection{dirFlag, atFlag, asOfFlag, sinceFlag, pseudonymsFlag}})
	cmd.Flags().Uint16Var(&port, "port", 0, "listen on `PORT` (default: one that is free)")
	cmd.Flags().BoolVar(&stay, "no-browser", false, "start no browser")
	return cmd
}

// serve answers on a listener until the context ends.
func (a *app) serve(ctx context.Context, listener net.Listener, s *run.Session, stay bool) error {
	address := "http://" + listener.Addr().String() + "/"
	fmt.Fprintln(a.stdout, address)
	if f, ok := a.stdout.(*delivery); ok {
		f.flush()
	}
	a.note("serving on this machine alone until interrupted")
	if !stay && isTerminal(a.stdout) {
		if err := browser.Start(address); err != nil {
			a.detail("%v", err)
		}
	}
	server := &http.Server{
		Handler:           html.NewServer(s, a.serverOptions(listener.Addr().(*net.TCPAddr).Port)),
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: log.New(io.Discard, "", 0),
	}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := server.Serve(listener); ctx.Err() == nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

func (a *app) serverOptions(port int) html.ServerOptions {
	o := html.ServerOptions{
		Brief: all.Brief, Rules: rulePages(),
		Report: func(err error) { a.note("%v", err) },
	}
	for _, host := range []string{"127.0.0.1", "localhost"} {
		o.Hosts = append(o.Hosts, net.JoinHostPort(host, strconv.Itoa(port)))
		if port == 80 { // which addresses leave out
			o.Hosts = append(o.Hosts, host)
		}
	}
	for _, d := range all.Duties() {
		switch {
		case d.OnChange, d.OnFile:
		case d.OnPlace:
			o.Place = d.Name
		case d.Name != all.Brief:
			o.Duties = append(o.Duties, d.Name)
		}
	}
	o.Duties = append(o.Duties, run.Backtests)
	return o
}
