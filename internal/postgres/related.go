package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Related is another filing that shares something with one under review. What
// the actor may not open is counted and not named.
type Related struct {
	Filing Filing
	By     string // certificate, domain, mobile
}

// ways are the ways in which filings are alike, each of which an index answers.
var ways = []struct{ by, same string }{
	{"certificate", `f.certificate_index = (SELECT certificate_index FROM filing WHERE id = @id)`},
	{"domain", `f.id = ANY(ARRAY(SELECT x.id FROM filing x WHERE x.domains && @domains::text[]))`},
	{"mobile", `f.id IN (SELECT x.filing_id FROM filing_trait t JOIN filing_trait x ON x.key = t.key AND x.trait = t.trait
	                     WHERE t.filing_id = @id AND t.trait = 'mobile')`},
}

// relatedMost is how many filings of one way are listed.
const relatedMost = 20

// Related lists filings the actor may see that share the certificate, a domain or
// a principal's mobile with f, newest first in each way, and counts those hidden
// from the actor.
func (d *Desk) Related(ctx context.Context, f Filing) ([]Related, int, error) {
	args := d.args(pgx.NamedArgs{"id": f.ID, "domains": f.Domains})
	var list []Related
	var same []string
	seen := map[int64]bool{}
	for _, w := range ways {
		where := `f.id <> @id AND f.state <> 'draft' AND ` + w.same
		some, err := all[Filing](ctx, d.s.db, fmt.Sprintf(`SELECT %s FROM %s WHERE %s AND (%s) ORDER BY f.id DESC LIMIT %d`,
			filingColumns, filingFrom, where, d.scope(), relatedMost), args)
		if err != nil {
			return nil, 0, err
		}
		for _, one := range some {
			if !seen[one.ID] {
				seen[one.ID] = true
				list = append(list, Related{one, w.by})
			}
		}
		same = append(same, `SELECT f.id FROM filing f WHERE `+where+` AND NOT (`+d.scope()+`)`)
	}
	var hidden int
	err := d.s.db.QueryRow(ctx, `SELECT count(*) FROM (`+strings.Join(same, " UNION ")+`) AS others`, args).Scan(&hidden)
	return list, hidden, err
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
