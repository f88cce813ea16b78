package postgres

import (
	"context"

	"beian/internal/filing"
)

// Wants is what a filing asks for beside its document, by its kind and by what it
// changes.
type Wants struct {
	Papers     []filing.Paper
	FaceToFace bool               // the provider verifies and signs the sheet (真实性核验单)
	Principals []filing.Principal // who confirm by SMS
	Password   bool               // the entity's filing password has still to be given
}

// Wants tells what f asks for when its document says doc.
func (d *Desk) Wants(ctx context.Context, f Filing, doc *filing.Document) (Wants, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return Wants{}, err
	}
	if blind, err := d.blind(ctx, d.s.db, f.EntityID, f.OwnerID); err != nil {
		return Wants{}, err
	} else if blind { // stars would look like another person
		if doc, err = d.s.document(ctx, d.s.db, f.ID, f.Version); err != nil {
			return Wants{}, err
		}
	}
	was, err := d.besides(ctx, d.s.db, f, doc)
	if err != nil {
		return Wants{}, err
	}
	w := Wants{Papers: doc.PapersFor(f.Kind, was), FaceToFace: filing.FaceToFace(f.Kind, was, doc),
		Principals: filing.PrincipalsToConfirm(f.Kind, was, doc)}
	if f.Kind.FromRegister() && !f.PasswordGiven {
		now, err := d.s.inForce(ctx, d.s.db, f)
		if err != nil {
			return w, err
		}
		w.Password = filing.NeedsPassword(f.Kind, now.Document, f.ProviderID)
	}
	return w, nil
}

// besides is the register beside a filing's document, nil while the filing has no
// entity.
func (d *Desk) besides(ctx context.Context, q DB, f Filing, doc *filing.Document) (*filing.Document, error) {
	if f.EntityID == 0 || !f.Kind.FromRegister() {
		return nil, nil
	}
	was, err := d.s.before(ctx, q, f)
	if err != nil {
		return nil, err
	}
	return was.Beside(doc, f.ProviderID), nil
}

func (d *Desk) wantedPapers(ctx context.Context, q DB, f Filing, doc *filing.Document) ([]filing.Paper, error) {
	was, err := d.besides(ctx, q, f, doc)
	if err != nil {
		return nil, err
	}
	return doc.PapersFor(f.Kind, was), nil
}
