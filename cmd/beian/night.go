package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"beian/internal/footer"
	"beian/internal/jobs"
	"beian/internal/material"
	"beian/internal/message"
)

// startNight begins the background jobs; the function it gives ends them.
func (s *serveCommand) startNight(ctx context.Context, h *house, folder *material.Folder, log *slog.Logger) (func(), error) {
	mail, err := message.MailGateway(s.Mail, s.smtp())
	if err != nil {
		return nil, fmt.Errorf("--mail: %w", err)
	}
	sms, err := message.SMSGateway(s.SMS, s.gateway())
	if err != nil {
		return nil, fmt.Errorf("--sms: %w", err)
	}
	key, err := s.logKey()
	if err != nil {
		return nil, err
	}
	issuer, err := s.issuer()
	if err != nil {
		return nil, err
	}
	night, err := jobs.New(jobs.Options{Footer: s.fetcher(), Footers: s.footers(), Authority: issuer.Authority(),
		Store: h.store, Pool: h.pools.App, Mail: mail, SMS: sms,
		Materials: folder, LogKey: key, Loopback: s.Demo, Logger: log})
	if err != nil {
		return nil, err
	}
	if err := night.Start(ctx); err != nil {
		return nil, err
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := night.Stop(ctx); err != nil {
			log.Warn("background jobs did not end in time; they start again next time", "error", err)
		}
	}, nil
}

// fetcher looks at websites, of this machine too where a demo says so.
func (s *serveCommand) fetcher() *footer.Fetcher {
	return footer.NewFetcher(s.Demo && s.FooterLoopback, nil)
}

// footers is how many are looked at a minute. The sites of a demo are invented: there is nothing to see.
func (s *serveCommand) footers() int {
	if s.Demo && !s.FooterLoopback {
		return 0
	}
	return s.FooterChecks
}
