package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/journal"
)

// record writes the one journal entry of a step. The filing's row is locked, so
// the sequence has no race.
func (d *Desk) record(ctx context.Context, tx pgx.Tx, f Filing, a filing.Action, from, to filing.State, detail filing.Detail) error {
	var sealed []byte
	if !detail.Empty() {
		var err error
		if sealed, err = d.s.seal(sealDetail, detail); err != nil {
			return err
		}
	}
	var seq int
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM event WHERE filing_id = $1`, f.ID).Scan(&seq); err != nil {
		return err
	}
	now := d.s.now()
	entry := journal.Entry{Filing: f.ID, Sequence: seq, Action: string(a), From: string(from), To: string(to),
		Tier: string(d.me.Tier), Account: d.me.Account, Version: f.Version, Detail: sealed, At: now}
	_, err := tx.Exec(ctx, `
		INSERT INTO event (filing_id, seq, action, from_state, to_state, tier, account_id, version, detail, leaf, at)
		VALUES (@id, @seq, @action, @from, @to, @tier, nullif(@me, 0), @version, @detail, @leaf, @now)`,
		d.args(pgx.NamedArgs{"id": f.ID, "seq": seq, "action": a, "from": from, "to": to, "tier": d.me.Tier,
			"version": f.Version, "detail": sealed, "leaf": entry.Leaf(), "now": now}))
	if err == nil && a == filing.ReturnToProvider {
		err = d.recordReasons(ctx, tx, f, seq, detail.Marks)
	}
	return err
}

// recordReasons keeps the reasons that a bureau's return names beside its sealed entry, to be counted.
func (d *Desk) recordReasons(ctx context.Context, tx pgx.Tx, f Filing, seq int, marks []filing.Mark) error {
	codes := make([]string, len(marks))
	for i, k := range marks {
		codes[i] = k.Reason
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO return_reason (filing_id, seq, place, province, code, at)
		SELECT @id, @seq, x.place, @province, x.code, @now FROM unnest(@codes::text[]) WITH ORDINALITY AS x (code, place)`,
		d.args(pgx.NamedArgs{"id": f.ID, "seq": seq, "province": f.Province, "codes": codes}))
	return err
}

// Event is one step of a filing's journal.
type Event struct {
	ID      int64
	Seq     int
	Action  filing.Action
	From    filing.State
	To      filing.State
	Tier    filing.Tier
	Account int64
	Who     string // name of the member of staff, for staff; empty for owners
	Version int
	Detail  filing.Detail
	At      time.Time
}

type eventRow struct {
	ID      int64         `db:"id"`
	Seq     int           `db:"seq"`
	Action  filing.Action `db:"action"`
	From    filing.State  `db:"from_state"`
	To      filing.State  `db:"to_state"`
	Tier    filing.Tier   `db:"tier"`
	Account int64         `db:"account_id"`
	Who     string        `db:"who"`
	Version int           `db:"version"`
	Detail  []byte        `db:"detail"`
	At      time.Time     `db:"at"`
}

// Events is the journal of a filing, oldest first. Owners see neither the names
// of staff nor their internal words.
func (d *Desk) Events(ctx context.Context, f Filing) ([]Event, error) {
	rows, err := all[eventRow](ctx, d.s.db, `
		SELECT e.id, e.seq, e.action, e.from_state, e.to_state, e.tier, coalesce(e.account_id, 0) AS account_id,
		       coalesce(a.name, '') AS who, e.version, e.detail, e.at
		FROM event e LEFT JOIN account a ON a.id = e.account_id
		WHERE e.filing_id = @id ORDER BY e.seq`, pgx.NamedArgs{"id": f.ID})
	if err != nil {
		return nil, err
	}
	list := make([]Event, 0, len(rows))
	for _, r := range rows {
		if !d.me.Staff() && inside(r.Action) {
			continue
		}
		e := Event{r.ID, r.Seq, r.Action, r.From, r.To, r.Tier, r.Account, r.Who, r.Version, filing.Detail{}, r.At}
		if err := d.s.unseal(sealDetail, r.Detail, &e.Detail); err != nil {
			return nil, err
		}
		if !d.me.Staff() {
			e.Detail = e.Detail.ForOwner()
			if e.Tier != filing.Registrant {
				e.Who = ""
			}
		}
		list = append(list, e)
	}
	return list, nil
}

// inside reports whether a step is the organisation's own affair, which owners are
// not told of.
func inside(a filing.Action) bool {
	return a == filing.AddNote || a == filing.Assign || a == filing.Verify
}

// LastReturn is the newest return of a filing: what has to be changed. The
// second result is false when it was never returned.
func LastReturn(events []Event) (Event, bool) {
	return last(events, filing.ReturnToRegistrant, filing.ReturnToProvider)
}

// LastBureauReturn is the newest return by the bureau, which has seen the filing as it was then.
func LastBureauReturn(events []Event) (Event, bool) { return last(events, filing.ReturnToProvider) }

func last(events []Event, actions ...filing.Action) (Event, bool) {
	for i := len(events) - 1; i >= 0; i-- {
		if slices.Contains(actions, events[i].Action) {
			return events[i], true
		}
	}
	return Event{}, false
}
