package icpquery

import (
	"errors"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
)

const (
	usualPage = 10
	mostPage  = 100
	mostRows  = 1000 // of one query, as in the portal's own search
)

// item is one row of a list: a domain of a website, or an app.
type item struct {
	ContentTypeName string `json:"contentTypeName"` // 前置审批
	Domain          string `json:"domain,omitempty"`
	DomainID        int64  `json:"domainId,omitempty"`
	LeaderName      string `json:"leaderName"` // never told
	LimitAccess     string `json:"limitAccess,omitempty"`
	MainID          int64  `json:"mainId"`
	MainLicence     string `json:"mainLicence"`
	NatureName      string `json:"natureName"`
	ServiceID       int64  `json:"serviceId"`
	ServiceLicence  string `json:"serviceLicence"`
	ServiceName     string `json:"serviceName"`
	ServiceType     int    `json:"serviceType"`
	UnitName        string `json:"unitName"`
	UpdateTime      string `json:"updateRecordTime"`
	DataID          string `json:"dataId,omitempty"` // of an app, for its details
	Version         string `json:"version,omitempty"`
}

// query finds by domain, by number and by the whole name of a unit, of an app by its
// own name too. Clients from before apps were filed send no serviceType.
func (d *door) query(w http.ResponseWriter, r *http.Request) {
	f, err := readFields(r)
	if err != nil {
		answer(w, failed(http.StatusBadRequest, "请求内容无法识别"))
		return
	}
	kind, ok := serviceType(f.text("serviceType"))
	if !ok {
		answer(w, failed(http.StatusBadRequest, "serviceType 只能是 1、6、7、8"))
		return
	}
	asked := f.text("unitName")
	found, err := d.find(r, asked, kind)
	switch {
	case errors.Is(err, lookup.ErrEmpty):
		answer(w, failed(http.StatusBadRequest, "请填写域名、备案号或主办单位名称"))
		return
	case errors.Is(err, lookup.ErrUnreadable):
		answer(w, failed(http.StatusBadRequest, "查询内容无法识别"))
		return
	case errors.Is(err, lookup.ErrTooLong):
		answer(w, failed(http.StatusBadRequest, "查询内容过长"))
		return
	case errors.Is(err, lookup.ErrTooShort):
		found = nil
	case err != nil:
		d.broken(w, r, err)
		return
	}
	var rows []item
	for _, rec := range found {
		if rec.Service == kind && rec.CancelledAt == nil {
			rows = append(rows, items(rec)...)
		}
	}
	rows = rows[:min(len(rows), mostRows)]
	answer(w, good(pageOf(rows, f.number("pageNum", 1, mostRows), f.number("pageSize", usualPage, mostPage))))
}

func serviceType(typed string) (filing.ServiceKind, bool) {
	if typed == "" {
		return filing.Website, true
	}
	n, err := strconv.Atoi(typed)
	kind := filing.ServiceKind(n)
	return kind, err == nil && slices.Contains(filing.ServiceKinds, kind)
}

// find asks for a number or a domain as everybody does; all else is a whole name.
func (d *door) find(r *http.Request, asked string, kind filing.ServiceKind) ([]postgres.Record, error) {
	a, err := d.Lookup.Ask(r.Context(), lookup.Auto, asked, "")
	if err != nil || a.By != lookup.Name {
		return a.Records, err
	}
	asked = a.Asked
	found, err := d.register.ByUnit(r.Context(), asked, 0, mostRows)
	if err != nil || !kind.App() {
		return found, err
	}
	for _, rec := range a.Records {
		known := slices.ContainsFunc(found, func(f postgres.Record) bool { return f.ID == rec.ID })
		if !known && slices.Contains(rec.Names, asked) {
			found = append(found, rec)
		}
	}
	return found, nil
}

// items are the rows of one service.
func items(rec postgres.Record) []item {
	one := item{ContentTypeName: approvals(rec), MainID: idOf(string(rec.EntityNumber)), MainLicence: string(rec.EntityNumber),
		NatureName: filing.NameOf(filing.Natures, int(rec.Nature)), ServiceID: rec.ID, ServiceLicence: string(rec.Number),
		ServiceName: strings.Join(rec.Names, "；"), ServiceType: int(rec.Service), UnitName: rec.UnitName, UpdateTime: stamp(rec.ChangedAt)}
	if rec.Service.App() {
		one.DataID, one.Version = strconv.FormatInt(rec.ID, 10), "1.0"
		return []item{one}
	}
	one.LimitAccess = map[bool]string{true: "是", false: "否"}[rec.Restricted]
	var rows []item
	for _, domain := range rec.Domains {
		one.Domain, one.DomainID = domain, idOf(domain)
		rows = append(rows, one)
	}
	return rows
}

func approvals(rec postgres.Record) string {
	var names []string
	for _, a := range rec.Approvals {
		names = append(names, filing.NameOf(filing.PreApprovals, a))
	}
	return strings.Join(names, "、")
}

// idOf is a number for what has none in public: the same for the same word, and exact in JavaScript.
func idOf(word string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(word)) // never fails
	return int64(h.Sum64() >> 12)
}

func stamp(t time.Time) string { return t.In(calendar.Shanghai).Format("2006-01-02 15:04:05") }
