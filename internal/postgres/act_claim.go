package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// freeClaims ends what a filing reserves.
func (s *Store) freeClaims(ctx context.Context, tx pgx.Tx, id int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM claim WHERE filing_id = $1`, id)
	return err
}

// claimKeys reserves the certificate and the sites' keys. Two who come at once
// meet here: the second waits for the first and is told.
func (d *Desk) claimKeys(ctx context.Context, tx pgx.Tx, f Filing, doc *filing.Document) error {
	if err := d.s.freeClaims(ctx, tx, f.ID); err != nil {
		return err
	}
	var problems filing.Problems
	for _, k := range d.keysOf(doc) {
		tag, err := tx.Exec(ctx, `INSERT INTO claim (kind, key, filing_id) VALUES (@kind, @key, @id) ON CONFLICT DO NOTHING`,
			pgx.NamedArgs{"kind": k.kind, "key": k.key, "id": f.ID})
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			problems = append(problems, k.open())
		}
	}
	if len(problems) > 0 {
		told, err := d.claimedElsewhere(ctx, tx, f, d.keysOf(doc))
		switch {
		case err != nil:
			return err
		case len(told) > 0:
			return told
		}
		return problems // whoever held the key has just let go of it
	}
	// What another filing got approved while this one waited shows only now.
	problems, err := d.checkConflicts(ctx, tx, f, doc)
	if err != nil {
		return err
	}
	return problems.Or()
}

// uniqueKey is one thing a document may be the only one to have.
type uniqueKey struct {
	kind, key string
	path      filing.Path
	shown     string
	number    filing.Number // of the service that has it, once it is filed
	shared    bool          // an app's: a service of the same entity may have it too
}

func (k uniqueKey) same(other uniqueKey) bool { return k.kind == other.kind && k.key == other.key }

// alike reports whether both are also spelt the same: an app may have several names
// below one domain.
func (k uniqueKey) alike(other uniqueKey) bool { return k.same(other) && k.shown == other.shown }

func (k uniqueKey) open() filing.Problem {
	if k.kind == "certificate" {
		return filing.Problem{Path: k.path, Flaw: filing.CertificateOpen}
	}
	return filing.Problem{Path: k.path, Flaw: filing.DomainOpen, Text: k.shown}
}

type claimRow struct {
	Kind   string `db:"kind"`
	Key    string `db:"key"`
	Open   int    `db:"open"` // kind of the filing that holds it
	Entity int64  `db:"entity_id"`
}

// claimedElsewhere tells which of the keys other open filings hold, as of one
// moment. An entity's owner learns of what kind the other filing of the entity is;
// a stranger with the same certificate does not.
func (d *Desk) claimedElsewhere(ctx context.Context, q DB, f Filing, keys []uniqueKey) (filing.Problems, error) {
	var kinds, names []string
	for _, k := range keys {
		kinds, names = append(kinds, k.kind), append(names, k.key)
	}
	held, err := all[claimRow](ctx, q, `
		SELECT c.kind, c.key, o.kind AS open, coalesce(o.entity_id, 0) AS entity_id
		FROM unnest(@kinds::text[], @keys::text[]) AS k(kind, key) JOIN claim c ON c.kind = k.kind AND c.key = k.key
		JOIN filing o ON o.id = c.filing_id WHERE o.id <> @id`, pgx.NamedArgs{"kinds": kinds, "keys": names, "id": f.ID})
	if err != nil {
		return nil, err
	}
	var problems filing.Problems
	for _, k := range keys {
		i := slices.IndexFunc(held, func(r claimRow) bool { return r.Kind == k.kind && r.Key == k.key })
		if i < 0 {
			continue
		}
		p := k.open()
		if k.kind == "certificate" && f.EntityID != 0 && held[i].Entity == f.EntityID {
			p.Number = held[i].Open
		}
		problems = append(problems, p)
	}
	return problems, nil
}

// keysOf lists them in one order for everybody, so that two submissions never
// wait for each other crosswise.
func (d *Desk) keysOf(doc *filing.Document) []uniqueKey {
	var keys []uniqueKey
	if index := d.s.certificateIndex(doc.Entity); index != nil {
		keys = append(keys, uniqueKey{kind: "certificate", key: claimKey(index), path: filing.EntityCertNumber.At()})
	}
	for _, s := range doc.Sites {
		keys = append(keys, siteKeys(s)...)
	}
	sortKeys(keys)
	return slices.CompactFunc(keys, uniqueKey.same)
}

// siteKeys are a site's registrable domains, or its home URLs when it is
// reached by address alone.
func siteKeys(s filing.Site) []uniqueKey {
	var keys []uniqueKey
	for _, typed := range s.Domains {
		if name, err := ident.Domain(typed); err == nil {
			keys = append(keys, uniqueKey{"site", name.Registrable, filing.SiteDomains.Of(s.Key), name.String(), s.Number, s.Service.App()})
		}
	}
	if s.IPOnly {
		for _, u := range s.HomeURLs {
			keys = append(keys, uniqueKey{"site", u, filing.SiteHomeURLs.Of(s.Key), u, s.Number, false})
		}
	}
	return keys
}

// checkConflicts tells which certificate or domains the register or another
// open filing already holds.
func (d *Desk) checkConflicts(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	keys := d.keysOf(doc)
	problems, err := d.claimedElsewhere(ctx, q, f, keys)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if slices.ContainsFunc(problems, func(p filing.Problem) bool { return p.Path == k.path && p.Text == k.shown }) {
			continue
		}
		p, err := d.filed(ctx, q, f, k)
		if err != nil {
			return nil, err
		}
		problems = append(problems, p...)
	}
	return problems, nil
}

// filed asks the register about one key. What it holds for the same service, or of
// the certificate for the filing's own entity, is no conflict; neither is a domain
// that an app shares with another service of its entity.
func (d *Desk) filed(ctx context.Context, q DB, f Filing, k uniqueKey) (filing.Problems, error) {
	if k.kind == "certificate" {
		number, entity, err := holder(ctx, q, `SELECT number, id FROM entity WHERE certificate_index = decode(@key, 'hex') AND cancelled_at IS NULL`,
			pgx.NamedArgs{"key": k.key})
		if err != nil || entity == 0 || entity == f.EntityID {
			return nil, err
		}
		return filing.Problems{{Path: k.path, Flaw: filing.CertificateFiled, Text: number}}, nil
	}
	number, entity, err := holder(ctx, q, `
		SELECT s.number, s.entity_id FROM site_key k JOIN site s ON s.id = k.site_id
		WHERE k.key = @key AND k.cancelled_at IS NULL AND s.number <> @number
		  AND NOT (s.entity_id = @entity AND (k.shared OR @shared)) LIMIT 1`,
		pgx.NamedArgs{"key": k.key, "number": k.number, "entity": f.EntityID, "shared": k.shared})
	if err != nil || entity == 0 {
		return nil, err
	}
	return filing.Problems{{Path: k.path, Flaw: filing.DomainFiled, Text: k.shown, Other: number}}, nil
}

// holder is whose row a query finds; entity 0 when it finds none.
func holder(ctx context.Context, q DB, sql string, args pgx.NamedArgs) (number string, entity int64, err error) {
	err = q.QueryRow(ctx, sql, args).Scan(&number, &entity)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return number, entity, err
}

func sortKeys(keys []uniqueKey) {
	slices.SortFunc(keys, func(a, b uniqueKey) int { return strings.Compare(a.kind+a.key, b.kind+b.key) })
}
