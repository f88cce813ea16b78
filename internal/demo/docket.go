package demo

import (
	"context"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// matters are a few cases of every small procedure at the bureau of Shanghai, so that its pages show something: what is
// under check, in dispute, reported and asked.
func (f *fill) matters(ctx context.Context) error {
	f.at = f.now.Add(-5 * day)
	shanghai := f.bureaus[mustProvince("sh").Code]
	desk := f.store.As(shanghai.reviewer)
	if _, err := desk.BeginSpotChecks(ctx, []filing.Number{"沪ICP备05000940号-1", "沪ICP备05000940号-2"}, 0, "请核实网站是否仍由贵公司接入，内容和主办者与备案是否一致。", 7); err != nil {
		return err
	}
	for _, ask := range []struct {
		course filing.Course
		said   postgres.MatterSaid
	}{
		{filing.Report, postgres.MatterSaid{Subject: "qinghe-flower.example.cn", URL: "http://qinghe-flower.example.cn", Words: "这个网站首页写的备案号查不到，页脚也没有链接。", Mobile: "jubao@example.net"}},
		{filing.Report, postgres.MatterSaid{Subject: "沪ICP备05000940号-1", Words: "备案登记的地址已经没有这家单位。", Name: "周先生", Mobile: "jubao2@example.net"}},
		{filing.Question, postgres.MatterSaid{Subject: "换服务器要不要变更备案", Words: "同一家接入商，只换了 IP 地址，需要办理变更吗？", Mobile: "wen@example.net"}},
		{filing.Question, postgres.MatterSaid{Subject: "公司改名之后怎么办", Words: "营业执照已经换了，网站备案要多长时间变更？", Name: "李女士", Mobile: "wen2@example.net"}},
	} {
		m, err := f.store.As(filing.Actor{}).Ask(ctx, ask.course, shanghai.reviewer.Province, ask.said, nil)
		if err != nil {
			return err
		}
		if ask.said.Name != "" || ask.course == filing.Report {
			continue
		}
		if _, err := desk.TakeStep(ctx, ask.course, m.ID, postgres.MatterMove{Step: filing.StepTake}); err != nil {
			return err
		}
		if _, err := desk.TakeStep(ctx, ask.course, m.ID, postgres.MatterMove{Step: filing.StepAnswer, Public: true,
			Words: "需要。接入信息有变化的，请在变化之日起 30 日内通过接入商办理变更备案，备案号不变。"}); err != nil {
			return err
		}
	}
	if err := f.dispute(ctx); err != nil {
		return err
	}
	if err := f.shellNotices(ctx, desk); err != nil {
		return err
	}
	return f.deliver(ctx, &matter{})
}

// dispute is about the domain of 王芳's garden, claimed by the next owner.
func (f *fill) dispute(ctx context.Context) error {
	_, err := f.store.As(f.owners[1].actor).BeginConflict(ctx, "fangcaodi-yuanyi.cn", "域名今年从注册商处重新取得，有注册证书，原主办者已不再使用。", nil)
	return err
}

// shellNotices tells the first empty shells of the province that something is to be done.
func (f *fill) shellNotices(ctx context.Context, desk *postgres.Desk) error {
	shells, err := desk.Shells(ctx, 2)
	for _, s := range shells {
		if _, err := desk.BeginRectify(ctx, postgres.RectifyNotice{Entity: s.Entity, Service: s.Service, Words: "主体下已没有网站，请新增网站或注销主体。"}); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	block, err := desk.OpenMeasure(ctx, filing.Blacklist, 0, filing.Measure{Target: filing.TargetDomain, Domain: "huangma-licai.cn",
		Article: "《中华人民共和国反电信网络诈骗法》第二十三条：用于实施诈骗的网站或域名", Words: "公安机关通报，用于虚假理财。"}, nil)
	if err != nil {
		return err
	}
	_, err = desk.Act(ctx, block.ID, postgres.Move{Action: filing.Approve})
	return err
}
