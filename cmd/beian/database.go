package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"beian/internal/calendar"
	"beian/internal/embeddedpg"
	"beian/internal/postgres"
	"beian/internal/secret"
)

// logger writes JSON lines of the chosen level and above.
func (p *place) logger(to io.Writer) *slog.Logger {
	var level slog.Level
	if level.UnmarshalText([]byte(p.LogLevel)) != nil {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: level}))
}

// database is the server a command works on.
type database struct {
	url     string
	private *embeddedpg.Server // nil when it is another's
}

// startDatabase names the configured server, or starts the private one.
func (p *place) startDatabase(ctx context.Context, log *slog.Logger) (*database, error) {
	if p.Database != "" {
		return &database{url: string(p.Database)}, nil
	}
	server, err := embeddedpg.Start(ctx, embeddedpg.Options{DataDir: p.Data, Logger: log})
	if err != nil {
		return nil, explain(err)
	}
	return &database{server.URL(), server}, nil
}

// joinDatabase is startDatabase for a command beside a running server: it takes part in the private database that
// the server has started.
func (p *place) joinDatabase(ctx context.Context, log *slog.Logger) (*database, error) {
	d, err := p.startDatabase(ctx, log)
	var used *embeddedpg.InUseError
	if !errors.As(err, &used) || !used.Beian {
		return d, err
	}
	url, err := embeddedpg.Join(p.Data)
	if err != nil {
		return nil, err
	}
	return &database{url: url}, nil
}

func (d *database) close() error {
	if d.private == nil {
		return nil
	}
	return d.private.Stop()
}

// explain adds to the database's own messages how Beian's settings help.
func explain(err error) error {
	var missing *embeddedpg.NotFoundError
	var used *embeddedpg.InUseError
	switch {
	case errors.As(err, &missing):
		return fmt.Errorf("%w (DATABASE_URL)", err)
	case errors.As(err, &used):
		return fmt.Errorf("%w (--data)", err)
	}
	return err
}

// house is the opened database with the store over it.
type house struct {
	database *database
	pools    *postgres.Pools
	store    *postgres.Store
}

// open connects to a migrated database. The keys lie in a file, never in the database, so that a copy of the
// database alone tells nobody anything.
func (d *database) open(ctx context.Context, p *place, change func(*postgres.Options)) (*house, error) {
	keys, err := secret.LoadOrCreate(p.Keys)
	if err != nil {
		return nil, err
	}
	pools, err := postgres.OpenBeside(ctx, d.url, string(p.Replica))
	if err != nil {
		return nil, err
	}
	o := postgres.Options{Keys: keys, Passwords: secret.NewPasswords(), Calendar: calendar.Default(), Now: time.Now}
	if change != nil {
		change(&o)
	}
	store, err := postgres.New(pools.App, pools.Public, o)
	if err == nil {
		err = store.Found(ctx)
	}
	if err != nil {
		pools.Close()
		return nil, err
	}
	return &house{d, pools, store}, nil
}

// enter opens the house for one command of the shell and migrates it first.
func (p *place) enter(c *console) (*house, error) {
	if err := p.settle(); err != nil {
		return nil, err
	}
	d, err := p.joinDatabase(c.ctx, p.logger(c.err))
	if err != nil {
		return nil, err
	}
	if err := postgres.Migrate(c.ctx, d.url); err != nil {
		return nil, errors.Join(err, d.close())
	}
	h, err := d.open(c.ctx, p, nil)
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return h, nil
}

func (h *house) close() error {
	h.pools.Close()
	return h.database.close()
}
