-- +goose Up

-- Days on which what a filing rests on ends: certificates of the entity and of its
-- principals, domains. Their owner keeps them here to be reminded; they are not filed.
CREATE TABLE expiry (
    entity_id bigint NOT NULL REFERENCES entity,
    subject   text NOT NULL CHECK (subject IN ('entity', 'principal', 'site_principal', 'domain')),
    site_id   bigint NOT NULL DEFAULT 0, -- of a site's principal and of domains
    until     date NOT NULL,             -- the last day
    set_by    bigint NOT NULL REFERENCES account,
    set_at    timestamptz NOT NULL,
    reminded  smallint,                  -- days ahead of the last letter; empty: none yet
    PRIMARY KEY (entity_id, subject, site_id),
    CHECK ((site_id = 0) = (subject IN ('entity', 'principal')))
);
CREATE INDEX expiry_until ON expiry (until);

GRANT SELECT, INSERT, UPDATE, DELETE ON expiry TO beian_app;
