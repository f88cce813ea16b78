package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// addAccess gives the filing's provider its accesses of a service.
func (s *step) addAccess(ctx context.Context, was register) error {
	for _, site := range s.doc.Sites {
		id, err := s.siteID(ctx, site.Number)
		if err != nil {
			return err
		}
		if now := was.Document.Numbered(site.Number); now != nil && now.AccessedBy(s.f.ProviderID) {
			return filing.Problems{{Path: "provider", Flaw: filing.AlreadyAccessed, Text: string(site.Number)}}
		}
		if err := s.addAccesses(ctx, id, site.Accesses); err != nil {
			return err
		}
		s.out.Sites = append(s.out.Sites, site.Number)
	}
	return nil
}

func (s *step) addAccesses(ctx context.Context, site int64, list []filing.Access) error {
	for _, a := range list {
		var id int64
		if err := s.tx.QueryRow(ctx, `
			INSERT INTO access (site_id, provider_id, method, dynamic, places, remark, approved_at)
			VALUES (@site, @provider, @method, @dynamic, @places, @remark, @now) RETURNING id`,
			s.d.args(pgx.NamedArgs{"site": site, "provider": s.f.ProviderID, "method": a.Method, "dynamic": a.Dynamic,
				"places": a.Places, "remark": a.Remark})).Scan(&id); err != nil {
			return err
		}
		if err := s.addRanges(ctx, id, a.IPs); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) addRanges(ctx context.Context, access int64, ips []string) error {
	for place, ip := range ips {
		r, err := ident.ParseIPRange(ip)
		if err != nil {
			return err
		}
		if _, err := s.tx.Exec(ctx, `INSERT INTO access_range (access_id, first, last, place) VALUES ($1, $2::inet, $3::inet, $4) ON CONFLICT DO NOTHING`,
			access, r.Start.String(), r.End.String(), place); err != nil {
			return err
		}
	}
	return nil
}

// changeAccesses brings the provider's accesses of a service to what a change
// says: new ones first, so that the service is never without.
func (s *step) changeAccesses(ctx context.Context, site int64, before, after []filing.Access) error {
	for _, a := range after {
		if a.ID == 0 {
			if err := s.addAccesses(ctx, site, []filing.Access{a}); err != nil {
				return err
			}
			continue
		}
		if err := s.changeAccess(ctx, a, before); err != nil {
			return err
		}
	}
	var gone []int64
	for _, b := range before {
		if !slices.ContainsFunc(after, func(a filing.Access) bool { return a.ID == b.ID }) {
			gone = append(gone, b.ID)
		}
	}
	return s.endAccesses(ctx, gone)
}

func (s *step) changeAccess(ctx context.Context, a filing.Access, before []filing.Access) error {
	i := slices.IndexFunc(before, func(b filing.Access) bool { return b.ID == a.ID })
	if i < 0 {
		return filing.Problems{{Path: "provider", Flaw: filing.NotAccessedHere}}
	}
	if _, err := s.tx.Exec(ctx, `UPDATE access SET method = @method, dynamic = @dynamic, places = @places, remark = @remark WHERE id = @id`,
		pgx.NamedArgs{"id": a.ID, "method": a.Method, "dynamic": a.Dynamic, "places": a.Places, "remark": a.Remark}); err != nil {
		return err
	}
	if slices.Equal(a.IPs, before[i].IPs) {
		return nil // the provider may have given up the range since
	}
	if _, err := s.tx.Exec(ctx, `DELETE FROM access_range WHERE access_id = $1`, a.ID); err != nil {
		return err
	}
	return s.addRanges(ctx, a.ID, a.IPs)
}

// cancelAccess ends the accesses that the document names.
func (s *step) cancelAccess(ctx context.Context) error {
	var ids []int64
	for _, site := range s.doc.Sites {
		for _, a := range site.Accesses {
			ids = append(ids, a.ID)
		}
		s.out.Sites = append(s.out.Sites, site.Number)
	}
	return s.endAccesses(ctx, ids)
}

// endAccesses ends accesses of the filing's provider. One that has ended already
// stays as it is.
func (s *step) endAccesses(ctx context.Context, ids []int64) error {
	_, err := s.tx.Exec(ctx, `
		UPDATE access SET cancelled_at = @now, ended_by = @filing WHERE id = ANY(@ids) AND provider_id = @provider AND cancelled_at IS NULL`,
		s.d.args(pgx.NamedArgs{"filing": s.f.ID, "ids": ids, "provider": s.f.ProviderID}))
	return err
}
