package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// SearchNation finds entities and filings anywhere, by number, certificate number, receipt, unit, site or domain,
// and records who asked, for what and why. For the ministry.
func (d *Desk) SearchNation(ctx context.Context, question, reason string) (entities []Entity, filings []Filing, err error) {
	if d.me.Tier != filing.Ministry {
		return nil, nil, filing.ErrNotFound
	}
	question, reason = strings.TrimSpace(question), strings.TrimSpace(reason)
	var found filing.Problems
	if question == "" {
		found = append(found, filing.Problem{Path: "q", Flaw: filing.Missing})
	}
	if reason == "" {
		found = append(found, filing.Problem{Path: "reason", Flaw: filing.ReasonMissing})
	}
	if err := found.Or(); err != nil {
		return nil, nil, err
	}
	asked := question
	if n, ok := filing.ParseNumber(question); ok {
		asked = string(n.Entity())
	}
	if entities, err = d.Entities(ctx, asked, 0, 50); err != nil {
		return nil, nil, err
	}
	if filings, err = d.Queue(ctx, Search{View: ViewAll, Text: question, Newest: true, Limit: 50}); err != nil {
		return nil, nil, err
	}
	_, err = d.s.db.Exec(ctx, `INSERT INTO national_search (account_id, question, reason, hits, at) VALUES (@me, @question, @reason, @hits, @now)`,
		d.args(pgx.NamedArgs{"question": d.s.Keys.SealString(sealSearch, question), "reason": reason, "hits": len(entities) + len(filings)}))
	return entities, filings, err
}

const sealSearch = "national_search"

// NationalSearch is one recorded search.
type NationalSearch struct {
	Who, Question, Reason string
	Hits                  int
	At                    time.Time
}

// NationalSearches lists the last searches over the nation, for the ministry: everyone there sees who looked for what.
func (d *Desk) NationalSearches(ctx context.Context) ([]NationalSearch, error) {
	if d.me.Tier != filing.Ministry {
		return nil, filing.ErrNotFound
	}
	rows, err := d.s.db.Query(ctx, `
		SELECT a.name, n.question, n.reason, n.hits, n.at FROM national_search n JOIN account a ON a.id = n.account_id ORDER BY n.id DESC LIMIT 50`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (n NationalSearch, err error) {
		var sealed []byte
		if err = row.Scan(&n.Who, &sealed, &n.Reason, &n.Hits, &n.At); err == nil {
			n.Question, err = d.s.openString(sealSearch, sealed)
		}
		return n, err
	})
}
