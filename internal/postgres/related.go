package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Related is another filing that shares something with one under review. What
// the actor may not open is counted and not named.
type Related struct {
	Filing Filing
	By     string // certificate, domain
}

// Related lists filings the actor may see that share the certificate or a
// domain with f, newest first, and counts those hidden from the actor.
func (d *Desk) Related(ctx context.Context, f Filing) ([]Related, int, error) {
	const same = `f.id <> @id AND ((f.certificate_index IS NOT NULL AND f.certificate_index = (SELECT certificate_index FROM filing WHERE id = @id))
	              OR f.domains && @domains::text[]) AND f.state <> 'draft'`
	args := d.args(pgx.NamedArgs{"id": f.ID, "domains": f.Domains})
	seen, err := all[Filing](ctx, d.s.db, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE `+same+` AND (`+d.scope()+`) ORDER BY f.id DESC LIMIT 20`, args)
	if err != nil {
		return nil, 0, err
	}
	var hidden int
	if err := d.s.db.QueryRow(ctx, `SELECT count(*) FROM filing f WHERE `+same+` AND NOT (`+d.scope()+`)`, args).Scan(&hidden); err != nil {
		return nil, 0, err
	}
	list := make([]Related, 0, len(seen))
	for _, one := range seen {
		list = append(list, Related{one, sharedBy(f, one)})
	}
	return list, hidden, nil
}

func sharedBy(f, other Filing) string {
	for _, a := range f.Domains {
		for _, b := range other.Domains {
			if a == b {
				return "domain"
			}
		}
	}
	return "certificate"
}

// Conflicts tells who else holds the certificate or the domains of f: what a
// reviewer checks again before deciding.
func (d *Desk) Conflicts(ctx context.Context, f Filing, doc *filing.Document) (filing.Problems, error) {
	return d.checkConflicts(ctx, d.s.db, f, doc)
}

// ProviderChecks tells which addresses of doc lie outside the provider's ranges
// and whether its licence covers the province.
func (d *Desk) ProviderChecks(ctx context.Context, f Filing, doc *filing.Document) (filing.Problems, error) {
	return d.checkProvider(ctx, d.s.db, f, doc)
}
