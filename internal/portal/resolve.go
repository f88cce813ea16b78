package portal

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// How long looking up may take, and how many names of a site are looked up.
const (
	resolveTime  = 3 * time.Second
	resolveNames = 6
)

// resolve looks up where a site's domains lead and offers the addresses: into the access when it names none yet, in
// words otherwise. Only names are asked for; nothing is connected to, and internal addresses are not told.
func (p *Portal) resolve(r *http.Request, d *postgres.Desk, t draft) error {
	key := r.PostForm.Get(page.ResolveField)
	doc, err := d.Document(r.Context(), t.f)
	if err != nil {
		return err
	}
	site := doc.Site(t.topic.Site)
	if site == nil {
		return filing.ErrNotFound
	}
	found := p.addresses(r.Context(), site)
	filled := false
	if len(found) > 0 {
		_, err = d.Save(r.Context(), t.f.ID, t.f.Revision, func(doc *filing.Document) {
			if at := filing.AccessIPs.In(site.Key, key); len(doc.Get(at)) == 0 {
				filled = doc.Set(at, found)
			}
		})
	}
	if err == nil {
		p.flash(r, resolved(site, found, filled))
	}
	return err
}

func resolved(site *filing.Site, found []string, filled bool) ui.Notice {
	names := strings.Join(site.Domains, "、")
	switch {
	case len(found) == 0:
		return ui.Notice{Tone: ui.Warn, Title: "没有查到 " + names + " 的公网地址", Text: "域名可能还没有解析。请在接入商的控制台查看 IP 地址，或打电话询问。"}
	case filled:
		return ui.Notice{Tone: ui.Success, Title: "已填入查到的地址", Text: "查到 " + strings.Join(found, "、") + "。用了 CDN 的域名查到的不是服务器，请和接入商给的地址核对。"}
	}
	return ui.Notice{Tone: ui.Info, Title: "域名现在指向 " + strings.Join(found, "、"), Text: "和填写的地址不同时，请核对哪一个是服务器的地址；用了 CDN 的域名查到的不是服务器。"}
}

// addresses are the public addresses that a site's domains lead to, in order.
func (p *Portal) addresses(ctx context.Context, site *filing.Site) []string {
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	var found []string
	for _, host := range hostsOf(site) {
		list, err := p.Resolve(ctx, host)
		if err != nil {
			continue // a name that leads nowhere yet
		}
		for _, a := range list {
			text := a.Unmap().WithZone("").String()
			if _, err := ident.ParseIPRange(text); err == nil && !slices.Contains(found, text) {
				found = append(found, text)
			}
		}
	}
	return found
}

// hostsOf are the names a site answers to: each domain and its www.
func hostsOf(site *filing.Site) []string {
	var list []string
	for _, typed := range site.Domains {
		if name, err := ident.Domain(typed); err == nil {
			host := strings.TrimPrefix(name.ASCII, "*.")
			list = append(list, host, "www."+host)
		}
	}
	return list[:min(len(list), resolveNames)]
}
