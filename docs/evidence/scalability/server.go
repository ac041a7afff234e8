//go:build ignore

// Server answers HTTP on 127.0.0.1:8086, to be put under load: each request waits 8 ms for
// something else, as for a database, and then holds one lock while it walks a table of the
// requests that are under way. Both times are random, exponential.
//
//	go run server.go &
//	for i in 1 2; do for n in 1 2 4 8 12 16 24 32 48 64 96; do wrk -t1 -c$n -d5s --latency http://127.0.0.1:8086/; done; done > wrk.txt
package main

import (
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	var (
		table sync.Mutex
		under atomic.Int64
	)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		n := under.Add(1)
		defer under.Add(-1)
		time.Sleep(time.Duration(8e6 * rand.ExpFloat64()))
		table.Lock()
		time.Sleep(time.Duration((200e3 + 8e3*float64(n)) * rand.ExpFloat64()))
		table.Unlock()
		fmt.Fprintln(w, "ok")
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:8086", nil))
}
