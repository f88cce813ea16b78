package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/zh"
)

// tellBegun tells whom a matter is addressed to, and gives whoever asked the number.
func (d *Desk) tellBegun(ctx context.Context, tx pgx.Tx, m Matter, said MatterSaid) error {
	bureau := bureauName(m.Province)
	switch m.Course {
	case filing.Report, filing.Question:
		l := message.MatterAsked(zh.Course(m.Course), m.Receipt, bureau, d.s.url("/"+string(m.Course)+"s/progress"))
		if m.OwnerID != 0 {
			return d.s.sayToAccount(ctx, tx, m.OwnerID, 0, l)
		}
		return d.s.say(ctx, tx, recipient{Mobile: said.Mobile, Email: said.Email}, l, false)
	case filing.Conflict:
		if err := d.s.sayToAccount(ctx, tx, m.OwnerID, 0, message.MatterAsked(zh.Course(m.Course), m.Receipt, bureau, d.s.url(fmt.Sprintf("/my/conflicts/%d", m.ID)))); err != nil {
			return err
		}
	}
	return d.tellParty(ctx, tx, m, said.Words)
}

// tellParty asks the addressed side for an answer until the day.
func (d *Desk) tellParty(ctx context.Context, tx pgx.Tx, m Matter, words string) error {
	subject := string(m.Service)
	if m.Course == filing.Conflict {
		subject = m.Domain
	} else if subject == "" {
		n, err := d.s.numberOf(ctx, tx, m.EntityID)
		if err != nil {
			return err
		}
		subject = string(n)
	}
	path := map[filing.Course]string{filing.SpotCheck: "inspections", filing.Rectify: "rectifications", filing.Conflict: "conflicts"}[m.Course]
	if m.ProviderID != 0 {
		l := message.MatterToAnswer(zh.Course(m.Course), bureauName(m.Province), subject, words, m.DueOn.Time(), d.s.url(fmt.Sprintf("/provider/%s/%d", path, m.ID)))
		return d.s.sayToAdmins(ctx, tx, m.ProviderID, l)
	}
	return d.s.sayToOwners(ctx, tx, m.EntityID, 0, message.MatterToAnswer(zh.Course(m.Course), bureauName(m.Province), subject, words, m.DueOn.Time(), d.s.url(fmt.Sprintf("/my/%s/%d", path, m.ID))))
}

// sayToAdmins tells the administrators of a provider.
func (s *Store) sayToAdmins(ctx context.Context, tx pgx.Tx, provider int64, l message.Letter) error {
	rows, err := tx.Query(ctx, `SELECT id FROM account WHERE provider_id = $1 AND role = 'admin' AND disabled_at IS NULL ORDER BY id`, provider)
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.sayToAccount(ctx, tx, id, 0, l); err != nil {
			return err
		}
	}
	return nil
}
