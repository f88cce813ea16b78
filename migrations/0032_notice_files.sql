-- +goose Up

-- Papers that go with an announcement. Bytes lie in the material store.
CREATE TABLE notice_file (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id  bigint NOT NULL REFERENCES notice,
    name       text NOT NULL CHECK (name <> ''),
    media_type text NOT NULL,
    size       integer NOT NULL,
    store_key  text NOT NULL
);
CREATE INDEX notice_file_notice ON notice_file (notice_id, id);

GRANT SELECT, INSERT ON notice_file TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
