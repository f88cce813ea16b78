-- +goose Up

-- The case book: what has been asked. The columns are what work lists need; the
-- document itself is sealed in filing_document.
CREATE TABLE filing (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    receipt           text NOT NULL UNIQUE, -- 受理号
    kind              smallint NOT NULL CHECK (kind IN (1, 2, 3, 4, 5, 6, 7, 101, 102, 103)),
    state             text NOT NULL CHECK (state IN ('draft', 'owner_signature', 'provider_review',
                          'returned_to_registrant', 'sms_verification', 'bureau_review',
                          'returned_to_provider', 'approved', 'refused', 'withdrawn')),
    owner_id          bigint REFERENCES account,
    on_behalf         boolean NOT NULL DEFAULT false,
    provider_id       bigint REFERENCES provider,
    province          text REFERENCES bureau, -- of residence: decides the bureau
    channel           text NOT NULL DEFAULT 'provider', -- the way in: ministry, bureau, provider
    entity_id         bigint REFERENCES entity,
    site_id           bigint REFERENCES site,
    base_version      integer NOT NULL DEFAULT 0,  -- of the entity, when the draft was begun from the register
    password_given    boolean NOT NULL DEFAULT false, -- the filing password (备案密码) has been shown
    version           integer NOT NULL DEFAULT 1,  -- of the document
    frozen_version    integer NOT NULL DEFAULT 0,  -- the last one that was handed over
    revision          integer NOT NULL DEFAULT 1,  -- grows with every write: tells two tabs apart
    unit_name         text NOT NULL DEFAULT '',
    nature            smallint NOT NULL DEFAULT 0,
    site_name         text NOT NULL DEFAULT '',
    domains           text[] NOT NULL DEFAULT '{}',
    certificate_index bytea,
    claimed_by        bigint REFERENCES account,
    claimed_until     timestamptz,
    first_approved_by bigint REFERENCES account,
    entered_at        timestamptz NOT NULL, -- into the present state
    submitted_at      timestamptz,
    received_at       timestamptz,          -- at the bureau, last time
    due_on            date,                 -- 20 working days from there
    returned_at       timestamptz,
    reminded_at       timestamptz,          -- that it will end
    sms_due           timestamptz,
    decided_at        timestamptz,
    rounds            smallint NOT NULL DEFAULT 0, -- times it was returned
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    CHECK (state = 'draft' OR state = 'withdrawn' OR province IS NOT NULL),
    CHECK (state IN ('draft', 'withdrawn') OR provider_id IS NOT NULL OR kind > 100),
    CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
    CHECK (claimed_by IS NULL OR state IN ('provider_review', 'returned_to_provider', 'bureau_review')),
    CHECK ((state = 'sms_verification') = (sms_due IS NOT NULL)),
    CHECK (state <> 'bureau_review' OR (received_at IS NOT NULL AND due_on IS NOT NULL)),
    CHECK (state <> 'returned_to_registrant' OR returned_at IS NOT NULL),
    CHECK ((state IN ('approved', 'refused', 'withdrawn')) = (decided_at IS NOT NULL))
);
CREATE INDEX filing_owner ON filing (owner_id, id DESC) WHERE owner_id IS NOT NULL;
CREATE INDEX filing_provider_open ON filing (provider_id, state, entered_at, id)
    WHERE state NOT IN ('draft', 'approved', 'refused', 'withdrawn');
CREATE INDEX filing_bureau_open ON filing (province, due_on, id) WHERE state = 'bureau_review';
CREATE INDEX filing_province ON filing (province, id DESC);
CREATE INDEX filing_provider ON filing (provider_id, id DESC);
CREATE INDEX filing_certificate ON filing (certificate_index) WHERE certificate_index IS NOT NULL;
CREATE INDEX filing_entity ON filing (entity_id) WHERE entity_id IS NOT NULL;
CREATE INDEX filing_clock_returned ON filing (returned_at) WHERE state = 'returned_to_registrant';
CREATE INDEX filing_clock_sms ON filing (sms_due) WHERE state = 'sms_verification';

-- Every move the state machine knows; a test compares it with the code's table.
CREATE TABLE filing_move (
    from_state text NOT NULL,
    to_state   text NOT NULL,
    PRIMARY KEY (from_state, to_state)
);
INSERT INTO filing_move VALUES
    ('draft', 'provider_review'), ('returned_to_registrant', 'provider_review'),
    ('draft', 'owner_signature'), ('owner_signature', 'provider_review'), ('owner_signature', 'draft'),
    ('provider_review', 'draft'),
    ('draft', 'withdrawn'), ('owner_signature', 'withdrawn'), ('returned_to_registrant', 'withdrawn'),
    ('provider_review', 'returned_to_registrant'), ('provider_review', 'sms_verification'), ('provider_review', 'bureau_review'),
    ('sms_verification', 'bureau_review'), ('sms_verification', 'returned_to_provider'),
    ('bureau_review', 'approved'), ('bureau_review', 'returned_to_provider'), ('bureau_review', 'refused'),
    ('returned_to_provider', 'returned_to_registrant'), ('returned_to_provider', 'sms_verification'), ('returned_to_provider', 'bureau_review');

