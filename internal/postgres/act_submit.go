package postgres

import (
	"context"
	"slices"

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
	if s.f.State != filing.ReturnedToRegistrant { // what comes back keeps the rules it was judged by
		e, err := s.d.s.rulesOf(ctx, s.tx, s.f.Province, 0)
		if err != nil {
			return err
		}
		s.f.RulesVersion = e.Version
	}
	s.f.FrozenVersion, s.f.SubmittedAt = s.f.Version, &now
	return nil
}

// Preflight runs on the draft every rule that submission will apply, and
// changes nothing.
func (d *Desk) Preflight(ctx context.Context, f Filing) (filing.Problems, error) {
	doc, err := d.s.document(ctx, d.s.db, f.ID, f.Version)
	if err != nil {
		return nil, err
	}
	return d.preflight(ctx, d.s.db, f, doc)
}

// preflight checks doc and normalises it: the nation's rules, what the register
// says against it, the provider's ranges and licence, the papers, who else
// holds certificate and domains, and the province's own rules.
func (d *Desk) preflight(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	if f.Kind.BureauAct() {
		return nil, nil // its document is the register itself
	}
	now, err := d.s.inForce(ctx, q, f)
	if err != nil {
		return nil, err
	}
	problems, err := d.fillResources(ctx, q, f, doc)
	if err != nil {
		return nil, err
	}
	problems = append(problems, filing.CheckFiling(f.Kind, now.live(), doc, f.ProviderID, d.s.now())...)
	if f.State != filing.Draft { // what was handed in keeps the code tables it was made with
		problems = slices.DeleteFunc(problems, func(p filing.Problem) bool { return p.Flaw == filing.CodeWithdrawn })
	}
	if f.State.Claims() && f.Province != doc.Entity.Province {
		problems = append(problems, filing.Problem{Path: filing.EntityProvince.At(), Flaw: filing.ProvinceFixed})
	}
	if f.Kind.FromRegister() && now.live() == nil {
		return problems, nil // the entity is cancelled: nothing else matters
	}
	problems = append(problems, checkStart(f, now)...)
	for _, check := range []func(context.Context, DB, Filing, *filing.Document) (filing.Problems, error){
		d.checkProvider, d.checkPapers, d.checkConflicts, d.checkBlacklist,
	} {
		more, err := check(ctx, q, f, doc)
		if err != nil {
			return nil, err
		}
		problems = append(problems, more...)
	}
	own, err := d.checkRules(ctx, q, f, doc)
	if err != nil {
		return nil, err
	}
	for _, p := range own { // a rule about an answer that is missing or wrong anyway would only repeat it
		if at, is := problems.Errors().At(p.Path); !is || at.Flaw == filing.ProvinceRule {
			problems = append(problems, p)
		}
	}
	return problems, nil
}

// checkStart wants a change to start from what is still in force, and the filing
// password where it is asked for.
func checkStart(f Filing, now register) filing.Problems {
	var problems filing.Problems
	if f.Kind == filing.Change && f.BaseVersion != now.Version {
		problems = append(problems, filing.Problem{Flaw: filing.Outdated})
	}
	if f.Kind.FromRegister() && !f.PasswordGiven && filing.NeedsPassword(f.Kind, now.Document, f.ProviderID) {
		problems = append(problems, filing.Problem{Path: "filing_password", Flaw: filing.Missing})
	}
	return problems
}

// checkProvider wants a provider whose licence covers the province and whose
// filed ranges cover every address that the filing brings or changes.
func (d *Desk) checkProvider(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	if f.ProviderID == 0 {
		return filing.Problems{{Path: "provider", Flaw: filing.ProviderMissing}}, nil
	}
	var limited string
	var suspended bool
	var here bool // in the province of the filing, by its bureau
	err := q.QueryRow(ctx, `
		SELECT coalesce(licence_province, ''), suspended_at IS NOT NULL,
		       EXISTS (SELECT FROM provider_suspension x WHERE x.provider_id = p.id AND x.province = $2 AND x.resumed_at IS NULL)
		FROM provider p WHERE id = $1`, f.ProviderID, doc.Entity.Province).Scan(&limited, &suspended, &here)
	if err != nil {
		return nil, err
	}
	var problems filing.Problems
	if suspended {
		problems = append(problems, filing.Problem{Path: "provider", Flaw: filing.ProviderMissing})
	}
	if f.Kind.Cancels() {
		return problems, nil
	}
	if here {
		problems = append(problems, filing.Problem{Path: "provider", Flaw: filing.Suspended, Text: doc.Entity.Province, Other: f.ProviderName})
	}
	if limited != "" && limited != doc.Entity.Province {
		problems = append(problems, filing.Problem{Path: "provider", Flaw: filing.ProviderElsewhere, Text: limited})
	}
	was, err := d.besides(ctx, q, f, doc)
	if err != nil {
		return nil, err
	}
	for _, s := range doc.Sites {
		for _, a := range s.Accesses {
			if path := filing.AccessIPs.In(s.Key, a.Key); was != nil && slices.Equal(was.Get(path), a.IPs) {
				continue // the provider may have given up the range since
			}
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
	wanted, err := d.wantedPapers(ctx, q, f, doc)
	if err != nil {
		return nil, err
	}
	there := map[filing.Path]bool{}
	for _, p := range have {
		there[p.Paper().Path()] = true
	}
	var problems filing.Problems
	for _, p := range wanted {
		if p.Required && p.By == by && !there[p.Path()] {
			problems = append(problems, filing.Problem{Path: p.Path(), Flaw: filing.PaperMissing})
		}
	}
	return problems, nil
}
