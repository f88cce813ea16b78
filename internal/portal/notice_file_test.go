package portal

import (
	"regexp"
	"testing"

	"beian/internal/postgres/pgtest"
	"beian/internal/table"
)

func TestNoticeWithAPaper(t *testing.T) {
	b, w := cast(t, Options{})
	yunfanAdmin(t, b, w.Li)
	li := b.as(w.Li)
	li.uploadAs("file", "/provider/notices", "title", "机房搬迁", "body", "请看附件").leadsTo(t, "/provider/notices")
	list := li.get("/provider/notices").must(t, 200, "机房搬迁")
	notice := regexp.MustCompile(`/notices/\d+`).FindString(list.body)
	public := b.get(notice).must(t, 200, "附件", "photo.jpg", "KB")
	file := regexp.MustCompile(`/notices/\d+/files/\d+`).FindString(public.body)
	got := b.get(file).must(t, 200)
	if got.header.Get("Content-Type") != "image/jpeg" || len(got.body) < 100 {
		t.Errorf("%v, %d bytes", got.header, len(got.body))
	}
	b.get(notice+"/files/999").must(t, 404)
	li.sendFile("/provider/notices", "x.exe", []byte("MZ....")).must(t, 422, "应为 JPG、PNG 或 PDF")
	li.post("/provider"+notice+"/remove").leadsTo(t, "/provider/notices")
	b.get(file).must(t, 404)
}

func TestRangesFromATable(t *testing.T) {
	b, w := cast(t, Options{})
	yunfanAdmin(t, b, w.Li)
	li := b.as(w.Li)
	book, err := table.XLSX("地址段", [][]string{{"说明", "IP地址"}, {"华东", "9.9.9.0/24"}, {"重叠", "122.51.3.4"}, {"局域网", "10.0.0.1"}})
	pgtest.Must(t, err)
	li.sendFile("/provider/ranges", "地址段.xlsx", book).must(t, 422, "2 行没有登记", "已登记", "与北辰网络有限公司的地址段", "局域网地址")
	list, err := w.Li.Ranges(t.Context(), w.Provider)
	if err != nil || len(list) != 3 || list[0].First != "9.9.9.0" {
		t.Errorf("%+v, %v", list, err)
	}
	wrong, err := table.CSV([][]string{{"网段"}, {"9.9.9.0/24"}})
	pgtest.Must(t, err)
	li.sendFile("/provider/ranges", "x.csv", wrong).must(t, 422, "没有“IP 地址”这一列")
}
