package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Paper is one uploaded paper of a filing. Its bytes lie in the material store
// under StoreKey.
type Paper struct {
	ID         int64       `db:"id"`
	Slot       filing.Slot `db:"slot"`
	Site       string      `db:"site_key"`
	FileName   string      `db:"file_name"`
	MediaType  string      `db:"media_type"`
	Size       int         `db:"size"` // bytes
	Width      int         `db:"width"`
	Height     int         `db:"height"`
	Pages      int         `db:"pages"`
	Sharpness  float32     `db:"sharpness"`
	SHA256     []byte      `db:"sha256"`
	StoreKey   string      `db:"store_key"`
	PreviewKey string      `db:"preview_key"`
	At         time.Time   `db:"at"`
}

// Paper is the place of p in the document's list of papers.
func (p Paper) Paper() filing.Paper { return filing.Paper{Slot: p.Slot, Site: p.Site} }

const paperColumns = `id, slot, site_key, file_name, media_type, size, width, height, pages, sharpness, sha256, store_key, preview_key, at`

// Papers lists the papers of a filing that are in place.
func (d *Desk) Papers(ctx context.Context, f Filing) ([]Paper, error) {
	return d.papers(ctx, d.s.db, f.ID)
}

func (d *Desk) papers(ctx context.Context, q DB, id int64) ([]Paper, error) {
	return all[Paper](ctx, q, `SELECT `+paperColumns+` FROM paper WHERE filing_id = @id AND removed_at IS NULL ORDER BY id`,
		pgx.NamedArgs{"id": id})
}

// PaperOf is one paper of a filing the actor may see; a paper that has been
// replaced is found as well, for the journal's sake.
func (d *Desk) PaperOf(ctx context.Context, filingID, paper int64) (Paper, error) {
	if _, err := d.Filing(ctx, filingID); err != nil {
		return Paper{}, err
	}
	return one[Paper](ctx, d.s.db, `SELECT `+paperColumns+` FROM paper WHERE id = @paper AND filing_id = @id`,
		pgx.NamedArgs{"paper": paper, "id": filingID})
}

// mayHandle reports whether the actor may add or remove a paper now: owners
// their own while the filing is in their hands or waits for their signature, providers theirs, and what is
// missing of the owner's, while they hold the case.
func (d *Desk) mayHandle(ctx context.Context, q DB, f Filing) (bool, error) {
	switch d.me.Tier {
	case filing.Registrant:
		may, err := d.edits(ctx, q, f)
		return (f.State.OwnerEdits() || f.State == filing.OwnerSignature) && may, err
	case filing.Provider:
		return d.mayWrite(f) || (f.State == filing.ProviderReview || f.State == filing.ReturnedToProvider) && f.ClaimedBy == d.me.Account, nil
	default:
		return false, nil
	}
}

// AddPaper puts a stored upload into its slot and takes out what was there.
func (d *Desk) AddPaper(ctx context.Context, id int64, p Paper) (Paper, error) {
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		if err := d.takePaperOut(ctx, tx, id, p.Slot, p.Site); err != nil {
			return err
		}
		var err error
		p, err = d.insertPaper(ctx, tx, id, p)
		return err
	})
	return p, err
}

func (d *Desk) insertPaper(ctx context.Context, tx pgx.Tx, id int64, p Paper) (Paper, error) {
	p.At = d.s.now()
	err := tx.QueryRow(ctx, `
		INSERT INTO paper (filing_id, slot, site_key, file_name, media_type, size, width, height, pages, sharpness, sha256,
		                   store_key, preview_key, account_id, at)
		VALUES (@id, @slot, @site, @name, @type, @size, @width, @height, @pages, @sharpness, @sha, @store, @preview, @me, @now)
		RETURNING id`, d.args(pgx.NamedArgs{"id": id, "slot": p.Slot, "site": p.Site, "name": p.FileName, "type": p.MediaType,
		"size": p.Size, "width": p.Width, "height": p.Height, "pages": p.Pages, "sharpness": p.Sharpness, "sha": p.SHA256,
		"store": p.StoreKey, "preview": p.PreviewKey})).Scan(&p.ID)
	return p, err
}

// RemovePaper empties a slot.
func (d *Desk) RemovePaper(ctx context.Context, id int64, slot filing.Slot, site string) error {
	return d.s.transact(ctx, func(tx pgx.Tx) error { return d.takePaperOut(ctx, tx, id, slot, site) })
}

// takePaperOut locks the filing, asks whether its papers are in the actor's
// hands and empties the slot. A draft's papers leave no trace in the journal;
// later ones stay as removed rows beside it.
func (d *Desk) takePaperOut(ctx context.Context, tx pgx.Tx, id int64, slot filing.Slot, site string) error {
	f, err := d.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	may, err := d.mayHandle(ctx, tx, f)
	if err != nil {
		return err
	}
	if !may {
		return d.notInHands(f)
	}
	_, err = tx.Exec(ctx, `
		UPDATE paper SET removed_at = @now WHERE filing_id = @id AND slot = @slot AND site_key = @site AND removed_at IS NULL`,
		d.args(pgx.NamedArgs{"id": id, "slot": slot, "site": site}))
	return err
}

// notInHands says that a filing's papers are not the actor's to change now.
func (d *Desk) notInHands(f Filing) error {
	if d.me.Tier == filing.Registrant {
		return &filing.TransitionError{State: f.State, Action: filing.Submit}
	}
	return &filing.TransitionError{State: f.State, Action: filing.Correct, Unmet: filing.ClaimedByMe}
}
