package icpquery_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"beian/internal/demo"
	"beian/internal/icpquery"
	"beian/internal/lookup"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// site is the door over the demonstration's register, at a clock that can be turned.
type site struct {
	*testing.T
	*httptest.Server
	now time.Time
}

func open(t *testing.T, change func(*icpquery.Options)) *site {
	t.Helper()
	s := &site{T: t, now: pgtest.Now}
	store := nation(t).At(func() time.Time { return s.now })
	o := icpquery.Options{Lookup: lookup.New(store.Lookup(), store.Now), Store: store, PerMinute: 10_000, Log: slog.New(slog.DiscardHandler),
		Address: func(*http.Request) string { return "203.0.113.7" }}
	if change != nil {
		change(&o)
	}
	s.Server = httptest.NewServer(icpquery.New(o))
	t.Cleanup(s.Close)
	return s
}

// filled is the demonstration, filled once for all tests, which only read it.
var filled *postgres.Store

func nation(t *testing.T) *postgres.Store {
	t.Helper()
	if filled != nil {
		return filled
	}
	ctx := context.WithoutCancel(t.Context())
	pools, err := postgres.Open(ctx, pgtest.URL(t))
	pgtest.Must(t, err)
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	folder, err := material.OpenFolder(t.TempDir(), store.Keys)
	pgtest.Must(t, err)
	defer func() { _ = folder.Close() }()
	pgtest.Must(t, demo.Fill(ctx, store, folder, nil))
	filled = store
	return store
}

// reply is any answer, as a client without knowledge of our types reads it.
type reply struct {
	Code    int
	Msg     string
	Success bool
	Params  json.RawMessage
}

func (s *site) post(path, kind, body string, headers ...string) reply {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), "POST", s.URL+"/icpproject_query/api/"+path, strings.NewReader(body))
	pgtest.Must(s, err)
	r.Header.Set("Content-Type", kind)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w, err := http.DefaultClient.Do(r)
	pgtest.Must(s, err)
	defer w.Body.Close()
	var out reply
	if err := json.NewDecoder(w.Body).Decode(&out); err != nil || w.StatusCode != 200 {
		s.Fatalf("%s: status %d, %v", path, w.StatusCode, err)
	}
	return out
}

const (
	form  = "application/x-www-form-urlencoded"
	jsons = "application/json"
)

func authForm(stamp string) string {
	sum := md5.Sum([]byte("testtest" + stamp))
	return url.Values{"authKey": {hex.EncodeToString(sum[:])}, "timeStamp": {stamp}}.Encode()
}

func (s *site) token() string {
	s.Helper()
	r := s.post("auth", form, authForm(fmt.Sprint(s.now.UnixMilli())), "token", "0")
	var p struct {
		Bussiness, Refresh string
		Expire             int64
	}
	pgtest.Must(s, json.Unmarshal(r.Params, &p))
	if r.Code != 200 || !r.Success || p.Bussiness == "" || p.Expire < 60_000 {
		s.Fatalf("auth: %+v", r)
	}
	return p.Bussiness
}

// list is the envelope of a query, every key of it looked for.
type list struct {
	List                                                                   []map[string]any
	EndRow, FirstPage, LastPage, NextPage, PageNum, PageSize, Pages, Total int
	PrePage, Size, StartRow, NavigatePages                                 int
	NavigatepageNums                                                       []int
	HasNextPage, HasPreviousPage, IsFirstPage, IsLastPage                  bool
}

func (s *site) query(path, body string, headers ...string) list {
	s.Helper()
	r := s.post(path, jsons, body, append([]string{"token", s.token()}, headers...)...)
	if r.Code != 200 || !r.Success || r.Msg != "操作成功" {
		s.Fatalf("%s: %+v", body, r)
	}
	var l list
	d := json.NewDecoder(bytes.NewReader(r.Params))
	d.DisallowUnknownFields()
	pgtest.Must(s, d.Decode(&l))
	return l
}

const byCondition = "icpAbbreviateInfo/queryByCondition"

