package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/name"
)

// Record is what the public may know of one service. There is nothing personal
// in it: it is read from tables of its own by a role that can read no more.
type Record struct {
	ID           int64              `db:"id"`
	Number       filing.Number      `db:"number"`
	EntityNumber filing.Number      `db:"entity_number"`
	Province     string             `db:"province"`
	UnitName     string             `db:"unit_name"`
	Nature       filing.Nature      `db:"nature"`
	Service      filing.ServiceKind `db:"service"`
	Names        []string           `db:"names"`
	HomeURLs     []string           `db:"home_urls"`
	Domains      []string           `db:"domains"`
	IPOnly       bool               `db:"ip_only"`
	Approvals    []int              `db:"approvals"`
	Restricted   bool               `db:"restricted"` // 限制接入
	ApprovedAt   time.Time          `db:"approved_at"`
	ChangedAt    time.Time          `db:"changed_at"`
	CancelledAt  *time.Time         `db:"cancelled_at"`
}

const recordColumns = `r.id, r.number, r.entity_number, r.province, r.unit_name, r.nature, r.service, r.names, r.home_urls,
	r.domains, r.ip_only, r.approvals, r.restricted, r.approved_at, r.changed_at, r.cancelled_at`

// Lookup is the register as the public reads it, on a pool of its own.
type Lookup struct {
	db    DB
	index func(filing.Entity) []byte // of a certificate
	known *shareMemory
	shown func(filing.Nature, string) string // name of a unit as the public reads it
}

// Lookup is the public's side of the store.
func (s *Store) Lookup() *Lookup {
	return &Lookup{s.public, s.certificateIndex, s.known, s.PublicName}
}

// PublicName is the name of a unit as the public reads it: a natural person's is
// masked where the setting says so. A name masked before stays as it is.
func (s *Store) PublicName(n filing.Nature, name string) string {
	if s.MaskPersons && n == filing.Individual {
		return ident.MaskName(name)
	}
	return name
}

// show gives records the names the public reads.
func (l *Lookup) show(list []Record) []Record {
	for i := range list {
		list[i].UnitName = l.shown(list[i].Nature, list[i].UnitName)
	}
	return list
}

// The ways to ask for many at once, by the column that is asked.
const (
	byNumber = `SELECT r.number AS asked, ` + recordColumns + ` FROM public_number r WHERE r.number = ANY ($1)`
	byEntity = `SELECT r.entity_number AS asked, ` + recordColumns + ` FROM public_number r WHERE r.entity_number = ANY ($1) ORDER BY r.id LIMIT 100000`
	byKey    = `SELECT r.key AS asked, ` + recordColumns + ` FROM public_domain r WHERE r.key = ANY ($1) ORDER BY r.id`
)

// ByNumber finds a service by its number, or every service of an entity by the
// number without a suffix. A cancelled record is still found, by number only.
func (l *Lookup) ByNumber(ctx context.Context, n filing.Number) ([]Record, error) {
	find := l.ByEntities
	if n.IsService() {
		find = l.ByNumbers
	}
	found, err := find(ctx, []string{string(n)})
	return found[string(n)], err
}

// ByKey finds the live services that hold a registrable domain, or the address of
// one reached by address alone.
func (l *Lookup) ByKey(ctx context.Context, key string) ([]Record, error) {
	found, err := l.ByKeys(ctx, []string{key})
	return found[key], err
}

// ByNumbers, ByEntities and ByKeys are ByNumber and ByKey for many in one query.
func (l *Lookup) ByNumbers(ctx context.Context, numbers []string) (map[string][]Record, error) {
	return l.many(ctx, byNumber, numbers)
}

// ByEntities finds all services of entities by their numbers.
func (l *Lookup) ByEntities(ctx context.Context, numbers []string) (map[string][]Record, error) {
	return l.many(ctx, byEntity, numbers)
}

// ByKeys finds the services in force by domains and addresses.
func (l *Lookup) ByKeys(ctx context.Context, keys []string) (map[string][]Record, error) {
	return l.many(ctx, byKey, keys)
}

