package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"
)

// front is the listening socket. It is opened before anything else, so that a taken port shows at once, and answers
// "starting" until the house behind it is open.
type front struct {
	server   *http.Server
	listener net.Listener
	behind   atomic.Pointer[http.Handler]
	failed   chan error
}

// drainFor is how long requests under way may go on after the server was told to stop.
const drainFor = 5 * time.Second

// listen opens the socket and begins to answer.
func listen(addr string, log *slog.Logger) (*front, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, explainListen(addr, err)
	}
	f := &front{listener: listener, failed: make(chan error, 1)}
	f.server = &http.Server{
		Handler:           f,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       time.Minute, // uploads over slow lines
		WriteTimeout:      90 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	go func() { f.failed <- f.server.Serve(listener) }()
	return f, nil
}

func explainListen(addr string, err error) error {
	_, port, _ := net.SplitHostPort(addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("port %s is already in use; choose another: --addr 127.0.0.1:8081", port)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("this user may not listen on port %s; choose another: --addr 127.0.0.1:8080", port)
	}
	return fmt.Errorf("--addr %s: %w", addr, err)
}

// ServeHTTP passes on to the house, once it is open.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := f.behind.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	if r.URL.Path == "/healthz" {
		_, _ = io.WriteString(w, "ok\n")
		return
	}
	w.Header().Set("Retry-After", "2")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(w, "系统正在启动，请稍后刷新页面。\n")
}

func (f *front) open(h http.Handler) { f.behind.Store(&h) }

// address is where the socket really listens, as a browser on this machine reaches it.
func (f *front) address() string { return reachable(f.listener.Addr().String()) }

// reachable turns an address that means every interface into one that can be typed.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// ready asks /readyz as anyone would, until the answer is 200.
func (f *front) ready(ctx context.Context) error {
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+f.address()+"/readyz", nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// wait returns when ctx ends, or with the error that ended the socket.
func (f *front) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-f.failed:
		return err
	}
}

// close lets requests under way finish and takes no more.
func (f *front) close() {
	ctx, cancel := context.WithTimeout(context.Background(), drainFor)
	defer cancel()
	if f.server.Shutdown(ctx) != nil {
		_ = f.server.Close() // who is still not done has had the time
	}
}
