package postgres

import (
	"context"
	"encoding/binary"
	"strconv"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// indexSecond is the purpose of the keyed hash that draws second reviews.
const indexSecond = "second_review"

// drawn tells whether a filing received now is to be approved by two people. The keyed hash of filing and
// receipt decides: who has not the key cannot foresee it, who has it gets the same answer again.
func (s *Store) drawn(f Filing, share int) bool {
	if share <= 0 || f.Kind.BureauAct() {
		return false
	}
	h := s.Keys.Index(indexSecond, strconv.FormatInt(f.ID, 10)+"/"+strconv.FormatInt(s.now().UnixMicro(), 10))
	return int(binary.BigEndian.Uint64(h)%100) < share
}

// draw decides at a receipt about a second review; the journal's entry of the receipt keeps it.
func (s *step) draw(ctx context.Context) error {
	var share int
	err := s.tx.QueryRow(ctx, `SELECT coalesce((SELECT second_share FROM bureau WHERE province = $1), 0)`, s.f.Province).Scan(&share)
	s.f.SecondDrawn = s.d.s.drawn(s.f, share)
	s.move.Detail.Drawn = s.f.SecondDrawn
	return err
}

// SecondShare is how many of a hundred filings of a province are drawn for a second review. For its bureau and the
// ministry.
func (d *Desk) SecondShare(ctx context.Context, province string) (share int, err error) {
	if d.me.Tier != filing.Ministry && !(d.me.Tier == filing.Bureau && d.me.Province == province) {
		return 0, filing.ErrNotFound
	}
	err = d.s.db.QueryRow(ctx, `SELECT coalesce((SELECT second_share FROM bureau WHERE province = $1), 0)`, province).Scan(&share)
	return share, err
}

// SetSecondShare changes it for receipts from now on. Only the bureau's own administrator may.
func (d *Desk) SetSecondShare(ctx context.Context, share int) error {
	if d.me.Tier != filing.Bureau || !d.me.Is(filing.Admin) {
		return filing.ErrNotFound
	}
	if share < 0 || share > 100 {
		return filing.Problems{{Path: "share", Flaw: filing.NotListed}}
	}
	_, err := d.s.db.Exec(ctx, `UPDATE bureau SET second_share = @share WHERE province = @my_province`, d.args(pgx.NamedArgs{"share": share}))
	return err
}
