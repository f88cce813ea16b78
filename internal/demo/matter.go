package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
)

// matter is one filing of the case book with everybody who works on it.
type matter struct {
	id       int64
	kind     filing.Kind
	owner    owner
	carrier  *carrier
	bureau   bureau
	doc      *filing.Document
	entity   int64            // that a later filing is about,
	service  filing.Number    // the site of it that is cancelled,
	register *filing.Document // and what was filed of it
	channel  string
	codes    []postgres.SMSAnswer // sent to the principals, oldest first
	offered  string               // the link to sign by, when a provider has filled it in
	m        *maker
}

func (f *fill) desk(who filing.Actor) *postgres.Desk { return f.store.As(who) }

func (f *fill) act(ctx context.Context, who filing.Actor, c *matter, a filing.Action, d filing.Detail) error {
	_, err := f.desk(who).Act(ctx, c.id, postgres.Move{Action: a, Detail: d})
	return err
}

// by is a move that is one action without words.
func by(who func(*matter) filing.Actor, a filing.Action) func(*fill, context.Context, *matter) error {
	return func(f *fill, ctx context.Context, c *matter) error { return f.act(ctx, who(c), c, a, filing.Detail{}) }
}

func ownerOf(c *matter) filing.Actor    { return c.owner.actor }
func verifierOf(c *matter) filing.Actor { return c.carrier.verifier }
func reviewerOf(c *matter) filing.Actor { return c.bureau.reviewer }
func chiefOf(c *matter) filing.Actor    { return c.bureau.chief }

func open(f *fill, ctx context.Context, c *matter) error {
	opened, err := f.desk(c.owner.actor).Open(ctx, postgres.Opening{Kind: c.kind, Provider: c.carrier.id, Channel: c.channel, Document: c.doc,
		Entity: c.entity, Service: c.service})
	c.id = opened.ID
	if err != nil || c.kind == filing.FirstFiling {
		return err
	}
	return f.alter(ctx, c)
}

// ownerPapers completes the draft and uploads what the owner brings.
func ownerPapers(f *fill, ctx context.Context, c *matter) error {
	desk := f.desk(c.owner.actor)
	if _, err := desk.Save(ctx, c.id, 0, func(d *filing.Document) { d.Complete() }); err != nil {
		return err
	}
	c.doc.Complete()
	if err := f.addPapers(ctx, desk, c, filing.Registrant); err != nil {
		return err
	}
	return f.settle(ctx, desk, c)
}

// amend does what the return asked for and uploads the papers anew.
func amend(f *fill, ctx context.Context, c *matter) error {
	desk := f.desk(c.owner.actor)
	if _, err := desk.Save(ctx, c.id, 0, func(d *filing.Document) {
		d.Entity.RemarkProvider = "已按退回意见修改，请再次核验"
	}); err != nil {
		return err
	}
	return f.addPapers(ctx, desk, c, filing.Registrant)
}

// verify is the provider's part: photo, sheet, signature.
func verify(f *fill, ctx context.Context, c *matter) error {
	desk := f.desk(c.carrier.verifier)
	if err := f.addPapers(ctx, desk, c, filing.Provider); err != nil {
		return err
	}
	sheet := postgres.Sheet{Answers: map[string]string{}, Notes: map[string]string{}, Verifier: c.carrier.verifier.Name,
		Place: c.carrier.seat.Short + "核验点", Date: calendar.DateOf(f.at).String()}
	for _, item := range filing.SheetItems {
		sheet.Answers[string(item)] = "yes"
	}
	now, err := desk.Filing(ctx, c.id)
	if err != nil {
		return err
	}
	stored, err := desk.Sheet(ctx, now) // of the round before a return
	if err != nil {
		return err
	}
	sheet.Version = stored.Version
	return desk.SaveSheet(ctx, c.id, sheet, true)
}

// correct is the provider's correction after the bureau's return.
func correct(f *fill, ctx context.Context, c *matter) error {
	text, err := json.Marshal(c.doc)
	if err != nil {
		return err
	}
	var doc filing.Document
	if err := json.Unmarshal(text, &doc); err != nil {
		return err
	}
	doc.Sites[0].RemarkBureau = "已核对网站内容，与所选服务内容一致"
	if _, err := f.desk(c.carrier.verifier).Act(ctx, c.id, postgres.Move{Action: filing.Correct, Document: &doc}); err != nil {
		return err
	}
	c.doc = &doc
	return nil
}

