-- +goose Up

-- What a provider has sold (接入资源): where a customer's servers are. Whoever bought
-- it uses it in a filing, known by account, mobile or e-mail, or by the
-- authorisation code (授权码), which is found by its blind index.
CREATE TABLE resource (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id  bigint NOT NULL REFERENCES provider,
    customer     text NOT NULL CHECK (customer <> ''), -- the provider's own customer id
    holder       bytea,                      -- sealed: account, mobile or address as the provider gave it
    owner_id     bigint REFERENCES account,
    mobile_index bytea,
    email_index  bytea,
    method       smallint NOT NULL,
    dynamic      boolean NOT NULL,
    ips          text[] NOT NULL,
    places       text[] NOT NULL,
    note         text NOT NULL DEFAULT '',
    code         bytea NOT NULL,             -- sealed
    code_index   bytea NOT NULL UNIQUE,
    valid_until  date,                       -- the last day; empty: until it is ended
    created_by   bigint REFERENCES account,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX resource_provider ON resource (provider_id, id DESC);
CREATE INDEX resource_same_customer ON resource (provider_id, customer) WHERE ended_at IS NULL;
CREATE INDEX resource_owner ON resource (owner_id) WHERE ended_at IS NULL AND owner_id IS NOT NULL;
CREATE INDEX resource_mobile ON resource (mobile_index) WHERE ended_at IS NULL AND mobile_index IS NOT NULL;
CREATE INDEX resource_email ON resource (email_index) WHERE ended_at IS NULL AND email_index IS NOT NULL;

-- Accounts that have shown a code of a customer: they are offered whatever else
-- that customer has bought.
CREATE TABLE resource_customer (
    account_id  bigint NOT NULL REFERENCES account,
    provider_id bigint NOT NULL REFERENCES provider,
    customer    text NOT NULL,
    since       timestamptz NOT NULL,
    PRIMARY KEY (account_id, provider_id, customer)
);

GRANT SELECT, INSERT, UPDATE ON resource TO beian_app;
GRANT SELECT, INSERT ON resource_customer TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
