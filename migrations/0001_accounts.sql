-- +goose Up

-- Two roles with the least they need. The server connects as a login that is a
-- member of both and sets the role per pool.
-- +goose StatementBegin
DO $$
BEGIN
    BEGIN CREATE ROLE beian_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
    BEGIN CREATE ROLE beian_public NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT beian_app, beian_public TO %I', current_user);
    END IF;
END $$;
-- +goose StatementEnd

-- Ranges of network addresses, so that overlap is the database's to refuse.
CREATE TYPE inetrange AS RANGE (subtype = inet);

-- One bureau (省通信管理局) per province, keyed by GB/T 2260 code.
CREATE TABLE bureau (
    province    text PRIMARY KEY CHECK (province ~ '^[1-6][0-9]0000$'),
    name        text NOT NULL,
    phone       text NOT NULL DEFAULT '',
    address     text NOT NULL DEFAULT '',
    hours       text NOT NULL DEFAULT '',
    sms         boolean NOT NULL DEFAULT true,  -- 短信核验 before the bureau's review
    two_persons boolean NOT NULL DEFAULT false, -- 初审 and 复审 by different people
    created_at  timestamptz NOT NULL
);

-- Access providers (接入服务商). licence_province holds a licence to one province.
CREATE TABLE provider (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug             text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
    name             text NOT NULL UNIQUE,
    licence          text NOT NULL,
    licence_province text REFERENCES bureau,
    province         text NOT NULL REFERENCES bureau,
    phone            text NOT NULL DEFAULT '',
    address          text NOT NULL DEFAULT '',
    intro            text NOT NULL DEFAULT '',
    methods          smallint[] NOT NULL DEFAULT '{}',
    suspended_at     timestamptz,
    created_at       timestamptz NOT NULL
);

-- Address ranges a provider has filed. No address belongs to two providers.
CREATE TABLE provider_range (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id bigint NOT NULL REFERENCES provider,
    first       inet NOT NULL,
    last        inet NOT NULL,
    note        text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    CHECK (family(first) = family(last) AND first <= last),
    CONSTRAINT provider_range_overlap EXCLUDE USING gist (inetrange(first, last, '[]') WITH &&)
);
CREATE INDEX provider_range_provider ON provider_range (provider_id);

-- Everyone who signs in. Phones and addresses are sealed; *_index are blind
-- indexes for exact search.
CREATE TABLE account (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tier               text NOT NULL CHECK (tier IN ('registrant', 'provider', 'bureau', 'ministry')),
    role               text NOT NULL DEFAULT '',
    user_name          text NOT NULL,
    user_name_key      text NOT NULL UNIQUE, -- folded: one spelling, one account
    name               text NOT NULL,
    province           text REFERENCES bureau,
    provider_id        bigint REFERENCES provider,
    mobile             bytea,
    mobile_index       bytea,
    mobile_verified_at timestamptz,
    email              bytea,
    email_index        bytea,
    email_verified_at  timestamptz,
    remark             text NOT NULL DEFAULT '',
    password_hash      text NOT NULL,
    totp_secret        bytea,
    totp_step          bigint NOT NULL DEFAULT 0,
    login_at           timestamptz, -- this sign-in
    login_address      inet,
    last_login_at      timestamptz, -- the one before, which is shown
    last_login_address inet,
    disabled_at        timestamptz,
    created_at         timestamptz NOT NULL,
    CONSTRAINT account_belongs CHECK (CASE tier
        WHEN 'registrant' THEN role = '' AND provider_id IS NULL
        WHEN 'provider' THEN role IN ('verifier', 'admin') AND provider_id IS NOT NULL AND province IS NULL
        WHEN 'bureau' THEN role IN ('reviewer', 'chief', 'admin') AND province IS NOT NULL AND provider_id IS NULL
        ELSE role IN ('overseer', 'admin') AND province IS NULL AND provider_id IS NULL END)
);
CREATE INDEX account_provider ON account (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX account_bureau ON account (province) WHERE tier = 'bureau';
CREATE INDEX account_mobile ON account (mobile_index) WHERE mobile_index IS NOT NULL;
CREATE INDEX account_email ON account (email_index) WHERE email_index IS NOT NULL;

-- Browser sessions. token is a hash; the cookie's value is stored nowhere.
CREATE TABLE session (
    token      text PRIMARY KEY,
    audience   smallint NOT NULL, -- 0: cookie of registrants and guests, 1: of staff
    account_id bigint REFERENCES account,
    data       bytea NOT NULL,
    address    inet,
    agent      text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX session_expiry ON session (expires_at);

-- Codes sent to a mobile or an address, hashed; the newest of a purpose counts.
CREATE TABLE account_code (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    channel    text NOT NULL CHECK (channel IN ('mobile', 'email', 'both')),
    hash       bytea NOT NULL,
    tries      smallint NOT NULL DEFAULT 0,
    used_at    timestamptz,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX account_code_account ON account_code (account_id, id DESC);

-- Links that work once: password reset, filing password, signature on behalf.
CREATE TABLE one_time_link (
    hash       bytea PRIMARY KEY,
    purpose    text NOT NULL,
    account_id bigint REFERENCES account,
    subject_id bigint NOT NULL DEFAULT 0, -- entity or filing, by purpose
    payload    bytea,                     -- sealed: what the link delivers, erased when it is opened
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX one_time_link_account ON one_time_link (account_id);

-- Hits per key and window, shared by all nodes.
CREATE TABLE rate (
    key        text NOT NULL,
    starts_at  timestamptz NOT NULL,
    hits       integer NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (key, starts_at)
);
CREATE INDEX rate_expiry ON rate (expires_at);

-- Pictures shown and not yet answered.
CREATE TABLE captcha (
    id         text PRIMARY KEY,
    answer     bytea NOT NULL,
    expires_at timestamptz NOT NULL
);

-- Announcements (公告) of the ministry (neither province nor provider), of a
-- bureau or of a provider.
CREATE TABLE notice (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    province     text REFERENCES bureau,
    provider_id  bigint REFERENCES provider,
    title        text NOT NULL CHECK (title <> ''),
    body         text NOT NULL,
    pinned       boolean NOT NULL DEFAULT false,
    author_id    bigint REFERENCES account,
    published_at timestamptz NOT NULL,
    removed_at   timestamptz,
    CHECK (province IS NULL OR provider_id IS NULL)
);
CREATE INDEX notice_shown ON notice (pinned DESC, published_at DESC) WHERE removed_at IS NULL;
