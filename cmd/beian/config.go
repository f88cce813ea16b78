package main

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"beian/internal/embeddedpg"
	"beian/internal/message"
)

// hidden is a setting that is never shown: it has no flag, because command lines are public on a machine, and
// prints as a word.
type hidden string

func (hidden) String() string   { return "(hidden)" }
func (hidden) GoString() string { return "(hidden)" }

// place is where the data is. Every command that needs the database takes these settings.
//
// This and serveSettings are the one table of all settings; docs/config.md is made from it. A tag "var" names the
// variable of the environment; a flag wins over it. What has no flag is a secret.
type place struct {
	Data      string `name:"data" var:"BEIAN_DATA" placeholder:"DIR" help:"Data folder: keys, uploaded materials and, without DATABASE_URL, the database. Default: /var/lib/beian for root, else ~/.local/share/beian."`
	Database  hidden `kong:"-" var:"DATABASE_URL" help:"Connection URL of a PostgreSQL of your own, 15 or newer. Without it a private one runs in the data folder."`
	Replica   hidden `kong:"-" var:"BEIAN_REPLICA_URL" help:"Connection URL of a streaming replica that public lookup reads from. With several hosts and target_session_attrs=prefer-standby it falls back on the primary."`
	Keys      string `name:"keys" var:"BEIAN_KEYS" placeholder:"FILE" help:"File of the keys that seal personal data. Default: keys in the data folder. Without it that data is lost: keep a copy apart from the database's."`
	LogKey    string `name:"log-key" var:"BEIAN_LOG_KEY" placeholder:"FILE" help:"File of the key that signs the journal's checkpoints. Default: log.key in the data folder."`
	Issuer    string `name:"issuer" var:"BEIAN_ISSUER" placeholder:"FILE" help:"File of the authority that signs electronic certificates. Default: issuer.pem in the data folder."`
	Materials string `name:"materials" var:"BEIAN_MATERIALS" placeholder:"DIR" help:"Folder of uploaded materials, sealed. Default: materials in the data folder."`
	LogLevel  string `name:"log-level" var:"BEIAN_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"Least level that is logged: debug, info, warn or error."`
}

