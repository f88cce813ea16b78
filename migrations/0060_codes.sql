-- +goose Up

-- Editions of the code tables (代码表). Until the first of a table comes into force, the entries that the program
-- brings hold.
CREATE TABLE code_edition (
    code_table text NOT NULL,
    version    integer NOT NULL CHECK (version > 0),
    valid_from date NOT NULL,
    note       text NOT NULL, -- what has changed, in its author's words
    account_id bigint NOT NULL REFERENCES account,
    at         timestamptz NOT NULL,
    PRIMARY KEY (code_table, version)
);
CREATE TABLE code_entry (
    code_table text NOT NULL,
    version    integer NOT NULL,
    place      integer NOT NULL,
    id         integer NOT NULL CHECK (id > 0),
    name       text NOT NULL,
    valid      boolean NOT NULL, -- false: no longer chosen (停用)
    PRIMARY KEY (code_table, version, id),
    FOREIGN KEY (code_table, version) REFERENCES code_edition
);
CREATE TRIGGER code_edition_append_only BEFORE UPDATE OR DELETE ON code_edition FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER code_entry_append_only BEFORE UPDATE OR DELETE ON code_entry FOR EACH ROW EXECUTE FUNCTION append_only();
GRANT SELECT, INSERT ON code_edition, code_entry TO beian_app;
