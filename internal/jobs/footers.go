package jobs

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/riverqueue/river"
	"golang.org/x/sync/errgroup"

	"beian/internal/filing"
	"beian/internal/footer"
	"beian/internal/postgres"
	"beian/internal/task"
)

const (
	footersEvery  = time.Minute
	footersAtOnce = 4
	// What a minute does not suffice for comes with the next round.
	footersFor = 45 * time.Second
)

// footers looks at some websites each minute, round and round.
type footers struct {
	river.WorkerDefaults[task.Footers]
	o Options
}

// Work looks at the next sites. One that cannot be looked at is a finding, no error.
func (w *footers) Work(ctx context.Context, _ *river.Job[task.Footers]) error {
	list, err := w.o.Store.NextFooters(ctx, w.o.Footers)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, footersFor)
	defer stop()
	var g errgroup.Group
	g.SetLimit(footersAtOnce)
	for _, site := range list {
		g.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			found, err := w.look(ctx, site)
			if err != nil {
				return err
			}
			if ctx.Err() != nil {
				return nil // cut off: says nothing of the site
			}
			return w.o.Store.KeepFooter(ctx, site.ID, postgres.FooterSeen{Fine: found.Fine(), Seen: found.Trouble == footer.NoTrouble, Finding: found})
		})
	}
	if err := g.Wait(); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

func (w *footers) look(ctx context.Context, site postgres.FooterSite) (footer.Finding, error) {
	u, err := footer.Parse(site.HomeURLs[0])
	if err != nil {
		return footer.Finding{URL: site.HomeURLs[0], Trouble: footer.NoAddress}, nil
	}
	number, err := w.o.Store.FooterNumber(ctx, site.Number)
	if err != nil {
		return footer.Finding{}, err
	}
	want := footer.Want{Numbers: []filing.Number{site.Number, number}, Authority: w.o.Authority}
	if base, err := url.Parse(w.o.Store.BaseURL); err == nil {
		want.Hosts = []string{base.Hostname()}
	}
	return w.o.Footer.Look(ctx, u, true, want), nil
}
