-- +goose Up

-- Small procedures beside the filings: spot checks (抽查), rectify notices (整改通知),
-- conflicts over a domain (域名争议), reports (举报) and questions (咨询).
CREATE TABLE matter (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    receipt       text NOT NULL UNIQUE,
    course        text NOT NULL CHECK (course IN ('spot_check', 'rectify', 'conflict', 'report', 'question')),
    stage         text NOT NULL CHECK (stage IN ('asked', 'answered', 'overdue', 'received', 'closed', 'noticed', 'enforced',
                      'revoked', 'upheld', 'rejected', 'dropped', 'replied', 'dismissed')),
    province      text NOT NULL REFERENCES bureau,
    entity_id     bigint REFERENCES entity,
    service       text NOT NULL DEFAULT '', -- number of the service concerned
    domain        text NOT NULL DEFAULT '',
    provider_id   bigint REFERENCES provider, -- addressed to it
    owner_id      bigint REFERENCES account,  -- whoever began it, where that is a registrant
    parent_id     bigint REFERENCES matter,   -- the spot check a notice follows
    act_id        bigint REFERENCES filing,   -- the bureau's own act that followed
    contact_index bytea,                      -- blind index of the mobile or address that asks for the answer
    sealed        bytea NOT NULL,             -- what was said, and by whom
    answer_public boolean NOT NULL DEFAULT false,
    taken_by      bigint REFERENCES account,
    due_on        date NOT NULL,
    revision      integer NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    ended_at      timestamptz,
    CHECK ((stage IN ('asked', 'answered', 'overdue', 'received')) = (ended_at IS NULL))
);
CREATE INDEX matter_bureau ON matter (province, course, id DESC);
CREATE INDEX matter_course ON matter (course, id DESC);
CREATE INDEX matter_due ON matter (due_on) WHERE stage = 'asked';
CREATE INDEX matter_provider ON matter (provider_id, id DESC) WHERE provider_id IS NOT NULL;
CREATE INDEX matter_owner ON matter (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX matter_entity ON matter (entity_id) WHERE entity_id IS NOT NULL;
-- One open dispute for each domain, one open notice for each service.
CREATE UNIQUE INDEX matter_conflict_open ON matter (domain) WHERE course = 'conflict' AND ended_at IS NULL;
CREATE UNIQUE INDEX matter_rectify_open ON matter (entity_id, service, coalesce(provider_id, 0)) WHERE course = 'rectify' AND ended_at IS NULL;

-- Every move the courses know; a test compares it with the code's table.
CREATE TABLE matter_move (
    course     text NOT NULL,
    from_stage text NOT NULL,
    to_stage   text NOT NULL,
    PRIMARY KEY (course, from_stage, to_stage)
);
INSERT INTO matter_move VALUES
    ('spot_check', 'asked', 'answered'), ('spot_check', 'asked', 'overdue'), ('spot_check', 'asked', 'revoked'),
    ('spot_check', 'answered', 'closed'), ('spot_check', 'answered', 'asked'), ('spot_check', 'answered', 'noticed'),
    ('spot_check', 'overdue', 'asked'), ('spot_check', 'overdue', 'noticed'),
    ('rectify', 'asked', 'answered'), ('rectify', 'asked', 'overdue'), ('rectify', 'asked', 'revoked'),
    ('rectify', 'answered', 'closed'), ('rectify', 'answered', 'asked'), ('rectify', 'answered', 'enforced'),
    ('rectify', 'overdue', 'closed'), ('rectify', 'overdue', 'asked'), ('rectify', 'overdue', 'enforced'),
    ('conflict', 'asked', 'answered'), ('conflict', 'asked', 'overdue'), ('conflict', 'asked', 'dropped'),
    ('conflict', 'answered', 'upheld'), ('conflict', 'answered', 'rejected'), ('conflict', 'answered', 'asked'), ('conflict', 'answered', 'dropped'),
    ('conflict', 'overdue', 'upheld'), ('conflict', 'overdue', 'rejected'), ('conflict', 'overdue', 'asked'), ('conflict', 'overdue', 'dropped'),
    ('report', 'received', 'replied'), ('report', 'received', 'dismissed'),
    ('question', 'received', 'replied'), ('question', 'received', 'dismissed');

-- +goose StatementBegin
CREATE FUNCTION matter_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stage <> OLD.stage AND NOT EXISTS (
        SELECT FROM matter_move m WHERE m.course = OLD.course AND m.from_stage = OLD.stage AND m.to_stage = NEW.stage) THEN
        RAISE EXCEPTION 'a % does not move from % to %', OLD.course, OLD.stage, NEW.stage
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_moves';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER matter_moves BEFORE UPDATE OF stage ON matter FOR EACH ROW EXECUTE FUNCTION matter_moves();

-- The journal of a matter: one entry for each step, written once.
CREATE TABLE matter_event (
    matter_id  bigint NOT NULL REFERENCES matter,
    seq        integer NOT NULL,
    step       text NOT NULL,
    from_stage text NOT NULL,
    to_stage   text NOT NULL,
    tier       text NOT NULL,
    account_id bigint REFERENCES account,
    sealed     bytea, -- words
    at         timestamptz NOT NULL,
    PRIMARY KEY (matter_id, seq)
);
CREATE TRIGGER matter_event_append_only BEFORE UPDATE OR DELETE ON matter_event FOR EACH ROW EXECUTE FUNCTION append_only();

-- Evidence. Bytes lie in the material store, sealed.
CREATE TABLE matter_file (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    matter_id   bigint NOT NULL REFERENCES matter,
    seq         integer NOT NULL, -- of the step that brought it
    file_name   text NOT NULL,
    media_type  text NOT NULL,
    size        integer NOT NULL,
    sha256      bytea NOT NULL,
    store_key   text NOT NULL,
    preview_key text NOT NULL DEFAULT '',
    at          timestamptz NOT NULL
);
CREATE INDEX matter_file_matter ON matter_file (matter_id, id);

-- A bureau may keep a provider from filing in its province; that holds at once.
CREATE TABLE provider_suspension (
    provider_id bigint NOT NULL REFERENCES provider,
    province    text NOT NULL REFERENCES bureau,
    ground      text NOT NULL,
    account_id  bigint NOT NULL REFERENCES account,
    since       timestamptz NOT NULL,
    resumed_by  bigint REFERENCES account,
    resumed_at  timestamptz
);
CREATE UNIQUE INDEX provider_suspension_now ON provider_suspension (province, provider_id) WHERE resumed_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON matter, provider_suspension TO beian_app;
GRANT SELECT, INSERT ON matter_event, matter_file TO beian_app;
GRANT SELECT ON matter_move TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
