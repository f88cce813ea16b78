package icpquery

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"beian/internal/filing"
	"beian/internal/ident"
)

// detail is what is public of one app, mini program or quick app.
type detail struct {
	item
	DataID           string  `json:"dataId"`
	Version          string  `json:"version"`
	ProvinceID       int     `json:"provinceId"`
	CityID           *int    `json:"cityId"`          // not public
	CountyID         *int    `json:"countyId"`        // not public
	MainUnitAddress  *string `json:"mainUnitAddress"` // not public
	MainUnitCertNo   *string `json:"mainUnitCertNo"`  // not public
	MainUnitCertType *int    `json:"mainUnitCertType"`
	NatureID         int     `json:"natureId"`
}

func (d *door) detail(w http.ResponseWriter, r *http.Request) {
	f, err := readFields(r)
	id, number := strconv.ParseInt(f.text("dataId"), 10, 64)
	if err != nil || number != nil || id < 1 {
		answer(w, failed(http.StatusBadRequest, "dataId 是列表中给出的编号"))
		return
	}
	rec, err := d.register.ByID(r.Context(), id)
	kind, ok := serviceType(f.text("serviceType"))
	if errors.Is(err, filing.ErrNotFound) || err == nil && (!ok || f.text("serviceType") != "" && rec.Service != kind || !rec.Service.App() || rec.CancelledAt != nil) {
		answer(w, failed(http.StatusNotFound, "没有这条记录"))
		return
	}
	if err != nil {
		d.broken(w, r, err)
		return
	}
	one := items(rec)[0]
	province, _ := strconv.Atoi(rec.Province)
	answer(w, good(detail{item: one, DataID: one.DataID, Version: one.Version, ProvinceID: province, NatureID: int(rec.Nature)}))
}

// siteDetail is what is public of one domain of a website: its row and the home page.
type siteDetail struct {
	item
	HomeURL string `json:"homeUrl"`
}

// siteDetails answers for the three ids of a row that a query gave.
func (d *door) siteDetails(w http.ResponseWriter, r *http.Request) {
	f, err := readFields(r)
	id, number := strconv.ParseInt(f.text("serviceId"), 10, 64)
	if err != nil || number != nil || id < 1 {
		answer(w, failed(http.StatusBadRequest, "mainId、domainId、serviceId 是列表中给出的编号"))
		return
	}
	rec, err := d.register.ByID(r.Context(), id)
	if err != nil && !errors.Is(err, filing.ErrNotFound) {
		d.broken(w, r, err)
		return
	}
	if err == nil && rec.Service == filing.Website && rec.CancelledAt == nil {
		for _, one := range items(rec) {
			if f.text("mainId") == strconv.FormatInt(one.MainID, 10) && f.text("domainId") == strconv.FormatInt(one.DomainID, 10) {
				answer(w, good(siteDetail{item: one, HomeURL: strings.Join(rec.HomeURLs, ";")}))
				return
			}
		}
	}
	answer(w, failed(http.StatusNotFound, "没有这条记录"))
}

// Levels of the blacklist.
const (
	onBlacklist    = 1
	notBlacklisted = 2
)

// blacklisted answers for a domain, by its registrable part.
func (d *door) blacklisted(w http.ResponseWriter, r *http.Request) {
	f, err := readFields(r)
	name := f.text("domainName")
	if err != nil || name == "" || len(name) > 253*4 {
		answer(w, failed(http.StatusBadRequest, "请填写 domainName"))
		return
	}
	level := notBlacklisted
	if key, ok := ident.RegistrableOf(name); ok {
		listed, err := d.Store.DomainListed(r.Context(), key)
		if err != nil {
			d.broken(w, r, err)
			return
		}
		if listed {
			level = onBlacklist
		}
	}
	answer(w, good(map[string]any{"blackListLevel": level, "domainName": name}))
}

// blacklistedApp answers for an app: the blacklist names certificates and domains, no apps.
func (d *door) blacklistedApp(w http.ResponseWriter, r *http.Request) {
	f, err := readFields(r)
	name := f.text("serviceName")
	if err != nil || name == "" || len(name) > 1000 {
		answer(w, failed(http.StatusBadRequest, "请填写 serviceName"))
		return
	}
	answer(w, good(map[string]any{"blacklistLevel": notBlacklisted, "serviceName": name}))
}
