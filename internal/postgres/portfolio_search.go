package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// SiteSearch narrows the services of a portfolio.
type SiteSearch struct {
	Text      string // name of service or entity, number or domain
	Entity    int64
	Provider  int64 // that gives access
	Service   filing.ServiceKind
	Cancelled bool  // those that have ended, instead of those in force
	After     int64 // goes on behind the id shown last
	Limit     int
}

// FoundSite is one service of a portfolio with its entity and its providers.
type FoundSite struct {
	RegisteredSite
	EntityNumber filing.Number `db:"entity_number"`
	Unit         string        `db:"unit"`
	Providers    []string      `db:"providers"`
	Restricted   bool          `db:"restricted"`
}

const foundSiteWhere = `(e.cancelled_at IS NOT NULL OR s.cancelled_at IS NOT NULL) = @cancelled
	AND (@entity = 0 OR e.id = @entity) AND (@service = 0 OR s.service = @service)
	AND (@provider = 0 OR EXISTS (SELECT FROM access a WHERE a.site_id = s.id AND a.provider_id = @provider AND a.cancelled_at IS NULL))
	AND (@text = '' OR s.number = @number OR e.number = @number OR e.name LIKE @like
	     OR EXISTS (SELECT FROM unnest(s.names) n WHERE n ILIKE @like)
	     OR EXISTS (SELECT FROM site_key k WHERE k.site_id = s.id AND k.spelling ILIKE @like))`

func (d *Desk) siteSearchArgs(s SiteSearch) pgx.NamedArgs {
	text := strings.TrimSpace(s.Text)
	number, _ := filing.ParseNumber(text)
	return d.args(pgx.NamedArgs{"text": text, "number": number, "like": "%" + escapeLike(text) + "%", "entity": s.Entity, "service": s.Service,
		"provider": s.Provider, "cancelled": s.Cancelled, "after": s.After, "limit": s.Limit})
}

// SearchSites lists the services of the actor's entities, the newest first.
func (d *Desk) SearchSites(ctx context.Context, s SiteSearch) ([]FoundSite, error) {
	return all[FoundSite](ctx, d.s.db, `
		SELECT s.id, s.entity_id, s.number, s.service, s.names, s.home_urls,
		       ARRAY(SELECT k.spelling FROM site_key k WHERE k.site_id = s.id
		             AND (k.cancelled_at IS NULL OR k.cancelled_at = s.cancelled_at) ORDER BY k.spelling) AS domains,
		       s.approved_at, coalesce(s.cancelled_at, e.cancelled_at) AS cancelled_at, e.number AS entity_number, e.name AS unit,
		       ARRAY(SELECT DISTINCT p.name FROM access a JOIN provider p ON p.id = a.provider_id
		             WHERE a.site_id = s.id AND a.cancelled_at IS NULL ORDER BY p.name) AS providers, s.restricted
		FROM site s JOIN entity e ON e.id = s.entity_id
		WHERE (`+d.entityScope()+`) AND `+foundSiteWhere+` AND (@after = 0 OR s.id < @after)
		ORDER BY s.id DESC LIMIT @limit`, d.siteSearchArgs(s))
}

// CountSites counts what SearchSites lists in all.
func (d *Desk) CountSites(ctx context.Context, s SiteSearch) (n int, err error) {
	err = d.s.db.QueryRow(ctx, `SELECT count(*) FROM site s JOIN entity e ON e.id = s.entity_id WHERE (`+d.entityScope()+`) AND `+foundSiteWhere,
		d.siteSearchArgs(s)).Scan(&n)
	return n, err
}

// SiteProviders lists the providers that give the actor's services access.
func (d *Desk) SiteProviders(ctx context.Context) ([]AccessProvider, error) {
	ids, err := d.s.db.Query(ctx, `
		SELECT DISTINCT a.provider_id FROM access a JOIN site s ON s.id = a.site_id JOIN entity e ON e.id = s.entity_id
		WHERE (`+d.entityScope()+`) AND a.cancelled_at IS NULL AND s.cancelled_at IS NULL ORDER BY 1`, d.args(nil))
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(ids, pgx.RowTo[int64])
	var providers []AccessProvider
	for _, id := range list {
		one, err := d.Provider(ctx, id)
		if err != nil {
			return nil, err
		}
		providers = append(providers, one)
	}
	return providers, err
}
