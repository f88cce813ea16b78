// Package embeddedpg runs the private PostgreSQL of a bare `beian serve` and of tests: an installed
// PostgreSQL, started as a child process on a data folder of its own and reachable over a socket only.
package embeddedpg

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// Options say where and how the database runs. The zero value is right for `beian serve`.
type Options struct {
	DataDir string       // default: DefaultDataDir
	Logger  *slog.Logger // default: slog.Default
	Fast    bool         // for tests only: a crash may lose the data
}

// A Server is a running PostgreSQL. When its process dies it is started again, until Stop.
type Server struct {
	folder  *folder
	account account
	binDir  string
	fast    bool
	log     *slog.Logger
	journal *journal

	mu      sync.Mutex
	process *os.Process // nil between two runs
	stopped bool        // no further run

	stopping chan struct{} // closed when stopped becomes true
	ready    chan struct{} // closed once the first start succeeded
	ended    chan struct{} // closed when the supervisor is through
	failure  error         // why the first run ended, when it never was ready; read after ended
}

// Start runs PostgreSQL on the data folder, creating the cluster and the database beian on first use, and
// returns when it answers. It takes over after a beian that was killed. ctx bounds the start alone.
// Errors that call for a person: *NotFoundError, *VersionError, *InUseError, *UnreachableError, *LocaleError.
func Start(ctx context.Context, o Options) (*Server, error) {
	s := &Server{fast: o.Fast, log: o.Logger,
		stopping: make(chan struct{}), ready: make(chan struct{}), ended: make(chan struct{})}
	if s.log == nil {
		s.log = slog.Default()
	}
	if err := s.prepare(ctx, o.DataDir); err != nil {
		return nil, err
	}
	go s.supervise()
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	close(s.ready)
	return s, nil
}

// prepare does everything up to the first run.
func (s *Server) prepare(ctx context.Context, dataDir string) (err error) {
	if dataDir == "" {
		if dataDir, err = DefaultDataDir(); err != nil {
			return err
		}
	}
	s.account = accountFor(filepath.Join(dataDir, clusterFolder))
	if s.folder, err = openFolder(dataDir, s.account); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			s.folder.close()
		}
	}()
	in, err := choose(s.folder.cluster)
	if err != nil {
		return err
	}
	s.binDir = in.binDir
	if err = s.account.reach(s.binDir); err != nil {
		return err
	}
	if err = s.create(ctx); err != nil {
		return err
	}
	if err = s.clear(); err != nil { // before the first run, lest we connect to the server of somebody else
		return err
	}
	s.journal, err = newJournal(s.log)
	return err
}

// URL is the connection URL of the database beian, as its superuser, over the socket. It stays the same
// when the server is started again.
func (s *Server) URL() string { return s.url(superuser) }

func (s *Server) url(database string) string {
	q := url.Values{"host": {s.folder.socket}, "port": {"5432"}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}

// command prepares one of PostgreSQL's programs, run as the account. It gets none of beian's environment:
// PGDATA and its like would lead it elsewhere, and secrets do not concern it.
func (s *Server) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, filepath.Join(s.binDir, program), args...)
	c.Dir = "/" // beian's own folder may be closed to the account
	c.Env = []string{"PATH=" + s.binDir + ":/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	c.SysProcAttr = attributes()
	if s.account.other {
		c.SysProcAttr.Credential = s.account.credential()
	}
	return c
}
