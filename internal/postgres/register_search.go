package postgres

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// RegisterSearch is a question to the whole register of the actor's province, or of
// the nation for the ministry. A provider asks for its customers, by phone only: all
// else is Entities.
type RegisterSearch struct {
	Text   string // number of an entity or service, unit, domain, or a certificate number exactly
	Phone  string // of a principal; asks for Reason
	Reason string
	Ended  bool // cancelled entities too
	After  int64
	Limit  int
}

// reasonLimit is the length of a reason for looking, in characters.
const reasonLimit = 200

// SearchRegister finds entities, newest first. A search by phone is recorded with
// its reason, and with every entity it finds, where the owner can read it; Problems
// when the reason is missing or the phone is none.
func (d *Desk) SearchRegister(ctx context.Context, s RegisterSearch) ([]Entity, error) {
	if d.me.Tier == filing.Registrant || d.me.Tier == filing.Provider && s.Phone == "" {
		return nil, filing.ErrNotFound
	}
	where, args := "true", pgx.NamedArgs{"after": s.After, "limit": s.Limit, "ended": s.Ended}
	if s.Phone != "" {
		phone, err := phoneAsked(&s)
		if err != nil {
			return nil, err
		}
		where = `e.id IN (SELECT entity_id FROM entity_phone WHERE phone_index = @phone)`
		args["phone"] = d.s.Keys.Index(indexMobile, phone)
	} else if s.Text = strings.TrimSpace(s.Text); s.Text != "" {
		where = d.textPredicate(s.Text, args)
	}
	list, err := all[Entity](ctx, d.s.db, `
		SELECT `+entityColumns+` FROM entity e
		WHERE (`+d.entityScope()+`) AND (`+where+`) AND (@ended OR e.cancelled_at IS NULL) AND (@after = 0 OR e.id < @after)
		ORDER BY e.id DESC LIMIT @limit`, d.args(args))
	if err != nil || s.Phone == "" {
		return list, err
	}
	return list, d.recordSearch(ctx, list, s.Reason)
}

func phoneAsked(s *RegisterSearch) (string, error) {
	var found filing.Problems
	phone, err := ident.Mobile(s.Phone)
	if err != nil {
		found = append(found, filing.Problem{Path: "phone", Flaw: filing.Malformed, Fault: ident.FaultOf(err)})
	}
	s.Reason = strings.TrimSpace(s.Reason)
	switch n := utf8.RuneCountInString(s.Reason); {
	case n == 0:
		found = append(found, filing.Problem{Path: "reason", Flaw: filing.ReasonMissing})
	case n > reasonLimit:
		found = append(found, filing.Problem{Path: "reason", Flaw: filing.TooLong, Number: reasonLimit})
	}
	return phone, found.Or()
}

// textPredicate reads what was typed: a number, a domain, a certificate number, or
// words of a name. Each has an index of its own.
func (d *Desk) textPredicate(text string, args pgx.NamedArgs) string {
	if n, ok := filing.ParseNumber(text); ok {
		args["number"] = n.Entity()
		return `e.number = @number`
	}
	if list := d.certificateIndexes(text); len(list) > 0 {
		args["certificates"] = list
		return `e.certificate_index = ANY(@certificates)`
	}
	if name, ok := ident.RegistrableOf(filing.HostOf(text)); ok && strings.Contains(text, ".") {
		args["key"] = name
		return `e.id IN (SELECT s.entity_id FROM site_key k JOIN site s ON s.id = k.site_id WHERE k.key = @key AND (k.cancelled_at IS NULL OR @ended))`
	}
	args["like"] = "%" + escapeLike(text) + "%"
	return `e.name LIKE @like OR EXISTS (SELECT FROM site s WHERE s.entity_id = e.id AND array_to_string(s.names, ' ') LIKE @like)`
}

// certificateIndexes are the blind indexes that a number has under every type of
// certificate whose form it has.
func (d *Desk) certificateIndexes(text string) [][]byte {
	var list [][]byte
	if len(text) < 6 || !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	for _, c := range filing.CertificateTypes {
		number, err := filing.CertificateNumber(c.ID, text, d.s.now())
		if err == nil {
			list = append(list, d.s.certificateIndex(filing.Entity{CertificateType: c.ID, CertificateNumber: number}))
		}
	}
	return list
}

// recordSearch enters a search by phone among the disclosures of whatever it found,
// or by itself when it found nothing.
func (d *Desk) recordSearch(ctx context.Context, found []Entity, reason string) error {
	ids := []int64{}
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	_, err := d.s.db.Exec(ctx, `
		INSERT INTO disclosure (account_id, entity_id, what, reason, at)
		SELECT @me, id, 'phone', @reason, @now FROM unnest(CASE WHEN cardinality(@ids::bigint[]) = 0 THEN ARRAY[NULL::bigint] ELSE @ids END) AS id`,
		d.args(pgx.NamedArgs{"ids": ids, "reason": reason}))
	return err
}

// DiscloseEntity records that the actor looks at unmasked personal data of an
// entity in the register, and why.
func (d *Desk) DiscloseEntity(ctx context.Context, entity int64, reason string) error {
	if _, _, err := d.Entity(ctx, entity); err != nil {
		return err
	}
	if !d.me.Staff() {
		return nil
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return filing.Problems{{Path: "reason", Flaw: filing.ReasonMissing}}
	}
	_, err := d.s.db.Exec(ctx, `INSERT INTO disclosure (account_id, entity_id, what, reason, at) VALUES (@me, @id, 'record', @reason, @now)`,
		d.args(pgx.NamedArgs{"id": entity, "reason": reason}))
	return err
}

// EntityDisclosures lists who looked at the personal data of an entity, in the
// register and in the filings about it, newest first, for its owner as well as for
// staff.
func (d *Desk) EntityDisclosures(ctx context.Context, entity int64) ([]Disclosure, error) {
	if _, _, err := d.Entity(ctx, entity); err != nil {
		return nil, err
	}
	return all[Disclosure](ctx, d.s.db, `
		SELECT a.tier, x.what, x.reason, x.at FROM disclosure x JOIN account a ON a.id = x.account_id
		WHERE x.entity_id = @id OR x.filing_id IN (SELECT id FROM filing WHERE entity_id = @id)
		ORDER BY x.id DESC LIMIT 200`, pgx.NamedArgs{"id": entity})
}

// EntityFilings lists the filings about an entity that the actor may see, newest
// first, a bureau's own acts among them.
func (d *Desk) EntityFilings(ctx context.Context, entity int64) ([]Filing, error) {
	return all[Filing](ctx, d.s.db, `
		SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.entity_id = @id AND (`+d.scope()+`) ORDER BY f.id DESC LIMIT 50`,
		d.args(pgx.NamedArgs{"id": entity}))
}
