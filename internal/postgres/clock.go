package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
)

// What the clock does in one go; the next tick does the rest.
const perTick = 500

// LapseDue ends the confirmations by SMS whose 24 hours have passed. A filing waits on while a code of it still lies
// with us: a gateway that is down is not the principals' fault.
func (s *Store) LapseDue(ctx context.Context) (int, error) {
	return s.actOn(ctx, filing.LapseSMS, `
		SELECT f.id FROM filing f
		WHERE f.state = 'sms_verification' AND f.sms_due <= @now
		  AND NOT EXISTS (SELECT FROM message m WHERE m.filing_id = f.id AND m.secret AND m.channel = 'sms' AND m.state = 'queued')
		ORDER BY f.sms_due LIMIT @most`, s.now())
}

// AbandonDue ends the filings that have lain returned for 30 days.
func (s *Store) AbandonDue(ctx context.Context) (int, error) {
	return s.actOn(ctx, filing.Abandon, `
		SELECT id FROM filing WHERE state = 'returned_to_registrant' AND returned_at <= @now ORDER BY returned_at LIMIT @most`,
		s.now().Add(-filing.AbandonAfter))
}

// actOn takes a step on every filing a query finds, each in a transaction of its own. Somebody may have been faster;
// then the table of transitions refuses the step, and that is no error.
func (s *Store) actOn(ctx context.Context, action filing.Action, sql string, now time.Time) (int, error) {
	rows, err := s.db.Query(ctx, sql, pgx.NamedArgs{"now": now, "most": perTick})
	if err != nil {
		return 0, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return 0, err
	}
	clock, n := s.As(filing.ByClock()), 0
	var failures error
	for _, id := range ids {
		var refused *filing.TransitionError
		switch _, err := clock.Act(ctx, id, Move{Action: action}); {
		case err == nil:
			n++
		case !errors.As(err, &refused):
			failures = errors.Join(failures, fmt.Errorf("filing %d: %w", id, err))
		}
	}
	return n, failures
}

// remindBefore is when the owner of a returned filing is reminded, ahead of its end.
var remindBefore = []time.Duration{7 * 24 * time.Hour, 24 * time.Hour}

// RemindDue reminds the owners of returned filings a week and a day before the end. The filing's row keeps when that
// was last done, so that each reminder goes out once however often the clock ticks.
func (s *Store) RemindDue(ctx context.Context) (int, error) {
	n := 0
	for _, ahead := range remindBefore {
		ids, err := s.toRemind(ctx, ahead)
		if err != nil {
			return n, err
		}
		for _, id := range ids {
			if err := s.remind(ctx, id, ahead); err != nil {
				return n, err
			}
		}
		n += len(ids)
	}
	return n, nil
}

// reminderDue says that a reminder's moment, after @lain since the return, has passed since the last one went out.
const reminderDue = `state = 'returned_to_registrant' AND returned_at + @lain <= @now AND returned_at + @limit > @now
	AND coalesce(reminded_at < returned_at + @lain, true)`

func (s *Store) reminderArgs(ahead time.Duration) pgx.NamedArgs {
	return pgx.NamedArgs{"now": s.now(), "lain": filing.AbandonAfter - ahead, "limit": filing.AbandonAfter, "most": perTick}
}

func (s *Store) toRemind(ctx context.Context, ahead time.Duration) ([]int64, error) {
	rows, err := s.db.Query(ctx, `SELECT id FROM filing WHERE `+reminderDue+` ORDER BY returned_at LIMIT @most`, s.reminderArgs(ahead))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

func (s *Store) remind(ctx context.Context, id int64, ahead time.Duration) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		args := s.reminderArgs(ahead)
		args["id"] = id
		var owner int64
		var receipt string
		var returned time.Time
		err := tx.QueryRow(ctx, `UPDATE filing SET reminded_at = @now WHERE id = @id AND `+reminderDue+`
			RETURNING coalesce(owner_id, 0), receipt, returned_at`, args).Scan(&owner, &receipt, &returned)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // another node has done it
		}
		if err != nil {
			return err
		}
		l := message.EndsSoon(receipt, returned.Add(filing.AbandonAfter), s.url(fmt.Sprintf("/my/filings/%d", id)))
		return s.sayToAccount(ctx, tx, owner, id, l)
	})
}

// SweepExpired removes what has served: sessions, pictures, counters and codes after their time, and what a link
// would have delivered. A used or expired link itself stays a month, so that its page can say so.
func (s *Store) SweepExpired(ctx context.Context) error {
	now := s.now()
	var failures error
	for _, sql := range []string{
		`DELETE FROM session WHERE expires_at < @now`,
		`DELETE FROM captcha WHERE expires_at < @now`,
		`DELETE FROM rate WHERE expires_at < @now`,
		`DELETE FROM account_code WHERE expires_at < @yesterday`,
		`UPDATE one_time_link SET payload = NULL WHERE expires_at < @now AND payload IS NOT NULL`,
		`DELETE FROM one_time_link WHERE expires_at < @month`,
	} {
		if _, err := s.db.Exec(ctx, sql, pgx.NamedArgs{"now": now, "yesterday": now.AddDate(0, 0, -1), "month": now.AddDate(0, -1, 0)}); err != nil {
			failures = errors.Join(failures, err)
		}
	}
	return failures
}
