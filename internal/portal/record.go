package portal

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/journal"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
)

// reportPath is where the public reports a site (我要举报).
const reportPath = "/reports/new"

// moved leads for good to another address of the same page.
type moved string

func (a moved) Error() string { return "portal: moved to " + string(a) }

func (a moved) send(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, string(a), http.StatusMovedPermanently)
}

// inPath is a part of the path as people read it; the router hands on what browsers encode in an unusual way.
func inPath(r *http.Request, name string) string {
	value := chi.URLParam(r, name)
	if r.URL.RawPath == "" {
		return value
	}
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}

// cutKind takes the ending off that asks for a form for programs.
func cutKind(s string) (number, kind string) {
	for _, kind := range []string{".json", ".txt"} {
		if n, ok := strings.CutSuffix(s, kind); ok {
			return n, kind
		}
	}
	return s, ""
}

// record shows what is public of one number: of a service, or of an entity with all its services.
func (p *Portal) record(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	asked, kind := cutKind(inPath(r, "number"))
	n, ok := filing.ParseNumber(asked)
	if !ok {
		return page.NoRecordPage(page.NoRecord{Page: p.base(r, me), Asked: asked}), filing.ErrNotFound
	}
	if asked != string(n) && asked != n.ASCII() {
		return nil, moved(page.RecordPath(n) + kind)
	}
	if err := p.asks(r, lookup.Points); err != nil {
		return nil, err
	}
	stamp := p.Lookup.Cache.Stamp(string(n.Entity()))
	found, err := p.publicRecord(r, n)
	if errors.Is(err, filing.ErrNotFound) && kind == "" {
		return page.NoRecordPage(page.NoRecord{Page: p.base(r, me), Asked: string(n)}), filing.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	m, settled, err := p.recordPage(r, me, found)
	if err != nil {
		return nil, err
	}
	if settled {
		p.sameForAll(r, stamp)
	}
	return showRecord(found, m, kind)
}

// filed is what the register says of one number.
type filed struct {
	number   filing.Number
	entity   postgres.EntityRecord
	services []postgres.Record // of the entity
	service  *postgres.Record  // when the number is a service's
}

func (p *Portal) publicRecord(r *http.Request, n filing.Number) (filed, error) {
	f, register := filed{number: n}, p.store.Lookup()
	var err error
	if f.entity, err = register.Entity(r.Context(), n); err != nil {
		return f, err
	}
	if f.services, err = register.ByNumber(r.Context(), n.Entity()); err != nil || !n.IsService() {
		return f, err
	}
	for i := range f.services {
		if f.services[i].Number == n {
			f.service = &f.services[i]
			return f, nil
		}
	}
	return f, filing.ErrNotFound
}

// recordPage gathers what is public of a number; settled is false while its approval waits for the log.
func (p *Portal) recordPage(r *http.Request, me filing.Actor, f filed) (m page.Record, settled bool, err error) {
	m = recordModel(f, p.store.Now())
	m.Page = p.base(r, me)
	m.Page.Canonical = strings.TrimSuffix(p.store.BaseURL, "/") + page.RecordPath(f.number)
	if p.has(reportPath) {
		m.Report = reportPath + "?number=" + url.QueryEscape(string(f.number))
	}
	m.Certified = f.service != nil && f.service.CancelledAt == nil && p.Issuer != nil
	steps, err := p.store.Lookup().History(r.Context(), f.number)
	if err != nil {
		return m, false, err
	}
	for _, s := range steps {
		if s.Kind != filing.Blacklist && s.Kind != filing.PasswordReset { // say nothing of the record
			m.Steps = append(m.Steps, page.PublicStep{Kind: s.Kind, At: s.At})
		}
	}
	m.Proof, err = p.recordProof(r, f.number)
	return m, m.Proof.State != page.ProofWaits, err
}

// recordProof checks that the approval of a number stands in the journal's log.
func (p *Portal) recordProof(r *http.Request, n filing.Number) (page.RecordProof, error) {
	proof, err := p.store.ApprovalProof(r.Context(), n)
	switch {
	case errors.Is(err, postgres.ErrUnproved):
		return page.RecordProof{State: page.ProofWaits}, nil
	case err != nil:
		return page.RecordProof{}, err
	case proof == nil:
		return page.RecordProof{State: page.ProofNone}, nil
	}
	verifier, err := journal.NewVerifier(p.LogKey)
	if err != nil { // this system has no key that it would publish
		return page.RecordProof{State: page.ProofNone}, nil
	}
	head, err := proof.Verify(verifier)
	if err != nil {
		return page.RecordProof{State: page.ProofBroken}, nil
	}
	return page.RecordProof{State: page.ProofHolds, Entry: proof.Position + 1, Entries: head.Size}, nil
}

// approvalProof is the proof of the approval of a number, for programs.
func (p *Portal) approvalProof(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	n, known := filing.ParseNumber(inPath(r, "number"))
	if !known {
		return nil, filing.ErrNotFound
	}
	if err := p.asks(r, lookup.Points); err != nil {
		return nil, err
	}
	proof, err := p.store.ApprovalProof(r.Context(), n)
	if errors.Is(err, postgres.ErrUnproved) || err == nil && proof == nil {
		err = filing.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(proof)
	if err != nil {
		return nil, err
	}
	return nil, file{Type: "application/json; charset=utf-8", Body: append(body, '\n'), Keep: time.Minute}
}

func showRecord(f filed, m page.Record, kind string) (templ.Component, error) {
	switch kind {
	case ".json":
		return nil, jsonOf(f)
	case ".txt":
		return nil, file{Type: "text/plain; charset=utf-8", Body: []byte(page.RecordText(m)), Keep: time.Minute}
	}
	return page.RecordPage(m), nil
}

// entityJSON is an entity as programs read it.
type entityJSON struct {
	Number      filing.Number   `json:"number"`
	UnitName    string          `json:"unit_name"`
	Status      string          `json:"status"` // active, cancelled
	ApprovedAt  time.Time       `json:"approved_at"`
	CancelledAt *time.Time      `json:"cancelled_at,omitempty"`
	Services    []lookup.Public `json:"services"`
}

func jsonOf(f filed) error {
	var v any
	if f.service != nil {
		v = lookup.PublicOf(*f.service)
	} else {
		e := entityJSON{Number: f.entity.Number, UnitName: f.entity.UnitName, Status: "active", ApprovedAt: f.entity.ApprovedAt,
			CancelledAt: f.entity.CancelledAt, Services: []lookup.Public{}}
		if e.CancelledAt != nil {
			e.Status = "cancelled"
		}
		for _, one := range f.services {
			e.Services = append(e.Services, lookup.PublicOf(one))
		}
		v = e
	}
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return file{Type: "application/json; charset=utf-8", Body: append(body, '\n'), Keep: time.Minute}
}

func recordModel(f filed, now time.Time) page.Record {
	province, _ := region.ByCode(f.entity.Province)
	m := page.Record{Number: f.number, Entity: f.entity.Number, UnitName: f.entity.UnitName, Nature: f.entity.Nature,
		Bureau: province.BureauName(), BureauHref: "/bureaus/" + province.ISO,
		ApprovedAt: f.entity.ApprovedAt, CancelledAt: f.entity.CancelledAt, Now: now}
	for _, one := range f.services {
		if one.Number != f.number {
			m.Siblings = append(m.Siblings, shownRecord(one))
		}
	}
	if s := f.service; s != nil {
		line := shownRecord(*s)
		m.Service, m.ApprovedAt, m.ChangedAt, m.CancelledAt = &line, s.ApprovedAt, s.ChangedAt, s.CancelledAt
	}
	return m
}

// shownRecord is one service as pages show it.
func shownRecord(r postgres.Record) page.RecordLine {
	return page.RecordLine{Number: r.Number, UnitName: r.UnitName, Nature: r.Nature, Service: r.Service, Names: r.Names,
		HomeURLs: r.HomeURLs, Domains: r.Domains, Approvals: r.Approvals, Restricted: r.Restricted,
		ApprovedAt: r.ApprovedAt, Cancelled: r.CancelledAt != nil}
}
