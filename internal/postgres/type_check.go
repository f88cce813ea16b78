package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Verdict is what a certificate and the domains beside it lead to.
type Verdict string

// The verdicts.
const (
	VerdictFirst           Verdict = "first"            // neither is filed: 首次备案
	VerdictAddSite         Verdict = "add_site"         // the entity is filed, the domains are new: 新增网站
	VerdictFiled           Verdict = "filed"            // both are, together: change, or a further access
	VerdictDomainElsewhere Verdict = "domain_elsewhere" // a domain is filed under another entity (域名冲突)
	VerdictCertificateOpen Verdict = "certificate_open" // another filing of the certificate is under way (主体冲突)
	VerdictDomainOpen      Verdict = "domain_open"      // another filing of a domain is under way
	VerdictBlacklisted     Verdict = "blacklisted"      // the certificate, or a domain, may not be filed (黑名单)
)

// TypeCheck is the verdict and what stands in the way, if anything does.
type TypeCheck struct {
	Verdict Verdict
	Entity  filing.Number // that the certificate is filed under
	Mine    bool          // the entity, or the filing under way, is of the actor's account
	Domain  string        // the first one that is filed or under way
	Site    filing.Number // that it is filed under
	Filing  int64         // the actor's own filing that is under way
	Draft   int64         // the actor's newest draft with the same certificate
}

// held is one key of a document and who holds it.
type held struct {
	uniqueKey
	Entity  int64
	Number  filing.Number // entity's or site's
	Claimed int64         // filing under way
	Owner   int64         // its account
}

// TypeCheck decides which kind of filing the certificate and the domains of doc call for. Problems say what is wrong
// with the answers it needs.
func (d *Desk) TypeCheck(ctx context.Context, doc *filing.Document) (TypeCheck, error) {
	if err := typeProblems(doc, filing.Check(doc, filing.FirstFiling, d.s.now())).Or(); err != nil {
		return TypeCheck{}, err
	}
	if listed, err := d.listed(ctx, d.s.db, d.keysOf(doc)); err != nil || len(listed) > 0 {
		return blacklisted(listed), err
	}
	var list []held
	for _, k := range d.keysOf(doc) {
		h, err := d.holder(ctx, k)
		if err != nil {
			return TypeCheck{}, err
		}
		list = append(list, h)
	}
	t := d.judge(list)
	return t, d.tellMine(ctx, doc, &t, list)
}

// blacklisted is the verdict on what may not be filed, with the first domain if it is one.
func blacklisted(keys []uniqueKey) TypeCheck {
	t := TypeCheck{Verdict: VerdictBlacklisted}
	for _, k := range keys {
		if t.Domain == "" {
			t.Domain = k.shown
		}
	}
	return t
}

// typeProblems are the problems of the answers that the type check asks for.
func typeProblems(doc *filing.Document, all filing.Problems) filing.Problems {
	asked := map[filing.Path]bool{filing.EntityNature.At(): true, filing.EntityCertType.At(): true,
		filing.EntityCertNumber.At(): true, filing.EntityProvince.At(): true}
	for _, s := range doc.Sites {
		asked[filing.SiteDomains.Of(s.Key)] = true
	}
	var own filing.Problems
	for _, p := range all {
		if asked[p.Path] {
			own = append(own, p)
		}
	}
	return own
}

// holder asks register and claims about one key.
func (d *Desk) holder(ctx context.Context, k uniqueKey) (held, error) {
	h := held{uniqueKey: k}
	sql := `SELECT e.id, s.number FROM site_key k JOIN site s ON s.id = k.site_id JOIN entity e ON e.id = s.entity_id
	        WHERE k.key = @key AND k.cancelled_at IS NULL`
	if k.kind == "certificate" {
		sql = `SELECT id, number FROM entity WHERE certificate_index = decode(@key, 'hex') AND cancelled_at IS NULL`
	}
	args := pgx.NamedArgs{"kind": k.kind, "key": k.key}
	if err := d.s.db.QueryRow(ctx, sql, args).Scan(&h.Entity, &h.Number); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return h, err
	}
	err := d.s.db.QueryRow(ctx, `SELECT f.id, coalesce(f.owner_id, 0) FROM claim c JOIN filing f ON f.id = c.filing_id
		WHERE c.kind = @kind AND c.key = @key`, args).Scan(&h.Claimed, &h.Owner)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return h, err
}

// judge is the table of the decision: whose the domains are comes first, then what is under way, then what is filed.
func (d *Desk) judge(list []held) TypeCheck {
	subject, sites := parted(list)
	t := TypeCheck{Verdict: VerdictFirst, Entity: subject.Number}
	for _, h := range sites {
		if h.Entity != 0 && h.Entity != subject.Entity {
			t.Verdict, t.Domain, t.Site = VerdictDomainElsewhere, h.shown, h.Number
			return t
		}
	}
	if subject.Claimed != 0 {
		t.Verdict = VerdictCertificateOpen
		d.own(&t, subject)
		return t
	}
	for _, h := range sites {
		if h.Claimed != 0 {
			t.Verdict, t.Domain = VerdictDomainOpen, h.shown
			d.own(&t, h)
			return t
		}
	}
	if subject.Entity != 0 {
		t.Verdict = VerdictAddSite
		for _, h := range sites {
			if h.Entity == subject.Entity {
				t.Verdict, t.Domain, t.Site = VerdictFiled, h.shown, h.Number
			}
		}
	}
	return t
}

func (d *Desk) own(t *TypeCheck, h held) {
	if h.Owner == d.me.Account {
		t.Mine, t.Filing = true, h.Claimed
	}
}

func parted(list []held) (subject held, sites []held) {
	for _, h := range list {
		if h.kind == "certificate" {
			subject = h
		} else {
			sites = append(sites, h)
		}
	}
	return subject, sites
}

// tellMine adds what the actor's own account knows: whether the entity is in it, and a draft begun before.
func (d *Desk) tellMine(ctx context.Context, doc *filing.Document, t *TypeCheck, list []held) error {
	subject, _ := parted(list)
	return d.s.db.QueryRow(ctx, `
		SELECT @mine OR EXISTS (SELECT FROM entity_account WHERE entity_id = @entity AND account_id = @me),
		       coalesce((SELECT max(id) FROM filing WHERE owner_id = @me AND state = 'draft' AND certificate_index = @certificate), 0)`,
		d.args(pgx.NamedArgs{"mine": t.Mine, "entity": subject.Entity, "certificate": d.s.certificateIndex(doc.Entity)})).
		Scan(&t.Mine, &t.Draft)
}
