package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

const sealRegister = "register"

// keepVersion enters what the register says from now on into the history of the
// filing's entity. was gives a cancelled entity's last words.
func (s *step) keepVersion(ctx context.Context, version int, was *filing.Document) error {
	now, err := s.d.s.register(ctx, s.tx, s.f.EntityID)
	if err != nil {
		return err
	}
	if err := s.d.s.indexPhones(ctx, s.tx, s.f.EntityID, now.Document); err != nil {
		return err
	}
	services := textArray(nil)
	for _, n := range s.out.Sites {
		services = append(services, string(n))
	}
	if s.f.Kind == filing.Change && entityTouched(was, now.Document) {
		services = textArray(nil)
	}
	return s.d.s.writeVersion(ctx, s.tx, s.f.EntityID, version, s.f.ID, s.f.Kind, services, now.Document, s.d.s.now())
}

func entityTouched(was, now *filing.Document) bool {
	for _, c := range filing.Differences(was, now) {
		if c.Path.Site() == "" {
			return true
		}
	}
	return false
}

// keepFirstVersion begins the history of an entity that was imported.
func (s *step) keepFirstVersion(ctx context.Context, version int) error {
	var begun bool
	err := s.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM register_version WHERE entity_id = $1)`, s.f.EntityID).Scan(&begun)
	if err != nil || begun {
		return err
	}
	was, err := s.d.s.register(ctx, s.tx, s.f.EntityID)
	if err != nil {
		return err
	}
	var approved time.Time
	if err := s.tx.QueryRow(ctx, `SELECT approved_at FROM entity WHERE id = $1`, s.f.EntityID).Scan(&approved); err != nil {
		return err
	}
	return s.d.s.writeVersion(ctx, s.tx, s.f.EntityID, version, 0, filing.FirstFiling, textArray(nil), was.Document, approved)
}

func (s *Store) writeVersion(ctx context.Context, tx pgx.Tx, entity int64, version int, by int64, k filing.Kind, services []string,
	doc *filing.Document, at time.Time) error {
	sealed, err := s.seal(sealRegister, doc)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO register_version (entity_id, version, filing_id, kind, services, sealed, at)
		VALUES (@entity, @version, nullif(@filing, 0), @kind, @services, @sealed, @at)`,
		pgx.NamedArgs{"entity": entity, "version": version, "filing": by, "kind": k, "services": services, "sealed": sealed, "at": at})
	return err
}

// RegisterVersion is what the register said of an entity from one filing on, until
// the next.
type RegisterVersion struct {
	Version  int             `db:"version"`
	Filing   int64           `db:"filing_id"` // 0 for what was imported
	Kind     filing.Kind     `db:"kind"`
	Services []filing.Number `db:"services"` // concerned; none where the entity itself is
	At       time.Time       `db:"at"`
}

// RegisterHistory lists what happened to an entity that the actor may see, oldest
// first. An imported entity's begins with its first filing here.
func (d *Desk) RegisterHistory(ctx context.Context, entity int64) ([]RegisterVersion, error) {
	return all[RegisterVersion](ctx, d.s.db, `
		SELECT v.version, coalesce(v.filing_id, 0) AS filing_id, v.kind, v.services, v.at
		FROM register_version v JOIN entity e ON e.id = v.entity_id
		WHERE v.entity_id = @id AND (`+d.entityScope()+`) ORDER BY v.version`, d.args(pgx.NamedArgs{"id": entity}))
}

// RegisteredAt is what the register said of an entity in one version of its
// history.
func (d *Desk) RegisteredAt(ctx context.Context, entity int64, version int) (*filing.Document, error) {
	if _, err := d.registerOf(ctx, d.s.db, entity); err != nil {
		return nil, err
	}
	doc, err := d.s.versionOf(ctx, d.s.db, entity, version)
	if err == nil && d.me.Tier == filing.Provider {
		doc = doc.Beside(doc, d.me.Provider)
	}
	if err != nil {
		return nil, err
	}
	return d.forEyes(ctx, d.s.db, entity, 0, doc)
}

func (s *Store) versionOf(ctx context.Context, q DB, entity int64, version int) (*filing.Document, error) {
	var sealed []byte
	err := q.QueryRow(ctx, `SELECT sealed FROM register_version WHERE entity_id = $1 AND version = $2`, entity, version).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, filing.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	var doc filing.Document
	return &doc, s.unseal(sealRegister, sealed, &doc)
}

// HistoryEntry is what the public learns of one step in the life of a number.
type HistoryEntry struct {
	Kind     filing.Kind     `db:"kind"`
	Services []filing.Number `db:"services"` // concerned; none where the entity itself is
	At       time.Time       `db:"at"`
}

// History lists the steps in the life of an entity, oldest first; of one service
// its own from its first filing to its cancellation, and the entity's meanwhile.
// What was imported has none before its first filing here.
func (l *Lookup) History(ctx context.Context, n filing.Number) ([]HistoryEntry, error) {
	steps, err := all[HistoryEntry](ctx, l.db, `
		SELECT kind, services, at FROM public_history WHERE entity_number = @entity ORDER BY version`,
		pgx.NamedArgs{"entity": n.Entity()})
	if err != nil || !n.IsService() {
		return steps, err
	}
	var life []HistoryEntry
	for _, s := range steps {
		own := slices.Contains(s.Services, n)
		if own && (s.Kind == filing.FirstFiling || s.Kind == filing.AddSite) {
			life = nil
		}
		if own || len(s.Services) == 0 {
			life = append(life, s)
		}
		if own && s.Kind == filing.CancelSite {
			break
		}
	}
	return life, nil
}
