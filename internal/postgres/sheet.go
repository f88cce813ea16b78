package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Sheet is the verification sheet (网站备案信息真实性核验单) a provider fills and signs.
type Sheet struct {
	Answers  map[string]string `json:"answers"` // by filing.SheetItems: "yes" or "no"
	Notes    map[string]string `json:"notes"`
	Verifier string            `json:"verifier"`
	Place    string            `json:"place"`
	Date     string            `json:"date"` // 2006-01-02
	SignedBy int64             `json:"-"`
	SignedAt *time.Time        `json:"-"`
	Version  string            `json:"-"` // changes with every writing; empty: not begun
}

// Sheet is the filing's sheet; an empty one when none has been begun.
func (d *Desk) Sheet(ctx context.Context, f Filing) (Sheet, error) { return d.sheet(ctx, d.s.db, f.ID) }

func (d *Desk) sheet(ctx context.Context, q DB, id int64) (Sheet, error) {
	var sealed []byte
	var sheet Sheet
	err := q.QueryRow(ctx, `SELECT sealed, coalesce(signed_by, 0), signed_at FROM sheet WHERE filing_id = $1`, id).
		Scan(&sealed, &sheet.SignedBy, &sheet.SignedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return Sheet{}, nil
	}
	if err != nil {
		return sheet, err
	}
	sheet.Version = sheetVersion(sealed)
	return sheet, d.s.unseal(sealSheet, sealed, &sheet)
}

// sheetVersion names one writing of a sheet: a seal is never twice the same.
func sheetVersion(sealed []byte) string {
	sum := sha256.Sum256(sealed)
	return hex.EncodeToString(sum[:8])
}

// says reports whether two sheets hold the same answers.
func (s Sheet) says(other Sheet) bool {
	return maps.Equal(s.Answers, other.Answers) && maps.Equal(s.Notes, other.Notes) &&
		s.Verifier == other.Verifier && s.Place == other.Place && s.Date == other.Date
}

// check tells what keeps a sheet from going to the bureau.
func (s Sheet) check() filing.Problems {
	var problems filing.Problems
	for _, item := range filing.SheetItems {
		switch s.Answers[string(item)] {
		case "yes":
		case "no":
			problems = append(problems, filing.Problem{Path: filing.Path("sheet." + item), Flaw: filing.SheetDiffers})
		default:
			problems = append(problems, filing.Problem{Path: filing.Path("sheet." + item), Flaw: filing.SheetIncomplete})
		}
	}
	for _, line := range []struct{ name, value string }{{"verifier", s.Verifier}, {"place", s.Place}, {"date", s.Date}} {
		if line.value == "" {
			problems = append(problems, filing.Problem{Path: filing.Path("sheet." + line.name), Flaw: filing.Missing})
		}
	}
	if s.SignedAt == nil {
		problems = append(problems, filing.Problem{Path: "sheet.sign", Flaw: filing.SheetIncomplete})
	}
	return problems
}

// SaveSheet writes the sheet as far as it is filled; a change takes an earlier
// signature back. sign signs it, when nothing is missing. sheet.Version is the
// writing the change was made to: after another one it is filing.ErrStale.
func (d *Desk) SaveSheet(ctx context.Context, id int64, sheet Sheet, sign bool) error {
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		f, err := d.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		may, err := d.mayHandle(ctx, tx, f)
		if err != nil {
			return err
		}
		if d.me.Tier != filing.Provider || !may {
			return &filing.TransitionError{State: f.State, Action: filing.Forward, Unmet: filing.ClaimedByMe}
		}
		stored, err := d.sheet(ctx, tx, id)
		if err != nil {
			return err
		}
		if sheet.says(stored) && stored.Version != "" {
			if !sign {
				return nil
			}
		} else if sheet.Version != stored.Version {
			return filing.ErrStale
		}
		sheet.SignedBy, sheet.SignedAt = 0, nil
		if sign {
			now := d.s.now()
			sheet.SignedBy, sheet.SignedAt = d.me.Account, &now
			if err := sheet.check().Or(); err != nil {
				return err
			}
		}
		if err := d.writeSheet(ctx, tx, id, sheet); err != nil || f.VerifiedBy == 0 || sheet.says(stored) {
			return err
		}
		// Whoever verified first saw another sheet.
		_, err = tx.Exec(ctx, `UPDATE filing SET verified_by = NULL WHERE id = $1`, id)
		return err
	})
}

// UsualPlace is where the actor verified last, empty for the first time.
func (d *Desk) UsualPlace(ctx context.Context) (string, error) {
	var sealed []byte
	err := d.s.db.QueryRow(ctx, `SELECT sealed FROM sheet WHERE signed_by = @me ORDER BY signed_at DESC LIMIT 1`, d.args(nil)).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var sheet Sheet
	err = d.s.unseal(sealSheet, sealed, &sheet)
	return sheet.Place, err
}

func (d *Desk) writeSheet(ctx context.Context, tx pgx.Tx, id int64, sheet Sheet) error {
	sealed, err := d.s.seal(sealSheet, sheet)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO sheet (filing_id, sealed, signed_by, signed_at, updated_at) VALUES (@id, @sealed, nullif(@by, 0), @at, @now)
		ON CONFLICT (filing_id) DO UPDATE
		SET sealed = excluded.sealed, signed_by = excluded.signed_by, signed_at = excluded.signed_at, updated_at = excluded.updated_at`,
		d.args(pgx.NamedArgs{"id": id, "sealed": sealed, "by": sheet.SignedBy, "at": sheet.SignedAt}))
	return err
}
