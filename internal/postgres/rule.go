package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/rules"
)

// RuleEdition is one edition of a province's rules with who made it.
type RuleEdition struct {
	rules.Edition
	Note string
	By   string // of the bureau's administrator; empty of the first ones
	At   time.Time
}

type editionRow struct {
	Version   int           `db:"version"`
	ValidFrom calendar.Date `db:"valid_from"`
	Footer    string        `db:"footer"`
	Note      string        `db:"note"`
	By        string        `db:"by"`
	At        time.Time     `db:"at"`
}

const editionColumns = `e.version, e.valid_from, e.footer, e.note, coalesce(a.name, '') AS by, e.at`

const editionFrom = `rule_edition e LEFT JOIN account a ON a.id = e.account_id`

func (r editionRow) of(province string) RuleEdition {
	return RuleEdition{rules.Edition{Province: province, Version: r.Version, ValidFrom: r.ValidFrom, Footer: rules.Footer(r.Footer)}, r.Note, r.By, r.At}
}

// Rules are a province's rules as they are in force today.
func (d *Desk) Rules(ctx context.Context, province string) (RuleEdition, error) {
	return d.s.rulesOf(ctx, d.s.db, province, 0)
}

// RulesOf is one edition of a province's rules; version 0 is the one in force.
func (d *Desk) RulesOf(ctx context.Context, province string, version int) (RuleEdition, error) {
	return d.s.rulesOf(ctx, d.s.db, province, version)
}

// RuleEditions lists a province's editions without their rules, the newest first.
func (d *Desk) RuleEditions(ctx context.Context, province string) ([]RuleEdition, error) {
	rows, err := all[editionRow](ctx, d.s.db, `SELECT `+editionColumns+` FROM `+editionFrom+` WHERE e.province = @province ORDER BY e.version DESC`,
		pgx.NamedArgs{"province": province})
	var list []RuleEdition
	for _, r := range rows {
		list = append(list, r.of(province))
	}
	return list, err
}

// FooterNumber is what a service shows at its foot by the rules in force of its province: its own number, or its entity's.
func (s *Store) FooterNumber(ctx context.Context, n filing.Number) (filing.Number, error) {
	e, err := s.rulesOf(ctx, s.db, n.Province(), 0)
	if e.Footer == rules.FooterEntity {
		n = n.Entity()
	}
	return n, err
}

// rulesOf reads one edition, or the newest whose day has come; a province without any has none.
func (s *Store) rulesOf(ctx context.Context, q DB, province string, version int) (RuleEdition, error) {
	row, err := one[editionRow](ctx, q, `
		SELECT `+editionColumns+` FROM `+editionFrom+`
		WHERE e.province = @province AND CASE WHEN @version = 0 THEN e.valid_from <= @today ELSE e.version = @version END
		ORDER BY e.version DESC LIMIT 1`,
		pgx.NamedArgs{"province": province, "version": version, "today": calendar.DateOf(s.now())})
	if errors.Is(err, filing.ErrNotFound) && version == 0 {
		return RuleEdition{Edition: rules.Edition{Province: province, Footer: rules.FooterSite}}, nil
	}
	if err != nil {
		return RuleEdition{}, err
	}
	e := row.of(province)
	if e.Rules, err = s.ruleRows(ctx, q, province, e.Version); err != nil {
		return e, err
	}
	return e, rules.CompileAll(e.Rules)
}

func (s *Store) ruleRows(ctx context.Context, q DB, province string, version int) ([]rules.Rule, error) {
	rows, err := q.Query(ctx, `
		SELECT code, severity, natures, kinds, services, spot, condition, need, message, source
		FROM rule WHERE province = $1 AND version = $2 ORDER BY place`, province, version)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r rules.Rule, err error) {
		err = row.Scan(&r.Code, &r.Severity, &r.Natures, &r.Kinds, &r.Services, &r.At, &r.When, &r.Need, &r.Message, &r.Source)
		return r, err
	})
}

// checkRules judges doc by the rules of its province: the edition it was submitted under, or before
// that the one in force.
func (d *Desk) checkRules(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	version := f.RulesVersion
	if f.State == filing.Draft || f.Province != doc.Entity.Province {
		version = 0
	}
	e, err := d.s.rulesOf(ctx, q, doc.Entity.Province, version)
	if err != nil || len(e.Rules) == 0 {
		return nil, err
	}
	c, err := d.ruleCase(ctx, q, f, doc)
	if err != nil {
		return nil, err
	}
	return rules.Judge(e.Rules, c), nil
}

