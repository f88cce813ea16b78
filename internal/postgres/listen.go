package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// Ear hears what changes in the public tables.
type Ear struct {
	Open    func()            // every change from now on will be heard
	Changed func(word string) // a number or key; empty: any may have changed
	Close   func()            // nothing is heard for a while
}

const (
	listenAgain = 250 * time.Millisecond // after a lost connection
	listenTest  = 5 * time.Second        // a silent connection is tried this often
)

// Listen tells the ear until ctx ends, on a connection of its own. It needs a direct
// connection: a pooler that shares connections between transactions hears nothing.
func Listen(ctx context.Context, url string, ear Ear) {
	for ctx.Err() == nil {
		listenOnce(ctx, url, ear)
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

// listenOnce returns when the connection is lost.
func listenOnce(ctx context.Context, url string, ear Ear) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return
	}
	config.RuntimeParams["role"] = publicRole
	config.RuntimeParams["application_name"] = "beian listener"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return
	}
	defer func() {
		ear.Close()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(ctx) // lost or not wanted any more
	}()
	if _, err := conn.Exec(ctx, `LISTEN beian_public`); err != nil {
		return
	}
	ear.Open()
	for hear(ctx, conn, ear) == nil {
	}
}

func hear(ctx context.Context, conn *pgx.Conn, ear Ear) error {
	waiting, cancel := context.WithTimeout(ctx, listenTest)
	defer cancel()
	n, err := conn.WaitForNotification(waiting)
	switch {
	case err == nil:
		ear.Changed(n.Payload)
		return nil
	case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		trying, cancel := context.WithTimeout(ctx, listenTest)
		defer cancel()
		return conn.Ping(trying)
	}
	return err
}
