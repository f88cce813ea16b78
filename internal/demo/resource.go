package demo

import (
	"context"
	"fmt"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// sellResources gives every provider a resource that its authorisation code opens for whoever tries, and 王芳 two at the
// first one. Their addresses are used by nobody else, because they lie at the end of the provider's first range.
func (f *fill) sellResources(ctx context.Context) error {
	f.at = f.now.AddDate(0, -1, 0)
	for i, c := range f.carriers {
		method := c.methods[min(1, len(c.methods)-1)]
		if err := f.sell(ctx, c, postgres.NewResource{Customer: fmt.Sprintf("%d0001", 20+i), Note: "试用", Access: c.server(method, 250)}); err != nil {
			return err
		}
	}
	first := f.carriers[0]
	for i, until := range []string{"", f.now.AddDate(1, 0, 0).Format("2006-01-02")} {
		hers := postgres.NewResource{Customer: "200317", Holder: "wangfang", ValidUntil: until, Access: first.server(first.methods[i+1], 251+i)}
		if err := f.sell(ctx, first, hers); err != nil {
			return err
		}
	}
	return nil
}

// server is an access at the address with that last byte in the provider's first range.
func (c *carrier) server(method, last int) filing.Access {
	raw := c.v4[0].End.As4()
	return filing.Access{Method: method, IPs: []string{fmt.Sprintf("%d.%d.%d.%d", raw[0], raw[1], raw[2], last)}, Places: []string{c.seat.Code}}
}

func (f *fill) sell(ctx context.Context, c *carrier, n postgres.NewResource) error {
	_, err := f.store.As(c.admin).AddResource(ctx, n)
	return err
}
