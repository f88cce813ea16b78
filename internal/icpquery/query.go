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
	"beian/internal/ident"
	"beian/internal/lookup"
	"beian/internal/name"
	"beian/internal/postgres"
)

const (
	usualPage = 10
	mostRows  = 1000 // of one query, as in the portal's own search, and of one page
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
	a, err := d.find(r, f.text("unitName"), kind)
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
	case errors.Is(err, lookup.ErrBusy):
		tooMany(w, lookup.BusyFor)
		return
	case errors.Is(err, lookup.ErrTooShort):
	case err != nil:
		d.broken(w, r, err)
		return
	}
	rows := rowsOf(a, kind)
	answer(w, good(pageOf(rows, f.number("pageNum", 1, mostRows), f.number("pageSize", usualPage, mostRows))))
}

// rowsOf are the rows of the services in force of a kind. A question by domain is
// answered with the rows of that domain alone: clients take the first one.
func rowsOf(a lookup.Answer, kind filing.ServiceKind) (rows []item) {
	asked, _ := ident.RegistrableOf(a.Asked)
	for _, rec := range a.Records {
		if rec.Service != kind || rec.CancelledAt != nil {
			continue
		}
		for _, row := range items(rec) {
			if key, filed := ident.RegistrableOf(row.Domain); a.By != lookup.Domain || !filed || key == asked {
				rows = append(rows, row)
			}
		}
	}
	return rows[:min(len(rows), mostRows)]
}

func serviceType(typed string) (filing.ServiceKind, bool) {
	if typed == "" {
		return filing.Website, true
	}
	n, err := strconv.Atoi(typed)
	kind := filing.ServiceKind(n)
	return kind, err == nil && slices.Contains(filing.ServiceKinds, kind)
}

// find asks for a number or a domain as everybody does; all else is the whole name
// of a unit, or of an app.
func (d *door) find(r *http.Request, asked string, kind filing.ServiceKind) (lookup.Answer, error) {
	if lookup.Reading(lookup.Auto, asked) != lookup.Name {
		return d.Lookup.Ask(r.Context(), lookup.Auto, asked, "")
	}
	units, err := d.Lookup.Unit(r.Context(), asked, 0, mostRows)
	if err != nil || !kind.App() {
		return units, err
	}
	apps, err := d.Lookup.Ask(r.Context(), lookup.Name, asked, "")
	for _, rec := range apps.Records {
		known := slices.ContainsFunc(units.Records, func(f postgres.Record) bool { return f.ID == rec.ID })
		if !known && slices.ContainsFunc(rec.Names, func(own string) bool { return name.Fold(own) == name.Fold(asked) }) {
			units.Records = append(units.Records, rec)
		}
	}
	return units, err
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
