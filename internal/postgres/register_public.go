package postgres

import (
	"slices"
	"strings"
	"time"
)

// publicColumns are those of public_number, which public_domain repeats.
var publicColumns = []string{"id", "number", "entity_number", "province", "unit_name", "nature", "service", "names", "home_urls",
	"domains", "ip_only", "approvals", "restricted", "approved_at", "changed_at", "cancelled_at"}

// public writes the public rows of one new service: what the views register_record
// and register_key say of it, without asking them.
func (r *registerRows) public(id int64, of *EntityEntry, e *SiteEntry, keys []uniqueKey, ended *time.Time) {
	var spellings, found []string
	for _, k := range keys {
		spellings = append(spellings, k.shown)
		if e.Site.IPOnly {
			k.key = hostPart(k.key)
		}
		if !slices.Contains(found, k.key) {
			found = append(found, k.key)
		}
	}
	slices.Sort(spellings)
	r.numbers.row(int16(len(publicColumns)))
	r.publicRow(&r.numbers, id, of, e, spellings, ended)
	if ended != nil {
		return
	}
	for _, key := range found {
		r.domains.row(int16(len(publicColumns) + 1))
		r.domains.text(key)
		r.publicRow(&r.domains, id, of, e, spellings, ended)
	}
	n := nameSource{ID: id, Unit: of.Entity.Name, Nature: of.Entity.Nature, Names: e.Site.Names}.row()
	r.names.row(int16(len(nameColumns)))
	r.names.int8(id)
	r.names.text(n[1].(string))
	r.names.bool(n[2].(bool))
	r.names.text(n[3].(string))
	r.names.int4s(n[4].([]int32))
}

func (r *registerRows) publicRow(c *copyBuffer, id int64, of *EntityEntry, e *SiteEntry, domains []string, ended *time.Time) {
	changed := later(e.ApprovedAt, e.ChangedAt)
	c.int8(id)
	c.text(string(e.Site.Number))
	c.text(string(of.Number))
	c.text(of.Entity.Province)
	c.text(of.Entity.Name)
	c.int2(int16(of.Entity.Nature))
	c.int2(int16(e.Site.Service))
	c.texts(e.Site.Names)
	c.texts(e.Site.HomeURLs)
	c.texts(domains)
	c.bool(e.Site.IPOnly)
	c.int2s(approvalKinds(e.Site))
	c.bool(e.Restricted)
	c.time(e.ApprovedAt)
	c.time(later(changed, later(of.ApprovedAt, of.ChangedAt)))
	c.maybeTime(ended)
}

// hostPart is the address at the beginning of a home URL, as register_key cuts it.
func hostPart(url string) string {
	if end := strings.IndexByte(url, ']'); strings.HasPrefix(url, "[") && end > 0 {
		return url[:end+1]
	}
	if end := strings.IndexAny(url, "/:"); end >= 0 {
		return url[:end]
	}
	return url
}
