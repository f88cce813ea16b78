package demo

import (
	"bytes"
	"context"

	"golang.org/x/sync/errgroup"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
)

// samples is how many different scans of a kind are drawn; filings share them.
const samples = 3

// papers are stored scans by kind.
type papers map[material.SampleKind][]postgres.Paper

var printed = map[material.SampleKind][]string{
	material.IDFront: {"NAME  DEMO PERSON", "SAMPLE CARD"},
	material.IDBack:  {"ISSUED BY DEMO OFFICE", "2020-01-01 TO 2040-01-01"},
	material.Licence: {"DEMO COMPANY", "SAMPLE LICENCE"},
	material.Face:    {"VERIFIED IN PERSON"},
	material.Sheet:   {"VERIFICATION OF A FILING", "SIGNED"},
}

// drawPapers begins to draw and store the scans and gives what waits for them:
// it is work for a core while the database is busy.
func (f *fill) drawPapers(ctx context.Context) func() (papers, error) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2)
	slots := make([][]postgres.Paper, material.Sheet+1)
	for kind, lines := range printed {
		slots[kind] = make([]postgres.Paper, samples)
		for i := range samples {
			group.Go(func() (err error) {
				slots[kind][i], err = f.drawPaper(ctx, kind, uint64(i+1), lines)
				return err
			})
		}
	}
	return func() (papers, error) {
		list := papers{}
		for kind, drawn := range slots {
			list[material.SampleKind(kind)] = drawn
		}
		return list, group.Wait()
	}
}

func (f *fill) drawPaper(ctx context.Context, kind material.SampleKind, seed uint64, lines []string) (postgres.Paper, error) {
	ready, err := material.Prepare(bytes.NewReader(material.Sample(kind, seed, lines...)), material.Limits{})
	if err != nil {
		return postgres.Paper{}, err
	}
	p := postgres.Paper{FileName: "sample.jpg", MediaType: ready.MediaType, Size: len(ready.Data), Width: ready.Width, Height: ready.Height,
		Pages: 1, Sharpness: float32(ready.Sharpness), SHA256: ready.SHA256[:], StoreKey: material.NewKey(), PreviewKey: material.NewKey()}
	if err := f.folder.Put(ctx, p.StoreKey, ready.Data); err != nil {
		return p, err
	}
	return p, f.folder.Put(ctx, p.PreviewKey, ready.Preview)
}

// scanOf is the kind of scan that goes into a slot.
func scanOf(s filing.Slot) material.SampleKind {
	switch s {
	case filing.SlotPrincipalFront, filing.SlotSiteFront:
		return material.IDFront
	case filing.SlotPrincipalBack, filing.SlotSiteBack:
		return material.IDBack
	case filing.SlotPhoto:
		return material.Face
	case filing.SlotSheet:
		return material.Sheet
	default:
		return material.Licence
	}
}

// addPapers fills every required slot that is one tier's to fill.
func (f *fill) addPapers(ctx context.Context, desk *postgres.Desk, c *matter, by filing.Tier) error {
	now, err := desk.Filing(ctx, c.id)
	if err != nil {
		return err
	}
	wants, err := desk.Wants(ctx, now, c.doc)
	if err != nil {
		return err
	}
	for _, want := range wants.Papers {
		if !want.Required || want.By != by {
			continue
		}
		if err := f.addPaper(ctx, desk, c, want); err != nil {
			return err
		}
	}
	return nil
}
