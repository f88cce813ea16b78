package postgres

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// register is one entity as the register has it.
type register struct {
	Document    *filing.Document // with every service in force; keys are their sequence numbers
	Version     int
	CancelledAt *time.Time
}

// live is the document of an entity that takes filings, nil of a cancelled one.
func (r register) live() *filing.Document {
	if r.CancelledAt != nil {
		return nil
	}
	return r.Document
}

func (s *Store) register(ctx context.Context, q DB, entity int64) (register, error) {
	r := register{Document: &filing.Document{}}
	var details []byte
	err := q.QueryRow(ctx, `SELECT details, version, cancelled_at FROM entity WHERE id = $1`, entity).Scan(&details, &r.Version, &r.CancelledAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, filing.ErrNotFound
	}
	if err == nil {
		err = s.unseal(sealEntity, details, &r.Document.Entity)
	}
	if err != nil {
		return r, err
	}
	if err := s.readSites(ctx, q, entity, r.Document); err != nil {
		return r, err
	}
	r.Document.Complete()
	return r, nil
}

type siteRow struct {
	ID       int64         `db:"id"`
	Sequence int           `db:"sequence"`
	Number   filing.Number `db:"number"`
	Details  []byte        `db:"details"`
}

func (s *Store) readSites(ctx context.Context, q DB, entity int64, doc *filing.Document) error {
	rows, err := all[siteRow](ctx, q, `
		SELECT id, sequence, number, details FROM site WHERE entity_id = @id AND cancelled_at IS NULL ORDER BY sequence`,
		pgx.NamedArgs{"id": entity})
	if err != nil {
		return err
	}
	accesses, err := s.readAccesses(ctx, q, entity)
	if err != nil {
		return err
	}
	for _, row := range rows {
		var site filing.Site
		if err := s.unseal(sealSite, row.Details, &site); err != nil {
			return err
		}
		site.Key, site.Number, site.Accesses = strconv.Itoa(row.Sequence), row.Number, accesses[row.ID]
		doc.Sites = append(doc.Sites, site)
	}
	return nil
}

type accessRow struct {
	ID       int64    `db:"id"`
	Site     int64    `db:"site_id"`
	Provider int64    `db:"provider_id"`
	Method   int      `db:"method"`
	Dynamic  bool     `db:"dynamic"`
	Places   []string `db:"places"`
	Remark   string   `db:"remark"`
	IPs      []string `db:"ips"`
}

// readAccesses reads the live accesses of an entity's services, by service. Their
// keys are their ids, so that they stay when others come and go.
func (s *Store) readAccesses(ctx context.Context, q DB, entity int64) (map[int64][]filing.Access, error) {
	rows, err := all[accessRow](ctx, q, `
		SELECT a.id, a.site_id, a.provider_id, a.method, a.dynamic, a.places, a.remark,
		       ARRAY(SELECT host(r.first) || '-' || host(r.last) FROM access_range r WHERE r.access_id = a.id ORDER BY r.place, r.first) AS ips
		FROM access a JOIN site s ON s.id = a.site_id
		WHERE s.entity_id = @id AND a.cancelled_at IS NULL ORDER BY a.id`, pgx.NamedArgs{"id": entity})
	if err != nil {
		return nil, err
	}
	bySite := map[int64][]filing.Access{}
	for _, r := range rows {
		a := filing.Access{Key: strconv.FormatInt(r.ID, 10), ID: r.ID, Provider: r.Provider, Method: r.Method, Dynamic: r.Dynamic,
			Places: r.Places, Remark: r.Remark}
		for _, ip := range r.IPs {
			at, err := ident.ParseIPRange(ip)
			if err != nil {
				return nil, err
			}
			a.IPs = append(a.IPs, at.String())
		}
		bySite[r.Site] = append(bySite[r.Site], a)
	}
	return bySite, nil
}

// RegisteredDocument is what the register says of an entity, with every service in
// force; a provider sees the accesses of its own only.
func (d *Desk) RegisteredDocument(ctx context.Context, entity int64) (*filing.Document, error) {
	r, err := d.registerOf(ctx, d.s.db, entity)
	if err != nil {
		return nil, err
	}
	if d.me.Tier == filing.Provider {
		return r.Document.Beside(r.Document, d.me.Provider), nil
	}
	return d.forEyes(ctx, d.s.db, entity, 0, r.Document)
}

// registerOf is register for an entity that the actor may see.
func (d *Desk) registerOf(ctx context.Context, q DB, entity int64) (register, error) {
	var seen bool
	err := q.QueryRow(ctx, `SELECT EXISTS (SELECT FROM entity e WHERE e.id = @id AND (`+d.entityScope()+`))`,
		d.args(pgx.NamedArgs{"id": entity})).Scan(&seen)
	if err == nil && !seen {
		err = filing.ErrNotFound
	}
	if err != nil {
		return register{}, err
	}
	return d.s.register(ctx, q, entity)
}

// inForce is the live register of a filing's entity, nil when the filing has none.
func (s *Store) inForce(ctx context.Context, q DB, f Filing) (register, error) {
	if f.EntityID == 0 {
		return register{}, nil
	}
	return s.register(ctx, q, f.EntityID)
}
