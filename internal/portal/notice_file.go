package portal

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/web/page"
)

// keepNoticeFile stores the paper that is sent with an announcement, made ready like any other; nil when none is.
func (p *Portal) keepNoticeFile(r *http.Request) ([]postgres.NoticeFile, error) {
	header := sent(r, fileField)
	if header == nil || header.Size == 0 {
		return nil, nil
	}
	f, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ready, err := material.Prepare(f, material.Limits{})
	var fault *material.Fault
	if errors.As(err, &fault) {
		return nil, filing.Problems{{Path: fileField, Flaw: filing.OverSize, Text: string(fault.Code), Other: measured(fault, header.Filename)}}
	}
	if err != nil {
		return nil, err
	}
	one := postgres.NoticeFile{Name: fileName(header.Filename), MediaType: ready.MediaType, Size: len(ready.Data), StoreKey: material.NewKey()}
	if one.Name == "" {
		one.Name = "附件"
	}
	return []postgres.NoticeFile{one}, p.Materials.Put(r.Context(), one.StoreKey, ready.Data)
}

// noticeFiles are the links to the papers of an announcement.
func noticeFiles(r *http.Request, d *postgres.Desk, notice int64) ([]page.NoticeFile, error) {
	list, err := d.NoticeFiles(r.Context(), notice)
	var links []page.NoticeFile
	for _, f := range list {
		links = append(links, page.NoticeFile{Href: "/notices/" + strconv.FormatInt(notice, 10) + "/files/" + strconv.FormatInt(f.ID, 10), Name: f.Name, Size: fileSize(f.Size)})
	}
	return links, err
}

// noticeFile sends one paper of an announcement.
func (p *Portal) noticeFile(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	notice, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	id, err := idOf(r, "file")
	if err != nil {
		return nil, err
	}
	one, err := d.NoticeFile(r.Context(), notice, id)
	if err != nil {
		return nil, err
	}
	data, err := p.Materials.Get(r.Context(), one.StoreKey)
	if err != nil {
		return nil, err
	}
	return nil, file{Type: one.MediaType, Name: one.Name, Body: data}
}