// A client of 2021: time in seconds or milliseconds, no serviceType, no sign.
func TestClientWithoutServiceType(t *testing.T) {
	s := open(t, nil)
	for _, stamp := range []string{fmt.Sprint(s.now.Unix()), fmt.Sprint(s.now.UnixMilli())} {
		if r := s.post("auth", form, authForm(stamp)); r.Code != 200 {
			t.Errorf("time stamp %s: %+v", stamp, r)
		}
	}
	l := s.query(byCondition, `{"pageNum":"","pageSize":"","unitName":"fangcaodi-yuanyi.cn"}`)
	if l.Total != 1 || len(l.List) != 1 {
		t.Fatalf("%+v", l)
	}
	// The client reads the rows from 0 to endRow.
	for i := range l.EndRow + 1 {
		row := l.List[i]
		for key, want := range map[string]any{"domain": "fangcaodi-yuanyi.cn", "mainLicence": "沪ICP备05000940号", "serviceLicence": "沪ICP备05000940号-1",
			"unitName": "上海芳草地园艺有限公司", "natureName": "企业", "limitAccess": "否", "leaderName": "", "contentTypeName": "", "serviceName": "芳草地园艺"} {
			if row[key] != want {
				t.Errorf("%s is %v, want %v", key, row[key], want)
			}
		}
		if _, err := time.Parse("2006-01-02 15:04:05", row["updateRecordTime"].(string)); err != nil {
			t.Error(err)
		}
	}
	if l.PageNum != 1 || !l.IsFirstPage || !l.IsLastPage || l.HasNextPage || l.Pages != 1 || l.StartRow != 0 || l.EndRow != 0 || l.PrePage != 1 || l.NextPage != 1 || l.Size != 1 {
		t.Errorf("%+v", l)
	}
}

// The same question in every spelling that clients send.
func TestSpellings(t *testing.T) {
	s := open(t, nil)
	for _, body := range []string{
		`{"pageNum":1,"pageSize":40,"unitName":"沪ICP备05000940号-1","serviceType":1}`,
		`{"pageNum":"1","pageSize":"26","unitName":"www.fangcaodi-yuanyi.cn","serviceType":"1"}`,
		`{"pageNum":null,"unitName":" 沪icp备05000940-1 ","serviceType":""}`,
	} {
		for _, path := range []string{byCondition, byCondition + "/"} {
			if l := s.query(path, body, "sign", "", "uuid", ""); l.Total != 1 {
				t.Errorf("%s %s: %d rows", path, body, l.Total)
			}
		}
	}
	r := s.post(byCondition, form, url.Values{"pageNum": {"1"}, "pageSize": {"10"}, "unitName": {"fangcaodi-yuanyi.cn"}, "serviceType": {"1"}}.Encode(), "token", s.token())
	if r.Code != 200 || !strings.Contains(string(r.Params), `"total":1`) {
		t.Errorf("as a form: %+v", r)
	}
	if l := s.query(byCondition, `{"unitName":"上海芳草地园艺有限公司"}`); l.Total != 2 {
		t.Errorf("by unit: %d rows", l.Total)
	}
	if l := s.query(byCondition, `{"unitName":"芳草地"}`); l.Total != 0 || l.List == nil || l.EndRow != 0 {
		t.Errorf("a part of a name: %+v", l)
	}
	if l := s.query(byCondition, `{"unitName":"fangcaodi-yuanyi.cn","serviceType":6}`); l.Total != 0 {
		t.Errorf("as an app: %+v", l)
	}
}

func TestPages(t *testing.T) {
	s := open(t, nil)
	all := s.query(byCondition, `{"unitName":"上海芳草地园艺有限公司","pageSize":100}`)
	first := s.query(byCondition, `{"unitName":"上海芳草地园艺有限公司","pageNum":1,"pageSize":1}`)
	second := s.query(byCondition, `{"unitName":"上海芳草地园艺有限公司","pageNum":"2","pageSize":1}`)
	beyond := s.query(byCondition, `{"unitName":"上海芳草地园艺有限公司","pageNum":9,"pageSize":1}`)
	if all.Total != 2 || first.Pages != 2 || !first.HasNextPage || first.NextPage != 2 || second.HasNextPage || second.PrePage != 1 || second.NextPage != 2 || second.StartRow != 0 || second.EndRow != 0 {
		t.Errorf("%+v\n%+v", first, second)
	}
	if l := s.query(byCondition, `{"unitName":"上海芳草地园艺有限公司","pageSize":"1500"}`); l.Size != 2 {
		t.Errorf("in one page: %+v", l)
	}
	if first.List[0]["domainId"] == second.List[0]["domainId"] || first.EndRow != 0 || len(beyond.List) != 0 || beyond.Total != 2 {
		t.Errorf("%+v\n%+v", second, beyond)
	}
	if len(first.NavigatepageNums) != 2 || first.NavigatePages != 8 || first.FirstPage != 1 || first.LastPage != 2 {
		t.Errorf("%+v", first)
	}
}

