-- +goose Up

-- Two people verify (初核 and 复核) where the provider asks for it.
ALTER TABLE provider ADD COLUMN two_persons boolean NOT NULL DEFAULT false;
ALTER TABLE filing ADD COLUMN verified_by bigint REFERENCES account; -- first, at the provider

-- Work lists go by time of arrival. What a list may be narrowed to stands in the
-- index too, so that rows left out are never fetched.
DROP INDEX filing_provider_open;
CREATE INDEX filing_provider_open ON filing (provider_id, state, entered_at, id, kind, nature, province)
    WHERE state NOT IN ('draft', 'approved', 'refused', 'withdrawn');
CREATE INDEX filing_provider_ended ON filing (provider_id, id DESC, kind, nature, province)
    WHERE state IN ('approved', 'refused', 'withdrawn');
CREATE INDEX filing_claimed ON filing (claimed_by, entered_at, id) WHERE claimed_by IS NOT NULL;
CREATE INDEX filing_domains ON filing USING gin (domains);

-- Pairs of neighbouring characters of unit and site name, for finding a part of a
-- name. Rows from before get theirs here, without the finer folding.
ALTER TABLE filing ADD COLUMN name_pairs integer[] NOT NULL DEFAULT '{}';
UPDATE filing SET name_pairs = ARRAY(
    SELECT DISTINCT (ascii(substr(n, i, 1))::bit(16)::text || ascii(substr(n, i + 1, 1))::bit(16)::text)::bit(32)::integer
    FROM unnest(ARRAY[lower(unit_name), lower(site_name)]) AS n, generate_series(1, length(n) - 1) AS i
    WHERE ascii(substr(n, i, 1)) < 65536 AND ascii(substr(n, i + 1, 1)) < 65536);
CREATE INDEX filing_name_pairs ON filing USING gin (name_pairs);

-- What a filing's document shares with others without anybody reading it: blind
-- indexes of its principals' mobiles and certificate numbers.
CREATE TABLE filing_trait (
    filing_id bigint NOT NULL REFERENCES filing,
    trait     text NOT NULL CHECK (trait IN ('mobile', 'identity')),
    key       bytea NOT NULL,
    PRIMARY KEY (filing_id, trait, key)
);
CREATE INDEX filing_trait_key ON filing_trait (key, trait);

GRANT SELECT, INSERT, UPDATE, DELETE ON filing_trait TO beian_app;
