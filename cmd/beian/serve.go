package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"beian/internal/api"
	"beian/internal/demo"
	"beian/internal/icpquery"
	"beian/internal/lookup"
	"beian/internal/material"
	"beian/internal/portal"
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
	defer front.close()
	err = s.overDatabase(c, front, log)
	if c.ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // told to stop while starting
	}
	return err
}

// overDatabase starts what is below the house, and stops it after the house is closed.
func (s *serveCommand) overDatabase(c *console, front *front, log *slog.Logger) (err error) {
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
	return s.inHouse(c, front, h, log, began)
}

func (s *serveCommand) storeOptions(o *postgres.Options) {
	o.BaseURL, o.TOTP, o.MaskPersons = s.BaseURL, s.TOTP, s.MaskPersons
}

// inHouse opens the doors and works until it is told to stop: then first the doors close, and then the night ends.
func (s *serveCommand) inHouse(c *console, front *front, h *house, log *slog.Logger, began time.Time) error {
	folder, err := material.OpenFolder(s.Materials, h.store.Keys)
	if err != nil {
		return fmt.Errorf("--materials: %w", err)
	}
	if s.Demo {
		if err := fillDemo(c, h, folder, demo.Usual); err != nil {
			return err
		}
	}
	endNight, err := s.startNight(c.ctx, h, folder, log)
	if err != nil {
		return err
	}
	defer endNight()
	door, err := s.doors(c.ctx, h, folder, log)
	if err != nil {
		return err
	}
	m := newMetrics(h)
	if s.MetricsAddr != "" {
		watched, err := serveMetrics(s.MetricsAddr, m, log)
		if err != nil {
			return fmt.Errorf("--metrics-addr: %w", err)
		}
		defer watched.Close()
	}
	front.open(m.timed(door))
	defer front.close()
	if err := front.ready(c.ctx); err != nil {
		return err
	}
	s.greet(c, front, time.Since(began))
	return front.wait(c.ctx)
}

// doors is what answers requests: browsers at the portal, programs at the API.
func (s *serveCommand) doors(ctx context.Context, h *house, folder *material.Folder, log *slog.Logger) (http.Handler, error) {
	issuer, err := s.issuer()
	if err != nil {
		return nil, err
	}
	key, err := s.logKey()
	if err != nil {
		return nil, err
	}
	keys, err := api.ParseKeys(string(s.LookupKeys))
	if err != nil {
		return nil, fmt.Errorf("BEIAN_LOOKUP_KEYS: %w", err)
	}
	public := lookup.New(h.store.Lookup(), h.store.Now)
	drawer := material.NewDrawer(filepath.Join(s.Data, "drawer"))
	context.AfterFunc(ctx, func() { _ = drawer.Close() }) // nothing is left to save
	browsers, err := portal.New(h.store, portal.Options{Drawer: drawer, Issuer: issuer, LogKey: key.Public(), Lookup: public,
		Demo: s.Demo, Screen: s.Mail == "screen" || s.SMS == "screen",
		Captcha: s.Captcha, OneCode: s.OneCode, Secure: s.secure(), TrustedProxies: s.TrustedProxies,
		Footer: s.fetcher(), Materials: folder, Logger: log})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", browsers)
	mux.Handle("GET /{$}", icpquery.Greet(browsers))
	mux.Handle("/api/", api.New(public, api.Options{Address: browsers.Address, Keys: keys, Logger: log}))
	go postgres.Listen(ctx, h.database.url, public.Ear())
	mux.Handle(icpquery.Prefix, icpquery.New(icpquery.Options{Lookup: public, Store: h.store,
		Address: browsers.Address, Slider: s.QuerySlider, PerMinute: s.QueryLimit, Log: log}))
	return mux, nil
}

// namedAccounts is how many accounts the demo lists first: one person of each kind.
const namedAccounts = 5

// greet says that the server answers.
func (s *serveCommand) greet(c *console, front *front, took time.Duration) {
	c.printf("ready http://%s (after %.1f s)\n", front.address(), took.Seconds())
	if s.Demo {
		c.printf("accounts of the demo (all of them: bin/beian demo accounts):\n")
		printAccounts(c, demo.Accounts()[:namedAccounts])
	}
	if s.Mail == "screen" || s.SMS == "screen" {
		c.printf("messages are not sent: codes appear on the page, all else under 发出的短信和邮件 (--mail, --sms)\n")
	}
}
