package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// OpenOnBehalf begins a draft that the actor's provider fills in for an owner (代为报备), who signs it later. It holds
// whatever was typed.
func (d *Desk) OpenOnBehalf(ctx context.Context, o Opening) (Filing, error) {
	var f Filing
	err := d.onBehalf(ctx, o, func(_ pgx.Tx, opened Filing) error {
		f = opened
		return nil
	})
	return f, err
}

// DraftOnBehalf is OpenOnBehalf for a whole first filing of a table: what could not be offered to its owner, papers
// aside, opens nothing. A certificate that the provider has a draft for already is refused, so that one table sent
// twice does nothing twice.
func (d *Desk) DraftOnBehalf(ctx context.Context, doc *filing.Document) (Filing, error) {
	var f Filing
	err := d.onBehalf(ctx, Opening{Kind: filing.FirstFiling, Document: doc}, func(tx pgx.Tx, opened Filing) error {
		f = opened
		problems, err := d.withoutPapers(ctx, tx, f, doc)
		if err != nil {
			return err
		}
		there, err := d.draftedBefore(ctx, tx, f, doc)
		if err != nil {
			return err
		}
		if err := append(there, problems...).Or(); err != nil {
			return err
		}
		return d.writeDocument(ctx, tx, &f, doc) // in its normal form
	})
	return f, err
}

func (d *Desk) onBehalf(ctx context.Context, o Opening, then func(pgx.Tx, Filing) error) (err error) {
	if d.me.Tier != filing.Provider || o.Kind.BureauAct() || !o.Kind.Valid() {
		return &filing.TransitionError{State: filing.Draft, Action: filing.Open}
	}
	o.Provider, o.Channel, o.Password = d.me.Provider, "provider", ""
	if o.Kind.FromRegister() {
		if o, err = d.fromRegister(ctx, o); err != nil {
			return err
		}
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		f, err := d.open(ctx, tx, o)
		if err != nil {
			return err
		}
		return then(tx, f)
	})
}

// draftedBefore finds another open filing on behalf with the same certificate at the same provider.
func (d *Desk) draftedBefore(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	receipt, id, err := holder(ctx, q, `
		SELECT receipt, id FROM filing WHERE certificate_index = @index AND provider_id = @provider AND on_behalf AND id <> @id
		  AND state IN ('draft', 'owner_signature') LIMIT 1`,
		pgx.NamedArgs{"index": d.s.certificateIndex(doc.Entity), "provider": f.ProviderID, "id": f.ID})
	if err != nil || id == 0 {
		return nil, err
	}
	return filing.Problems{{Path: filing.EntityCertNumber.At(), Flaw: filing.DraftedBefore, Text: receipt}}, nil
}

// withoutPapers is preflight but for the owner's papers, those that only the province asks for among them: the owner may
// bring them when signing.
func (d *Desk) withoutPapers(ctx context.Context, q DB, f Filing, doc *filing.Document) (filing.Problems, error) {
	problems, err := d.preflight(ctx, q, f, doc)
	return slices.DeleteFunc(problems, func(p filing.Problem) bool {
		_, paper := filing.PaperAt(p.Path)
		return p.Flaw == filing.PaperMissing || p.Flaw == filing.ProvinceRule && paper
	}), err
}

// BehalfPreflight tells what keeps a draft on behalf from being offered to its owner.
func (d *Desk) BehalfPreflight(ctx context.Context, f Filing) (filing.Problems, error) {
	doc, err := d.Document(ctx, f)
	if err != nil {
		return nil, err
	}
	return d.withoutPapers(ctx, d.s.db, f, doc)
}

// mayWrite reports whether the document is one that the provider fills in for an owner.
func (d *Desk) mayWrite(f Filing) bool {
	return d.me.Tier == filing.Provider && f.OnBehalf && f.State == filing.Draft
}

// offer hands a filing on behalf to its owner: nothing but papers may be missing. Claims begin only when the owner
// signs.
func (s *step) offer(ctx context.Context) error {
	problems, err := s.d.withoutPapers(ctx, s.tx, s.f, s.doc)
	if err != nil {
		return err
	}
	if err := problems.Or(); err != nil {
		return err
	}
	if err := s.d.writeDocument(ctx, s.tx, &s.f, s.doc); err != nil {
		return err
	}
	s.f.Province, s.f.FrozenVersion = s.doc.Entity.Province, s.f.Version
	return nil
}

// decline wants the owner's words: without them the provider would not know what to mend.
func (s *step) decline() error {
	if s.move.Detail.Note == "" {
		return filing.Problems{{Path: "note", Flaw: filing.ReasonMissing}}
	}
	return nil
}

// Behalf is one filing on behalf that is not yet in the owner's hands alone.
type Behalf struct {
	Filing
	Invited *time.Time `db:"invited"`  // when the owner was invited last
	Expires *time.Time `db:"expires"`  // end of that invitation
	Refused bool       `db:"declined"` // the last step was the owner's refusal
}

// BehalfFilings lists the drafts that the actor's provider fills in for owners, and those that wait for their signature,
// newest first; before is the id after which the list goes on, 0 for its beginning.
func (d *Desk) BehalfFilings(ctx context.Context, before int64, limit int) ([]Behalf, error) {
	if d.me.Tier != filing.Provider {
		return nil, nil
	}
	return all[Behalf](ctx, d.s.db, `
		SELECT `+filingColumns+behalfColumns+` FROM `+filingFrom+`
		WHERE f.provider_id = @my_provider AND f.on_behalf AND f.state IN ('draft', 'owner_signature') AND (@before = 0 OR f.id < @before)
		ORDER BY f.id DESC LIMIT @limit`, d.args(pgx.NamedArgs{"before": before, "limit": limit}))
}

// BehalfFiling is one of them.
func (d *Desk) BehalfFiling(ctx context.Context, id int64) (Behalf, error) {
	if d.me.Tier != filing.Provider {
		return Behalf{}, filing.ErrNotFound
	}
	return one[Behalf](ctx, d.s.db, `
		SELECT `+filingColumns+behalfColumns+` FROM `+filingFrom+`
		WHERE f.id = @id AND f.provider_id = @my_provider AND f.on_behalf AND f.state IN ('draft', 'owner_signature')`,
		d.args(pgx.NamedArgs{"id": id}))
}

const behalfColumns = `,
	(SELECT max(l.created_at) FROM one_time_link l WHERE l.purpose = 'signature' AND l.subject_id = f.id) AS invited,
	(SELECT max(l.expires_at) FROM one_time_link l WHERE l.purpose = 'signature' AND l.subject_id = f.id) AS expires,
	coalesce((SELECT e.action = 'decline' FROM event e WHERE e.filing_id = f.id ORDER BY e.seq DESC LIMIT 1), false) AS declined`

// CancelOnBehalf opens a cancellation for an owner, lets change say why, and offers it to the owner, all or nothing.
func (d *Desk) CancelOnBehalf(ctx context.Context, o Opening, change func(*filing.Document)) (Filing, error) {
	var out Outcome
	err := d.onBehalf(ctx, o, func(tx pgx.Tx, f Filing) error {
		doc, err := d.s.document(ctx, tx, f.ID, f.Version)
		if err != nil {
			return err
		}
		change(doc)
		if err := d.writeDocument(ctx, tx, &f, doc); err != nil {
			return err
		}
		facts, err := d.facts(ctx, tx, f)
		if err != nil {
			return err
		}
		out, err = d.take(ctx, tx, f, facts, Move{Action: filing.SubmitOnBehalf})
		return err
	})
	return out.Filing, err
}
