package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"beian/internal/filing"
	"beian/internal/ident"
)

// ImportReject is one entity of the file that was refused.
type ImportReject struct {
	Offset  int64    `json:"offset"` // in bytes
	Length  int64    `json:"length"`
	Line    int64    `json:"line"`
	Reasons []string `json:"reasons"`
}

// ImportEntry is one entity of the file. Refused, when set, is why it was refused
// before anybody looked at it closer.
type ImportEntry struct {
	EntityEntry
	At      ImportReject // where it stands
	Refused []string
}

// sealImport is the purpose of sealed rejects: reasons repeat what was typed.
const sealImport = "import.rejects"

// importTries is how often a part is tried when somebody else gets in its way.
const importTries = 5

// Take writes a part of the file in one transaction, together with the note that
// it is in: after a crash a part is there wholly or not at all. Each entry is
// judged alone; what is refused is noted with its reasons, which say words. Two
// parts may be taken at once.
func (r *ImportRun) Take(ctx context.Context, b ImportBatch, list []ImportEntry, say func(*EntryError) []string) (ImportBatch, error) {
	for i := range list {
		if len(list[i].Refused) > 0 {
			continue
		}
		if err := r.s.checkEntry(&list[i].EntityEntry); err != nil {
			list[i].Refused = sayError(err, say)
		} else if err := r.inRanges(list[i].EntityEntry); err != nil {
			list[i].Refused = say(err)
		}
	}
	var err error
	for try := 0; try < importTries; try++ {
		done := b
		err = r.s.transact(ctx, func(tx pgx.Tx) error { return r.take(ctx, tx, &done, slices.Clone(list), say) })
		if !getsInTheWay(err) {
			return done, err
		}
		time.Sleep(time.Duration(try) * 20 * time.Millisecond)
	}
	return b, err
}

func sayError(err error, say func(*EntryError) []string) []string {
	var e *EntryError
	if errors.As(err, &e) {
		return say(e)
	}
	return []string{err.Error()}
}

// getsInTheWay reports whether another transaction took a key or a lock first; then
// it is found when it is asked for again.
func getsInTheWay(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "23505" || pg.Code == "40P01" || pg.Code == "40001")
}