// An app: found by its name, its details by dataId, which is text.
func TestApps(t *testing.T) {
	s := open(t, nil)
	name, kind := anApp(s)
	l := s.query(byCondition, fmt.Sprintf(`{"pageNum":1,"pageSize":10,"unitName":%q,"serviceType":%d}`, name, kind))
	if l.Total == 0 {
		t.Fatal("not found")
	}
	id := l.List[0]["dataId"].(string)
	r := s.post("icpAbbreviateInfo/queryDetailByAppAndMiniId", jsons, fmt.Sprintf(`{"dataId":%s,"serviceType":%d}`, id, kind), "token", s.token())
	var d map[string]any
	pgtest.Must(t, json.Unmarshal(r.Params, &d))
	for _, key := range []string{"cityId", "countyId", "provinceId", "dataId", "leaderName", "mainId", "mainLicence", "mainUnitAddress", "mainUnitCertNo",
		"mainUnitCertType", "natureId", "natureName", "serviceId", "serviceLicence", "serviceName", "serviceType", "unitName", "updateRecordTime", "version", "contentTypeName"} {
		if _, there := d[key]; !there {
			t.Errorf("no %s in %v", key, d)
		}
	}
	if d["dataId"] != id || d["mainUnitCertNo"] != nil || d["mainUnitAddress"] != nil {
		t.Errorf("%v", d)
	}
	for _, body := range []string{`{"dataId":"1","serviceType":6}`, `{"dataId":999999999,"serviceType":6}`, `{"dataId":"x"}`, `{}`} {
		if r := s.post("icpAbbreviateInfo/queryDetailByAppAndMiniId", jsons, body, "token", s.token()); r.Success || r.Code < 400 || r.Code > 404 {
			t.Errorf("%s: %+v", body, r)
		}
	}
}

// anApp looks through the units of the register for an app in force.
func anApp(s *site) (string, int) {
	s.Helper()
	token := s.token()
	for id := 1; id < 3000; id++ {
		r := s.post("icpAbbreviateInfo/queryDetailByAppAndMiniId", jsons, fmt.Sprintf(`{"dataId":"%d"}`, id), "token", token)
		var d struct {
			ServiceName string
			ServiceType int
		}
		if r.Success && json.Unmarshal(r.Params, &d) == nil {
			return d.ServiceName, d.ServiceType
		}
	}
	s.Fatal("the demonstration has no app")
	return "", 0
}

// A client that takes the first row of a domain, then asks for its details by the three ids in it.
func TestDetailOfASite(t *testing.T) {
	s := open(t, nil)
	const domain = "fangcaodi-yuanyi.cn"
	l := s.query(byCondition, fmt.Sprintf(`{"pageNum":"","pageSize":"","unitName":"https://www.%s/about?x=1","serviceType":1}`, domain))
	if l.Total != 1 || l.List[0]["domain"] != domain {
		t.Fatalf("%s: %+v", domain, l)
	}
	row := l.List[0]
	ids := func(name string) string { return fmt.Sprintf("%.0f", row[name]) }
	ask := func(main, domain, service string) reply {
		return s.post("icpAbbreviateInfo/queryDetailByServiceIdAndDomainId", jsons, fmt.Sprintf(`{"mainId":%s,"domainId":%s,"serviceId":%s}`, main, domain, service), "token", s.token())
	}
	var d map[string]any
	pgtest.Must(t, json.Unmarshal(ask(ids("mainId"), ids("domainId"), ids("serviceId")).Params, &d))
	for _, key := range []string{"contentTypeName", "domain", "domainId", "leaderName", "mainId", "mainLicence", "natureName", "serviceId", "serviceLicence", "serviceName", "unitName", "updateRecordTime"} {
		if d[key] != row[key] {
			t.Errorf("%s is %v in the details and %v in the list", key, d[key], row[key])
		}
	}
	if d["homeUrl"] == "" || d["homeUrl"] == nil {
		t.Errorf("no home page: %v", d)
	}
	for _, r := range []reply{ask(ids("mainId"), "1", ids("serviceId")), ask("1", ids("domainId"), ids("serviceId")), ask(`""`, `""`, `"x"`), ask("1", "1", "99999999")} {
		if r.Success || r.Code != 400 && r.Code != 404 {
			t.Errorf("%+v", r)
		}
	}
}

