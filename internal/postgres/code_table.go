package postgres

import (
	"context"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// CodeEdition is one edition of a code table with who made it.
type CodeEdition struct {
	Table     string             `db:"code_table"`
	Version   int                `db:"version"`
	ValidFrom calendar.Date      `db:"valid_from"`
	Note      string             `db:"note"`
	By        string             `db:"by"`
	At        time.Time          `db:"at"`
	Entries   []filing.CodeEntry `db:"-"`
}

// codesRead is when this node has read the code tables.
type codesRead struct {
	sync.Mutex
	at time.Time
}

// KeepCodes reads the code tables again when that was a while ago: another node may have brought in an edition, or
// the day of one has come.
func (s *Store) KeepCodes(ctx context.Context) error {
	s.codes.Lock()
	fresh := time.Since(s.codes.at) < calendarLife
	s.codes.Unlock()
	if fresh {
		return nil
	}
	return s.readCodes(ctx)
}

func (s *Store) readCodes(ctx context.Context) error {
	rows, err := all[codeRow](ctx, s.db, `
		SELECT c.code_table, c.id, c.name, c.valid FROM code_entry c JOIN (
			SELECT DISTINCT ON (code_table) code_table, version FROM code_edition WHERE valid_from <= @today ORDER BY code_table, version DESC) e
			USING (code_table, version)
		ORDER BY c.code_table, c.place`, pgx.NamedArgs{"today": calendar.DateOf(s.now())})
	if err != nil {
		return err
	}
	lists := map[string][]filing.CodeEntry{}
	for _, r := range rows {
		lists[r.Table] = append(lists[r.Table], r.entry())
	}
	for _, t := range filing.CodeTables {
		t.Use(lists[t.ID])
	}
	s.codes.Lock()
	s.codes.at = time.Now()
	s.codes.Unlock()
	return nil
}

type codeRow struct {
	Table string `db:"code_table"`
	ID    int    `db:"id"`
	Name  string `db:"name"`
	Valid bool   `db:"valid"`
}

func (r codeRow) entry() filing.CodeEntry {
	return filing.CodeEntry{Code: filing.Code{ID: r.ID, Name: r.Name}, Withdrawn: !r.Valid}
}

// CodeEditions lists the editions of the code tables, the newest of each first; an empty name lists those of all.
func (d *Desk) CodeEditions(ctx context.Context, table string) ([]CodeEdition, error) {
	return all[CodeEdition](ctx, d.s.db, `
		SELECT e.code_table, e.version, e.valid_from, e.note, a.name AS by, e.at FROM code_edition e JOIN account a ON a.id = e.account_id
		WHERE @table = '' OR e.code_table = @table ORDER BY e.code_table, e.version DESC`, pgx.NamedArgs{"table": table})
}

// CodesOf is the newest edition of a table, even when its day has not come yet; version 0 is what the program brings.
func (d *Desk) CodesOf(ctx context.Context, t *filing.CodeTable) (CodeEdition, error) {
	e := CodeEdition{Table: t.ID, Entries: t.All()}
	list, err := d.CodeEditions(ctx, t.ID)
	if err != nil || len(list) == 0 {
		return e, err
	}
	e = list[0]
	rows, err := all[codeRow](ctx, d.s.db, `SELECT code_table, id, name, valid FROM code_entry WHERE code_table = @table AND version = @version ORDER BY place`,
		pgx.NamedArgs{"table": t.ID, "version": e.Version})
	for _, r := range rows {
		e.Entries = append(e.Entries, r.entry())
	}
	return e, err
}

// SaveCodes makes the next edition of a code table; e.Version is the one it was made from. Only the ministry's
// administrators may. ErrStale when a colleague was faster.
func (d *Desk) SaveCodes(ctx context.Context, e CodeEdition) error {
	t, ok := filing.CodeTableOf(e.Table)
	if !ok || d.me.Tier != filing.Ministry || !d.me.Is(filing.Admin) {
		return filing.ErrNotFound
	}
	if err := d.checkCodes(t, &e).Or(); err != nil {
		return err
	}
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		var newest int
		if err := tx.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM code_edition WHERE code_table = $1`, t.ID).Scan(&newest); err != nil {
			return err
		}
		if newest != e.Version {
			return filing.ErrStale
		}
		return d.writeCodes(ctx, tx, e)
	})
	if violates(err) == "code_edition_pkey" {
		return filing.ErrStale
	}
	if err != nil {
		return err
	}
	return d.s.readCodes(ctx)
}

func (d *Desk) checkCodes(t *filing.CodeTable, e *CodeEdition) filing.Problems {
	found := t.CheckEdition(e.Entries)
	if e.Note = strings.TrimSpace(e.Note); e.Note == "" {
		found = append(found, filing.Problem{Path: "note", Flaw: filing.Missing})
	} else if utf8.RuneCountInString(e.Note) > noteLimit {
		found = append(found, filing.Problem{Path: "note", Flaw: filing.TooLong, Number: noteLimit})
	}
	if e.ValidFrom.IsZero() {
		found = append(found, filing.Problem{Path: "from", Flaw: filing.Missing})
	} else if e.ValidFrom.Before(calendar.DateOf(d.s.now())) {
		found = append(found, filing.Problem{Path: "from", Flaw: filing.Passed})
	}
	return found
}

func (d *Desk) writeCodes(ctx context.Context, tx pgx.Tx, e CodeEdition) error {
	version := e.Version + 1
	if _, err := tx.Exec(ctx, `
		INSERT INTO code_edition (code_table, version, valid_from, note, account_id, at) VALUES (@table, @version, @from, @note, @me, @now)`,
		d.args(pgx.NamedArgs{"table": e.Table, "version": version, "from": e.ValidFrom, "note": e.Note})); err != nil {
		return err
	}
	for i, c := range e.Entries {
		if _, err := tx.Exec(ctx, `INSERT INTO code_entry (code_table, version, place, id, name, valid) VALUES ($1, $2, $3, $4, $5, $6)`,
			e.Table, version, i+1, c.ID, c.Name, !c.Withdrawn); err != nil {
			return err
		}
	}
	return nil
}
