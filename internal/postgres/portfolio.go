package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// Entity is one entity of the register as its owner or staff see it.
type Entity struct {
	ID          int64         `db:"id"`
	Number      filing.Number `db:"number"`
	Province    string        `db:"province"`
	Name        string        `db:"name"`
	Nature      filing.Nature `db:"nature"`
	ApprovedAt  time.Time     `db:"approved_at"`
	CancelledAt *time.Time    `db:"cancelled_at"`
}

// RegisteredSite is one service of the register.
type RegisteredSite struct {
	ID          int64              `db:"id"`
	EntityID    int64              `db:"entity_id"`
	Number      filing.Number      `db:"number"`
	Service     filing.ServiceKind `db:"service"`
	Names       []string           `db:"names"`
	HomeURLs    []string           `db:"home_urls"`
	Domains     []string           `db:"domains"`
	ApprovedAt  time.Time          `db:"approved_at"`
	CancelledAt *time.Time         `db:"cancelled_at"`
}

// entityScope is what the actor may see of the register's own side, over table
// entity under the alias e.
func (d *Desk) entityScope() string {
	switch d.me.Tier {
	case filing.Registrant:
		return `e.id IN (SELECT o.entity_id FROM entity_account o WHERE o.account_id = @me UNION ALL
			SELECT g.entity_id FROM delegation g WHERE g.delegate_id = @me AND ` + running + `)`
	case filing.Provider:
		return `EXISTS (SELECT FROM site s JOIN access a ON a.site_id = s.id WHERE s.entity_id = e.id
		        AND a.provider_id = @my_provider AND a.cancelled_at IS NULL)`
	case filing.Bureau:
		return `e.province = @my_province`
	case filing.Ministry:
		return `true`
	default:
		return `false`
	}
}

const entityColumns = `e.id, e.number, e.province, e.name, e.nature, e.approved_at, e.cancelled_at`

// Entities lists the entities the actor may see, newest first; text narrows by
// number or name. after continues a list behind the id shown last.
func (d *Desk) Entities(ctx context.Context, text string, after int64, limit int) ([]Entity, error) {
	return all[Entity](ctx, d.s.db, `
		SELECT `+entityColumns+` FROM entity e
		WHERE (`+d.entityScope()+`) AND (@text = '' OR e.number = @text OR e.name LIKE @like OR `+d.ownSearch()+`) AND (@after = 0 OR e.id < @after)
		ORDER BY e.id DESC LIMIT @limit`,
		d.args(pgx.NamedArgs{"text": text, "like": "%" + escapeLike(text) + "%", "after": after, "limit": limit, "key": domainKey(text)}))
}

// ownSearch is what else a provider finds its customers by: a domain of theirs, and its own customer id of what they
// have bought, which is known by the buyer's account or by the address in use.
func (d *Desk) ownSearch() string {
	const byDomain = `EXISTS (SELECT FROM site s JOIN site_key k ON k.site_id = s.id WHERE s.entity_id = e.id AND k.key = @key AND k.cancelled_at IS NULL)`
	if d.me.Tier != filing.Provider {
		return byDomain
	}
	return byDomain + ` OR EXISTS (
		SELECT FROM resource r WHERE r.provider_id = @my_provider AND r.customer = @text
		  AND (r.owner_id IN (SELECT o.account_id FROM entity_account o WHERE o.entity_id = e.id)
		       OR EXISTS (SELECT FROM site s JOIN access a ON a.site_id = s.id JOIN access_range x ON x.access_id = a.id
		                  WHERE s.entity_id = e.id AND a.provider_id = @my_provider AND a.cancelled_at IS NULL AND x.first = x.last
		                    AND host(x.first) = ANY(r.ips))))`
}

// domainKey is the registrable domain in a text, empty when it is none.
func domainKey(text string) string {
	name, err := ident.Domain(text)
	if fault := ident.FaultOf(err); fault != nil && fault.Text != "" { // pasted with http:// or www.
		name, err = ident.Domain(fault.Text)
	}
	if err != nil {
		return ""
	}
	return name.Registrable
}

// Entity is one entity with what it was filed as; its personal data is for
// whoever shows it to mask.
func (d *Desk) Entity(ctx context.Context, id int64) (Entity, filing.Entity, error) {
	e, err := one[Entity](ctx, d.s.db, `SELECT `+entityColumns+` FROM entity e WHERE e.id = @id AND (`+d.entityScope()+`)`,
		d.args(pgx.NamedArgs{"id": id}))
	if err != nil {
		return e, filing.Entity{}, err
	}
	var sealed []byte
	var filed filing.Entity
	if err := d.s.db.QueryRow(ctx, `SELECT details FROM entity WHERE id = $1`, id).Scan(&sealed); err != nil {
		return e, filed, err
	}
	if err := d.s.unseal(sealEntity, sealed, &filed); err != nil {
		return e, filed, err
	}
	doc, err := d.forEyes(ctx, d.s.db, id, 0, &filing.Document{Entity: filed})
	return e, doc.Entity, err
}

// Sites lists the services of an entity the actor may see.
func (d *Desk) Sites(ctx context.Context, entity int64) ([]RegisteredSite, error) {
	return all[RegisteredSite](ctx, d.s.db, `
		SELECT s.id, s.entity_id, s.number, s.service, s.names, s.home_urls,
		       ARRAY(SELECT k.spelling FROM site_key k WHERE k.site_id = s.id
		             AND (k.cancelled_at IS NULL OR k.cancelled_at = s.cancelled_at) ORDER BY k.spelling) AS domains,
		       s.approved_at, s.cancelled_at
		FROM site s JOIN entity e ON e.id = s.entity_id
		WHERE e.id = @id AND (`+d.entityScope()+`) ORDER BY s.sequence`, d.args(pgx.NamedArgs{"id": entity}))
}
