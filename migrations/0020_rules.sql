-- +goose Up

-- The provinces' own rules of filing (各省管局填报要求), in editions: one is never changed, the next
-- one takes its place from its day on.
CREATE TABLE rule_edition (
    province   text NOT NULL,
    version    integer NOT NULL CHECK (version > 0),
    valid_from date NOT NULL,
    footer     text NOT NULL CHECK (footer IN ('site', 'entity')), -- the number a site shows at its foot
    note       text NOT NULL DEFAULT '',                           -- what has changed, in its author's words
    account_id bigint REFERENCES account,                          -- none: as a new system begins
    at         timestamptz NOT NULL,
    PRIMARY KEY (province, version)
);
CREATE TABLE rule (
    province  text NOT NULL,
    version   integer NOT NULL,
    place     integer NOT NULL,
    code      text NOT NULL,
    severity  text NOT NULL CHECK (severity IN ('error', 'warning', 'note')),
    natures   smallint[] NOT NULL, -- empty: every one
    kinds     smallint[] NOT NULL,
    services  smallint[] NOT NULL,
    spot      text NOT NULL,       -- the field or paper it is shown at
    condition text NOT NULL,
    need      text NOT NULL,
    message   text NOT NULL,
    source    text NOT NULL,
    PRIMARY KEY (province, version, code),
    FOREIGN KEY (province, version) REFERENCES rule_edition
);
CREATE TRIGGER rule_edition_append_only BEFORE UPDATE OR DELETE ON rule_edition FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER rule_append_only BEFORE UPDATE OR DELETE ON rule FOR EACH ROW EXECUTE FUNCTION append_only();

-- The edition a filing is judged by, from its submission to its end.
ALTER TABLE filing ADD COLUMN rules_version integer NOT NULL DEFAULT 0;

GRANT SELECT, INSERT ON rule_edition, rule TO beian_app;
