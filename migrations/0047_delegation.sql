-- +goose Up

-- An account that acts for an entity with its consent (代办): invited by an account of
-- the entity, in force from acceptance until it expires or either side ends it. What
-- was typed to find the account is sealed, so that the list tells nobody whether
-- there is such an account.
CREATE TABLE delegation (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity_id   bigint NOT NULL REFERENCES entity,
    owner_id    bigint NOT NULL REFERENCES account, -- in whose name the delegate acts
    delegate_id bigint REFERENCES account,          -- empty while no account answers to what was typed
    invited     bytea NOT NULL,
    level       text NOT NULL CHECK (level IN ('read', 'prepare', 'act')),
    personal    boolean NOT NULL,                   -- sees personal data in full
    invited_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    accepted_at timestamptz,
    ended_at    timestamptz,
    CHECK (delegate_id <> owner_id),
    CHECK (expires_at > invited_at)
);
CREATE INDEX delegation_entity ON delegation (entity_id) WHERE ended_at IS NULL;
CREATE INDEX delegation_delegate ON delegation (delegate_id, entity_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX delegation_once ON delegation (entity_id, delegate_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON delegation TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
