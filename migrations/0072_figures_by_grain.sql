-- +goose Up

-- Figures are kept in the grain in which pages read them: all of them by province and day (figure), and those that are
-- shown of each provider by provider, in each province and in all of them (provider_figure, province 'all'). What changes
-- a row still adds to figure_delta alone, which nobody else writes to at that place; the folding spreads it into both.
-- Whatever is zero is removed at night.
DROP VIEW figure_now;
DROP VIEW figure_truth;
DROP VIEW stay_figure;
DROP VIEW stay;
ALTER TABLE figure RENAME TO figure_of_all;
ALTER INDEX figure_pkey RENAME TO figure_of_all_pkey;

CREATE TABLE figure (
    what     text NOT NULL, -- entity, site, access; of filings: state, kind, nature, channel, due, submitted, decided; of stays: held, answer, worked, moved; matter, reason
    day      date NOT NULL, -- 1970-01-01 where the figure has none, the first of the month where that is its grain
    province text NOT NULL,
    code     text NOT NULL,
    n        bigint NOT NULL
);
CREATE TABLE provider_figure (
    province    text NOT NULL, -- all: the nation
    what        text NOT NULL, -- state, access, answer
    day         date NOT NULL,
    provider_id bigint NOT NULL,
    code        text NOT NULL,
    n           bigint NOT NULL
);
-- Lines whose sum is a figure.
CREATE VIEW figure_now AS
SELECT what, day, province, code, n FROM figure UNION ALL SELECT what, day, province, code, n FROM figure_delta;
-- The lines of figure_delta as they count for providers.
CREATE VIEW provider_figure_delta AS
SELECT p.province, d.what, d.day, d.provider_id, d.code, d.n FROM figure_delta d CROSS JOIN LATERAL (VALUES (d.province), ('all')) AS p (province)
WHERE d.what IN ('state', 'access', 'answer') AND d.provider_id <> 0;
CREATE VIEW provider_figure_now AS
SELECT province, what, day, provider_id, code, n FROM provider_figure
UNION ALL SELECT province, what, day, provider_id, code, n FROM provider_figure_delta;

-- What one filing counts as. When it was received is told by its journal (moved).
DROP FUNCTION filing_figures(text, smallint, smallint, text, date, timestamptz, timestamptz, timestamptz);
-- +goose StatementBegin
CREATE FUNCTION filing_figures(state text, kind smallint, nature smallint, channel text, due_on date, submitted_at timestamptz, decided_at timestamptz)
RETURNS TABLE (what text, code text, day date) LANGUAGE sql IMMUTABLE AS $$
    SELECT 'state', $1, DATE '1970-01-01'
    UNION ALL SELECT 'kind', $2::text, DATE '1970-01-01' WHERE $1 NOT IN ('draft', 'approved', 'refused', 'withdrawn')
    UNION ALL SELECT 'nature', $3::text, DATE '1970-01-01' WHERE $1 NOT IN ('draft', 'approved', 'refused', 'withdrawn')
    UNION ALL SELECT 'channel', $4, DATE '1970-01-01' WHERE $1 <> 'draft'
    UNION ALL SELECT 'due', '', $5 WHERE $1 = 'bureau_review' AND $5 IS NOT NULL
    UNION ALL SELECT 'submitted', '', ($6 AT TIME ZONE 'Asia/Shanghai')::date WHERE $6 IS NOT NULL
    UNION ALL SELECT 'decided', $1, ($7 AT TIME ZONE 'Asia/Shanghai')::date WHERE $7 IS NOT NULL
$$;
CREATE OR REPLACE FUNCTION count_filings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO figure_delta (what, province, provider_id, code, day, n)
        SELECT x.what, coalesce(f.province, ''), coalesce(f.provider_id, 0), x.code, x.day, count(*)
        FROM fresh f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.decided_at) x
        GROUP BY 1, 2, 3, 4, 5;
        RETURN NULL;
    END IF;
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT what, province, provider_id, code, day, sum(n) FROM (
        SELECT x.what, coalesce(f.province, '') AS province, coalesce(f.provider_id, 0) AS provider_id, x.code, x.day, 1 AS n
        FROM fresh f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.decided_at) x
        UNION ALL
        SELECT x.what, coalesce(f.province, ''), coalesce(f.provider_id, 0), x.code, x.day, -1
        FROM stale f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.decided_at) x
    ) AS moves GROUP BY what, province, provider_id, code, day HAVING sum(n) <> 0;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE VIEW stay AS
