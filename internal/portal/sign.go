package portal

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// signInvitation is the page behind the link by which an owner is asked to sign what a provider has filled in.
func (p *Portal) signInvitation(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.signInvitationPage(r, me, p.form(r))
}

func (p *Portal) signInvitationPage(r *http.Request, me filing.Actor, f page.Form) (templ.Component, error) {
	token := r.PathValue("token")
	m := page.SignInvitation{Page: p.base(r, me), Form: f, Token: token}
	i, err := p.store.SignatureLink(r.Context(), token)
	if errors.Is(err, filing.ErrNotFound) {
		m.Gone = true
		return page.SignInvitationPage(m), err
	}
	if err != nil {
		return nil, err
	}
	m.Provider, m.Receipt, m.Unit, m.Taken, m.Staff = i.Provider, i.Receipt, page.Unit(i.Unit, i.Nature), i.Owner != 0, me.Staff()
	if me.Tier == filing.Registrant {
		m.SignedIn = visitOf(r).seat().UserName
	}
	return page.SignInvitationPage(m), f.Problems.Or()
}

// takeInvitation gives the filing to the registrant who is signed in.
func (p *Portal) takeInvitation(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := p.store.TakeInvitation(r.Context(), r.PathValue("token"), r.PostForm.Get("id_tail"), me.Account)
	if found, wrong := problemsIn(err); wrong {
		return p.signInvitationPage(r, me, p.form(r).With(found))
	}
	if errors.Is(err, filing.ErrNotFound) {
		return p.signInvitationPage(r, me, p.form(r))
	}
	if err != nil {
		return nil, err
	}
	return nil, seeOther(page.FilingPath(id, "sign"))
}

// signUpInvited makes an account for the owner, signs in with it and goes on to the filing.
func (p *Portal) signUpInvited(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if err := p.hit(r, rateSignUp, ""); err != nil {
		return nil, err
	}
	f := r.PostForm
	id, account, err := p.store.SignUpInvited(r.Context(), r.PathValue("token"), postgres.NewOwner{UserName: f.Get("user_name"),
		Password: f.Get("password"), Again: f.Get("password_again"), Tail: f.Get("id_tail")})
	if found, wrong := problemsIn(err); wrong {
		for i := range found {
			if found[i].Path == "again" {
				found[i].Path = "password_again"
			}
		}
		return p.signInvitationPage(r, me, p.form(r).With(found))
	}
	if errors.Is(err, filing.ErrNotFound) {
		return p.signInvitationPage(r, me, p.form(r))
	}
	if err != nil {
		return nil, err
	}
	seat, err := p.store.SignIn(r.Context(), account, visitOf(r).visitor.Address)
	if err != nil {
		return nil, err
	}
	return nil, p.welcome(r, seat, page.FilingPath(id, "sign"), ui.Notice{Tone: ui.Success, Title: "账号已经设好", Text: "用户名 " + seat.UserName + "。请核对下面的内容。"})
}

// signing shows the owner everything the provider has filled in.
func (p *Portal) signing(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := toSign(r, d)
	if err != nil {
		return nil, err
	}
	m, err := p.signingModel(r, d, me, f, doc)
	if err != nil {
		return nil, err
	}
	return page.SigningPage(m), nil
}

// toSign is a filing that waits for its owner's signature; any other shows itself instead.
func toSign(r *http.Request, d *postgres.Desk) (postgres.Filing, *filing.Document, error) {
	f, doc, err := ownFiling(r, d)
	if err == nil && f.State != filing.OwnerSignature {
		err = seeOther(page.FilingPath(f.ID))
	}
	return f, doc, err
}

func (p *Portal) signingModel(r *http.Request, d *postgres.Desk, me filing.Actor, f postgres.Filing, doc *filing.Document) (page.Signing, error) {
	papers, err := d.Papers(r.Context(), f)
	if err != nil {
		return page.Signing{}, err
	}
	w, err := workOf(r, d, f, doc)
	if err != nil {
		return page.Signing{}, err
	}
	m := page.FilingReview{Work: w, Page: p.base(r, me), Form: p.form(r), Revision: f.Revision, Fixed: true, Signer: signer(doc)}
	for _, x := range papers {
		m.Have = append(m.Have, x.Paper().Path())
	}
	return page.Signing{FilingReview: m, Note: r.PostForm.Get("note")}, nil
}

// sign hands the filing over, or shows it again with what stands in the way.
func (p *Portal) sign(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := toSign(r, d)
	if err != nil {
		return nil, err
	}
	wrong := signed(r, doc)
	if len(wrong) == 0 {
		revision, _ := strconv.Atoi(r.PostForm.Get(page.RevisionField))
		_, err = d.Act(r.Context(), f.ID, postgres.Move{Action: filing.Sign, Revision: max(revision, 1)})
		found, refused := problemsIn(err)
		switch {
		case err == nil:
			return nil, seeOther(page.FilingPath(f.ID, "submitted"))
		case !refused && !errors.Is(err, filing.ErrStale):
			return nil, err
		}
		wrong = found // nothing when another window has changed it: the page shows how it stands now
	}
	m, drawing := p.signingModel(r, d, me, f, doc)
	if drawing != nil {
		return nil, drawing
	}
	rest := slices.DeleteFunc(m.Problems, func(p filing.Problem) bool { _, said := wrong.At(p.Path); return said })
	m.Problems, m.Pressed, m.Moved = append(wrong, rest...), true, errors.Is(err, filing.ErrStale)
	if m.Moved {
		return page.SigningPage(m), filing.ErrStale
	}
	return page.SigningPage(m), wrong
}

// decline sends the filing back to the provider with words.
func (p *Portal) decline(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := toSign(r, d)
	if err != nil {
		return nil, err
	}
	_, err = d.Act(r.Context(), f.ID, postgres.Move{Action: filing.Decline, Detail: filing.Detail{Note: strings.TrimSpace(r.PostForm.Get("note"))}})
	if found, wrong := problemsIn(err); wrong {
		m, err := p.signingModel(r, d, me, f, doc)
		if err != nil {
			return nil, err
		}
		m.Back = true
		return page.SigningPage(m), found
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已退回" + f.ProviderName, Text: "接入商改好后，会再请您核对。"})
	return nil, seeOther("/my")
}
