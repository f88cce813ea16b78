-- +goose Up

-- Keys by which a provider's own programs speak for it. Of the key only the hash
-- is kept.
CREATE TABLE api_key (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id  bigint NOT NULL REFERENCES provider,
    name         text NOT NULL CHECK (name <> ''),
    scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0),
    start        text NOT NULL, -- first characters, to tell keys apart
    hash         bytea NOT NULL UNIQUE,
    expires_at   timestamptz NOT NULL,
    created_by   bigint NOT NULL REFERENCES account,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_key_provider ON api_key (provider_id, id DESC);

-- Where a provider's programs are told of events, and the secret that signs the
-- requests.
CREATE TABLE webhook (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id bigint NOT NULL REFERENCES provider,
    url         text NOT NULL,
    events      text[] NOT NULL CHECK (cardinality(events) > 0),
    secret      bytea NOT NULL, -- sealed
    created_by  bigint NOT NULL REFERENCES account,
    created_at  timestamptz NOT NULL,
    removed_at  timestamptz
);
CREATE INDEX webhook_provider ON webhook (provider_id) WHERE removed_at IS NULL;

-- One event for one address: receipt and number, nothing personal.
CREATE TABLE webhook_delivery (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id bigint NOT NULL REFERENCES webhook,
    event      text NOT NULL,
    receipt    text NOT NULL DEFAULT '',
    number     text NOT NULL DEFAULT '',
    state      text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts   smallint NOT NULL DEFAULT 0,
    status     smallint NOT NULL DEFAULT 0, -- of the last answer; 0: none came
    last_error text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    tried_at   timestamptz
);
CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, id DESC);

GRANT SELECT, INSERT, UPDATE ON api_key, webhook, webhook_delivery TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
