package embeddedpg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// open waits until the server answers, which after a crash may take as long as replaying its log, and
// makes the database beian if it is missing.
func (s *Server) open(ctx context.Context) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if err := checkCtype(ctx, conn); err != nil {
		return err
	}
	var exists bool
	err = conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, superuser).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, `create database `+pgx.Identifier{superuser}.Sanitize())
	return err
}

func (s *Server) connect(ctx context.Context) (*pgx.Conn, error) {
	for {
		try, cancel := context.WithTimeout(ctx, 2*time.Second)
		conn, err := pgx.Connect(try, s.url("postgres"))
		cancel()
		if err == nil {
			return conn, nil
		}
		select {
		case <-s.ended:
			return nil, fmt.Errorf("postgres ended: %w\n%s", s.failure, s.journal.text())
		case <-ctx.Done():
			return nil, fmt.Errorf("database does not answer: %w (%w)", ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// checkCtype fails with a *LocaleError when the database does not know Chinese letters.
func checkCtype(ctx context.Context, conn *pgx.Conn) error {
	var ctype string
	var letters bool
	err := conn.QueryRow(ctx, `select datctype, '京' ~ '^[[:alpha:]]$' from pg_database where datname = current_database()`).
		Scan(&ctype, &letters)
	if err == nil && !letters {
		return &LocaleError{Ctype: ctype}
	}
	return err
}