-- +goose StatementBegin
CREATE FUNCTION filing_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM filing_move m WHERE m.from_state = OLD.state AND m.to_state = NEW.state) THEN
        RAISE EXCEPTION 'a filing does not move from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_moves';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER filing_moves BEFORE UPDATE OF state ON filing FOR EACH ROW EXECUTE FUNCTION filing_moves();

-- The filing whose approval brought a site; imported sites have none.
ALTER TABLE site ADD COLUMN filing_id bigint REFERENCES filing;

-- The filing whose approval ended an access.
ALTER TABLE access ADD COLUMN ended_by bigint REFERENCES filing;

-- A live site keeps an access: the last one ends with its site. Only a bureau's
-- own act may leave a shell (空壳). The site's row is locked, so that of two who
-- end the last two accesses at once the second sees what the first did.
-- +goose StatementBegin
CREATE FUNCTION last_access_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM site WHERE id = NEW.site_id FOR UPDATE;
    IF EXISTS (SELECT FROM site s WHERE s.id = NEW.site_id AND s.cancelled_at IS NULL)
       AND NOT EXISTS (SELECT FROM access a WHERE a.site_id = NEW.site_id AND a.cancelled_at IS NULL)
       AND NOT EXISTS (SELECT FROM filing f WHERE f.id = NEW.ended_by AND f.kind > 100) THEN
        RAISE EXCEPTION 'the last access of a site ends with the site'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'last_access_stays';
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER last_access_stays AFTER UPDATE ON access FOR EACH ROW
    WHEN (OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL) EXECUTE FUNCTION last_access_stays();

-- What the register said of an entity from each applied filing on: the history
-- (备案历史) behind the rows in force. Numbers and dates are public, the rest is
-- sealed.
CREATE TABLE register_version (
    entity_id bigint NOT NULL REFERENCES entity,
    version   integer NOT NULL,
    filing_id bigint REFERENCES filing, -- none for what was imported
    kind      smallint NOT NULL,
    services  text[] NOT NULL,          -- numbers of the services concerned; none where the entity itself is
    sealed    bytea NOT NULL,           -- the entity with all its services
    at        timestamptz NOT NULL,
    PRIMARY KEY (entity_id, version)
);
CREATE INDEX register_version_filing ON register_version (filing_id);

-- Versions of the document, sealed.
CREATE TABLE filing_document (
    filing_id  bigint NOT NULL REFERENCES filing,
    version    integer NOT NULL,
    sealed     bytea NOT NULL,
    account_id bigint REFERENCES account,
    tier       text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (filing_id, version)
);

-- The journal: exactly one entry per step, written once.
CREATE TABLE event (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    filing_id   bigint NOT NULL REFERENCES filing,
    seq         integer NOT NULL,
    action      text NOT NULL,
    from_state  text NOT NULL,
    to_state    text NOT NULL,
    tier        text NOT NULL,
    account_id  bigint REFERENCES account,
    version     integer NOT NULL,
    detail      bytea,             -- sealed: marks, reasons, words
    leaf        bytea NOT NULL,    -- hash of all of the above, for the log
    at          timestamptz NOT NULL,
    UNIQUE (filing_id, seq)
);

-- +goose StatementBegin
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER register_version_append_only BEFORE UPDATE OR DELETE ON register_version
    FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION append_only();

-- An entry waits in log_waiting until the log has taken it in: entries commit in
-- another order than that of their ids, so no mark of "up to here" would be safe.
CREATE TABLE log_waiting (
    event_id bigint PRIMARY KEY REFERENCES event
);
-- +goose StatementBegin
CREATE FUNCTION event_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log_waiting SELECT id FROM fresh;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER event_waits AFTER INSERT ON event REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION event_waits();

-- The log over the journal: entries in the order they were taken in, the stored
-- hashes of the Merkle tree, and the signed heads.
CREATE TABLE log_leaf (
    position bigint PRIMARY KEY,
    event_id bigint NOT NULL UNIQUE REFERENCES event
);
CREATE TABLE log_hash (
    position bigint PRIMARY KEY,
    hash     bytea NOT NULL
);
CREATE TABLE log_checkpoint (
    size      bigint PRIMARY KEY,
    root      bytea NOT NULL,
    signed    text NOT NULL,
    signed_at timestamptz NOT NULL
);
CREATE TRIGGER log_leaf_append_only BEFORE UPDATE OR DELETE ON log_leaf FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER log_hash_append_only BEFORE UPDATE OR DELETE ON log_hash FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER log_checkpoint_append_only BEFORE UPDATE OR DELETE ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION append_only();

-- What open filings reserve, from submission to the end: a certificate, a
-- registrable domain, the home URL of a site reached by address alone.
CREATE TABLE claim (
    kind      text NOT NULL CHECK (kind IN ('certificate', 'site')),
    key       text NOT NULL,
    filing_id bigint NOT NULL REFERENCES filing,
    PRIMARY KEY (kind, key)
);
CREATE INDEX claim_filing ON claim (filing_id);

