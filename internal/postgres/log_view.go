package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// LoggedEvent is one entry of the journal as the ministry reads it: what was done to which filing, by whom, and
// where it stands in the log. What was said with it stays with the filing.
type LoggedEvent struct {
	ID       int64         `db:"id"`
	FilingID int64         `db:"filing_id"`
	Receipt  string        `db:"receipt"`
	Province string        `db:"province"`
	Action   filing.Action `db:"action"`
	From     filing.State  `db:"from_state"`
	To       filing.State  `db:"to_state"`
	Tier     filing.Tier   `db:"tier"`
	Who      string        `db:"who"` // of staff
	Leaf     []byte        `db:"leaf"`
	Position int64         `db:"position"` // in the log, -1 while it waits
	At       time.Time     `db:"at"`
}

// JournalSearch narrows the journal.
type JournalSearch struct {
	Receipt string // exact; empty: every filing
	Before  int64  // continues a list after the id shown last; 0 begins it
	Limit   int
}

// Journal lists entries of the journal, the newest first. For the ministry.
func (d *Desk) Journal(ctx context.Context, s JournalSearch) ([]LoggedEvent, error) {
	if d.me.Tier != filing.Ministry {
		return nil, filing.ErrNotFound
	}
	where := `(@before = 0 OR e.id < @before)`
	if s.Receipt != "" {
		where += ` AND e.filing_id = (SELECT id FROM filing WHERE receipt = @receipt)`
	}
	return all[LoggedEvent](ctx, d.s.db, `
		SELECT e.id, e.filing_id, f.receipt, coalesce(f.province, '') AS province, e.action, e.from_state, e.to_state, e.tier,
		       CASE WHEN a.tier <> 'registrant' THEN coalesce(a.name, '') ELSE '' END AS who, e.leaf, coalesce(l.position, -1) AS position, e.at
		FROM event e JOIN filing f ON f.id = e.filing_id LEFT JOIN account a ON a.id = e.account_id LEFT JOIN log_leaf l ON l.event_id = e.id
		WHERE `+where+` ORDER BY e.id DESC LIMIT @limit`,
		pgx.NamedArgs{"before": s.Before, "receipt": s.Receipt, "limit": s.Limit})
}
