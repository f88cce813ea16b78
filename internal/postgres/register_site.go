package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

func (s *step) addSites(ctx context.Context, entity int64) error {
	for _, site := range s.doc.Sites {
		if err := s.addSite(ctx, entity, site); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) addSite(ctx context.Context, entity int64, site filing.Site) error {
	var sequence int
	var number filing.Number
	if err := s.tx.QueryRow(ctx, `UPDATE entity SET next_sequence = next_sequence + 1, changed_at = $2 WHERE id = $1 RETURNING next_sequence - 1, number`,
		entity, s.d.s.now()).Scan(&sequence, &number); err != nil {
		return err
	}
	site.Number = number.Service(sequence, site.Service)
	details, err := s.d.s.sealSite(site)
	if err != nil {
		return err
	}
	var id int64
	err = s.tx.QueryRow(ctx, `
		INSERT INTO site (entity_id, filing_id, sequence, number, service, names, home_urls, ip_only, approvals, details, approved_at, changed_at)
		VALUES (@entity, @filing, @sequence, @number, @service, @names, @urls, @ip_only, @approvals, @details, @now, @now) RETURNING id`,
		s.d.args(pgx.NamedArgs{"entity": entity, "filing": s.f.ID, "sequence": sequence, "number": site.Number, "service": site.Service,
			"names": site.Names, "urls": textArray(site.HomeURLs), "ip_only": site.IPOnly, "approvals": approvalKinds(site), "details": details})).Scan(&id)
	if err != nil {
		return err
	}
	if err := s.addKeys(ctx, id, siteKeys(site)); err != nil {
		return err
	}
	s.out.Sites = append(s.out.Sites, site.Number)
	return s.addAccesses(ctx, id, site.Accesses)
}

// sealSite seals a service without its accesses, which have rows of their own and
// come and go by other filings.
func (s *Store) sealSite(site filing.Site) ([]byte, error) {
	site.Accesses = nil
	return s.seal(sealSite, site)
}

func (s *step) addKeys(ctx context.Context, site int64, keys []uniqueKey) error {
	for _, k := range keys {
		if _, err := s.tx.Exec(ctx, `INSERT INTO site_key (site_id, key, spelling, shared) VALUES ($1, $2, $3, $4)`,
			site, k.key, k.shown, k.shared); err != nil {
			return err
		}
	}
	return nil
}

func approvalKinds(site filing.Site) []int {
	kinds := []int{}
	for _, a := range site.Approvals {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

// textArray keeps an empty list from becoming NULL.
func textArray(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// change writes what differs from the register beside the document.
func (s *step) change(ctx context.Context, was *filing.Document) error {
	changes := filing.Differences(was, s.doc)
	touched := func(site string, access bool) bool {
		return slices.ContainsFunc(changes, func(c filing.Difference) bool {
			return c.Path.Site() == site && (c.Path.Access() != "") == access
		})
	}
	if touched("", false) {
		if err := s.changeEntity(ctx); err != nil {
			return err
		}
	}
	for _, site := range s.doc.Sites {
		before := was.Site(site.Key)
		id, err := s.siteID(ctx, site.Number)
		if err == nil && touched(site.Key, false) {
			err = s.changeSite(ctx, id, *before, site)
		}
		if err == nil && touched(site.Key, true) {
			err = s.changeAccesses(ctx, id, before.Accesses, site.Accesses)
		}
		if err != nil {
			return err
		}
		if touched(site.Key, false) || touched(site.Key, true) {
			s.out.Sites = append(s.out.Sites, site.Number)
		}
	}
	return nil
}

// siteID finds a service of the filing's entity that is in force.
func (s *step) siteID(ctx context.Context, n filing.Number) (id int64, err error) {
	err = s.tx.QueryRow(ctx, `SELECT id FROM site WHERE number = $1 AND entity_id = $2 AND cancelled_at IS NULL`, n, s.f.EntityID).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.Problems{{Path: "sites", Flaw: filing.Cancelled, Text: string(n)}}
	}
	return id, err
}

// changeSite writes a changed service; keys it gives up are free again.
func (s *step) changeSite(ctx context.Context, id int64, was, site filing.Site) error {
	details, err := s.d.s.sealSite(site)
	if err != nil {
		return err
	}
	if _, err := s.tx.Exec(ctx, `
		UPDATE site SET names = @names, home_urls = @urls, approvals = @approvals, details = @details, changed_at = @now WHERE id = @id`,
		s.d.args(pgx.NamedArgs{"id": id, "names": site.Names, "urls": textArray(site.HomeURLs), "approvals": approvalKinds(site),
			"details": details})); err != nil {
		return err
	}
	before, after := siteKeys(was), siteKeys(site)
	for _, k := range before {
		if !slices.ContainsFunc(after, k.alike) {
			if _, err := s.tx.Exec(ctx, `UPDATE site_key SET cancelled_at = $4 WHERE site_id = $1 AND key = $2 AND spelling = $3 AND cancelled_at IS NULL`,
				id, k.key, k.shown, s.d.s.now()); err != nil {
				return err
			}
		}
	}
	return s.addKeys(ctx, id, slices.DeleteFunc(after, func(k uniqueKey) bool { return slices.ContainsFunc(before, k.alike) }))
}

// cancelNamed ends the services that the document names, all of which must still
// be in force.
func (s *step) cancelNamed(ctx context.Context, register *filing.Document) error {
	sites := register.Only(s.doc)
	if len(sites) == 0 || len(sites) < len(s.doc.Sites) {
		return filing.Problems{{Path: "sites", Flaw: filing.Cancelled}}
	}
	return s.cancelSites(ctx, sites)
}

// cancelSites ends services with their keys and accesses, the service first:
// what ends with it is not its last access.
func (s *step) cancelSites(ctx context.Context, sites []filing.Site) error {
	for _, site := range sites {
		id, err := s.siteID(ctx, site.Number)
		if err != nil {
			return err
		}
		if _, err := s.tx.Exec(ctx, `UPDATE site SET cancelled_at = $2 WHERE id = $1`, id, s.d.s.now()); err != nil {
			return err
		}
		if _, err := s.tx.Exec(ctx, `UPDATE site_key SET cancelled_at = $2 WHERE site_id = $1 AND cancelled_at IS NULL`, id, s.d.s.now()); err != nil {
			return err
		}
		if _, err := s.tx.Exec(ctx, `UPDATE access SET cancelled_at = $2, ended_by = $3 WHERE site_id = $1 AND cancelled_at IS NULL`,
			id, s.d.s.now(), s.f.ID); err != nil {
			return err
		}
		for _, a := range site.Accesses {
			if !slices.Contains(s.ended, a.Provider) {
				s.ended = append(s.ended, a.Provider)
			}
		}
		s.out.Sites = append(s.out.Sites, site.Number)
	}
	return nil
}
