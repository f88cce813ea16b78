package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// serve runs a handler on a port of its own, as it would run in front of the world.
func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// outcome is what a load found.
type outcome struct {
	count  int
	cpu    time.Duration // of this process
	rate   float64       // answers a second
	p50    time.Duration
	p99    time.Duration
	status map[int]int
}

// perCPU is answers a second of processor time, of this process and what else is
// given: on a machine that others use too, this says what a second of the clock
// would say on a quiet one.
func (o outcome) perCPU(more time.Duration) float64 {
	return float64(o.count) / (o.cpu + more).Seconds()
}

// many runs f from several clients at once for a while. f returns a status.
func many(clients int, d time.Duration, f func(client, n int) int) outcome {
	var mu sync.Mutex
	var all sync.WaitGroup
	o, took := outcome{status: map[int]int{}}, []time.Duration{}
	began, cpu := time.Now(), ownCPU()
	for c := range clients {
		all.Go(func() {
			status, mine := map[int]int{}, []time.Duration{}
			for n := 0; n == 0 || time.Since(began) < d; n++ {
				at := time.Now()
				status[f(c, n)]++
				mine = append(mine, time.Since(at))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			for s, n := range status {
				o.status[s] += n
			}
		})
	}
	all.Wait()
	o.cpu, o.count = ownCPU()-cpu, len(took)
	slices.Sort(took)
	o.rate = float64(len(took)) / time.Since(began).Seconds()
	o.p50, o.p99 = took[len(took)/2], took[len(took)*99/100]
	return o
}

// client is a connection that costs as little as it can: what is measured is the
// server.
type client struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(t *testing.T, addr string) *client {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &client{conn, bufio.NewReaderSize(conn, 64<<10)}
}

// request is a GET in bytes.
func request(path string, header ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: beian.test\r\n", path)
	for i := 0; i+1 < len(header); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", header[i], header[i+1])
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// get sends a request and reads the answer; -1 is a broken connection.
func (c *client) get(request []byte) (status int) {
	if _, err := c.conn.Write(request); err != nil {
		return -1
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil || len(line) < 12 {
		return -1
	}
	status, _ = strconv.Atoi(string(line[9:12]))
	length := 0
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return -1
		}
		if len(line) <= 2 {
			break
		}
		if name, value, ok := bytes.Cut(line, []byte(":")); ok && bytes.EqualFold(name, []byte("Content-Length")) {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
	}
	if status == http.StatusNotModified {
		return status
	}
	_, err = io.CopyN(io.Discard, c.in, int64(length))
	if err != nil {
		return -1
	}
	return status
}

// hammer asks one request over and over from several connections.
func hammer(t *testing.T, addr string, clients int, d time.Duration, request []byte) outcome {
	t.Helper()
	conns := make([]*client, clients)
	for i := range conns {
		conns[i] = dial(t, addr)
	}
	return many(clients, d, func(c, _ int) int { return conns[c].get(request) })
}