SELECT e.filing_id, e.id AS event_id, coalesce(f.province, '') AS province, coalesce(f.provider_id, 0) AS provider_id,
       holder_of(e.from_state) AS holder, least(floor(extract(epoch FROM e.at - began.at) / 86400), 60)::int AS days, e.to_state,
       (began.at AT TIME ZONE 'Asia/Shanghai')::date AS began_on, (e.at AT TIME ZONE 'Asia/Shanghai')::date AS ended_on,
       date_trunc('month', e.at AT TIME ZONE 'Asia/Shanghai')::date AS month
FROM event e JOIN filing f ON f.id = e.filing_id
     CROSS JOIN LATERAL (SELECT max(x.at) AS at FROM event x WHERE x.filing_id = e.filing_id AND x.seq < e.seq AND x.from_state <> x.to_state) AS began
WHERE e.from_state <> e.to_state AND holder_of(e.from_state) IS NOT NULL AND f.kind < 100 AND began.at IS NOT NULL;

-- What a step counts as: the time with each holder, by the month of its end; the bureau's answers by provider and month;
-- the day a bureau's stay began and the day it ended, by its month (worked), from which whoever knows the calendar sums
-- working days; and every way into a bureau's hands and out of them, by day (moved).
CREATE VIEW stay_figure AS
SELECT s.filing_id, s.event_id, x.what, s.province, x.provider_id, x.code, s.month AS day
FROM stay s CROSS JOIN LATERAL (VALUES
    ('held', 0::bigint, s.holder || ':' || s.days),
    ('answer', s.provider_id, CASE WHEN s.holder = 'bureau' AND s.to_state IN ('approved', 'refused', 'returned_to_provider') THEN s.to_state END),
    ('worked', 0, CASE WHEN s.holder = 'bureau' THEN 'from:' || s.began_on END),
    ('worked', 0, CASE WHEN s.holder = 'bureau' THEN 'to:' || s.ended_on END)) AS x (what, provider_id, code)
WHERE x.code IS NOT NULL
UNION ALL
SELECT e.filing_id, e.id, 'moved', coalesce(f.province, ''), 0, CASE WHEN e.to_state = 'bureau_review' THEN 'in' ELSE 'out' END, (e.at AT TIME ZONE 'Asia/Shanghai')::date
FROM event e JOIN filing f ON f.id = e.filing_id
WHERE e.from_state <> e.to_state AND 'bureau_review' IN (e.from_state, e.to_state);

-- What a matter counts as: how many stand where, open ones by the day they are due.
-- +goose StatementBegin
CREATE FUNCTION matter_figure(course text, stage text, due_on date, ended_at timestamptz, OUT code text, OUT day date) LANGUAGE sql IMMUTABLE AS $$
    SELECT $1 || ':' || CASE WHEN $4 IS NULL THEN $2 ELSE 'ended' END, CASE WHEN $4 IS NULL THEN $3 ELSE DATE '1970-01-01' END
$$;
CREATE FUNCTION count_matters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO figure_delta (what, province, provider_id, code, day, n)
        SELECT 'matter', m.province, 0, x.code, x.day, count(*) FROM fresh m, matter_figure(m.course, m.stage, m.due_on, m.ended_at) x GROUP BY 2, 4, 5;
        RETURN NULL;
    END IF;
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT 'matter', province, 0, code, day, sum(n) FROM (
        SELECT m.province, x.code, x.day, 1 AS n FROM fresh m, matter_figure(m.course, m.stage, m.due_on, m.ended_at) x
        UNION ALL SELECT m.province, x.code, x.day, -1 FROM stale m, matter_figure(m.course, m.stage, m.due_on, m.ended_at) x
    ) AS moves GROUP BY province, code, day HAVING sum(n) <> 0;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER count_new_matters AFTER INSERT ON matter REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_matters();
CREATE TRIGGER count_matters AFTER UPDATE ON matter REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_matters();

-- Why bureaus sent filings back: the reasons of the catalogue that a return named, once for each mark. The journal holds
-- them sealed, with what was written to the owner.
CREATE TABLE return_reason (
    filing_id bigint NOT NULL REFERENCES filing,
    seq       integer NOT NULL, -- of the journal's entry
    place     integer NOT NULL,
    province  text NOT NULL,
    code      text NOT NULL, -- empty: written in own words
    at        timestamptz NOT NULL,
    PRIMARY KEY (filing_id, seq, place)
);
CREATE TRIGGER return_reason_append_only BEFORE UPDATE OR DELETE ON return_reason FOR EACH ROW EXECUTE FUNCTION append_only();
-- +goose StatementBegin
CREATE FUNCTION count_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT 'reason', province, 0, code, date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date, count(*) FROM fresh GROUP BY 2, 4, 5;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER count_reasons AFTER INSERT ON return_reason REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_reasons();

