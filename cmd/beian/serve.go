package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"beian/internal/postgres"
)

// serveCommand is beian serve.
type serveCommand struct {
	serveSettings `embed:""`
}

// Run serves until the context ends.
func (s *serveCommand) Run(c *console) error {
	if err := s.settle(); err != nil {
		return err
	}
	log := s.logger(c.err)
	front, err := listen(s.Addr, log)
	if err != nil {
		return err
	}
	err = s.behind(c, front, log)
	if c.ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // told to stop while starting
	}
	return err
}

// behind opens the database, then the house on it, and closes both in the other order.
func (s *serveCommand) behind(c *console, front *front, log *slog.Logger) (err error) {
	defer front.close()
	began := time.Now()
	d, err := s.startDatabase(c.ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if err := postgres.Migrate(c.ctx, d.url); err != nil {
		return err
	}
	h, err := d.open(c.ctx, &s.place, s.storeOptions)
	if err != nil {
		return err
	}
	defer h.pools.Close()
	defer front.close() // before the pools: requests under way still need them
	front.open(s.doors(h, log))
	if err := front.ready(c.ctx); err != nil {
		return err
	}
	s.greet(c, front, time.Since(began))
	return front.wait(c.ctx)
}

func (s *serveCommand) storeOptions(o *postgres.Options) { o.BaseURL, o.TOTP = s.BaseURL, s.TOTP }

// doors is what answers requests.
func (s *serveCommand) doors(h *house, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {
		if h.pools.App.Ping(r.Context()) != nil || h.pools.Public.Ping(r.Context()) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	return mux
}

// greet says that the server answers.
func (s *serveCommand) greet(c *console, front *front, took time.Duration) {
	c.printf("ready http://%s (after %.1f s)\n", front.address(), took.Seconds())
}
