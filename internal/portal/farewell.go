package portal

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/web/page"
)

// takeAwayForm says what is in the archive and asks for the password.
func (p *Portal) takeAwayForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.TakeAwayPage(page.TakeAway{Page: p.base(r, me), Form: p.form(r)}), nil
}

// takeAway (导出个人数据) sends everything kept about the reader as one archive: a text to read, the same for programs,
// and the papers.
func (p *Portal) takeAway(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	var x postgres.Export
	err := p.hit(r, ratePair, accountNumber(me.Account))
	if err == nil {
		x, err = d.Export(r.Context(), r.PostForm.Get("old_password"))
	}
	if found, wrong := problemsIn(err); wrong {
		return page.TakeAwayPage(page.TakeAway{Page: p.base(r, me), Form: p.form(r).With(found)}), found
	}
	if err != nil {
		return nil, err
	}
	name := "beian-data-" + x.MadeAt.In(china).Format("20060102") + ".zip"
	return nil, file{Type: "application/zip", Name: name, Stream: func(w io.Writer) error { return p.pack(r, w, x) }}
}

// pack writes the archive; papers are read one at a time.
func (p *Portal) pack(r *http.Request, w io.Writer, x postgres.Export) error {
	z := zip.NewWriter(w)
	for i := range x.Filings {
		f := &x.Filings[i]
		for _, paper := range f.Papers {
			name := paperFile(f.Receipt, paper)
			data, err := p.Materials.Get(r.Context(), paper.StoreKey)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			f.PaperNames = append(f.PaperNames, name)
			if err := put(z, name, data); err != nil {
				return err
			}
		}
	}
	data, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		return err
	}
	if err := put(z, "data.json", data); err != nil {
		return err
	}
	if err := put(z, "个人数据.txt", []byte(exportText(x))); err != nil {
		return err
	}
	return z.Close()
}

func paperFile(receipt string, x postgres.Paper) string {
	ext := "jpg"
	if x.MediaType == material.PDF {
		ext = "pdf"
	}
	return fmt.Sprintf("材料/%s/%s-%d.%s", receipt, x.Slot, x.ID, ext)
}

func put(z *zip.Writer, name string, data []byte) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// closeForm says what closing the account means, and what has to be ended before.
func (p *Portal) closeForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.closePage(r, d, me, nil)
}

func (p *Portal) closePage(r *http.Request, d *postgres.Desk, me filing.Actor, found filing.Problems) (templ.Component, error) {
	f, err := d.Farewell(r.Context())
	if err != nil {
		return nil, err
	}
	m := page.CloseAccount{Page: p.base(r, me), Form: p.form(r).With(found), Entities: f.Entities, Orphans: int(f.Orphans)}
	if f.Open > 0 {
		open, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewOpen, Newest: true, Limit: most})
		if err != nil {
			return nil, err
		}
		for _, one := range open {
			if one.OwnerID == me.Account {
				m.Open = append(m.Open, p.filingTask(one))
			}
		}
	}
	return page.CloseAccountPage(m), found.Or()
}

// closeAccount (注销账号) ends the account for good.
func (p *Portal) closeAccount(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if r.PostForm.Get(page.AgreedField) == "" {
		return p.closePage(r, d, me, filing.Problems{{Path: page.AgreedField, Flaw: filing.NotAgreed}})
	}
	err := p.hit(r, ratePair, accountNumber(me.Account))
	if err == nil {
		err = d.CloseAccount(r.Context(), r.PostForm.Get("old_password"))
	}
	if found, wrong := problemsIn(err); wrong {
		return p.closePage(r, d, me, found)
	}
	if err != nil {
		return nil, err
	}
	if err := p.session(r).Destroy(r.Context()); err != nil {
		return nil, err
	}
	return page.AccountClosedPage(p.base(r, filing.Actor{})), nil
}
