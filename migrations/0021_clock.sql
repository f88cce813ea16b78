-- +goose Up

-- The yearly notices of holidays and make-up days (法定节假日与调休) as the ministry has brought them in;
-- the newest of a year holds, and before the notices that the program knows.
CREATE TABLE calendar_notice (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year       smallint NOT NULL,
    days       text NOT NULL,    -- a line each: 2027-01-01 休 元旦
    moved      integer NOT NULL, -- due dates of open filings that it moved
    account_id bigint NOT NULL REFERENCES account,
    at         timestamptz NOT NULL
);
CREATE INDEX calendar_notice_year ON calendar_notice (year, id DESC);
CREATE TRIGGER calendar_notice_append_only BEFORE UPDATE OR DELETE ON calendar_notice FOR EACH ROW EXECUTE FUNCTION append_only();

-- What was said about the legal date of one receipt (due_on of received_at), each once: to the chief
-- ahead of it, to chief, ministry and owner when it has passed, to the ministry again a week later.
CREATE TABLE escalation (
    filing_id   bigint NOT NULL REFERENCES filing,
    received_at timestamptz NOT NULL,
    stage       text NOT NULL CHECK (stage IN ('soon', 'breach', 'late')),
    due_on      date NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (filing_id, received_at, stage)
);
CREATE TRIGGER escalation_append_only BEFORE UPDATE OR DELETE ON escalation FOR EACH ROW EXECUTE FUNCTION append_only();

GRANT SELECT, INSERT ON calendar_notice, escalation TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
