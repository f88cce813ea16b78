-- +goose Up

-- Which holder a filing in a state lies with; none: nobody's time.
CREATE FUNCTION holder_of(state text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN state IN ('provider_review', 'returned_to_provider') THEN 'provider'
                WHEN state IN ('owner_signature', 'returned_to_registrant') THEN 'registrant'
                WHEN state = 'sms_verification' THEN 'principal'
                WHEN state = 'bureau_review' THEN 'bureau' END
$$;

-- The stays (停留) of filings with their holders, each told when it ends: how many whole days it took, 60 for longer
-- ones, and what a bureau's ended in. A bureau's own acts wait for nobody.
CREATE VIEW stay AS
SELECT e.filing_id, e.id AS event_id, coalesce(f.province, '') AS province, coalesce(f.provider_id, 0) AS provider_id,
       holder_of(e.from_state) AS holder, least(floor(extract(epoch FROM e.at - began.at) / 86400), 60)::int AS days, e.to_state,
       date_trunc('month', e.at AT TIME ZONE 'Asia/Shanghai')::date AS month
FROM event e JOIN filing f ON f.id = e.filing_id
     CROSS JOIN LATERAL (SELECT max(x.at) AS at FROM event x WHERE x.filing_id = e.filing_id AND x.seq < e.seq AND x.from_state <> x.to_state) AS began
WHERE e.from_state <> e.to_state AND holder_of(e.from_state) IS NOT NULL AND f.kind < 100 AND began.at IS NOT NULL;

-- What a stay counts as: time by holder and month, and the bureau's answers by provider and month.
CREATE VIEW stay_figure AS
SELECT filing_id, event_id, 'held' AS what, province, 0::bigint AS provider_id, holder || ':' || days AS code, month AS day FROM stay
UNION ALL
SELECT filing_id, event_id, 'answer', province, provider_id, to_state, month FROM stay
WHERE holder = 'bureau' AND to_state IN ('approved', 'refused', 'returned_to_provider');

-- +goose StatementBegin
CREATE FUNCTION count_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT s.what, s.province, s.provider_id, s.code, s.day, count(*)
    FROM fresh e JOIN stay_figure s ON s.filing_id = e.filing_id AND s.event_id = e.id
    WHERE e.from_state <> e.to_state
    GROUP BY s.what, s.province, s.provider_id, s.code, s.day;
    RETURN NULL;
END $$;
-- A draft that was taken back may go to another province or provider; its earlier stays go with it.
CREATE FUNCTION move_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT s.what, s.province, s.provider_id, s.code, s.day, count(*) FROM stay_figure s WHERE s.filing_id = NEW.id GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT s.what, coalesce(OLD.province, ''), CASE WHEN s.what = 'answer' THEN coalesce(OLD.provider_id, 0) ELSE 0 END, s.code, s.day, -count(*)
    FROM stay_figure s WHERE s.filing_id = NEW.id GROUP BY 1, 2, 3, 4, 5;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER count_stays AFTER INSERT ON event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_stays();
CREATE TRIGGER move_stays AFTER UPDATE OF province, provider_id ON filing FOR EACH ROW
    WHEN (OLD.province IS DISTINCT FROM NEW.province OR OLD.provider_id IS DISTINCT FROM NEW.provider_id) EXECUTE FUNCTION move_stays();

CREATE OR REPLACE VIEW figure_truth AS
SELECT x.what, coalesce(f.province, '') AS province, coalesce(f.provider_id, 0) AS provider_id, x.code, x.day, count(*) AS n
FROM filing f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.received_at, f.decided_at) x
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
SELECT what, province, provider_id, code, day, count(*) FROM stay_figure GROUP BY 1, 2, 3, 4, 5;

GRANT SELECT ON stay, stay_figure TO beian_app;

INSERT INTO figure (what, province, provider_id, code, day, n)
SELECT what, province, provider_id, code, day, count(*) FROM stay_figure GROUP BY 1, 2, 3, 4, 5;
