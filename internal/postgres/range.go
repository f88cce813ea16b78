package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// Range is one range of addresses a provider has filed.
type Range struct {
	ID    int64  `db:"id"`
	First string `db:"first"`
	Last  string `db:"last"`
	Note  string `db:"note"`
}

// String is one address, or first-last.
func (r Range) String() string {
	if r.First == r.Last {
		return r.First
	}
	return r.First + "-" + r.Last
}

// Ranges lists the filed ranges of a provider in the order of addresses.
func (d *Desk) Ranges(ctx context.Context, provider int64) ([]Range, error) {
	return all[Range](ctx, d.s.db, `SELECT id, host(first) AS first, host(last) AS last, note FROM provider_range WHERE provider_id = @id ORDER BY provider_range.first`,
		pgx.NamedArgs{"id": provider})
}

// RangesOver lists which filed ranges of a provider hold any of the addresses.
func (d *Desk) RangesOver(ctx context.Context, provider int64, addresses []ident.IPRange) ([]Range, error) {
	first, last := []string{}, []string{}
	for _, a := range addresses {
		first, last = append(first, a.Start.String()), append(last, a.End.String())
	}
	return all[Range](ctx, d.s.db, `
		SELECT DISTINCT r.id, host(r.first) AS first, host(r.last) AS last, r.note
		FROM unnest(@first::inet[], @last::inet[]) AS a(first, last)
		JOIN provider_range r ON r.provider_id = @id AND r.first <= a.first AND r.last >= a.last AND family(r.first) = family(a.first)
		ORDER BY r.id`, pgx.NamedArgs{"id": provider, "first": first, "last": last})
}

// keepsRanges reports whether the actor may file and remove ranges of that provider.
func (d *Desk) keepsRanges(provider int64) bool {
	return d.me.Is(filing.Admin) && (d.me.Tier == filing.Ministry || d.me.Tier == filing.Provider && d.me.Provider == provider)
}

// AddRange files a range of the actor's provider. The database refuses one that shares addresses with a range already
// filed, its own or another provider's; the problem names that one.
func (d *Desk) AddRange(ctx context.Context, provider int64, r ident.IPRange, note string) error {
	if !d.keepsRanges(provider) {
		return filing.ErrNotFound
	}
	if err := tidy([]said{{"note", &note, false, shortLimit}}).Or(); err != nil {
		return err
	}
	args := d.args(pgx.NamedArgs{"id": provider, "first": r.Start.String(), "last": r.End.String(), "note": note})
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO provider_range (provider_id, first, last, note, created_at) VALUES (@id, @first::inet, @last::inet, @note, @now)`, args)
		return err
	})
	if violates(err) == "provider_range_overlap" {
		return d.rangeTaken(ctx, args)
	}
	return err
}

// rangeTaken names the range in the way.
func (d *Desk) rangeTaken(ctx context.Context, args pgx.NamedArgs) error {
	var r Range
	var name string
	err := d.s.db.QueryRow(ctx, `
		SELECT p.name, host(r.first), host(r.last) FROM provider_range r JOIN provider p ON p.id = r.provider_id
		WHERE inetrange(r.first, r.last, '[]') && inetrange(@first::inet, @last::inet, '[]') ORDER BY r.first LIMIT 1`, args).
		Scan(&name, &r.First, &r.Last)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	return filing.Problems{{Path: "ranges", Flaw: filing.RangeTaken, Text: r.String(), Other: name}}
}

// RemoveRange takes a range back. The database refuses while an access in force lies in it; the problem says of how
// many sites.
func (d *Desk) RemoveRange(ctx context.Context, id int64) error {
	var r Range
	var provider int64
	err := d.s.db.QueryRow(ctx, `SELECT provider_id, host(first), host(last) FROM provider_range WHERE id = $1`, id).
		Scan(&provider, &r.First, &r.Last)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !d.keepsRanges(provider) {
		return filing.ErrNotFound
	}
	if err != nil {
		return err
	}
	err = d.s.transact(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM provider_range WHERE id = $1`, id)
		return err
	})
	if violates(err) == "provider_range_used" {
		return d.rangeUsed(ctx, provider, r)
	}
	return err
}

func (d *Desk) rangeUsed(ctx context.Context, provider int64, r Range) error {
	var sites int
	err := d.s.db.QueryRow(ctx, `
		SELECT count(DISTINCT a.site_id) FROM access a JOIN access_range x ON x.access_id = a.id
		WHERE a.provider_id = @id AND a.cancelled_at IS NULL
		  AND inetrange(x.first, x.last, '[]') && inetrange(@first::inet, @last::inet, '[]')`,
		pgx.NamedArgs{"id": provider, "first": r.First, "last": r.Last}).Scan(&sites)
	if err != nil {
		return err
	}
	return filing.Problems{{Flaw: filing.RangeUsed, Text: r.String(), Number: sites}}
}

// SetProfile changes what the actor's own provider says of itself: phone, address, introduction and methods.
func (d *Desk) SetProfile(ctx context.Context, p AccessProvider) error {
	if d.me.Tier != filing.Provider || !d.me.Is(filing.Admin) {
		return filing.ErrNotFound
	}
	old, err := d.Provider(ctx, d.me.Provider)
	if err != nil {
		return err
	}
	old.Phone, old.Address, old.Intro, old.Methods = p.Phone, p.Address, p.Intro, p.Methods
	if err := old.check().Or(); err != nil {
		return err
	}
	_, err = d.s.db.Exec(ctx, `UPDATE provider SET phone = @phone, address = @address, intro = @intro, methods = @methods WHERE id = @my_provider`,
		d.args(old.args()))
	return err
}
