-- +goose Up

-- New filing passwords (备案密码) that were asked for, by whom and on what proof:
-- by a member of staff, or from the public page by number and certificate.
CREATE TABLE password_renewal (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity_id  bigint NOT NULL REFERENCES entity,
    account_id bigint REFERENCES account, -- empty: from the public page
    proof      text NOT NULL DEFAULT '',  -- how staff made sure of who asks
    at         timestamptz NOT NULL,
    CHECK (account_id IS NULL OR proof <> '')
);
CREATE INDEX password_renewal_entity ON password_renewal (entity_id, id);
CREATE TRIGGER password_renewal_append_only BEFORE UPDATE OR DELETE ON password_renewal FOR EACH ROW EXECUTE FUNCTION append_only();

-- A new password takes the place of the links to older ones.
CREATE INDEX one_time_link_password ON one_time_link (subject_id) WHERE purpose = 'filing_password';

GRANT SELECT, INSERT ON password_renewal TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
