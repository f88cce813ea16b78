package portal

import (
	"bytes"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
	"beian/web/htmlcheck"
)

const fraud = "《非经营性互联网信息服务备案管理办法》第二十三条：填报虚假备案信息"

// hand posts a form with one drawn picture in the control "files", when picture is set.
func (b *browser) hand(path string, picture bool, pairs ...string) view {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		pgtest.Must(b.t, form.WriteField(pairs[i], pairs[i+1]))
	}
	if picture {
		part, err := form.CreateFormFile("files", "现场.jpg")
		pgtest.Must(b.t, err)
		pgtest.Must(b.t, jpeg.Encode(part, image.NewGray(image.Rect(0, 0, 1200, 900)), nil))
	}
	pgtest.Must(b.t, form.Close())
	r := httptest.NewRequestWithContext(b.t.Context(), "POST", "http://beian.test"+path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.RemoteAddr = b.from
	for _, c := range b.jar.Cookies(site) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r)
	answer := w.Result()
	b.jar.SetCookies(site, answer.Cookies())
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		htmlcheck.Check(b.t, w.Body.String())
	}
	return view{answer.StatusCode, answer.Header, w.Body.String(), path}
}

// onFile is an office with one entity of 王芳's in the register.
func onFile(t *testing.T) (*office, int64, filing.Number) {
	t.Helper()
	o := openOffice(t)
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Person())
	out := o.w.Approve(t, o.w.Zhao, f.ID)
	return o, out.Filing.EntityID, out.Number
}

// newest is the id of the filing opened last.
func (o *office) newest() int64 {
	var id int64
	pgtest.Must(o.t, o.tx.QueryRow(o.t.Context(), `SELECT max(id) FROM filing`).Scan(&id))
	return id
}

func TestForcedCancelByTheBureau(t *testing.T) {
	o, entity, number := onFile(t)
	zhao := o.seat(o.w.Zhao)
	zhao.get("/bureau/records?q=example.cn").must(t, 200, string(number), recordPath(entity))
	record := zhao.get(recordPath(entity)).must(t, 200, "强制注销", "121.40", "云帆数据", "已备案")
	record.lacks(t, filingtest.PersonID, "13800000001")
	form := recordPath(entity) + "/acts/101"
	zhao.get(form).must(t, 200, "办理的对象", "主体和其下全部网站", "域名 example.cn")
	zhao.hand(form, false, "words", "电话和地址都查无此人").must(t, 422, "从列表中选择办理的对象", "填写法律依据", "电话和地址都查无此人")
	zhao.hand(form, false, "target", "entity", "article", "随便写的", "words", "x").must(t, 422, "从列表中选择法律依据")
	zhao.hand(form, true, "target", "site:"+string(number)+"-1", "article", fraud, "words", "电话和地址都查无此人").leadsTo(t, actPath(o.newest()))
	act := actPath(o.newest())
	zhao.get(at("/bureau", o.newest(), "")).must(t, 200, "强制注销网站", "现场.jpg", "电话和地址都查无此人", "作出决定")
	other := o.seat(o.w.Zhao2)
	other.get(act).must(t, 200, "正在办理").lacks(t, "作出决定")
	zhao.post(act, "do", "refuse").must(t, 422, "不办理的理由")
	zhao.post(act, "do", "approve", "revision", "999").must(t, 409)
	zhao.post(act, "do", "approve").leadsTo(t, act)
	zhao.get(act).must(t, 200, "决定已生效", "已强制注销")
	zhao.get(recordPath(entity)).must(t, 200, "空壳主体", "强制注销")
	o.seat(o.w.Qian).get(recordPath(entity)).must(t, 404)
	o.seat(o.w.Qian).get(act).must(t, 404)
}

