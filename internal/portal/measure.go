package portal

import (
	"errors"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// mostFiles is how many files come with one form.
const mostFiles = 5

func actPath(id int64) string { return "/bureau/acts/" + strconv.FormatInt(id, 10) }

// uploadAll stores the files of a control; what is wrong with one comes as a problem of the control.
func (p *Portal) uploadAll(r *http.Request, field string) ([]postgres.Paper, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	var list []postgres.Paper
	for _, header := range r.MultipartForm.File[field] {
		if header.Filename == "" && header.Size == 0 {
			continue
		}
		if len(list) == mostFiles {
			return list, filing.Problems{{Path: filing.Path(field), Flaw: filing.TooMany, Number: mostFiles}}
		}
		x, err := p.uploadOne(r, field, header)
		if err != nil {
			return list, err
		}
		list = append(list, x)
	}
	return list, nil
}

func (p *Portal) uploadOne(r *http.Request, field string, header *multipart.FileHeader) (postgres.Paper, error) {
	file, err := header.Open()
	if err != nil {
		return postgres.Paper{}, err
	}
	defer file.Close()
	ready, err := material.Prepare(file, material.Limits{})
	var fault *material.Fault
	if errors.As(err, &fault) {
		return postgres.Paper{}, filing.Problems{{Path: filing.Path(field), Flaw: filing.OverSize, Text: string(fault.Code), Other: measured(fault, header.Filename)}}
	}
	if err != nil {
		return postgres.Paper{}, err
	}
	return p.keep(r, filing.Paper{Slot: filing.SlotEvidence}, fileName(header.Filename), ready)
}

// forgetAll deletes the bytes of papers that no row was written for.
func (p *Portal) forgetAll(r *http.Request, list []postgres.Paper, err error) error {
	for _, x := range list {
		err = errors.Join(err, p.forget(r, x))
	}
	return err
}

// kindOfAct reads which act the address names.
func kindOfAct(r *http.Request) (filing.Kind, error) {
	code, err := strconv.ParseInt(inPath(r, "kind"), 10, 16)
	if k := filing.Kind(code); err == nil && k.Valid() && k.BureauAct() {
		return k, nil
	}
	return 0, filing.ErrNotFound
}

// measureForm asks what an act about an entity of the register shall do, and on what ground.
func (p *Portal) measureForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.measureView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.MeasureFormPage(m), nil
}

func (p *Portal) measureView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.MeasureForm, error) {
	k, err := kindOfAct(r)
	if err != nil {
		return page.MeasureForm{}, err
	}
	id, err := idOf(r, "entity")
	if err != nil {
		return page.MeasureForm{}, err
	}
	e, filed, err := d.Entity(r.Context(), id)
	if err != nil {
		return page.MeasureForm{}, err
	}
	doc, err := d.RegisteredDocument(r.Context(), id)
	if err != nil {
		return page.MeasureForm{}, err
	}
	m := page.MeasureForm{Page: p.base(r, me), Form: p.form(r), Kind: k, Number: string(e.Number), Unit: page.Unit(e.Name, e.Nature),
		Back: recordPath(id), Cancelled: e.CancelledAt != nil, Options: measureOptions(k, doc)}
	if len(m.Options) == 1 {
		m.Only = m.Options[0]
	}
	if chosen := r.URL.Query().Get("target"); chosen != "" {
		m.Form = m.Form.Or(map[string][]string{"target": {chosen}})
	}
	m.Open, err = p.openOf(r, d, me, id)
	_ = filed
	return m, err
}

// measureOptions are what an act may be about, each with the value its control sends.
func measureOptions(k filing.Kind, doc *filing.Document) []ui.Option {
	var list []ui.Option
	add := func(t filing.Target, text string, more ...string) {
		list = append(list, ui.Option{Value: strings.Join(append([]string{string(t)}, more...), ":"), Label: text})
	}
	for _, t := range k.Targets() {
		switch t {
		case filing.TargetEntity, filing.TargetCertificate, filing.TargetPassword:
			add(t, zh.Target(t))
			continue
		}
		for _, s := range doc.Sites {
			n := string(s.Number)
			switch t {
			case filing.TargetSite:
				add(t, "网站 "+n+"："+strings.Join(s.Names, "；"), n)
			case filing.TargetDomain:
				for _, name := range s.Domains {
					add(t, "域名 "+name+"（"+n+"）", n, name)
				}
			case filing.TargetAccess:
				for _, a := range s.Accesses {
					add(t, "接入 "+strings.Join(a.IPs, " ")+"（"+n+"）", n, strconv.FormatInt(a.ID, 10))
				}
			}
		}
	}
	return list
}

// typedMeasure is an act as its form says it.
func typedMeasure(r *http.Request) filing.Measure {
	part := strings.Split(r.PostForm.Get("target")+":::", ":")
	m := filing.Measure{Target: filing.Target(part[0]), Service: filing.Number(part[1]), Article: words(r, "article"), Words: words(r, "words"),
		Email: words(r, "email"), Mobile: words(r, "mobile"), Domain: words(r, "domain"), CertificateNumber: words(r, "certificate")}
	m.CertificateType, _ = strconv.Atoi(r.PostForm.Get("certificate_type"))
	switch m.Target {
	case filing.TargetAccess:
		m.Access, _ = strconv.ParseInt(part[2], 10, 64)
	case filing.TargetDomain:
		if part[2] != "" {
			m.Domain = part[2]
		}
	}
	return m
}

// ungrounded lists what is wrong with article and last day before the act itself is looked at.
func ungrounded(r *http.Request, k filing.Kind, m *filing.Measure) filing.Problems {
	var found filing.Problems
	if m.Article != "" && !slices.Contains(zh.Articles(k), m.Article) {
		found = append(found, filing.Problem{Path: "article", Flaw: filing.NotListed})
	}
	if text := words(r, "until"); text != "" {
		day, err := calendar.ParseDate(text)
		if err != nil {
			found = append(found, filing.Problem{Path: "until", Flaw: filing.Malformed})
		}
		m.Until = day
	}
	return found
}

// openMeasure opens the act with its evidence.
func (p *Portal) openMeasure(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.measureView(r, d, me)
	if err != nil {
		return nil, err
	}
	id, err := idOf(r, "entity")
	if err != nil {
		return nil, err
	}
	again := func(found filing.Problems) (templ.Component, error) {
		m.Form = m.Form.With(found)
		return page.MeasureFormPage(m), found
	}
	return p.beginAct(r, d, m.Kind, id, typedMeasure(r), again)
}

// beginAct uploads the evidence and opens the act; again draws the form with what was found.
func (p *Portal) beginAct(r *http.Request, d *postgres.Desk, k filing.Kind, entity int64, m filing.Measure,
	again func(filing.Problems) (templ.Component, error)) (templ.Component, error) {
	if found := ungrounded(r, k, &m); len(found) > 0 {
		return again(found)
	}
	evidence, err := p.uploadAll(r, "files")
	var f postgres.Filing
	if err == nil {
		f, err = d.OpenMeasure(r.Context(), k, entity, m, evidence)
	}
	if err != nil {
		found, typo := problemsIn(err)
		err = p.forgetAll(r, evidence, err)
		if typo {
			return again(found)
		}
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已发起，受理号 " + f.Receipt, Text: "核对无误后作出决定。"})
	return nil, seeOther(actPath(f.ID))
}