-- Papers beside the document. Bytes lie in the material store, sealed.
CREATE TABLE paper (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    filing_id   bigint NOT NULL REFERENCES filing,
    slot        text NOT NULL,
    site_key    text NOT NULL DEFAULT '',
    file_name   text NOT NULL DEFAULT '',
    media_type  text NOT NULL,
    size        integer NOT NULL,
    width       integer NOT NULL DEFAULT 0,
    height      integer NOT NULL DEFAULT 0,
    pages       integer NOT NULL DEFAULT 1,
    sharpness   real NOT NULL DEFAULT 0,
    sha256      bytea NOT NULL,
    store_key   text NOT NULL,
    preview_key text NOT NULL DEFAULT '',
    account_id  bigint REFERENCES account,
    at          timestamptz NOT NULL,
    removed_at  timestamptz
);
CREATE UNIQUE INDEX paper_slot ON paper (filing_id, slot, site_key) WHERE removed_at IS NULL;

-- The verification sheet (网站备案信息真实性核验单) of a filing.
CREATE TABLE sheet (
    filing_id  bigint PRIMARY KEY REFERENCES filing,
    sealed     bytea NOT NULL,
    signed_by  bigint REFERENCES account,
    signed_at  timestamptz,
    updated_at timestamptz NOT NULL
);

-- One row per principal who has to confirm by SMS.
CREATE TABLE sms_check (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    filing_id    bigint NOT NULL REFERENCES filing,
    principal    bytea NOT NULL, -- sealed: name, mobile, certificate number
    mobile_index bytea NOT NULL,
    link_hash    bytea NOT NULL UNIQUE,
    code_hash    bytea,          -- empty once void
    tries        smallint NOT NULL DEFAULT 0,
    sent         smallint NOT NULL DEFAULT 0,
    sent_at      timestamptz NOT NULL,
    confirmed_at timestamptz,
    closed_at    timestamptz     -- lapsed or overtaken by a new round
);
CREATE INDEX sms_check_filing ON sms_check (filing_id);
CREATE INDEX sms_check_mobile ON sms_check (mobile_index) WHERE confirmed_at IS NULL AND closed_at IS NULL;

-- Results a provider's own system fetches and acknowledges.
CREATE TABLE feed (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id     bigint NOT NULL REFERENCES provider,
    filing_id       bigint NOT NULL REFERENCES filing,
    action          text NOT NULL,
    number          text NOT NULL DEFAULT '', -- of the entity or service concerned, once there is one
    at              timestamptz NOT NULL,
    acknowledged_at timestamptz
);
CREATE INDEX feed_waiting ON feed (provider_id, id) WHERE acknowledged_at IS NULL;

-- Who looked at unmasked personal data, and why.
CREATE TABLE disclosure (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    filing_id  bigint REFERENCES filing,
    entity_id  bigint REFERENCES entity,
    what       text NOT NULL,
    reason     text NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX disclosure_filing ON disclosure (filing_id);
CREATE INDEX disclosure_entity ON disclosure (entity_id);
CREATE TRIGGER disclosure_append_only BEFORE UPDATE OR DELETE ON disclosure FOR EACH ROW EXECUTE FUNCTION append_only();

-- Messages, queued in the transaction of the act they tell of. body and
-- recipient are sealed; a secret body is erased once it has been sent.
CREATE TABLE message (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint REFERENCES account,
    filing_id  bigint REFERENCES filing,
    channel    text NOT NULL CHECK (channel IN ('mail', 'sms')),
    recipient  bytea NOT NULL,
    subject    text NOT NULL,
    body       bytea,
    secret     boolean NOT NULL,
    state      text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts   smallint NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    sent_at    timestamptz,
    erased_at  timestamptz,
    CHECK ((body IS NULL) = (erased_at IS NOT NULL)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX message_account ON message (account_id, id DESC);
CREATE INDEX message_queued ON message (id) WHERE state = 'queued';
CREATE INDEX message_secret ON message (sent_at) WHERE secret AND body IS NOT NULL;

-- When what happened to an entity and its services.
CREATE VIEW public_history AS
SELECT e.number AS entity_number, v.version, v.kind, v.services, v.at FROM register_version v JOIN entity e ON e.id = v.entity_id;

-- Rights: the application writes, but never rewrites history; the public pool
-- reads five views.
GRANT USAGE ON SCHEMA public TO beian_app, beian_public;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
REVOKE UPDATE, DELETE ON event, register_version, log_leaf, log_hash, log_checkpoint, disclosure FROM beian_app;
REVOKE INSERT, UPDATE, DELETE ON filing_move FROM beian_app;
REVOKE DELETE ON entity, site, site_key, access, filing, filing_document, message, number_counter, account FROM beian_app;
GRANT SELECT ON public_record, public_entity, public_key, public_certificate, public_history TO beian_public;
