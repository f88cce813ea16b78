package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// submit hands the document over: it must be without error, its papers there,
// and its certificate and domains free.
func (s *step) submit(ctx context.Context) error {
	problems, err := s.d.preflight(ctx, s.tx, s.f, s.doc)
	if err != nil {
		return err
	}
	if err := problems.Or(); err != nil {
		return err
	}
	if err := s.d.writeDocument(ctx, s.tx, &s.f, s.doc); err != nil {
		return err
	}
	if err := s.d.claimKeys(ctx, s.tx, s.f, s.doc); err != nil {
		return err
	}
	now := s.d.s.now()
	s.f.Province = s.doc.Entity.Province
	s.f.FrozenVersion, s.f.SubmittedAt = s.f.Version, &now
	return nil
}

// Preflight runs on the draft every rule that submission will apply, and
// changes nothing.
func (d *Desk) Preflight(ctx context.Context, f Filing) (filing.Problems, error) {
	doc, err := d.Document(ctx, f)
	if err != nil {
		return nil, err
	}
	return d.preflight(ctx, d.s.db, f, doc)
}

// preflight checks doc and normalises it: the nation's rules, the provider's
// ranges and licence, the papers, and who else holds certificate and domains.
func (d *Desk) preflight(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	problems := filing.Check(doc, f.Kind, d.s.now())
	if f.State.Claims() && f.Province != doc.Entity.Province {
		problems = append(problems, filing.Problem{Path: filing.EntityProvince.At(), Flaw: filing.ProvinceFixed})
	}
	for _, check := range []func(context.Context, DB, Filing, *filing.Document) (filing.Problems, error){
		d.checkProvider, d.checkPapers, d.checkConflicts,
	} {
		more, err := check(ctx, q, f, doc)
		if err != nil {
			return nil, err
		}
		problems = append(problems, more...)
	}
	return problems, nil
}

// checkProvider wants a provider whose licence covers the province and whose
// filed ranges cover every address.
func (d *Desk) checkProvider(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	if f.ProviderID == 0 {
		return filing.Problems{{Path: "provider", Flaw: filing.ProviderMissing}}, nil
	}
	var limited string
	var suspended bool
	err := q.QueryRow(ctx, `SELECT coalesce(licence_province, ''), suspended_at IS NOT NULL FROM provider WHERE id = $1`, f.ProviderID).
		Scan(&limited, &suspended)
	if err != nil {
		return nil, err
	}
	var problems filing.Problems
	if suspended {
		problems = append(problems, filing.Problem{Path: "provider", Flaw: filing.ProviderMissing})
	}
	if limited != "" && limited != doc.Entity.Province {
		problems = append(problems, filing.Problem{Path: "provider", Flaw: filing.ProviderElsewhere, Text: limited})
	}
	for _, s := range doc.Sites {
		for _, a := range s.Accesses {
			outside, err := d.s.outside(ctx, q, f.ProviderID, a.IPs)
			if err != nil {
				return nil, err
			}
			for _, ip := range outside {
				problems = append(problems, filing.Problem{Path: filing.AccessIPs.In(s.Key, a.Key), Flaw: filing.OutsideProvider, Text: ip, Other: f.ProviderName})
			}
		}
	}
	return problems, nil
}

