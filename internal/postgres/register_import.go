package postgres

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// EntityEntry is one entity of a register kept elsewhere, with everything under
// it, as it comes in. It has no filing and no filing password (备案密码) until one
// is reset.
type EntityEntry struct {
	Number      filing.Number
	Entity      filing.Entity
	Sites       []SiteEntry
	Accounts    []int64 // that act for it
	ApprovedAt  time.Time
	ChangedAt   time.Time // zero: never
	CancelledAt *time.Time
}

// SiteEntry is one service of an EntityEntry; Site.Number is its number.
type SiteEntry struct {
	Site        filing.Site
	Providers   []int64 // of its accesses, in their order
	Restricted  bool    // 限制接入
	ApprovedAt  time.Time
	ChangedAt   time.Time // zero: never
	CancelledAt *time.Time
}

// EntryError says which entry of an import is wrong; nothing was imported.
type EntryError struct {
	Number   filing.Number
	Problems filing.Problems
	Taken    bool // the number is in the register already
	Times    bool // a time is missing, lies ahead, or the end or a change lies before the beginning
	// none of the three: the number itself is wrong
}

func (e *EntryError) Error() string {
	if e.Taken || e.Times {
		return fmt.Sprintf("postgres: import: %s is in the register already, or its times are not in order", e.Number)
	}
	if len(e.Problems) == 0 {
		return fmt.Sprintf("postgres: import: %s is no number of a province and its services", e.Number)
	}
	p := e.Problems[0]
	return fmt.Sprintf("postgres: import: %s: %s at %s", e.Number, p.Flaw, p.Path)
}

func (e *EntryError) Unwrap() error { return e.Problems.Or() }

var (
	sequencePart = regexp.MustCompile(`-(\d+)[AXK]?$`)
	issuedHere   = regexp.MustCompile(`ICP备(\d{4})(\d{6})号$`)
)

// ImportEntities writes entries into the register, all or none. Each is checked
// by the nation's rules and brought into its normal form; the database refuses
// a certificate or a domain that is filed already and an address outside the
// provider's ranges. The counters of the provinces go on after the highest
// number of today's form that came in.
func (s *Store) ImportEntities(ctx context.Context, list []EntityEntry) error {
	for i := range list {
		if err := s.checkEntry(&list[i]); err != nil {
			return err
		}
	}
	return s.transact(ctx, func(tx pgx.Tx) error {
		ids, err := takeIDs(ctx, tx, list)
		if err != nil {
			return err
		}
		if err := s.copyEntries(ctx, tx, list, ids); err != nil {
			return err
		}
		return analyzeIfOwner(ctx, tx)
	})
}

// analyzeIfOwner sees to it that what follows in the same transaction is not planned as if the register were as small as
// before. To a login that may not, the server's own analysis will come in its time.
func analyzeIfOwner(ctx context.Context, tx pgx.Tx) error {
	if err := asOwner(ctx, tx, func() error { return analyze(ctx, tx) }); !errors.Is(err, errNotOwner) {
		return err
	}
	return nil
}

// copyEntries writes checked entries under ids taken for them.
func (s *Store) copyEntries(ctx context.Context, tx pgx.Tx, list []EntityEntry, ids registerIDs) error {
	rows, err := s.rows(list, ids)
	if err != nil {
		return err
	}
	if err := Bulk(ctx, tx); err != nil {
		return err
	}
	if err := rows.copy(ctx, tx); err != nil {
		return err
	}
	if err := endBulk(ctx, tx); err != nil {
		return err
	}
	return raiseCounters(ctx, tx, list)
}

// checkEntry checks the document an entry amounts to, its numbers and times.
func (s *Store) checkEntry(e *EntityEntry) error {
	n, ok := filing.ParseNumber(string(e.Number))
	if !ok || n != e.Number || n.IsService() || n.Province() != e.Entity.Province {
		return &EntryError{Number: e.Number}
	}
	if !s.inOrder(e.ApprovedAt, e.ChangedAt, e.CancelledAt) {
		return &EntryError{Number: e.Number, Times: true}
	}
	doc, sequences := filing.Document{Entity: e.Entity}, map[int]bool{}
	for _, site := range e.Sites {
		sequence := sequenceOf(site.Site.Number)
		if site.Site.Number.Entity() != e.Number || sequence == 0 || sequences[sequence] || len(site.Providers) != len(site.Site.Accesses) {
			return &EntryError{Number: site.Site.Number}
		}
		if !s.inOrder(site.ApprovedAt, site.ChangedAt, site.CancelledAt) {
			return &EntryError{Number: site.Site.Number, Times: true}
		}
		sequences[sequence] = true
		doc.Sites = append(doc.Sites, site.Site)
	}
	if problems := filing.Check(&doc, filing.Change, s.now()).Errors(); len(problems) > 0 {
		return &EntryError{Number: e.Number, Problems: problems}
	}
	e.Entity = doc.Entity
	for i := range e.Sites {
		e.Sites[i].Site = doc.Sites[i]
	}
	return nil
}

// inOrder reports whether something was approved, and neither ahead of the clock
// nor after its own end, and changed no earlier.
func (s *Store) inOrder(approved, changed time.Time, ended *time.Time) bool {
	now := s.now()
	return !approved.IsZero() && !approved.After(now) && !changed.After(now) && (changed.IsZero() || !changed.Before(approved)) && (ended == nil || !ended.After(now) && !ended.Before(approved))
}

func sequenceOf(n filing.Number) int {
	m := sequencePart.FindStringSubmatch(string(n))
	if m == nil {
		return 0
	}
	sequence, _ := strconv.Atoi(m[1])
	return sequence
}

// raiseCounters keeps the numbers to come clear of those that came in.
func raiseCounters(ctx context.Context, tx pgx.Tx, list []EntityEntry) error {
	type year struct {
		province string
		year     int
	}
	highest := map[year]int{}
	for _, e := range list {
		if m := issuedHere.FindStringSubmatch(string(e.Number)); m != nil {
			y, _ := strconv.Atoi(m[1])
			serial, _ := strconv.Atoi(m[2])
			at := year{e.Entity.Province, y}
			highest[at] = max(highest[at], serial)
		}
	}
	var provinces []string
	var years, serials []int
	for at, serial := range highest {
		provinces, years, serials = append(provinces, at.province), append(years, at.year), append(serials, serial)
	}
	// In one order, so that two imports do not wait for each other crosswise, and only where there is something to raise.
	_, err := tx.Exec(ctx, `
		INSERT INTO number_counter (province, year, last)
		SELECT x.province, x.year, x.last FROM unnest($1::text[], $2::integer[], $3::integer[]) AS x(province, year, last)
		WHERE NOT EXISTS (SELECT FROM number_counter c WHERE c.province = x.province AND c.year = x.year AND c.last >= x.last)
		ORDER BY x.province, x.year
		ON CONFLICT (province, year) DO UPDATE SET last = greatest(number_counter.last, excluded.last)`, provinces, years, serials)
	return err
}
