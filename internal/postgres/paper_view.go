package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// lookAgain is how long looking at one paper counts as the same look.
const lookAgain = 10 * time.Minute

// ViewPaper is PaperOf for whoever is about to see the paper. Papers show personal data, so a look by staff is entered
// among the disclosures of the filing, where its owner reads it, and so is one by a delegate; the owner's own looks are not.
func (d *Desk) ViewPaper(ctx context.Context, filingID, paper int64) (Paper, error) {
	p, err := d.PaperOf(ctx, filingID, paper)
	if err != nil {
		return p, err
	}
	looks, err := d.looksFromOutside(ctx, filingID, p)
	if err != nil || !looks {
		return p, err
	}
	_, err = d.s.db.Exec(ctx, `
		INSERT INTO disclosure (account_id, filing_id, what, reason, at)
		SELECT @me, @id, @what, @reason, @now
		WHERE NOT EXISTS (SELECT FROM disclosure x WHERE x.filing_id = @id AND x.account_id = @me AND x.what = @what AND x.at > @since)`,
		d.args(pgx.NamedArgs{"id": filingID, "what": p.Paper().Path(), "reason": d.lookReason(), "since": d.s.now().Add(-lookAgain)}))
	return p, err
}

func (d *Desk) lookReason() string {
	if d.me.Staff() {
		return "核对材料"
	}
	return "代办查看材料"
}

// looksFromOutside reports whether a look at a paper is entered. A delegate sees papers of persons only where the owner
// has granted personal data.
func (d *Desk) looksFromOutside(ctx context.Context, filingID int64, p Paper) (bool, error) {
	if d.me.Staff() {
		return true, nil
	}
	f, err := d.Filing(ctx, filingID)
	if err != nil || f.OwnerID == d.me.Account {
		return false, err
	}
	blind, err := d.blind(ctx, d.s.db, f.EntityID, f.OwnerID)
	if err == nil && blind && p.Slot.OfPerson() {
		err = filing.ErrNotFound
	}
	return true, err
}