func TestBlacklistPages(t *testing.T) {
	o, entity, _ := onFile(t)
	zhao := o.seat(o.w.Zhao)
	zhao.get("/bureau/blacklist").must(t, 200, "名单是空的")
	zhao.get("/bureau/blacklist/new").must(t, 200, "域名", "证件号码")
	zhao.hand("/bureau/blacklist/new", false, "target", "domain", "domain", "不是域名", "article", fraud, "words", "诈骗", "until", "昨天").
		must(t, 422, "不是域名", "日期", "诈骗")
	zhao.hand("/bureau/blacklist/new", false, "target", "domain", "domain", "https://www.fraud.cn/x", "article", fraud, "words", "诈骗", "until", "2027-11-20").
		leadsTo(t, actPath(o.newest()))
	zhao.post(actPath(o.newest()), "do", "approve").leadsTo(t, actPath(o.newest()))
	zhao.get("/bureau/blacklist").must(t, 200, "fraud.cn", "有效", "2027-11-20")
	zhao.hand(recordPath(entity)+"/acts/102", false, "target", "certificate", "article", fraud, "words", "多次填报虚假信息").leadsTo(t, actPath(o.newest()))
	zhao.post(actPath(o.newest()), "do", "approve").leadsTo(t, actPath(o.newest()))
	zhao.get("/bureau/blacklist").must(t, 200, "证件").lacks(t, filingtest.PersonID, "陈晓云")
	list, err := o.w.Zhao.BlacklistOf(t.Context(), false, 0, 10)
	pgtest.Must(t, err)
	lift := "/bureau/blacklist/" + strconv.FormatInt(list[1].ID, 10) + "/lift"
	zhao.get(lift).must(t, 200, "解除黑名单", "fraud.cn")
	zhao.hand(lift, false).must(t, 422, "填写事实和理由")
	zhao.hand(lift, false, "words", "域名已换持有人").leadsTo(t, actPath(o.newest()))
	zhao.post(actPath(o.newest()), "do", "approve").leadsTo(t, actPath(o.newest()))
	zhao.get("/bureau/blacklist").must(t, 200).lacks(t, "fraud.cn")
	zhao.get("/bureau/blacklist?all=1").must(t, 200, "fraud.cn", "已解除")
	wang := o.seat(o.w.Owner2)
	wang.post("/my/filings/new", "entity.nature", "5", "entity.certificate_type", "2", "entity.certificate_number", filingtest.PersonID,
		"entity.province", "310000", "sites.1.domains", "other.cn").must(t, 200, "目前不能办理备案")
}

func TestRegisterByPhone(t *testing.T) {
	o, entity, number := onFile(t)
	zhao := o.seat(o.w.Zhao)
	zhao.post("/bureau/records/phone", "phone", "123", "reason", "").must(t, 422, "查看原因", "123")
	zhao.post("/bureau/records/phone", "phone", "13800000001", "reason", "核查同号").must(t, 200, string(number))
	zhao.post("/bureau/records/phone", "phone", "13900000001", "reason", "核查同号").must(t, 200, "没有找到")
	zhao.post(recordPath(entity)+"/unmask", "reason", " ").must(t, 422, "写明查看原因")
	zhao.post(recordPath(entity)+"/unmask", "reason", "核对投诉").leadsTo(t, recordPath(entity))
	zhao.get(recordPath(entity)).must(t, 200, filingtest.PersonID, "核对投诉", "核查同号")
}

func TestPasswordThroughTheBureau(t *testing.T) {
	o, _, number := onFile(t)
	owner := o.seat(o.w.Owner2)
	owner.get("/my/entities/password").must(t, 200, "证明材料", "申请书")
	owner.hand("/my/entities/password", false, "number", string(number), "words", "邮箱停用").must(t, 422, "文件", "邮箱停用")
	asked := []string{"number", string(number), "certificate_type", "2", "certificate", filingtest.EditorID, "email", "neu@example.cn", "words", "邮箱停用"}
	owner.hand("/my/entities/password", true, asked...).must(t, 422, "不相符")
	asked[5] = filingtest.PersonID
	owner.hand("/my/entities/password", true, asked...).leadsTo(t, "/my/filings/"+strconv.FormatInt(o.newest(), 10))
	id := o.newest()
	owner.get("/my/filings/"+strconv.FormatInt(id, 10)).must(t, 200, "重置备案密码", "等待管局审核")
	zhao := o.seat(o.w.Zhao)
	zhao.post("/bureau/next").leadsTo(t, at("/bureau", id, ""))
	zhao.get(actPath(id)).must(t, 200, "重置备案密码", "neu@example.cn", "现场.jpg", "邮箱停用").lacks(t, "撤回")
	zhao.post(actPath(id), "do", "approve").leadsTo(t, actPath(id))
	owner.get("/my/filings/"+strconv.FormatInt(id, 10)).must(t, 200, "备案密码已重置")
}
