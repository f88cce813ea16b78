-- +goose Up

-- What an account's owner did with the account itself: took the data away, closed
-- it, let somebody act for an entity. It tells no personal data.
CREATE TABLE account_event (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account, -- whose
    by_id      bigint NOT NULL REFERENCES account, -- who did it
    action     text NOT NULL,
    entity_id  bigint REFERENCES entity,
    at         timestamptz NOT NULL
);
CREATE INDEX account_event_account ON account_event (account_id, id);
CREATE TRIGGER account_event_append_only BEFORE UPDATE OR DELETE ON account_event FOR EACH ROW EXECUTE FUNCTION append_only();

-- A closed account (账号注销) keeps its row for the journal and nothing that leads to a person.
ALTER TABLE account ADD COLUMN closed_at timestamptz;
ALTER TABLE account ADD CONSTRAINT account_closed_is_empty CHECK (closed_at IS NULL OR
    (disabled_at IS NOT NULL AND name = '' AND remark = '' AND password_hash = '' AND mobile IS NULL AND email IS NULL
     AND mobile_index IS NULL AND email_index IS NULL AND totp_secret IS NULL));

GRANT SELECT, INSERT ON account_event TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