// ruleCase gathers what the rules ask about: the register beside the document, and the papers.
func (d *Desk) ruleCase(ctx context.Context, q DB, f Filing, doc *filing.Document) (rules.Case, error) {
	c := rules.Case{Kind: f.Kind, Document: doc, Sites: len(doc.Sites), Today: d.s.now().In(calendar.Shanghai)}
	if f.ID == 0 {
		c.NoPapers = true
		return c, nil
	}
	papers, err := d.papers(ctx, q, f.ID)
	if err != nil {
		return c, err
	}
	for _, p := range papers {
		c.Papers = append(c.Papers, filing.Paper{Slot: p.Slot.Base(), Site: p.Site})
	}
	if c.Was, err = d.besides(ctx, q, f, doc); err != nil || c.Was == nil {
		return c, err
	}
	err = q.QueryRow(ctx, `SELECT count(*) FROM site WHERE entity_id = $1 AND cancelled_at IS NULL`, f.EntityID).Scan(&c.Sites)
	for _, s := range doc.Sites {
		if s.Number == "" && f.State != filing.Approved {
			c.Sites++
		}
	}
	return c, err
}

// Limits of an edition.
const noteLimit = 500

// SaveRules makes a new edition of the own province's rules. Only the bureau's administrator may, and
// not for a day that has passed: what was judged stays as it was.
func (d *Desk) SaveRules(ctx context.Context, e RuleEdition) (int, error) {
	if d.me.Tier != filing.Bureau || !d.me.Is(filing.Admin) {
		return 0, filing.ErrNotFound
	}
	if err := d.checkEdition(&e).Or(); err != nil {
		return 0, err
	}
	e.Province = d.me.Province
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		base := e.Version
		if err := tx.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM rule_edition WHERE province = $1`, e.Province).Scan(&e.Version); err != nil {
			return err
		}
		if e.Version++; base != 0 && base != e.Version-1 {
			return filing.ErrStale
		}
		return writeEdition(ctx, tx, e, d.me.Account, d.s.now())
	})
	if violates(err) == "rule_edition_pkey" {
		return 0, filing.ErrStale
	}
	return e.Version, err
}

func (d *Desk) checkEdition(e *RuleEdition) filing.Problems {
	var found filing.Problems
	if e.Note = strings.TrimSpace(e.Note); e.Note == "" {
		found = append(found, filing.Problem{Path: "note", Flaw: filing.Missing})
	}
	if utf8.RuneCountInString(e.Note) > noteLimit {
		found = append(found, filing.Problem{Path: "note", Flaw: filing.TooLong, Number: noteLimit})
	}
	if e.ValidFrom.IsZero() {
		found = append(found, filing.Problem{Path: "from", Flaw: filing.Missing})
	} else if e.ValidFrom.Before(calendar.DateOf(d.s.now())) {
		found = append(found, filing.Problem{Path: "from", Flaw: filing.Passed})
	}
	if e.Footer != rules.FooterEntity {
		e.Footer = rules.FooterSite
	}
	if len(e.Rules) > rules.MostRules {
		found = append(found, filing.Problem{Path: "rules", Flaw: filing.TooMany, Number: rules.MostRules})
	}
	for i := range e.Rules {
		found = append(found, e.Rules[i].Compile()...)
		if slices.ContainsFunc(e.Rules[:i], func(r rules.Rule) bool { return r.Code == e.Rules[i].Code }) {
			found = append(found, filing.Problem{Path: "code", Flaw: filing.InUse})
		}
	}
	return found
}

func writeEdition(ctx context.Context, tx pgx.Tx, e RuleEdition, by int64, at time.Time) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO rule_edition (province, version, valid_from, footer, note, account_id, at)
		VALUES ($1, $2, $3, $4, $5, nullif($6, 0), $7)`, e.Province, e.Version, e.ValidFrom, e.Footer, e.Note, by, at); err != nil {
		return err
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"rule"}, []string{"province", "version", "place", "code", "severity", "natures", "kinds", "services",
		"spot", "condition", "need", "message", "source"}, pgx.CopyFromSlice(len(e.Rules), func(i int) ([]any, error) {
		r := e.Rules[i]
		return []any{e.Province, e.Version, i, r.Code, r.Severity, small(r.Natures), small(r.Kinds), small(r.Services),
			r.At, r.When, r.Need, r.Message, r.Source}, nil
	}))
	return err
}

func small[T ~int | ~int16](list []T) []int16 {
	out := make([]int16, 0, len(list))
	for _, v := range list {
		out = append(out, int16(v))
	}
	return out
}

// layRules gives every province that has no rules the ones a new system begins with.
func layRules(ctx context.Context, db DB) error {
	editions, err := rules.Provinces()
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `LOCK TABLE rule_edition IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT DISTINCT province FROM rule_edition`)
		if err != nil {
			return err
		}
		have, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, e := range editions {
			if slices.Contains(have, e.Province) {
				continue
			}
			if err := writeEdition(ctx, tx, RuleEdition{Edition: e}, 0, e.ValidFrom.Time()); err != nil {
				return err
			}
		}
		return nil
	})
}
