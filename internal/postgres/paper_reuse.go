package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// Reusable is a paper that was verified with an approved filing of the same entity and
// still shows what a new filing asks for.
type Reusable struct {
	Paper
	Place    filing.Paper // where the new filing asks for it
	Verified time.Time    // when that filing was approved
}

type verifiedRow struct {
	Paper
	Filing   int64     `db:"filing_id"`
	Version  int       `db:"version"`
	Verified time.Time `db:"decided_at"`
}

// ReusablePapers lists what of earlier filings can serve for f, the newest of each
// place: certificates of the entity and of its principals, as long as the person and
// the number are the same and the day their owner has told (到期提醒) has not passed.
func (d *Desk) ReusablePapers(ctx context.Context, f Filing) ([]Reusable, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return nil, err
	}
	if f.EntityID == 0 || d.me.Tier != filing.Registrant {
		return nil, nil
	}
	doc, err := d.s.document(ctx, d.s.db, f.ID, f.Version)
	if err != nil {
		return nil, err
	}
	doc.Complete()
	rows, err := all[verifiedRow](ctx, d.s.db, `
		SELECT p.id, p.slot, p.site_key, p.file_name, p.media_type, p.size, p.width, p.height, p.pages, p.sharpness, p.sha256, p.store_key,
		       p.preview_key, p.at, p.filing_id, o.version, o.decided_at
		FROM paper p JOIN filing o ON o.id = p.filing_id
		WHERE o.entity_id = @entity AND o.owner_id = @owner AND o.state = 'approved' AND p.removed_at IS NULL AND p.slot = ANY(@slots)
		ORDER BY o.decided_at DESC, p.id DESC LIMIT 100`,
		pgx.NamedArgs{"entity": f.EntityID, "owner": f.OwnerID, "slots": reusableSlots})
	if err != nil {
		return nil, err
	}
	wanted, err := d.wantedPapers(ctx, d.s.db, f, doc)
	if err != nil {
		return nil, err
	}
	return d.serving(ctx, f, doc, wanted, rows)
}

// reusableSlots are the papers that stay true from one filing to the next.
var reusableSlots = []string{string(filing.SlotEntity), string(filing.SlotPrincipalFront), string(filing.SlotPrincipalBack),
	string(filing.SlotSiteFront), string(filing.SlotSiteBack)}

// serving picks for each wanted place the newest paper that shows the same.
func (d *Desk) serving(ctx context.Context, f Filing, doc *filing.Document, wanted []filing.Paper, rows []verifiedRow) ([]Reusable, error) {
	docs := map[int64]*filing.Document{}
	var list []Reusable
	for _, want := range wanted {
		until, err := d.validUntilOf(ctx, f.EntityID, doc, want)
		if err != nil {
			return nil, err
		}
		if !until.IsZero() && until.Before(calendar.DateOf(d.s.now())) {
			continue
		}
		for _, r := range rows {
			if r.Slot != want.Slot {
				continue
			}
			if docs[r.Filing] == nil {
				old, err := d.s.document(ctx, d.s.db, r.Filing, r.Version)
				if err != nil {
					return nil, err
				}
				old.Complete()
				docs[r.Filing] = old
			}
			if shows := shownBy(docs[r.Filing], r.Paper.Paper()); len(shows) > 0 && slices.Equal(shows, shownBy(doc, want)) {
				list = append(list, Reusable{r.Paper, want, r.Verified})
				break
			}
		}
	}
	return list, nil
}

// shownBy is what a paper shows, by its document: name and number of the entity, or of
// one of the principals.
func shownBy(doc *filing.Document, p filing.Paper) []string {
	who := doc.Entity.Principal
	switch p.Slot {
	case filing.SlotEntity:
		return []string{doc.Entity.Name, doc.Entity.CertificateNumber, doc.Entity.CertificateAddress}
	case filing.SlotSiteFront, filing.SlotSiteBack:
		site := doc.Site(p.Site)
		if site == nil {
			return nil
		}
		who = site.Principal
	}
	if who.CertificateNumber == "" {
		return nil
	}
	return []string{who.Name, who.CertificateNumber}
}

// validUntilOf finds the day of a wanted paper; a site's principal is found by the number of the site.
func (d *Desk) validUntilOf(ctx context.Context, entity int64, doc *filing.Document, p filing.Paper) (calendar.Date, error) {
	var site int64
	if s := doc.Site(p.Site); s != nil && s.Number != "" {
		if err := d.s.db.QueryRow(ctx, `SELECT coalesce((SELECT id FROM site WHERE number = $1), 0)`, s.Number).Scan(&site); err != nil {
			return calendar.Date{}, err
		}
	}
	return d.validUntil(ctx, d.s.db, entity, p, site)
}