func TestBlacklist(t *testing.T) {
	s := open(t, nil)
	for path, body := range map[string]string{"blackListDomain/queryByCondition": `{"domainName":"example.cn"}`,
		"blackListDomain/queryByCondition_appAndMini": `{"serviceName":"一个应用","serviceType":6}`} {
		r := s.post(path, jsons, body, "token", s.token())
		var p map[string]any
		if err := json.Unmarshal(r.Params, &p); err != nil || !(p["blackListLevel"] == 2.0 || p["blacklistLevel"] == 2.0) {
			t.Errorf("%s: %+v", path, r)
		}
		if r := s.post(path, jsons, `{}`, "token", s.token()); r.Code != 400 {
			t.Errorf("%s without a name: %+v", path, r)
		}
	}
}

// What makes clients fetch a new token, wait, or give up.
func TestCodes(t *testing.T) {
	s := open(t, nil)
	old := s.token()
	ask := func(token, body string) int {
		return s.post(byCondition, jsons, body, "token", token).Code
	}
	const good = `{"unitName":"fangcaodi-yuanyi.cn"}`
	for name, token := range map[string]string{"none": "", "zero": "0", "invented": "abc.def", "cut": old[:len(old)-1]} {
		if code := ask(token, good); code != 401 {
			t.Errorf("token %s: %d", name, code)
		}
	}
	for _, body := range []string{"", "{", "[]", `{"unitName":""}`, `{"unitName":"a.cn","serviceType":9}`, `{"unitName":{"a":1}}`, `{"unitName":"a\u0000b"}`, `{"unitName":"` + strings.Repeat("长", 300) + `"}`} {
		if code := ask(old, body); code != 400 {
			t.Errorf("%.30q: %d", body, code)
		}
	}
	for _, body := range []string{`{"unitName":"' OR 1=1 --"}`, `{"unitName":".*"}`, `{"unitName":"沪"}`, "{\"unitName\":\"\xff\xfe网站\"}", `{"unitName":"x","pageNum":-5,"pageSize":1e99}`} {
		if code := ask(old, body); code != 200 {
			t.Errorf("%q: %d", body, code)
		}
	}
	if r := s.post("auth", form, authForm(fmt.Sprint(s.now.AddDate(0, 0, -3).Unix()))); r.Code != 401 {
		t.Errorf("a time stamp of days ago: %+v", r)
	}
	if r := s.post("auth", form, "authKey=00&timeStamp="+fmt.Sprint(s.now.Unix())); r.Code != 401 {
		t.Errorf("a wrong key: %+v", r)
	}
	s.now = s.now.Add(6 * time.Minute)
	if code := ask(old, good); code != 401 {
		t.Errorf("an old token: %d", code)
	}
}

func TestTooMany(t *testing.T) {
	s := open(t, func(o *icpquery.Options) { o.PerMinute = 3 })
	token := s.token()
	for range 3 {
		s.post(byCondition, jsons, `{"unitName":"a.cn"}`, "token", token)
	}
	if r := s.post(byCondition, jsons, `{"unitName":"a.cn"}`, "token", token); r.Code != 429 || r.Success {
		t.Errorf("%+v", r)
	}
	s.now = s.now.Add(time.Minute)
	if r := s.post(byCondition, jsons, `{"unitName":"a.cn"}`, "token", token); r.Code != 200 {
		t.Errorf("a minute later: %+v", r)
	}
}

