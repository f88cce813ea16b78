-- +goose Up

-- Files with a register kept elsewhere, on their way in (beian import). What is
-- written of a run makes it go on after a crash where it was.
CREATE TABLE import_run (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file        bytea NOT NULL UNIQUE, -- fingerprint
    aside       text[] NOT NULL DEFAULT '{}', -- statements that build the indexes set aside meanwhile
    started_at  timestamptz NOT NULL,
    finished_at timestamptz
);

-- Parts of the file that are in, each written in the transaction of its entities.
CREATE TABLE import_batch (
    run_id   bigint NOT NULL REFERENCES import_run,
    first    bigint NOT NULL, -- byte of the file it begins at
    after    bigint NOT NULL, -- and the byte behind it
    entities integer NOT NULL,
    refused  integer NOT NULL,
    rejects  bytea,           -- sealed: which rows were refused, and why
    PRIMARY KEY (run_id, first),
    CHECK (first < after)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON import_run, import_batch TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