// many reads by hand what RowToStructByName reads by reflection: point lookups are
// most of what the database is asked.
func (l *Lookup) many(ctx context.Context, sql string, asked []string) (map[string][]Record, error) {
	rows, err := l.db.Query(ctx, sql, asked)
	if err != nil {
		return nil, err
	}
	found := make(map[string][]Record, len(asked))
	var word string
	var r Record
	_, err = pgx.ForEachRow(rows, []any{&word, &r.ID, &r.Number, &r.EntityNumber, &r.Province, &r.UnitName, &r.Nature, &r.Service, &r.Names,
		&r.HomeURLs, &r.Domains, &r.IPOnly, &r.Approvals, &r.Restricted, &r.ApprovedAt, &r.ChangedAt, &r.CancelledAt}, func() error {
		r.UnitName = l.shown(r.Nature, r.UnitName)
		found[word] = append(found[word], r)
		r = Record{} // slices of the next row are its own
		return nil
	})
	return found, err
}

// byUnits reads no more than a batch may show: some names are shared by thousands.
const byUnits = `SELECT u.asked, ` + recordColumns + ` FROM unnest($1::text[]) AS u (asked), LATERAL (
	SELECT id FROM public_name WHERE person IN (false, true) AND unit = u.asked ORDER BY id LIMIT 20) n JOIN public_number r ON r.id = n.id ORDER BY r.id`

// ByUnits finds services in force by the bare names (name.Bare) of their units, at
// most 20 of each.
func (l *Lookup) ByUnits(ctx context.Context, bare []string) (map[string][]Record, error) {
	slices.Sort(bare)
	return l.many(ctx, byUnits, slices.Compact(bare))
}

// ByUnit finds the live services of units of exactly that name, in the order of
// their ids from after one on.
func (l *Lookup) ByUnit(ctx context.Context, unit string, after int64, limit int) (found []Record, err error) {
	folded := name.Fold(unit) // tells 甲（北京）公司 from 甲北京公司, which are read together
	for len(found) < limit {
		list, err := all[Record](ctx, l.db, `
			SELECT `+recordColumns+` FROM public_name n JOIN public_number r ON r.id = n.id
			WHERE n.person IN (false, true) AND n.unit = @unit AND n.id > @after
			ORDER BY n.id LIMIT @limit`, pgx.NamedArgs{"unit": name.Bare(unit), "after": after, "limit": limit})
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if after = r.ID; name.Fold(r.UnitName) == folded && len(found) < limit {
				found = append(found, r)
			}
		}
		if len(list) < limit {
			break
		}
	}
	return l.show(found), nil
}

// EntityRecord is a unit without regard to its services: an entity whose sites
// are all gone is still an entity.
type EntityRecord struct {
	Number      filing.Number `db:"number"`
	Province    string        `db:"province"`
	UnitName    string        `db:"unit_name"`
	Nature      filing.Nature `db:"nature"`
	ApprovedAt  time.Time     `db:"approved_at"`
	CancelledAt *time.Time    `db:"cancelled_at"`
}

// Entity finds an entity by its number.
func (l *Lookup) Entity(ctx context.Context, n filing.Number) (EntityRecord, error) {
	e, err := one[EntityRecord](ctx, l.db, `SELECT number, province, unit_name, nature, approved_at, cancelled_at FROM public_entity WHERE number = @number`,
		pgx.NamedArgs{"number": n.Entity()})
	e.UnitName = l.shown(e.Nature, e.UnitName)
	return e, err
}

// ByCertificate tells under which number one of the certificates is filed;
// ErrNotFound when none is. The answer holds no name.
func (l *Lookup) ByCertificate(ctx context.Context, certificates []filing.Entity) (filing.Number, error) {
	indexes := make([][]byte, 0, len(certificates))
	for _, c := range certificates {
		indexes = append(indexes, l.index(c))
	}
	var n filing.Number
	err := l.db.QueryRow(ctx, `SELECT number FROM public_certificate WHERE certificate_index = ANY(@indexes) LIMIT 1`,
		pgx.NamedArgs{"indexes": indexes}).Scan(&n)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.ErrNotFound
	}
	return n, err
}

// escapeLike takes the meaning from the wildcards of LIKE.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