// outside lists the addresses that lie in none of a provider's filed ranges.
// What does not parse is another problem and is left out here.
func (s *Store) outside(ctx context.Context, q DB, provider int64, ips []string) ([]string, error) {
	var first, last, spelt []string
	for _, ip := range ips {
		if r, err := ident.ParseIPRange(ip); err == nil {
			first, last, spelt = append(first, r.Start.String()), append(last, r.End.String()), append(spelt, ip)
		}
	}
	rows, err := q.Query(ctx, `
		SELECT a.spelt FROM unnest(@first::inet[], @last::inet[], @spelt::text[]) AS a(first, last, spelt)
		WHERE NOT EXISTS (SELECT FROM provider_range r WHERE r.provider_id = @provider
		                  AND family(r.first) = family(a.first) AND r.first <= a.first AND r.last >= a.last)`,
		pgx.NamedArgs{"first": first, "last": last, "spelt": spelt, "provider": provider})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// checkPapers wants every required paper the registrant brings.
func (d *Desk) checkPapers(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	return d.missingPapers(ctx, q, f, doc, filing.Registrant)
}

func (d *Desk) missingPapers(ctx context.Context, q DB, f Filing, doc *filing.Document, by filing.Tier) (filing.Problems, error) {
	have, err := d.papers(ctx, q, f.ID)
	if err != nil {
		return nil, err
	}
	there := map[filing.Path]bool{}
	for _, p := range have {
		there[p.Paper().Path()] = true
	}
	var problems filing.Problems
	for _, p := range doc.Papers() {
		if p.Required && p.By == by && !there[p.Path()] {
			problems = append(problems, filing.Problem{Path: p.Path(), Flaw: filing.PaperMissing})
		}
	}
	return problems, nil
}

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
		return problems
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
}

func (k uniqueKey) open() filing.Problem {
	if k.kind == "certificate" {
		return filing.Problem{Path: k.path, Flaw: filing.CertificateOpen}
	}
	return filing.Problem{Path: k.path, Flaw: filing.DomainOpen, Text: k.shown}
}

// keysOf lists them in one order for everybody, so that two submissions never
// wait for each other crosswise.
func (d *Desk) keysOf(doc *filing.Document) []uniqueKey {
	var keys []uniqueKey
	if index := d.s.certificateIndex(doc.Entity); index != nil {
		keys = append(keys, uniqueKey{"certificate", claimKey(index), filing.EntityCertNumber.At(), ""})
	}
	for _, s := range doc.Sites {
		keys = append(keys, siteKeys(s)...)
	}
	sortKeys(keys)
	return keys
}

// siteKeys are a site's registrable domains, or its home URLs when it is
// reached by address alone.
func siteKeys(s filing.Site) []uniqueKey {
	var keys []uniqueKey
	for _, typed := range s.Domains {
		if name, err := ident.Domain(typed); err == nil {
			keys = append(keys, uniqueKey{"site", name.Registrable, filing.SiteDomains.Of(s.Key), name.String()})
		}
	}
	if s.IPOnly {
		for _, u := range s.HomeURLs {
			keys = append(keys, uniqueKey{"site", u, filing.SiteHomeURLs.Of(s.Key), u})
		}
	}
	return keys
}

// checkConflicts tells which certificate or domains the register or another
// open filing already holds.
func (d *Desk) checkConflicts(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	var problems filing.Problems
	for _, k := range d.keysOf(doc) {
		var taken bool
		err := q.QueryRow(ctx, `SELECT EXISTS (SELECT FROM claim WHERE kind = @kind AND key = @key AND filing_id <> @id)`,
			pgx.NamedArgs{"kind": k.kind, "key": k.key, "id": f.ID}).Scan(&taken)
		if err != nil {
			return nil, err
		}
		if taken {
			problems = append(problems, k.open())
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

// filed asks the register about one key; what it holds for the filing's own
// entity is no conflict.
func (d *Desk) filed(ctx context.Context, q DB, f Filing, k uniqueKey) (filing.Problems, error) {
	sql := `SELECT s.number, e.id FROM site_key k JOIN site s ON s.id = k.site_id JOIN entity e ON e.id = s.entity_id
	        WHERE k.key = @key AND k.cancelled_at IS NULL`
	flaw := filing.DomainFiled
	if k.kind == "certificate" {
		sql = `SELECT number, id FROM entity WHERE certificate_index = decode(@key, 'hex') AND cancelled_at IS NULL`
		flaw = filing.CertificateFiled
	}
	var number string
	var entity int64
	err := q.QueryRow(ctx, sql, pgx.NamedArgs{"key": k.key}).Scan(&number, &entity)
	if errors.Is(err, pgx.ErrNoRows) || (err == nil && entity == f.EntityID) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return filing.Problems{{Path: k.path, Flaw: flaw, Text: k.shown, Other: number}}, nil
}
