-- +goose Up

-- The register (备案库): what is in force. Rows are never deleted; a cancelled row
-- stays and frees its keys.
CREATE TABLE entity (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number            text NOT NULL UNIQUE,
    province          text NOT NULL REFERENCES bureau,
    name              text NOT NULL,
    nature            smallint NOT NULL,
    certificate_type  smallint NOT NULL,
    certificate_index bytea NOT NULL, -- blind index over type and number
    details           bytea NOT NULL, -- sealed: the whole entity as filed
    next_sequence     integer NOT NULL DEFAULT 1,
    version           integer NOT NULL DEFAULT 1, -- grows with every filing that is applied
    password_hash     text,           -- 备案密码; empty for imported entities until reset
    shown_restricted  boolean NOT NULL DEFAULT false,
    approved_at       timestamptz NOT NULL,
    changed_at        timestamptz NOT NULL,
    cancelled_at      timestamptz
);
CREATE UNIQUE INDEX entity_certificate_live ON entity (certificate_index) WHERE cancelled_at IS NULL;
CREATE INDEX entity_name ON entity (name);
CREATE INDEX entity_province ON entity (province, id);

-- Accounts that act for an entity.
CREATE TABLE entity_account (
    entity_id  bigint NOT NULL REFERENCES entity,
    account_id bigint NOT NULL REFERENCES account,
    since      timestamptz NOT NULL,
    PRIMARY KEY (entity_id, account_id)
);
CREATE INDEX entity_account_account ON entity_account (account_id);

-- Services: websites and apps, one sequence per entity.
CREATE TABLE site (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity_id    bigint NOT NULL REFERENCES entity,
    sequence     integer NOT NULL CHECK (sequence > 0),
    number       text NOT NULL UNIQUE,
    service      smallint NOT NULL CHECK (service IN (1, 6, 7, 8)),
    names        text[] NOT NULL CHECK (cardinality(names) > 0),
    home_urls    text[] NOT NULL,
    ip_only      boolean NOT NULL,
    approvals    smallint[] NOT NULL DEFAULT '{}',
    details      bytea NOT NULL, -- sealed: the whole site as filed
    restricted   boolean NOT NULL DEFAULT false, -- 限制接入
    approved_at  timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    cancelled_at timestamptz,
    UNIQUE (entity_id, sequence)
);
CREATE INDEX site_first_name ON site ((names[1]));

-- What a site is unique by, nationwide among live rows: the registrable domain,
-- or for a site reached by address alone its home URL.
CREATE TABLE site_key (
    site_id      bigint NOT NULL REFERENCES site,
    key          text NOT NULL,
    spelling     text NOT NULL, -- as filed, such as *.例子.cn
    shared       boolean NOT NULL DEFAULT false, -- an app's: it may use the domain of a site of its entity
    cancelled_at timestamptz
);
CREATE UNIQUE INDEX site_key_live ON site_key (key) WHERE cancelled_at IS NULL AND NOT shared;
CREATE UNIQUE INDEX site_key_own ON site_key (site_id, key, spelling) WHERE cancelled_at IS NULL;
CREATE INDEX site_key_shared ON site_key (key) WHERE cancelled_at IS NULL AND shared;
CREATE INDEX site_key_site ON site_key (site_id);

-- Accesses (接入) of a site, each at one provider.
CREATE TABLE access (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site_id      bigint NOT NULL REFERENCES site,
    provider_id  bigint NOT NULL REFERENCES provider,
    method       smallint NOT NULL,
    dynamic      boolean NOT NULL,
    places       text[] NOT NULL,
    remark       text NOT NULL DEFAULT '',
    approved_at  timestamptz NOT NULL,
    cancelled_at timestamptz
);
CREATE INDEX access_site ON access (site_id) WHERE cancelled_at IS NULL;
CREATE INDEX access_provider ON access (provider_id, id) WHERE cancelled_at IS NULL;

CREATE TABLE access_range (
    access_id bigint NOT NULL REFERENCES access,
    first     inet NOT NULL,
    last      inet NOT NULL,
    place     smallint NOT NULL DEFAULT 0, -- in the order of filing
    CHECK (family(first) = family(last) AND first <= last),
    PRIMARY KEY (access_id, first, last)
);

-- An access lies inside the ranges its provider has filed.
-- +goose StatementBegin
CREATE FUNCTION access_range_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM provider_range r JOIN access a ON a.provider_id = r.provider_id
        WHERE a.id = NEW.access_id AND r.first <= NEW.first AND r.last >= NEW.last
          AND family(r.first) = family(NEW.first)) THEN
        RAISE EXCEPTION 'address outside the provider''s ranges'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'access_range_inside';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER access_range_inside BEFORE INSERT OR UPDATE ON access_range
    FOR EACH ROW EXECUTE FUNCTION access_range_inside();

-- A cancelled row is frozen: nothing but the first cancellation may touch it.
-- +goose StatementBegin
CREATE FUNCTION cancelled_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.cancelled_at IS NOT NULL THEN
        RAISE EXCEPTION '% row is cancelled', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cancelled_is_frozen';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER entity_frozen BEFORE UPDATE ON entity FOR EACH ROW EXECUTE FUNCTION cancelled_is_frozen();
CREATE TRIGGER site_frozen BEFORE UPDATE ON site FOR EACH ROW EXECUTE FUNCTION cancelled_is_frozen();
CREATE TRIGGER site_key_frozen BEFORE UPDATE ON site_key FOR EACH ROW EXECUTE FUNCTION cancelled_is_frozen();
CREATE TRIGGER access_frozen BEFORE UPDATE ON access FOR EACH ROW EXECUTE FUNCTION cancelled_is_frozen();

-- Serials per province and year. The row is locked last in the approving
-- transaction, so numbers have no gaps and the lock is short.
CREATE TABLE number_counter (
    province text NOT NULL REFERENCES bureau,
    year     smallint NOT NULL,
    last     integer NOT NULL CHECK (last BETWEEN 1 AND 999999),
    PRIMARY KEY (province, year)
);

-- What the public may read, and nothing else: one row per service.
CREATE VIEW public_record AS
SELECT s.id, s.number, e.number AS entity_number, e.province, e.name AS unit_name, e.nature,
       s.service, s.names, s.home_urls, s.ip_only, s.approvals, s.restricted,
       ARRAY(SELECT k.spelling FROM site_key k WHERE k.site_id = s.id
             AND (k.cancelled_at IS NULL OR k.cancelled_at = s.cancelled_at) ORDER BY k.spelling) AS domains,
       ARRAY(SELECT k.key FROM site_key k WHERE k.site_id = s.id AND k.cancelled_at IS NULL) AS keys,
       s.approved_at, greatest(s.changed_at, e.changed_at) AS changed_at,
       coalesce(s.cancelled_at, e.cancelled_at) AS cancelled_at
FROM site s JOIN entity e ON e.id = s.entity_id;

-- Entities by number, for a number typed without the suffix of a service.
CREATE VIEW public_entity AS
SELECT number, province, name AS unit_name, nature, approved_at, cancelled_at FROM entity;

CREATE VIEW public_key AS
SELECT k.key, k.site_id FROM site_key k WHERE k.cancelled_at IS NULL;

-- Whether a certificate is filed, and under which number: found by exact number
-- only, through a blind index.
CREATE VIEW public_certificate AS
SELECT certificate_index, number FROM entity WHERE cancelled_at IS NULL;
