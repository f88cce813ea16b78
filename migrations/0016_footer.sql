-- +goose Up

-- What the last look at a filed website found at the foot of its page. Numbers
-- and addresses in it are public.
CREATE TABLE footer_check (
    site_id    bigint PRIMARY KEY REFERENCES site,
    checked_at timestamptz NOT NULL,
    fine       boolean NOT NULL,
    finding    jsonb NOT NULL
);
CREATE INDEX footer_check_faulty ON footer_check (site_id) WHERE NOT fine;

-- How far the round over all sites has come.
CREATE TABLE footer_round (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    last bigint NOT NULL -- site looked at last
);
INSERT INTO footer_round (last) VALUES (0);

GRANT SELECT, INSERT, UPDATE ON footer_check, footer_round TO beian_app;