func (r *ImportRun) take(ctx context.Context, tx pgx.Tx, b *ImportBatch, list []ImportEntry, say func(*EntryError) []string) error {
	// A process that was killed may have left its last transaction to the server, which ended it well.
	err := tx.QueryRow(ctx, `SELECT entities, refused FROM import_batch WHERE run_id = $1 AND first = $2`, r.id, b.First).Scan(&b.Entities, &b.Refused)
	if !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	if err := r.refuseTaken(ctx, tx, list, say); err != nil {
		return err
	}
	var good []EntityEntry
	var rejects []ImportReject
	for _, e := range list {
		if len(e.Refused) == 0 {
			good = append(good, e.EntityEntry)
			continue
		}
		e.At.Reasons = e.Refused
		rejects = append(rejects, e.At)
	}
	b.Entities, b.Refused = len(good), len(rejects)
	var sealed []byte
	if len(rejects) > 0 {
		var err error
		if sealed, err = r.s.seal(sealImport, rejects); err != nil {
			return err
		}
	}
	if len(good) > 0 {
		ids, err := takeIDs(ctx, tx, good)
		if err != nil {
			return err
		}
		if err := r.s.copyEntries(ctx, tx, good, ids); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO import_batch (run_id, first, after, entities, refused, rejects) VALUES ($1, $2, $3, $4, $5, $6)`,
		r.id, b.First, b.After, b.Entities, b.Refused, sealed)
	return err
}

// inRanges refuses an address outside the ranges of its provider.
func (r *ImportRun) inRanges(e EntityEntry) *EntryError {
	for _, site := range e.Sites {
		for i, a := range site.Site.Accesses {
			for _, typed := range a.IPs {
				at, err := ident.ParseIPRange(typed)
				if err == nil && !slices.ContainsFunc(r.ranges[site.Providers[i]], at.Within) {
					return &EntryError{Number: e.Number, Problems: filing.Problems{{
						Path: filing.AccessIPs.In(site.Site.Key, a.Key), Flaw: filing.OutsideProvider, Text: typed}}}
				}
			}
		}
	}
	return nil
}

// taken is what the register, or an entry before, holds already: its number by key.
type taken struct{ numbers, certificates, keys map[string]string }

// refuseTaken refuses entries whose number, certificate or domain is filed already.
func (r *ImportRun) refuseTaken(ctx context.Context, tx pgx.Tx, list []ImportEntry, say func(*EntryError) []string) error {
	t, err := r.readTaken(ctx, tx, list)
	if err != nil {
		return err
	}
	for i := range list {
		if e := &list[i]; len(e.Refused) == 0 {
			if err := r.enter(t, e.EntityEntry); err != nil {
				e.Refused = say(err)
			}
		}
	}
	return nil
}

// enter enters what the entry takes, or says what of it is taken.
func (r *ImportRun) enter(t taken, e EntityEntry) *EntryError {
	if _, there := t.numbers[string(e.Number)]; there {
		return &EntryError{Number: e.Number, Taken: true}
	}
	var problems filing.Problems
	certificate := string(r.s.certificateIndex(e.Entity))
	if by, there := t.certificates[certificate]; there && e.CancelledAt == nil {
		problems = append(problems, filing.Problem{Path: filing.EntityCertNumber.At(), Flaw: filing.CertificateFiled, Text: by})
	}
	keys := liveKeys(e)
	for _, k := range keys {
		if by, there := t.keys[k.key]; there && !k.shared {
			problems = append(problems, filing.Problem{Path: k.path, Flaw: filing.DomainFiled, Text: k.shown, Other: by})
		}
	}
	if len(problems) > 0 {
		return &EntryError{Number: e.Number, Problems: problems}
	}
	t.numbers[string(e.Number)] = string(e.Number)
	if e.CancelledAt == nil {
		t.certificates[certificate] = string(e.Number)
	}
	for _, k := range keys {
		if !k.shared {
			t.keys[k.key] = string(e.Number)
		}
	}
	return nil
}

func liveKeys(e EntityEntry) []uniqueKey {
	var keys []uniqueKey
	for _, site := range e.Sites {
		if e.CancelledAt == nil && site.CancelledAt == nil {
			keys = append(keys, siteKeys(site.Site)...)
		}
	}
	return keys
}

// readTaken asks the register for everything the entries bring, at once.
func (r *ImportRun) readTaken(ctx context.Context, tx pgx.Tx, list []ImportEntry) (taken, error) {
	var numbers, keys []string
	var certificates [][]byte
	for _, e := range list {
		if len(e.Refused) > 0 {
			continue
		}
		numbers, certificates = append(numbers, string(e.Number)), append(certificates, r.s.certificateIndex(e.Entity))
		for _, k := range liveKeys(e.EntityEntry) {
			keys = append(keys, k.key)
		}
	}
	t := taken{map[string]string{}, map[string]string{}, map[string]string{}}
	for _, q := range []struct {
		sql  string
		asks any
		into map[string]string
	}{
		{`SELECT convert_to(number, 'UTF8'), number FROM entity WHERE number = ANY ($1)`, numbers, t.numbers},
		{`SELECT certificate_index, number FROM entity WHERE cancelled_at IS NULL AND certificate_index = ANY ($1)`, certificates, t.certificates},
		{`SELECT convert_to(k.key, 'UTF8'), s.number FROM site_key k JOIN site s ON s.id = k.site_id
		  WHERE k.cancelled_at IS NULL AND NOT k.shared AND k.key = ANY ($1)`, keys, t.keys},
	} {
		rows, err := tx.Query(ctx, q.sql, q.asks)
		if err != nil {
			return t, err
		}
		var key []byte
		var number string
		if _, err := pgx.ForEachRow(rows, []any{&key, &number}, func() error { q.into[string(key)] = number; return nil }); err != nil {
			return t, err
		}
	}
	return t, nil
}
