package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// QueueStatement is the statement of a work list with its parameters, to be explained.
func QueueStatement(d *Desk, s Search) (string, pgx.NamedArgs) { return d.queueSQL(s), d.searchArgs(s) }

// CountStatement is the same for counting it.
func CountStatement(d *Desk, s Search) (string, pgx.NamedArgs) { return d.countSQL(s), d.searchArgs(s) }

// ReadCodes reads the code tables at once.
func (s *Store) ReadCodes(ctx context.Context) error { return s.readCodes(ctx) }