var (
	codeIn = regexp.MustCompile(`验证码(\d{6})`)
	linkIn = regexp.MustCompile(`/sms-verify/([A-Za-z0-9_-]+)`)
)

// confirmOne lets the first principal who was asked answer with code and link.
func confirmOne(f *fill, ctx context.Context, c *matter) error { return f.confirm(ctx, c, 1) }

// confirmAll lets every principal of the newest round answer.
func confirmAll(f *fill, ctx context.Context, c *matter) error {
	return f.confirm(ctx, c, c.asked())
}

// asked is how many principals a round of codes goes to.
func (c *matter) asked() int { return len(filing.PrincipalsToConfirm(c.kind, c.register, c.doc)) }

func (f *fill) confirm(ctx context.Context, c *matter, most int) error {
	asked := c.asked()
	if len(c.codes) < asked {
		return errors.New("a principal has got no code")
	}
	for _, a := range c.codes[len(c.codes)-asked:][:most] {
		if _, err := f.store.ConfirmSMS(ctx, a); err != nil {
			return fmt.Errorf("confirming: %w", err)
		}
		f.at = f.at.Add(time.Duration(20+c.m.IntN(300)) * time.Second)
	}
	return nil
}

// deliver sends what the last move has queued, a moment later. No message leaves
// the house: this is the gateway that only shows them, and off it the principals
// of c read their codes.
func (f *fill) deliver(ctx context.Context, c *matter) error {
	f.at = f.at.Add(3 * time.Second)
	return f.store.DeliverAll(ctx, func(_ context.Context, out postgres.Outgoing) (shown bool, err error) {
		code, link := codeIn.FindStringSubmatch(out.Body), linkIn.FindStringSubmatch(out.Body)
		if out.Channel == "sms" && code != nil && link != nil {
			c.codes = append(c.codes, postgres.SMSAnswer{Code: code[1], Link: link[1]})
		}
		if sign := signIn.FindStringSubmatch(out.Body); sign != nil {
			c.offered = sign[1]
		}
		return true, nil
	})
}

// Words of returns and refusals.
var (
	providerMarks = [][]filing.Mark{
		{{Path: filing.EntityCertAddress.At(), Reason: "address_incomplete"}},
		{{Path: filing.SiteNames.Of("1"), Reason: "title_broad", Note: "请写明网站的主要内容"}},
		{{Path: filing.PrincipalMobiles.At(), Reason: "mobile_unreachable"}, {Path: "materials.principal_front", Reason: "photo_blurred"}},
		{{Path: filing.SiteDomains.Of("1"), Reason: "domain_owner"}},
		{{Path: "materials.principal_back", Reason: "photo_glare"}},
	}
	bureauMarks = [][]filing.Mark{
		{{Path: filing.SiteContents.Of("1"), Reason: "content_differs", Note: "首页显示的内容与所选服务内容不同"}},
		{{Path: "materials.photo.1", Reason: "face_background"}},
		{{Path: "materials.sheet", Reason: "sheet_date"}, {Path: filing.EntityCertAddress.At(), Reason: "address_differs"}},
	}
	grounds = []string{
		"《非经营性互联网信息服务备案管理办法》第十二条：备案材料不真实，证件与登记机关记载不符",
		"《非经营性互联网信息服务备案管理办法》第十二条：备案材料不齐全，逾期没有补正",
		"《互联网信息服务管理办法》第五条：涉及须经主管部门审核同意的内容，没有提供批准文件",
	}
)

func giveBack(f *fill, ctx context.Context, c *matter) error {
	return f.act(ctx, verifierOf(c), c, filing.ReturnToRegistrant, filing.Detail{Marks: pick(c.m, providerMarks)})
}

func sendBack(f *fill, ctx context.Context, c *matter) error {
	return f.act(ctx, reviewerOf(c), c, filing.ReturnToProvider, filing.Detail{Marks: pick(c.m, bureauMarks)})
}

func refuse(f *fill, ctx context.Context, c *matter) error {
	return f.act(ctx, reviewerOf(c), c, filing.Refuse, filing.Detail{Ground: pick(c.m, grounds)})
}

func lapse(f *fill, ctx context.Context, c *matter) error {
	return f.act(ctx, filing.ByClock(), c, filing.LapseSMS, filing.Detail{})
}
