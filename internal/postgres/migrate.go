package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"beian/migrations"
)

// Migrate brings the schema and the job queue's tables up to date. Several
// servers may start at once: one migrates, the others wait for it.
func Migrate(ctx context.Context, url string) error {
	pool, err := connect(ctx, url, "", 4)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := checkLocale(ctx, pool); err != nil {
		return err
	}
	if err := migrateSchema(ctx, pool); err != nil {
		return fmt.Errorf("postgres: migrating the schema: %w", err)
	}
	if err := layRules(ctx, pool); err != nil {
		return fmt.Errorf("postgres: laying down the provinces' rules: %w", err)
	}
	if err := migrateQueue(ctx, pool); err != nil {
		return fmt.Errorf("postgres: migrating the job queue: %w", err)
	}
	return nil
}

// checkLocale refuses a database in which Chinese letters are no letters:
// searching by trigrams would find nothing, silently.
func checkLocale(ctx context.Context, pool *pgxpool.Pool) error {
	var encoding, ctype string
	err := pool.QueryRow(ctx, `SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()`).
		Scan(&encoding, &ctype)
	if err != nil {
		return fmt.Errorf("postgres: connecting: %w", err)
	}
	if encoding != "UTF8" || ctype == "C" || ctype == "POSIX" {
		return fmt.Errorf("postgres: the database has encoding %s and character type %s; create it with ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' TEMPLATE template0", encoding, ctype)
	}
	return nil
}

func migrateSchema(ctx context.Context, pool *pgxpool.Pool) error {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.Files, goose.WithSessionLocker(locker))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// queueLock keeps two starting servers from migrating the queue at once.
const queueLock = 4202611

// migrateQueue runs each step of the queue's own migrations in a transaction of
// its own: a later one uses enum values that an earlier one adds.
func migrateQueue(ctx context.Context, pool *pgxpool.Pool) error {
	holder, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer holder.Release()
	if _, err := holder.Exec(ctx, `SELECT pg_advisory_lock($1)`, queueLock); err != nil {
		return err
	}
	defer func() { _, _ = holder.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, queueLock) }()
	if _, err := holder.Exec(ctx, `CREATE SCHEMA IF NOT EXISTS river`); err != nil {
		return err
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: QueueSchema})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	_, err = holder.Exec(ctx, `
		GRANT USAGE ON SCHEMA river TO beian_app;
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA river TO beian_app;
		GRANT USAGE ON ALL SEQUENCES IN SCHEMA river TO beian_app;
		GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA river TO beian_app`)
	return err
}
