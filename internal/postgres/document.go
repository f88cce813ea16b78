package postgres

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/name"
)

// Document is the newest version of a filing's document, as the actor may see it.
func (d *Desk) Document(ctx context.Context, f Filing) (*filing.Document, error) {
	return d.DocumentVersion(ctx, f, f.Version)
}

// DocumentVersion is one earlier version, for showing what changed.
func (d *Desk) DocumentVersion(ctx context.Context, f Filing, version int) (*filing.Document, error) {
	doc, err := d.s.document(ctx, d.s.db, f.ID, version)
	if err != nil {
		return nil, err
	}
	return d.forEyes(ctx, d.s.db, f.EntityID, f.OwnerID, doc)
}

func (s *Store) document(ctx context.Context, q DB, id int64, version int) (*filing.Document, error) {
	var sealed []byte
	err := q.QueryRow(ctx, `SELECT sealed FROM filing_document WHERE filing_id = $1 AND version = $2`, id, version).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, filing.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	var doc filing.Document
	return &doc, s.unseal(sealDocument, sealed, &doc)
}

// writeDocument stores doc as the filing's working version. A version that was
// handed over is never rewritten: the next one begins.
func (d *Desk) writeDocument(ctx context.Context, tx pgx.Tx, f *Filing, doc *filing.Document) error {
	if f.Version <= f.FrozenVersion {
		f.Version = f.FrozenVersion + 1
	}
	sealed, err := d.s.seal(sealDocument, doc)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO filing_document (filing_id, version, sealed, account_id, tier, at)
		VALUES (@id, @version, @sealed, nullif(@me, 0), @tier, @now)
		ON CONFLICT (filing_id, version) DO UPDATE
		SET sealed = excluded.sealed, account_id = excluded.account_id, tier = excluded.tier, at = excluded.at`,
		d.args(pgx.NamedArgs{"id": f.ID, "version": f.Version, "sealed": sealed, "tier": d.me.Tier})); err != nil {
		return err
	}
	return d.describe(ctx, tx, f, doc)
}

// describe copies what work lists show from the document to the filing's row.
func (d *Desk) describe(ctx context.Context, tx pgx.Tx, f *Filing, doc *filing.Document) error {
	f.UnitName, f.Nature, f.Domains, f.SiteName = doc.Entity.Name, doc.Entity.Nature, doc.DomainList(), doc.FirstSiteName()
	f.Revision++
	f.UpdatedAt = d.s.now()
	if f.State == filing.Draft {
		f.Province = doc.Entity.Province
	}
	if err := d.writeTraits(ctx, tx, f.ID, doc); err != nil {
		return err
	}
	return tx.QueryRow(ctx, `
		UPDATE filing SET version = @version, revision = @revision, unit_name = @unit, nature = @nature, site_name = @site,
		       domains = @domains, certificate_index = @certificate, name_pairs = @pairs, province = nullif(@province, ''), updated_at = @now
		WHERE id = @id RETURNING revision`,
		d.args(pgx.NamedArgs{"id": f.ID, "version": f.Version, "revision": f.Revision, "unit": f.UnitName, "nature": f.Nature,
			"site": f.SiteName, "domains": f.Domains, "certificate": d.s.certificateIndex(doc.Entity), "pairs": namePairs(doc), "province": f.Province,
		})).Scan(&f.Revision)
}

// namePairs are the bigrams by which parts of the names are found.
func namePairs(doc *filing.Document) []int32 {
	pairs := append(name.Bigrams(doc.Entity.Name), name.Bigrams(doc.FirstSiteName())...)
	slices.Sort(pairs)
	return orNone(slices.Compact(pairs))
}

// orNone is an empty list in place of none at all, which a column refuses.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// certificateIndex is the blind index of type and number, nil while unknown.
func (s *Store) certificateIndex(e filing.Entity) []byte {
	if e.CertificateType == 0 || e.CertificateNumber == "" {
		return nil
	}
	return s.Keys.Index(indexCertificate, strconv.Itoa(e.CertificateType)+":"+e.CertificateNumber)
}

func claimKey(index []byte) string { return hex.EncodeToString(index) }

// Version tells who wrote a version of a document, and when.
type Version struct {
	Version int         `db:"version"`
	Tier    filing.Tier `db:"tier"`
	At      time.Time   `db:"at"`
}

// Versions lists the versions of a filing's document, oldest first.
func (d *Desk) Versions(ctx context.Context, f Filing) ([]Version, error) {
	return all[Version](ctx, d.s.db, `SELECT version, tier, at FROM filing_document WHERE filing_id = @id ORDER BY version`,
		pgx.NamedArgs{"id": f.ID})
}
