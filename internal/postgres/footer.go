package postgres

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
)

// FooterSite is a website whose page is to be looked at.
type FooterSite struct {
	ID       int64         `db:"id"`
	Number   filing.Number `db:"number"`
	HomeURLs []string      `db:"home_urls"`
}

// NextFooters gives the next websites in force of the round over all of them; after
// the last one it begins anew. Several nodes get different ones.
func (s *Store) NextFooters(ctx context.Context, limit int) (list []FooterSite, err error) {
	err = s.transact(ctx, func(tx pgx.Tx) error {
		var last int64
		if err := tx.QueryRow(ctx, `SELECT last FROM footer_round FOR UPDATE`).Scan(&last); err != nil {
			return err
		}
		if list, err = footersAfter(ctx, tx, last, limit); err == nil && len(list) == 0 && last > 0 {
			list, err = footersAfter(ctx, tx, 0, limit)
		}
		if err != nil || len(list) == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE footer_round SET last = $1`, list[len(list)-1].ID)
		return err
	})
	return list, err
}

func footersAfter(ctx context.Context, tx pgx.Tx, after int64, limit int) ([]FooterSite, error) {
	return all[FooterSite](ctx, tx, `
		SELECT id, number, home_urls FROM site
		WHERE id > @after AND service = @website AND cancelled_at IS NULL AND cardinality(home_urls) > 0 ORDER BY id LIMIT @limit`,
		pgx.NamedArgs{"after": after, "website": filing.Website, "limit": limit})
}

// FooterSeen is the outcome of a look at a site.
type FooterSeen struct {
	Fine    bool
	Seen    bool // the page itself: what is to be mended is the owner's to mend
	Finding any  // written as JSON
}

// KeepFooter keeps what a look at a site found. Its owners are told once, until it was
// fine again; a page that could not be seen may be so by chance.
func (s *Store) KeepFooter(ctx context.Context, site int64, look FooterSeen) error {
	text, err := json.Marshal(look.Finding)
	if err != nil {
		return err
	}
	return s.transact(ctx, func(tx pgx.Tx) error {
		var told bool
		err := tx.QueryRow(ctx, `
			INSERT INTO footer_check AS c (site_id, checked_at, fine, finding) VALUES ($1, $2, $3, $4)
			ON CONFLICT (site_id) DO UPDATE SET checked_at = excluded.checked_at, fine = excluded.fine, finding = excluded.finding,
				told = c.told AND NOT excluded.fine
			RETURNING told`, site, s.now(), look.Fine, text).Scan(&told)
		if err != nil || told || look.Fine || !look.Seen {
			return err
		}
		return s.tellFooter(ctx, tx, site)
	})
}

type footerOwner struct {
	Account int64         `db:"account_id"`
	Number  filing.Number `db:"number"`
	Names   []string      `db:"names"`
}

func (s *Store) tellFooter(ctx context.Context, tx pgx.Tx, site int64) error {
	owners, err := all[footerOwner](ctx, tx, `
		SELECT o.account_id, s.number, s.names FROM site s JOIN entity_account o ON o.entity_id = s.entity_id
		WHERE s.id = @site ORDER BY o.account_id`, pgx.NamedArgs{"site": site})
	if err != nil {
		return err
	}
	for _, o := range owners {
		l := message.FooterToMend(strings.Join(o.Names, "、"), string(o.Number), s.url("/my/footers"))
		if err := s.sayToAccount(ctx, tx, o.Account, 0, l); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `UPDATE footer_check SET told = true WHERE site_id = $1`, site)
	return err
}

// FooterCheck is what the last look at a site found.
type FooterCheck struct {
	Site      int64           `db:"site_id"`
	Number    filing.Number   `db:"number"`
	Names     []string        `db:"names"`
	Fine      bool            `db:"fine"`
	CheckedAt time.Time       `db:"checked_at"`
	Finding   json.RawMessage `db:"finding"`
}

// Footers lists the sites that the actor may see and whose last look found something
// to mend, behind the site after: of an owner's entities, a provider's customers, a
// bureau's province.
func (d *Desk) Footers(ctx context.Context, after int64, limit int) ([]FooterCheck, error) {
	return all[FooterCheck](ctx, d.s.db, `
		SELECT c.site_id, s.number, s.names, c.fine, c.checked_at, c.finding
		FROM footer_check c JOIN site s ON s.id = c.site_id JOIN entity e ON e.id = s.entity_id
		WHERE NOT c.fine AND s.cancelled_at IS NULL AND e.cancelled_at IS NULL AND c.site_id > @after AND `+d.footerScope()+`
		ORDER BY c.site_id LIMIT @limit`, d.args(pgx.NamedArgs{"after": after, "limit": limit}))
}

func (d *Desk) footerScope() string {
	switch d.me.Tier {
	case filing.Registrant:
		return `EXISTS (SELECT FROM entity_account o WHERE o.entity_id = e.id AND o.account_id = @me)`
	case filing.Provider:
		return `EXISTS (SELECT FROM access a WHERE a.site_id = s.id AND a.provider_id = @my_provider AND a.cancelled_at IS NULL)`
	case filing.Bureau:
		return `e.province = @my_province`
	case filing.Ministry:
		return `true`
	}
	return `false`
}
