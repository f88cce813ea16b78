package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// The traits by which filings of different owners are found to be alike.
const (
	traitMobile   = "mobile"
	traitIdentity = "identity" // type and number of a principal's certificate
)

// writeTraits keeps blind indexes of what a document says of its principals, in
// place of those of an earlier version.
func (d *Desk) writeTraits(ctx context.Context, tx pgx.Tx, id int64, doc *filing.Document) error {
	var traits []string
	var keys [][]byte
	take := func(trait string, key []byte) {
		if key != nil {
			traits, keys = append(traits, trait), append(keys, key)
		}
	}
	for _, p := range principals(doc) {
		for _, m := range p.Mobiles {
			take(traitMobile, d.s.indexed(indexMobile, m))
		}
		take(traitIdentity, d.s.certificateIndex(filing.Entity{CertificateType: p.CertificateType, CertificateNumber: p.CertificateNumber}))
	}
	_, err := tx.Exec(ctx, `
		WITH gone AS (DELETE FROM filing_trait t WHERE t.filing_id = @id
		              AND NOT EXISTS (SELECT FROM unnest(@traits::text[], @keys::bytea[]) AS k(trait, key) WHERE k.trait = t.trait AND k.key = t.key))
		INSERT INTO filing_trait (filing_id, trait, key) SELECT @id, * FROM unnest(@traits::text[], @keys::bytea[]) ON CONFLICT DO NOTHING`,
		pgx.NamedArgs{"id": id, "traits": traits, "keys": keys})
	return err
}

// principals are the people a document names: of the entity, and of each service
// that has one of its own.
func principals(doc *filing.Document) []filing.Principal {
	list := []filing.Principal{doc.Entity.Principal}
	if e := doc.Entity; e.Personal() {
		list[0].CertificateType, list[0].CertificateNumber = e.CertificateType, e.CertificateNumber
	}
	for _, s := range doc.Sites {
		if !s.PrincipalSame {
			list = append(list, s.Principal)
		}
	}
	return list
}

// Shared counts, for one trait of a filing, what other owners' filings have it too:
// Owners by certificate, and the Filings of one's own desk that the actor may open.
type Shared struct {
	Trait  string // mobile, identity
	Owners int    // other entities, nationwide; who they are is not told
}

// SharedTraits counts the other entities whose open or approved filings name the
// same mobile or the same person as f does.
func (d *Desk) SharedTraits(ctx context.Context, f Filing) ([]Shared, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return nil, err
	}
	type row struct {
		Trait string `db:"trait"`
		N     int    `db:"n"`
	}
	rows, err := all[row](ctx, d.s.db, `
		SELECT t.trait, count(DISTINCT o.certificate_index) AS n
		FROM filing_trait t JOIN filing_trait x ON x.key = t.key AND x.trait = t.trait AND x.filing_id <> t.filing_id
		JOIN filing o ON o.id = x.filing_id JOIN filing me ON me.id = t.filing_id
		WHERE t.filing_id = @id AND o.state NOT IN ('draft', 'refused', 'withdrawn')
		  AND o.certificate_index IS DISTINCT FROM me.certificate_index
		GROUP BY t.trait`, pgx.NamedArgs{"id": f.ID})
	var list []Shared
	for _, r := range rows {
		list = append(list, Shared{r.Trait, r.N})
	}
	return list, err
}
