package demo

import (
	"context"
	"time"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
)

// announcement is a notice some days before the filling.
type announcement struct {
	days   int
	pinned bool
	title  string
	body   string
}

var national = []announcement{
	{240, false, "关于启用新版备案号查询页面的通知", "查询页面已经更新，支持按备案号、域名、单位名称和网站名称查询。查询结果不显示个人信息。"},
	{96, false, "关于核对网站负责人联系方式的提示", "请各主办者核对备案中的手机号码和电子邮箱。号码变更后，请在 10 个工作日内提交变更备案，以免收不到核验短信。"},
	{41, false, "关于公布省通信管理局受理时间的通知", "各省通信管理局的受理电话和受理时间已在各局页面公布。法定节假日不受理，审核时限顺延。"},
	{12, false, "关于短信核验的提示", "核验短信只包含验证码和本系统的核验链接，不会索取银行卡号或密码。24 小时内没有完成核验的，备案会退回接入商。"},
	{1, true, "演示数据说明", "本系统中的单位、个人、网站、证件号码和联系方式都是为演示编写的，与真实的单位和个人无关。演示账号的口令相同，见使用说明。"},
}

var regional = []announcement{
	{150, false, "关于做好空壳备案清理工作的通知", "没有网站的主体、没有接入的网站将在公示后注销。请主办者在公示期内补充接入信息，或自行注销。"},
	{63, false, "关于核验照片要求的通知", "当面核验照片应使用接入商的幕布，正面免冠，五官清晰。不符合要求的，将退回接入商补充。"},
	{28, false, "关于通信地址填写要求的通知", "通信地址应填写到楼号和房间号。没有门牌号的，请在备注中说明。"},
	{6, false, "关于本周系统维护的通知", "本周六 22:00 至次日 6:00 进行系统维护，期间暂停受理，审核时限不受影响。"},
}

var commercial = []announcement{
	{75, false, "核验点搬迁通知", "当面核验点已搬到新址，地址和电话见本页。前来核验请携带证件原件。"},
	{33, false, "云主机备案服务号调整说明", "自本月起，每台云主机可以为 5 个网站办理备案。已经提交的备案不受影响。"},
	{9, false, "备案初审时间说明", "工作日 16:00 前提交的备案，当日完成初审；之后提交的，次日完成。请保持电话畅通。"},
}

// notices lets the ministry, every bureau and half of the providers announce
// something.
func (f *fill) notices(ctx context.Context) error {
	m := newMaker(streamNotices, epoch)
	for _, n := range national {
		if err := f.publish(ctx, f.ministry, n); err != nil {
			return err
		}
	}
	for _, p := range region.Provinces() {
		first := m.IntN(len(regional))
		for _, n := range regional[first:] {
			if err := f.publish(ctx, f.bureaus[p.Code].admin, n); err != nil {
				return err
			}
		}
	}
	for i, c := range f.carriers {
		if i%2 == 1 {
			continue
		}
		for _, n := range commercial[i/2%len(commercial):] {
			if err := f.publish(ctx, c.admin, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *fill) publish(ctx context.Context, who filing.Actor, n announcement) error {
	f.at = office.snap(newMaker(streamNotices, epoch), f.calendar, f.now.Add(-time.Duration(n.days)*day))
	_, err := f.store.As(who).Publish(ctx, postgres.Notice{Title: n.title, Body: n.body, Pinned: n.pinned})
	return err
}
