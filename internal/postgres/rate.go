package postgres

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/jackc/pgx/v5"
)

// Rate is how often something may happen in a window of time.
type Rate struct {
	Name   string
	Most   int
	Window time.Duration
}

// Hit counts one more of what has a rate, for one key such as an address, and says how long to wait: 0 means that it
// may happen now. Counters are shared by all servers; keys are kept as blind indexes.
func (s *Store) Hit(ctx context.Context, rate Rate, key string) (wait time.Duration, err error) {
	hits, err := s.hits(ctx, rate, key, 1)
	if err != nil || hits <= rate.Most {
		return 0, err
	}
	now := s.now()
	return now.Truncate(rate.Window).Add(rate.Window).Sub(now), nil
}

// Hits is how many were counted in the present window.
func (s *Store) Hits(ctx context.Context, rate Rate, key string) (int, error) {
	return s.hits(ctx, rate, key, 0)
}

// Forgive forgets what was counted, such as wrong passwords before the right one.
func (s *Store) Forgive(ctx context.Context, rate Rate, key string) error {
	_, err := s.db.Exec(ctx, `DELETE FROM rate WHERE key = $1`, s.rateKey(rate, key))
	return err
}

func (s *Store) rateKey(rate Rate, key string) string {
	return rate.Name + ":" + hex.EncodeToString(s.Keys.Index("rate", key))
}

func (s *Store) hits(ctx context.Context, rate Rate, key string, more int) (hits int, err error) {
	starts := s.now().Truncate(rate.Window)
	err = s.db.QueryRow(ctx, `
		INSERT INTO rate (key, starts_at, hits, expires_at) VALUES (@key, @starts, @more, @expires)
		ON CONFLICT (key, starts_at) DO UPDATE SET hits = rate.hits + @more
		RETURNING hits`, pgx.NamedArgs{"key": s.rateKey(rate, key), "starts": starts, "more": more,
		"expires": starts.Add(rate.Window)}).Scan(&hits)
	return hits, err
}
