package lookup_test

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/postgres"
)

// countingDB is a database that counts what it is asked, and is slow for some of it.
type countingDB struct {
	postgres.DB
	queries atomic.Int64
	slow    time.Duration
	only    string
}

func (c *countingDB) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	c.queries.Add(1)
	if c.slow > 0 && strings.Contains(sql, c.only) {
		time.Sleep(c.slow)
	}
	return c.DB.Query(ctx, sql, args...)
}
