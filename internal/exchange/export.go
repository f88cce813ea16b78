package exchange

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"time"

	"beian/internal/postgres"
)

// exportPart is how many entities are read at once.
const exportPart = 1000

// Export writes the register as it is at one instant, personal data in clear
// among it. province, a code, narrows it down. It tells how many entities it wrote.
func Export(ctx context.Context, store *postgres.Store, to io.Writer, format, province string, told func(postgres.Progress)) (n int64, err error) {
	write, flush := lineWriter(to)
	if format == CSV {
		write, flush = rowWriter(to)
	}
	err = store.ExportRegister(ctx, province, func(e *postgres.RegisterExport) error {
		for after := int64(0); ; {
			list, last, err := e.Next(ctx, after, exportPart)
			if err != nil || len(list) == 0 {
				return err
			}
			for i := range list {
				if err := write(lineOf(list[i], e.Providers)); err != nil {
					return err
				}
			}
			after, n = last, n+int64(len(list))
			told(postgres.Progress{Stage: "export", Done: n, All: e.Entities})
		}
	})
	if err != nil {
		return n, err
	}
	return n, flush()
}

func lineWriter(to io.Writer) (func(*Line) error, func() error) {
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	return func(l *Line) error { return e.Encode(l) }, func() error { return nil }
}

func rowWriter(to io.Writer) (func(*Line) error, func() error) {
	w := csv.NewWriter(to)
	var names []string
	for _, c := range columns {
		names = append(names, c.name)
	}
	_ = w.Write(names) // told by flush
	return func(l *Line) error { return w.WriteAll(tableRows(l)) }, func() error { w.Flush(); return w.Error() }
}

// lineOf is an entity of the register as a file has it.
func lineOf(e postgres.EntityEntry, providers map[int64]string) *Line {
	l := &Line{Number: e.Number, ApprovedAt: e.ApprovedAt, ChangedAt: changed(e.ApprovedAt, e.ChangedAt), CancelledAt: e.CancelledAt, Entity: e.Entity}
	for _, s := range e.Sites {
		site := Site{Site: s.Site, ApprovedAt: s.ApprovedAt, ChangedAt: changed(s.ApprovedAt, s.ChangedAt), CancelledAt: s.CancelledAt, Restricted: s.Restricted}
		for i, a := range s.Site.Accesses {
			site.Accesses = append(site.Accesses, Access{Access: a, Provider: providers[s.Providers[i]]})
		}
		l.Sites = append(l.Sites, site)
	}
	return l
}

func changed(approved, at time.Time) *time.Time {
	if !at.After(approved) {
		return nil
	}
	return &at
}
