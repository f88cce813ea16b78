package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/rules"
)

// RuleTrial is what a set of rules would say of the filings that are open in the province.
type RuleTrial struct {
	Filings int            // looked at
	More    bool           // further ones have not been
	Stopped int            // of those, with at least one error
	Warned  int            // with warnings only
	ByRule  map[string]int // filings by the rule's code
	Example string         // 受理号 of the newest one that is flagged and may be seen here
}

// trialLimit is how many open filings a trial looks at, the newest first: each has to be unsealed.
const trialLimit = 1000

// TryRules tells what rules would say of the province's open filings, before they are in force. The
// bureau sees numbers of all, and the receipt of one it has already received.
func (d *Desk) TryRules(ctx context.Context, list []rules.Rule) (RuleTrial, error) {
	t := RuleTrial{ByRule: map[string]int{}}
	if d.me.Tier != filing.Bureau || !d.me.Is(filing.Admin) {
		return t, filing.ErrNotFound
	}
	open, err := all[Filing](ctx, d.s.db, `
		SELECT `+filingColumns+` FROM `+filingFrom+`
		WHERE f.province = @my_province AND f.kind <= 4 AND f.state NOT IN ('draft', 'approved', 'refused', 'withdrawn')
		ORDER BY f.id DESC LIMIT @limit`, d.args(pgx.NamedArgs{"limit": trialLimit + 1}))
	if err != nil {
		return t, err
	}
	t.More = len(open) > trialLimit
	for _, f := range open[:min(len(open), trialLimit)] {
		doc, err := d.s.document(ctx, d.s.db, f.ID, f.Version)
		if err != nil {
			return t, err
		}
		c, err := d.ruleCase(ctx, d.s.db, f, doc)
		if err != nil {
			return t, err
		}
		t.add(f, rules.Judge(list, c))
	}
	return t, nil
}

func (t *RuleTrial) add(f Filing, found filing.Problems) {
	t.Filings++
	if len(found) == 0 {
		return
	}
	if len(found.Errors()) > 0 {
		t.Stopped++
	} else {
		t.Warned++
	}
	if t.Example == "" && f.ReceivedAt != nil {
		t.Example = f.Receipt
	}
	var codes []string
	for _, p := range found {
		if !slices.Contains(codes, p.Other) {
			codes = append(codes, p.Other)
			t.ByRule[p.Other]++
		}
	}
}