// serveSettings are those of beian serve alone.
type serveSettings struct {
	place `embed:""`

	Demo           bool           `name:"demo" var:"BEIAN_DEMO" help:"Fill an empty database with invented people, filings and records, show their passwords, and ask staff for no second factor."`
	Addr           string         `name:"addr" var:"BEIAN_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where the portal listens."`
	BaseURL        string         `name:"base-url" var:"BEIAN_BASE_URL" placeholder:"URL" help:"Address of the portal as its users type it; links in messages begin with it, and https makes cookies secure. Default: http:// and the listening address."`
	TrustedProxies []netip.Prefix `name:"trusted-proxies" var:"BEIAN_TRUSTED_PROXIES" placeholder:"CIDR" help:"Networks of reverse proxies whose X-Forwarded-For is believed."`
	LookupKeys     hidden         `kong:"-" var:"BEIAN_LOOKUP_KEYS" help:"Keys of programs that may look more up than everybody: name:secret:limit, parted by commas; the limit is of numbers and domains in a minute, and a secret has 16 characters or more."`
	MetricsAddr    string         `name:"metrics-addr" var:"BEIAN_METRICS_ADDR" placeholder:"HOST:PORT" help:"Where metrics (/metrics) and profiles (/debug/pprof/) are served. Empty: nowhere."`

	MaskPersons bool `name:"mask-persons" var:"BEIAN_MASK_PERSONS" help:"Show natural persons' names to the public as 张*. They are found by the whole name all the same."`

	Captcha bool `name:"captcha" var:"BEIAN_CAPTCHA" default:"true" negatable:"" help:"Ask for the characters of a picture at sign-up, and at sign-in after failures. Never in a demo."`
	OneCode bool `name:"one-code" var:"BEIAN_ONE_CODE" help:"Send one code to mobile and e-mail instead of one to each. Always in a demo."`
	TOTP    bool `name:"totp" var:"BEIAN_TOTP" default:"true" negatable:"" help:"Staff need a second factor. Never in a demo."`

	QuerySlider bool `name:"query-slider" var:"BEIAN_QUERY_SLIDER" help:"The ministry's public query protocol (/icpproject_query/api/) asks for a solved slider."`
	QueryLimit  int  `name:"query-limit" var:"BEIAN_QUERY_LIMIT" default:"120" help:"Queries a minute that one address may make by that protocol, at each node."`

	FooterChecks   int  `name:"footer-checks" var:"BEIAN_FOOTER_CHECKS" default:"60" help:"Filed websites a minute whose pages are looked at for their number, in turn; 0: none. Never in a demo, whose sites are invented."`
	FooterLoopback bool `name:"footer-loopback" var:"BEIAN_FOOTER_LOOPBACK" help:"With --demo: the footer check may look at sites on this machine, on any port."`

	Mail         string `name:"mail" var:"BEIAN_MAIL" default:"screen" enum:"screen,smtp" help:"How mail leaves: smtp, or screen to send none and show codes on the page."`
	SMTPHost     string `name:"smtp-host" var:"BEIAN_SMTP_HOST" placeholder:"HOST" help:"Mail server."`
	SMTPPort     int    `name:"smtp-port" var:"BEIAN_SMTP_PORT" default:"587" help:"Port of the mail server."`
	SMTPUser     string `name:"smtp-user" var:"BEIAN_SMTP_USER" help:"User at the mail server. Empty: no sign-in."`
	SMTPPassword hidden `kong:"-" var:"BEIAN_SMTP_PASSWORD" help:"Password at the mail server."`
	SMTPFrom     string `name:"smtp-from" var:"BEIAN_SMTP_FROM" placeholder:"ADDRESS" help:"Sender's address."`
	SMTPTLS      string `name:"smtp-tls" var:"BEIAN_SMTP_TLS" default:"starttls" enum:"starttls,tls,maybe,none" help:"Protection of the connection: starttls, tls (from the first byte), maybe or none."`

	SMS       string `name:"sms" var:"BEIAN_SMS" default:"screen" enum:"screen,http" help:"How short messages leave: http, through a gateway, or screen to send none and show codes on the page."`
	SMSURL    hidden `kong:"-" var:"BEIAN_SMS_URL" help:"URL of the gateway: https, or http on this machine."`
	SMSSecret hidden `kong:"-" var:"BEIAN_SMS_SECRET" help:"Secret shared with the gateway, 16 bytes or more; requests are signed with it."`
}

// settle fills in what follows from other settings.
func (p *place) settle() error {
	if p.Data == "" {
		dir, err := embeddedpg.DefaultDataDir()
		if err != nil {
			return err
		}
		p.Data = dir
	}
	p.Keys = or(p.Keys, filepath.Join(p.Data, "keys"))
	p.LogKey = or(p.LogKey, filepath.Join(p.Data, "log.key"))
	p.Issuer = or(p.Issuer, filepath.Join(p.Data, "issuer.pem"))
	p.Materials = or(p.Materials, filepath.Join(p.Data, "materials"))
	if err := os.MkdirAll(p.Data, 0o711); err != nil {
		return fmt.Errorf("data folder: %w; name another with --data", err)
	}
	return nil
}

func (s *serveSettings) settle() error {
	if err := s.place.settle(); err != nil {
		return err
	}
	if s.Demo { // whoever tries it should neither read pictures nor need a second device
		s.TOTP, s.Captcha, s.OneCode = false, false, true
	}
	if s.BaseURL == "" {
		s.BaseURL = "http://" + reachable(s.Addr)
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
		return errors.New("--base-url must look like https://beian.example.cn")
	}
	return nil
}

func (s *serveSettings) secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

func (s *serveSettings) smtp() message.SMTPConfig {
	return message.SMTPConfig{Host: s.SMTPHost, Port: s.SMTPPort, User: s.SMTPUser, Password: string(s.SMTPPassword),
		TLS: message.TLS(s.SMTPTLS), From: s.SMTPFrom}
}

func (s *serveSettings) gateway() message.HTTPConfig {
	return message.HTTPConfig{URL: string(s.SMSURL), Secret: string(s.SMSSecret)}
}

func or(value, other string) string {
	if value == "" {
		return other
	}
	return value
}
