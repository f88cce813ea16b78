package postgres

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// ReasonTemplate is a provider's own reason for a return (退回意见模板).
type ReasonTemplate struct {
	ID    int64  `db:"id"`
	Place string `db:"place"` // a field, or materials. and a slot; empty: everywhere
	Label string `db:"label"` // what staff pick
	Words string `db:"words"` // what the owner reads
}

// The most characters of a template.
const (
	templateLabel = 20
	templateWords = 200
)

// ReasonTemplates lists the templates of the actor's provider; nobody else has any.
func (d *Desk) ReasonTemplates(ctx context.Context) ([]ReasonTemplate, error) {
	return all[ReasonTemplate](ctx, d.s.db, `SELECT id, place, label, words FROM reason_template
		WHERE provider_id = @my_provider AND ended_at IS NULL ORDER BY place, id`, d.args(nil))
}

// leads reports whether the actor keeps the provider's settings.
func (d *Desk) leads() bool { return d.me.Tier == filing.Provider && d.me.Is(filing.Admin) }

// SaveReasonTemplate adds a template, or puts it in place of the one with its ID.
func (d *Desk) SaveReasonTemplate(ctx context.Context, t ReasonTemplate) error {
	if !d.leads() {
		return filing.ErrNotFound
	}
	t.Label, t.Words = strings.TrimSpace(t.Label), strings.TrimSpace(t.Words)
	if err := t.check().Or(); err != nil {
		return err
	}
	args := d.args(pgx.NamedArgs{"id": t.ID, "place": t.Place, "label": t.Label, "words": t.Words})
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		if t.ID != 0 {
			if err := endTemplate(ctx, tx, args); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO reason_template (provider_id, place, label, words, account_id, at)
			VALUES (@my_provider, @place, @label, @words, @me, @now)`, args)
		return err
	})
	if strings.HasPrefix(violates(err), "reason_template_provider_id") {
		return filing.Problems{{Path: "template_label", Flaw: filing.Repeated, Text: t.Label}}
	}
	return err
}

func (t ReasonTemplate) check() filing.Problems {
	var list filing.Problems
	for _, one := range []struct {
		path, value string
		most        int
	}{{"label", t.Label, templateLabel}, {"words", t.Words, templateWords}} {
		switch n := utf8.RuneCountInString(one.value); {
		case n == 0:
			list = append(list, filing.Problem{Path: filing.Path("template_" + one.path), Flaw: filing.Missing})
		case n > one.most:
			list = append(list, filing.Problem{Path: filing.Path("template_" + one.path), Flaw: filing.TooLong, Number: one.most})
		}
	}
	return list
}

// EndReasonTemplate takes a template out of the lists.
func (d *Desk) EndReasonTemplate(ctx context.Context, id int64) error {
	if !d.leads() {
		return filing.ErrNotFound
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error { return endTemplate(ctx, tx, d.args(pgx.NamedArgs{"id": id})) })
}

func endTemplate(ctx context.Context, tx pgx.Tx, args pgx.NamedArgs) error {
	tag, err := tx.Exec(ctx, `UPDATE reason_template SET ended_at = @now WHERE id = @id AND provider_id = @my_provider AND ended_at IS NULL`, args)
	if err == nil && tag.RowsAffected() == 0 {
		return filing.ErrNotFound
	}
	return err
}

// TwoVerifiers reports whether the actor's provider asks two people to verify.
func (d *Desk) TwoVerifiers(ctx context.Context) (bool, error) {
	var on bool
	err := d.s.db.QueryRow(ctx, `SELECT coalesce((SELECT two_persons FROM provider WHERE id = @my_provider), false)`, d.args(nil)).Scan(&on)
	return on, err
}

// SetTwoVerifiers asks two people to verify from now on, or one.
func (d *Desk) SetTwoVerifiers(ctx context.Context, on bool) error {
	if !d.leads() {
		return filing.ErrNotFound
	}
	_, err := d.s.db.Exec(ctx, `UPDATE provider SET two_persons = @on WHERE id = @my_provider`, d.args(pgx.NamedArgs{"on": on}))
	return err
}
