package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// lookAgain is how long looking at one paper counts as the same look.
const lookAgain = 10 * time.Minute

// ViewPaper is PaperOf for whoever is about to see the paper. Papers show personal data, so a look by staff is entered
// among the disclosures of the filing, where its owner reads it; the owner's own looks are not.
func (d *Desk) ViewPaper(ctx context.Context, filingID, paper int64) (Paper, error) {
	p, err := d.PaperOf(ctx, filingID, paper)
	if err != nil || !d.me.Staff() {
		return p, err
	}
	_, err = d.s.db.Exec(ctx, `
		INSERT INTO disclosure (account_id, filing_id, what, reason, at)
		SELECT @me, @id, @what, @reason, @now
		WHERE NOT EXISTS (SELECT FROM disclosure x WHERE x.filing_id = @id AND x.account_id = @me AND x.what = @what AND x.at > @since)`,
		d.args(pgx.NamedArgs{"id": filingID, "what": p.Paper().Path(), "reason": "核对材料", "since": d.s.now().Add(-lookAgain)}))
	return p, err
}
