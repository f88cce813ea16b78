package demo

import (
	"context"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// settle has the owner do what the province's own rules ask for beyond the nation's: bring a paper,
// write a remark, choose another name.
func (f *fill) settle(ctx context.Context, desk *postgres.Desk, c *matter) error {
	now, err := desk.Filing(ctx, c.id)
	if err != nil {
		return err
	}
	found, err := desk.Preflight(ctx, now)
	if err != nil {
		return err
	}
	var answers []filing.Problem
	for _, p := range found.Errors() {
		if p.Flaw != filing.ProvinceRule {
			continue
		}
		if paper, is := filing.PaperAt(p.Path); is {
			err = f.addPaper(ctx, desk, c, paper)
		} else {
			answers = append(answers, p)
		}
		if err != nil {
			return err
		}
	}
	if len(answers) == 0 {
		return nil
	}
	if _, err := desk.Save(ctx, c.id, 0, func(d *filing.Document) {
		for _, p := range answers {
			c.answer(d, p.Path)
		}
	}); err != nil {
		return err
	}
	if now, err = desk.Filing(ctx, c.id); err == nil {
		c.doc, err = desk.Document(ctx, now)
	}
	return err
}

// answer changes what a rule of the province finds fault with.
func (c *matter) answer(d *filing.Document, path filing.Path) {
	at := path.Field()
	s := d.Site(path.Site())
	if s == nil && len(d.Sites) > 0 {
		s = &d.Sites[0]
	}
	switch at {
	case filing.EntityToBureau:
		d.Entity.RemarkBureau = "各网站的内容和用途不同，分别展示"
	case filing.SiteToBureau:
		s.RemarkBureau = "展示本人拍摄的照片和写下的文字，分门别类，供朋友浏览，没有评论和交易的功能"
	case filing.SiteContents:
		s.Contents = []int{portalContent}
	case filing.SiteNames:
		s.Names = []string{pick(c.m, brandFirst).plus(pick(c.m, brandLast)).han + "资料室"}
		if len(d.Sites) > 1 { // or there are too many at once
			d.Sites = d.Sites[:1]
		}
	case filing.SiteDomains:
		s.Domains = s.Domains[:1]
	case filing.SiteHomeURLs:
		s.HomeURLs = s.HomeURLs[:1]
	}
}

func (f *fill) addPaper(ctx context.Context, desk *postgres.Desk, c *matter, at filing.Paper) error {
	p := f.papers[scanOf(at.Slot)][int(c.id)%samples]
	p.Slot, p.Site = at.Slot, at.Site
	_, err := desk.AddPaper(ctx, c.id, p)
	return err
}