-- Everything counted afresh: what the figures must come to.
CREATE VIEW figure_truth AS
SELECT x.what, coalesce(f.province, '') AS province, coalesce(f.provider_id, 0) AS provider_id, x.code, x.day, count(*) AS n
FROM filing f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.decided_at) x
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT 'entity', province, 0, nature::text, DATE '1970-01-01', count(*) FROM entity WHERE cancelled_at IS NULL GROUP BY province, nature
UNION ALL
SELECT 'site', e.province, 0, s.service::text, DATE '1970-01-01', count(*)
FROM site s JOIN entity e ON e.id = s.entity_id WHERE s.cancelled_at IS NULL GROUP BY e.province, s.service
UNION ALL
SELECT 'access', e.province, a.provider_id, a.method::text, DATE '1970-01-01', count(*)
FROM access a JOIN site s ON s.id = a.site_id JOIN entity e ON e.id = s.entity_id
WHERE a.cancelled_at IS NULL GROUP BY e.province, a.provider_id, a.method
UNION ALL
SELECT what, province, provider_id, code, day, count(*) FROM stay_figure GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT 'matter', m.province, 0, x.code, x.day, count(*) FROM matter m, matter_figure(m.course, m.stage, m.due_on, m.ended_at) x GROUP BY 2, 4, 5
UNION ALL
SELECT 'reason', province, 0, code, date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date, count(*) FROM return_reason GROUP BY 2, 4, 5;
-- The same as it counts for providers.
CREATE VIEW provider_figure_truth AS
SELECT p.province, t.what, t.day, t.provider_id, t.code, t.n FROM figure_truth t CROSS JOIN LATERAL (VALUES (t.province), ('all')) AS p (province)
WHERE t.what IN ('state', 'access', 'answer') AND t.provider_id <> 0;

INSERT INTO provider_figure
SELECT p.province, f.what, f.day, f.provider_id, f.code, sum(f.n) FROM figure_of_all f CROSS JOIN LATERAL (VALUES (f.province), ('all')) AS p (province)
WHERE f.what IN ('state', 'access', 'answer') AND f.provider_id <> 0 GROUP BY 1, 2, 3, 4, 5 HAVING sum(f.n) <> 0;
INSERT INTO figure
SELECT what, day, province, code, sum(n) FROM figure_of_all WHERE what <> 'received' GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
UNION ALL SELECT what, day, province, code, count(*) FROM stay_figure WHERE what IN ('worked', 'moved') GROUP BY 1, 2, 3, 4
UNION ALL SELECT 'matter', x.day, m.province, x.code, count(*) FROM matter m, matter_figure(m.course, m.stage, m.due_on, m.ended_at) x GROUP BY 2, 3, 4;
DROP TABLE figure_of_all;
DELETE FROM figure_delta WHERE what = 'received';
ALTER TABLE figure ADD PRIMARY KEY (what, day, province, code);
ALTER TABLE provider_figure ADD PRIMARY KEY (province, what, day, provider_id, code);

GRANT SELECT, INSERT, UPDATE, DELETE ON figure, provider_figure TO beian_app;
GRANT SELECT ON figure_truth, figure_now, provider_figure_truth, provider_figure_delta, provider_figure_now, stay, stay_figure TO beian_app;
GRANT SELECT, INSERT ON return_reason TO beian_app;

-- A bureau's own work: what it has received and has not ended, by state in the order of arrival; what has ended, the last
-- to end first, for a provider as well; and what is under review with what narrows its lists.
CREATE INDEX filing_bureau_work ON filing (province, state, entered_at, id, kind, nature) WHERE received_at IS NOT NULL AND state NOT IN ('approved', 'refused', 'withdrawn');
CREATE INDEX filing_bureau_ended ON filing (province, entered_at DESC, id DESC, kind, nature) WHERE received_at IS NOT NULL AND state IN ('approved', 'refused', 'withdrawn');
DROP INDEX filing_bureau_open;
DROP INDEX filing_provider_ended;
CREATE INDEX filing_provider_ended ON filing (provider_id, entered_at DESC, id DESC, kind, nature, province) WHERE state IN ('approved', 'refused', 'withdrawn');
CREATE INDEX filing_bureau_open ON filing (province, due_on, id, kind, nature, entered_at) WHERE state = 'bureau_review';

-- Open matters are few among ended ones.
CREATE INDEX matter_bureau_open ON matter (province, course, id DESC) WHERE ended_at IS NULL;
CREATE INDEX matter_course_open ON matter (course, id DESC) WHERE ended_at IS NULL;
