-- +goose Up

-- A provider's own reasons for a return (退回意见模板), each for one field or paper,
-- or for all of them. One that is changed ends, and another begins: what a return
-- said stays in its journal entry.
CREATE TABLE reason_template (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id bigint NOT NULL REFERENCES provider,
    place       text NOT NULL, -- a field, or materials. and the slot; empty: everywhere
    label       text NOT NULL, -- what staff pick
    words       text NOT NULL, -- what the owner reads
    account_id  bigint NOT NULL REFERENCES account,
    at          timestamptz NOT NULL,
    ended_at    timestamptz,
    UNIQUE NULLS NOT DISTINCT (provider_id, place, label, ended_at)
);
CREATE INDEX sheet_signed ON sheet (signed_by, signed_at) WHERE signed_by IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON reason_template TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
