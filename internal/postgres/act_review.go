package postgres

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/secret"
)

// correct replaces the document by the provider's correction, which the
// journal names field by field.
func (s *step) correct(ctx context.Context) error {
	doc := s.move.Document
	if doc == nil {
		return errors.New("postgres: a correction without a document")
	}
	problems, err := s.d.preflight(ctx, s.tx, s.f, doc)
	if err != nil {
		return err
	}
	if err := problems.Or(); err != nil {
		return err
	}
	s.move.Detail.Changed = nil
	for _, c := range filing.Differences(s.doc, doc) {
		s.move.Detail.Changed = append(s.move.Detail.Changed, c.Path)
	}
	if len(s.move.Detail.Changed) == 0 {
		return filing.Problems{{Flaw: filing.Unchanged}}
	}
	s.doc = doc
	if err := s.d.writeDocument(ctx, s.tx, &s.f, doc); err != nil {
		return err
	}
	s.f.FrozenVersion, s.f.VerifiedBy = s.f.Version, 0
	s.claim()
	return s.d.claimKeys(ctx, s.tx, s.f, doc)
}

// sendBack is a return to the owner or to the provider: every one names places
// and reasons.
func (s *step) sendBack() error {
	if err := filing.CheckMarks(s.move.Detail.Marks).Or(); err != nil {
		return err
	}
	now := s.d.s.now()
	s.f.ReturnedAt = &now
	s.f.Rounds++
	s.f.FirstApprovedBy, s.f.VerifiedBy = 0, 0
	return nil
}

// askBack notes that the owner asks for the filing back, or that whoever holds it
// goes on; both say why.
func (s *step) askBack() error {
	if s.move.Detail.Note = strings.TrimSpace(s.move.Detail.Note); s.move.Detail.Note == "" {
		return filing.Problems{{Path: "note", Flaw: filing.ReasonMissing}}
	}
	if utf8.RuneCountInString(s.move.Detail.Note) > noteLength {
		return filing.Problems{{Path: "note", Flaw: filing.TooLong, Number: noteLength}}
	}
	s.f.ReturnAskedAt = nil
	if s.move.Action == filing.AskReturn {
		now := s.d.s.now()
		s.f.ReturnAskedAt = &now
		return nil
	}
	s.claim()
	return nil
}

// noteLength is how many characters a request and its answer may have.
const noteLength = 500

// refuse ends the filing with its legal ground and frees what it reserved.
func (s *step) refuse(ctx context.Context) error {
	if strings.TrimSpace(s.move.Detail.Ground) == "" {
		return filing.Problems{{Path: "ground", Flaw: filing.ReasonMissing}}
	}
	return s.d.s.freeClaims(ctx, s.tx, s.f.ID)
}

// forward wants the provider's papers, and the signed verification sheet where the
// filing is verified face to face; then it asks the principals, or hands the
// filing to the bureau.
func (s *step) forward(ctx context.Context) error {
	if err := s.complete(ctx); err != nil {
		return err
	}
	if s.next == filing.SMSVerification {
		was, err := s.d.besides(ctx, s.tx, s.f, s.doc)
		if err != nil {
			return err
		}
		return s.askPrincipals(ctx, filing.PrincipalsToConfirm(s.f.Kind, was, s.doc))
	}
	s.arrive()
	return nil
}

// verify is the first of two verifications: all is there that going on asks for,
// and another person looks at it.
func (s *step) verify(ctx context.Context) error {
	if err := s.complete(ctx); err != nil {
		return err
	}
	s.f.VerifiedBy = s.d.me.Account
	s.release()
	return nil
}

// complete tells what still keeps the filing from going on.
func (s *step) complete(ctx context.Context) error {
	was, err := s.d.besides(ctx, s.tx, s.f, s.doc)
	if err != nil {
		return err
	}
	problems, err := s.d.missingToForward(ctx, s.tx, s.f, s.doc, was)
	if err != nil {
		return err
	}
	return problems.Or()
}

// MissingToForward is what a filing in the provider's hands still lacks before it
// can go on; ErrNotFound for a filing that is not one's own.
func (d *Desk) MissingToForward(ctx context.Context, id int64) (filing.Problems, error) {
	f, err := d.Filing(ctx, id)
	if err != nil {
		return nil, err
	}
	doc, err := d.Document(ctx, f)
	if err != nil {
		return nil, err
	}
	was, err := d.besides(ctx, d.s.db, f, doc)
	if err != nil {
		return nil, err
	}
	return d.missingToForward(ctx, d.s.db, f, doc, was)
}

func (d *Desk) missingToForward(ctx context.Context, q DB, f Filing, doc, was *filing.Document) (filing.Problems, error) {
	problems, err := d.missingPapers(ctx, q, f, doc, filing.Provider)
	if err != nil {
		return nil, err
	}
	if filing.FaceToFace(f.Kind, was, doc) {
		sheet, err := d.sheet(ctx, q, f.ID)
		if err != nil {
			return nil, err
		}
		problems = append(problems, sheet.check()...)
	}
	conflicts, err := d.checkConflicts(ctx, q, f, doc)
	if err != nil {
		return nil, err
	}
	listed, err := d.checkBlacklist(ctx, q, f, doc)
	return append(append(problems, conflicts...), listed...), err
}

// askPrincipals sends each principal a code and a link; 24 hours begin.
func (s *step) askPrincipals(ctx context.Context, principals []filing.Principal) error {
	due := s.d.s.now().Add(filing.SMSWindow)
	s.f.SMSDue = &due
	if _, err := s.tx.Exec(ctx, `UPDATE sms_check SET closed_at = @now WHERE filing_id = @id AND closed_at IS NULL AND confirmed_at IS NULL`,
		s.d.args(pgx.NamedArgs{"id": s.f.ID})); err != nil {
		return err
	}
	for _, p := range principals {
		if err := s.askPrincipal(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) askPrincipal(ctx context.Context, p filing.Principal) error {
	store := s.d.s
	sealed, err := store.seal(sealPrincipal, p)
	if err != nil {
		return err
	}
	token, code := secret.Token(), secret.Code(6)
	var id int64
	if err := s.tx.QueryRow(ctx, `
		INSERT INTO sms_check (filing_id, principal, mobile_index, link_hash, code_hash, sent, sent_at)
		VALUES (@id, @principal, @mobile, @link, NULL, 1, @now) RETURNING id`,
		s.d.args(pgx.NamedArgs{"id": s.f.ID, "principal": sealed, "mobile": store.Keys.Index(indexMobile, p.Mobile()),
			"link": secret.HashToken(token)})).Scan(&id); err != nil {
		return err
	}
	if _, err := s.tx.Exec(ctx, `UPDATE sms_check SET code_hash = $2 WHERE id = $1`, id, store.codeHash(id, code)); err != nil {
		return err
	}
	to := recipient{Filing: s.f.ID, Mobile: p.Mobile()}
	return store.say(ctx, s.tx, to, message.SMSCode(code, store.url("/sms-verify/"+token)), true)
}

// lapse ends the round of confirmations that nobody, or not everybody, answered.
func (s *step) lapse(ctx context.Context) error {
	now := s.d.s.now()
	s.f.ReturnedAt, s.f.VerifiedBy = &now, 0
	_, err := s.tx.Exec(ctx, `UPDATE sms_check SET closed_at = @now, code_hash = NULL WHERE filing_id = @id AND closed_at IS NULL`,
		s.d.args(pgx.NamedArgs{"id": s.f.ID}))
	return err
}

// url is an address of the portal for a message.
func (s *Store) url(path string) string { return strings.TrimSuffix(s.BaseURL, "/") + path }
