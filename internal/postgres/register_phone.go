package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// indexPhones keeps the blind indexes of an entity's phones beside what the register
// says of it; a cancelled entity has none.
func (s *Store) indexPhones(ctx context.Context, tx pgx.Tx, entity int64, doc *filing.Document) error {
	if _, err := tx.Exec(ctx, `DELETE FROM entity_phone WHERE entity_id = $1`, entity); err != nil {
		return err
	}
	for _, index := range s.phoneIndexes(doc) {
		if _, err := tx.Exec(ctx, `INSERT INTO entity_phone (entity_id, phone_index) VALUES ($1, $2)`, entity, index); err != nil {
			return err
		}
	}
	return nil
}

// phoneIndexes are those of the principals' mobiles and emergency phones, each once.
func (s *Store) phoneIndexes(doc *filing.Document) [][]byte {
	var phones []string
	add := func(p filing.Principal) { phones = append(append(phones, p.Mobiles...), p.EmergencyPhone) }
	add(doc.Entity.Principal)
	for _, site := range doc.Sites {
		add(site.Principal)
	}
	slices.Sort(phones)
	var list [][]byte
	for _, phone := range slices.Compact(phones) {
		if phone != "" {
			list = append(list, s.Keys.Index(indexMobile, phone))
		}
	}
	return list
}