// The slider: a client finds the notch in the picture and sends its place.
func TestSlider(t *testing.T) {
	s := open(t, func(o *icpquery.Options) { o.Slider = true })
	token := s.token()
	const body = `{"unitName":"fangcaodi-yuanyi.cn","serviceType":1}`
	if r := s.post(byCondition, jsons, body, "token", token); r.Code != 401 {
		t.Errorf("without a sign: %+v", r)
	}
	uuid, x := s.notch(token)
	check := func(uuid string, value any) reply {
		text, _ := json.Marshal(map[string]any{"key": uuid, "value": value})
		return s.post("image/checkImage", jsons, string(text), "token", token)
	}
	r := check(uuid, fmt.Sprint(x))
	var sign string
	if err := json.Unmarshal(r.Params, &sign); err != nil || !r.Success {
		t.Fatalf("at %d: %+v", x, r)
	}
	if r := s.post(byCondition, jsons, body, "token", token, "sign", sign, "uuid", uuid); r.Code != 200 {
		t.Errorf("with a sign: %+v", r)
	}
	if r := s.post(byCondition, jsons, body, "token", token, "sign", sign, "uuid", uuid+"a"); r.Code != 401 {
		t.Errorf("with another picture's sign: %+v", r)
	}
	if r := check(uuid, x); r.Success {
		t.Error("a picture was solved twice")
	}
	uuid, x = s.notch(token)
	if r := check(uuid, x+40); r.Success || r.Code != 200 {
		t.Errorf("beside it: %+v", r)
	}
	if r := check(uuid, x); r.Success {
		t.Error("a second try")
	}
	for _, bad := range []string{"", "x", "AAAA"} {
		if r := check(bad, 10); r.Success {
			t.Errorf("key %q: %+v", bad, r)
		}
	}
}

func (s *site) notch(token string) (uuid string, x int) {
	s.Helper()
	r := s.post("image/getCheckImagePoint", jsons, `{"clientUid":"point-0a1b2c3d-0000-4000-8000-000000000000"}`, "token", token)
	var p struct {
		UUID, BigImage, SmallImage string
		Height                     int
	}
	pgtest.Must(s, json.Unmarshal(r.Params, &p))
	big := picture(s, p.BigImage)
	if small := picture(s, p.SmallImage).Bounds(); small.Dx() != 50 || small.Dy() != big.Bounds().Dy() {
		s.Errorf("the piece is %v", small)
	}
	best, found := 0, 0
	for at := range big.Bounds().Dx() - 50 {
		light := 0
		for y := p.Height; y < p.Height+50; y++ {
			if r, g, b, _ := big.At(at, y).RGBA(); r+g+b > 3*50_000 {
				light++
			}
		}
		if light > best {
			best, found = light, at
		}
	}
	return p.UUID, found
}

func picture(s *site, text string) image.Image {
	s.Helper()
	raw, err := base64.StdEncoding.DecodeString(text)
	pgtest.Must(s, err)
	img, err := png.Decode(bytes.NewReader(raw))
	pgtest.Must(s, err)
	return img
}

// The best-known client looks for a square of one colour, in a picture of half the size and few shades.
func TestSliderForColours(t *testing.T) {
	s := open(t, func(o *icpquery.Options) { o.Slider = true })
	token := s.token()
	for range 10 {
		r := s.post("image/getCheckImagePoint", jsons, `{"clientUid":"point-x"}`, "token", token)
		var p struct{ UUID, BigImage string }
		pgtest.Must(t, json.Unmarshal(r.Params, &p))
		text, _ := json.Marshal(map[string]any{"key": p.UUID, "value": fmt.Sprint(oneColour(picture(s, p.BigImage)))})
		if r := s.post("image/checkImage", jsons, string(text), "token", token); !r.Success {
			t.Errorf("at %s: %+v", text, r)
		}
	}
}

// oneColour is where the largest square of one colour begins.
func oneColour(img image.Image) (x int) {
	type shade [3]uint32
	at := func(x, y int) shade {
		r, g, b, _ := img.At(2*x, 2*y).RGBA()
		return shade{r >> 10, g >> 10, b >> 10}
	}
	best, side := 0, make([]int, img.Bounds().Dx()/2)
	for y := 1; y < img.Bounds().Dy()/2; y++ {
		corner := 0 // side of the square that ends one left and one above
		for i := 1; i < len(side); i++ {
			above := side[i]
			if c := at(i, y); c == at(i-1, y) && c == at(i, y-1) && c == at(i-1, y-1) {
				side[i] = 1 + min(above, side[i-1], corner)
			} else {
				side[i] = 0
			}
			if corner = above; side[i] > best {
				best, x = side[i], 2*(i-side[i])
			}
		}
	}
	return x
}

func TestOtherAddresses(t *testing.T) {
	s := open(t, nil)
	if r := s.post("nothing", jsons, `{}`); r.Code != 404 {
		t.Errorf("%+v", r)
	}
	w, err := http.Get(s.URL + "/icpproject_query/api/auth")
	pgtest.Must(t, err)
	defer w.Body.Close()
	var r reply
	if err := json.NewDecoder(w.Body).Decode(&r); err != nil || r.Code != 405 {
		t.Errorf("GET: %+v, %v", r, err)
	}
}
