-- +goose Up

-- What a bureau's own act (依职权办理: 强制注销, 黑名单, 重置备案密码) is about and on
-- what ground, beside its filing. Sealed: it names people and where to reach them.
CREATE TABLE measure (
    filing_id bigint PRIMARY KEY REFERENCES filing,
    target    text NOT NULL CHECK (target IN ('entity', 'site', 'domain', 'access', 'certificate', 'password')),
    sealed    bytea NOT NULL
);

-- Who and what may not be filed (黑名单): a certificate by its blind index, a domain
-- by its registrable part. An entry ends on its last day or when an act lifts it.
CREATE TABLE blacklist (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text NOT NULL CHECK (kind IN ('certificate', 'domain')),
    key       text NOT NULL,
    label     bytea NOT NULL, -- sealed: whom or what it names
    province  text NOT NULL REFERENCES bureau,
    filing_id bigint NOT NULL REFERENCES filing, -- the act that listed it
    article   text NOT NULL,
    listed_at timestamptz NOT NULL,
    until     date,           -- last day; empty: until it is lifted
    lifted_by bigint REFERENCES filing,
    lifted_at timestamptz
);
CREATE UNIQUE INDEX blacklist_in_force ON blacklist (kind, key) WHERE lifted_at IS NULL;
CREATE INDEX blacklist_province ON blacklist (province, id DESC);
CREATE INDEX blacklist_filing ON blacklist (filing_id);

-- Phones of the people in charge, as blind indexes, so that a bureau finds whose
-- a number is without the register holding it in clear.
CREATE TABLE entity_phone (
    entity_id   bigint NOT NULL REFERENCES entity,
    phone_index bytea NOT NULL,
    PRIMARY KEY (phone_index, entity_id)
);
CREATE INDEX entity_phone_entity ON entity_phone (entity_id);

-- A search by phone may find nobody and is recorded all the same.
CREATE INDEX disclosure_account ON disclosure (account_id, id DESC);

-- An act that takes effect ends the entity's open filing, wherever it stands; a
-- bureau may take back an act of its own before it is decided.
INSERT INTO filing_move VALUES
    ('provider_review', 'refused'), ('returned_to_registrant', 'refused'), ('sms_verification', 'refused'),
    ('returned_to_provider', 'refused'), ('bureau_review', 'withdrawn');

GRANT SELECT, INSERT ON measure TO beian_app;
GRANT SELECT, INSERT, UPDATE ON blacklist TO beian_app;
GRANT SELECT, INSERT, DELETE ON entity_phone TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
