package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// Line is one entity in NDJSON.
type Line struct {
	Number      filing.Number `json:"number"`
	ApprovedAt  time.Time     `json:"approved_at"`
	ChangedAt   *time.Time    `json:"changed_at,omitempty"`
	CancelledAt *time.Time    `json:"cancelled_at,omitempty"`
	Entity      filing.Entity `json:"entity"`
	Sites       []Site        `json:"sites,omitempty"`

	Reject json.RawMessage `json:"reject,omitempty"` // of a file of rejects; not read
}

// Site is one service of a Line.
type Site struct {
	filing.Site
	ApprovedAt  time.Time  `json:"approved_at"`
	ChangedAt   *time.Time `json:"changed_at,omitempty"`
	CancelledAt *time.Time `json:"cancelled_at,omitempty"`
	Restricted  bool       `json:"restricted,omitempty"`
	Accesses    []Access   `json:"accesses,omitempty"`
}

// Access is one access of a Site.
type Access struct {
	filing.Access
	Provider string `json:"provider"` // short name or licence
}

// readLine reads one entity; what the form does not know is an error.
func readLine(raw []byte) (Line, error) {
	var l Line
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return l, err
	}
	if _, err := d.Token(); err != io.EOF {
		return l, fmt.Errorf("more than one value in the line")
	}
	return l, nil
}

// providers finds a provider by its short name or licence.
type providers interface {
	Provider(name string) (int64, bool)
}

// entry is the line as the register takes it. unknown names providers that are none.
func (l *Line) entry(p providers) (e postgres.EntityEntry, unknown []string) {
	e = postgres.EntityEntry{Number: plain(l.Number), Entity: l.Entity, ApprovedAt: utc(&l.ApprovedAt), ChangedAt: utc(l.ChangedAt), CancelledAt: end(l.CancelledAt)}
	for i, s := range l.Sites {
		site := s.Site
		site.Key, site.Number, site.Accesses = strconv.Itoa(i+1), plain(site.Number), nil
		if site.Service == 0 {
			site.Service = filing.Website
		}
		entry := postgres.SiteEntry{Restricted: s.Restricted, ApprovedAt: utc(&s.ApprovedAt), ChangedAt: utc(s.ChangedAt), CancelledAt: end(s.CancelledAt)}
		if entry.ApprovedAt.IsZero() {
			entry.ApprovedAt = e.ApprovedAt
		}
		for j, a := range s.Accesses {
			id, ok := p.Provider(a.Provider)
			if !ok {
				unknown = append(unknown, a.Provider)
			}
			a.Access.Key, a.Access.ID, a.Access.Provider = strconv.Itoa(j+1), 0, 0
			site.Accesses, entry.Providers = append(site.Accesses, a.Access), append(entry.Providers, id)
		}
		entry.Site = site
		e.Sites = append(e.Sites, entry)
	}
	return e, unknown
}

// plain is the number in the register's spelling, where it has one.
func plain(n filing.Number) filing.Number {
	if spelled, ok := filing.ParseNumber(string(n)); ok {
		return spelled
	}
	return n
}

func utc(t *time.Time) time.Time {
	if t == nil || t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

func end(t *time.Time) *time.Time {
	if t == nil || t.IsZero() {
		return nil
	}
	at := utc(t)
	return &at
}
