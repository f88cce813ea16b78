// Package postgres is the memory of Beian and the only room that speaks SQL. A
// method of Desk is a whole transaction; it asks pure functions of package
// filing for every rule and writes what they answer.
package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/secret"
)

// The roles of the schema; a pool takes one when it connects.
const (
	appRole    = "beian_app"
	publicRole = "beian_public"
)

// QueueSchema holds the tables of the job queue.
const QueueSchema = "river"

// DB is a pool, or in tests one transaction that is rolled back.
type DB interface {
	Begin(ctx context.Context) (pgx.Tx, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Options are what a Store needs beside the database.
type Options struct {
	Keys      *secret.Keyring
	Passwords *secret.Passwords
	Calendar  *calendar.Calendar
	Now       func() time.Time
	BaseURL   string // of the portal, for links in messages
	TOTP      bool   // staff need a second factor

	MaskPersons bool // the public reads natural persons' names as 张*
}

// Store is the database as a whole. Handlers never hold it: they get a Desk.
type Store struct {
	Options
	db     DB
	public DB
	queue  *river.Client[pgx.Tx]
	known  *shareMemory // what searches know of bigrams
	days   *days        // the working calendar
	codes  *codesRead   // when the code tables were read
	line   *line        // of those who act on many filings
}

// Connect opens a pool whose connections act as one of the schema's roles.
func connect(ctx context.Context, url, role string, most int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("postgres: reading the database URL: %w", err)
	}
	if role != "" {
		config.ConnConfig.RuntimeParams["role"] = role
	}
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "beian"
	if role == publicRole {
		config.ConnConfig.RuntimeParams["statement_timeout"] = publicTimeout
		// Searches read names in the same order each time, or the pages of a list would be cut from different lists.
		config.ConnConfig.RuntimeParams["synchronize_seqscans"] = "off"
		config.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0"
		// The public asks few statements, each with one good plan, and planning them anew costs more than most answers.
		config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	}
	if most > 0 {
		config.MaxConns = most
	}
	return pgxpool.NewWithConfig(ctx, config)
}

// The public's questions are short ones on few connections; what takes longer is
// ended, so that nobody can make the database work for nothing.
const (
	publicConnections = 6
	publicTimeout     = "3s"
)

// Pools are the connections of a running server: everything as beian_app, and
// public lookup as beian_public, who may read the public tables.
type Pools struct{ App, Public *pgxpool.Pool }

// Open connects both pools. The schema must be there (Migrate).
func Open(ctx context.Context, url string) (*Pools, error) { return OpenBeside(ctx, url, "") }

// OpenBeside is Open with public lookup on a replica of the database, which may be
// some instants behind; empty means that there is none.
func OpenBeside(ctx context.Context, url, replica string) (*Pools, error) {
	app, err := connect(ctx, url, appRole, 16)
	if err != nil {
		return nil, err
	}
	if replica == "" {
		replica = url
	}
	public, err := connect(ctx, replica, publicRole, publicConnections)
	if err != nil {
		app.Close()
		return nil, err
	}
	return &Pools{app, public}, nil
}

// Close closes both pools.
func (p *Pools) Close() {
	p.App.Close()
	p.Public.Close()
}

// New makes a store over the two pools, which may be one transaction in tests.
func New(app, public DB, o Options) (*Store, error) {
	queue, err := river.NewClient(riverpgxv5.New(nil), &river.Config{Schema: QueueSchema})
	if err != nil {
		return nil, fmt.Errorf("postgres: job queue: %w", err)
	}
	return &Store{Options: o, db: app, public: public, queue: queue, known: &shareMemory{}, days: &days{}, codes: &codesRead{}, line: newLine()}, nil
}

// As is the desk of one actor: all that follows is seen with the actor's eyes.
func (s *Store) As(actor filing.Actor) *Desk { return &Desk{s: s, me: actor} }

// Desk is the register and the case book as one actor may see and change them.
type Desk struct {
	s  *Store
	me filing.Actor
}

// Me is the actor of the desk.
func (d *Desk) Me() filing.Actor { return d.me }

// transact runs f in one transaction, which commits when f returns nil.
func (s *Store) transact(ctx context.Context, f func(tx pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.db, f)
}

// enqueue starts a job when tx commits.
func (s *Store) enqueue(ctx context.Context, tx pgx.Tx, args river.JobArgs) error {
	_, err := s.queue.InsertManyTx(ctx, tx, []river.InsertManyParams{job(args)})
	return err
}

// job is a job to start, in the queue it names.
func job(args river.JobArgs) river.InsertManyParams {
	if own, ok := args.(interface{ Queue() string }); ok {
		return river.InsertManyParams{Args: args, InsertOpts: &river.InsertOpts{Queue: own.Queue()}}
	}
	return river.InsertManyParams{Args: args}
}

// now is the caller's clock in the precision the database keeps, so that what
// is hashed before storing equals what is read back.
func (s *Store) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// seal writes v as JSON, encrypted for one purpose.
func (s *Store) seal(purpose string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return s.Keys.Seal(purpose, plain), nil
}

// unseal reads what seal wrote; empty bytes leave v alone.
func (s *Store) unseal(purpose string, sealed []byte, v any) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := s.Keys.Open(purpose, sealed)
	if err != nil {
		return fmt.Errorf("postgres: unsealing %s: %w", purpose, err)
	}
	return json.Unmarshal(plain, v)
}

// one reads exactly one row into a struct by column names; none is ErrNotFound.
func one[T any](ctx context.Context, q DB, sql string, args pgx.NamedArgs) (T, error) {
	var zero T
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		return zero, err
	}
	v, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
	if errors.Is(err, pgx.ErrNoRows) {
		return zero, filing.ErrNotFound
	}
	return v, err
}

// all reads every row into structs by column names.
func all[T any](ctx context.Context, q DB, sql string, args pgx.NamedArgs) ([]T, error) {
	rows, err := q.Query(ctx, sql, args)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[T])
}

// violates reports which constraint err ran into, empty when none.
func violates(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.ConstraintName
	}
	return ""
}
