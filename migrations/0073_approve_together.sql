-- +goose Up

-- What a step counts as, said once for the view and for the trigger: the time with each holder, by the month of its end;
-- the bureau's answers by provider and month; the day a bureau's stay began and the day it ended, by its month (worked);
-- and every way into a bureau's hands and out of them, by day (moved). began is when the filing last moved before.
-- +goose StatementBegin
CREATE FUNCTION stay_figures(from_state text, to_state text, began timestamptz, ended timestamptz, provider bigint, kind smallint)
RETURNS TABLE (what text, provider_id bigint, code text, day date) LANGUAGE sql IMMUTABLE AS $$
    SELECT x.what, x.provider_id, x.code, date_trunc('month', $4 AT TIME ZONE 'Asia/Shanghai')::date
    FROM (VALUES
        ('held', 0::bigint, holder_of($1) || ':' || least(floor(extract(epoch FROM $4 - $3) / 86400), 60)::int),
        ('answer', $5, CASE WHEN holder_of($1) = 'bureau' AND $2 IN ('approved', 'refused', 'returned_to_provider') THEN $2 END),
        ('worked', 0, CASE WHEN holder_of($1) = 'bureau' THEN 'from:' || ($3 AT TIME ZONE 'Asia/Shanghai')::date END),
        ('worked', 0, CASE WHEN holder_of($1) = 'bureau' THEN 'to:' || ($4 AT TIME ZONE 'Asia/Shanghai')::date END)) AS x (what, provider_id, code)
    WHERE $3 IS NOT NULL AND $6 < 100 AND x.code IS NOT NULL
    UNION ALL
    SELECT 'moved', 0, CASE WHEN $2 = 'bureau_review' THEN 'in' ELSE 'out' END, ($4 AT TIME ZONE 'Asia/Shanghai')::date
    WHERE 'bureau_review' IN ($1, $2)
$$;
-- +goose StatementEnd
CREATE OR REPLACE VIEW stay_figure AS
SELECT e.filing_id, e.id AS event_id, s.what, coalesce(f.province, '') AS province, s.provider_id, s.code, s.day
FROM event e JOIN filing f ON f.id = e.filing_id
     CROSS JOIN LATERAL (SELECT max(x.at) AS at FROM event x WHERE x.filing_id = e.filing_id AND x.seq < e.seq AND x.from_state <> x.to_state) AS began
     CROSS JOIN LATERAL stay_figures(e.from_state, e.to_state, began.at, e.at, coalesce(f.provider_id, 0), f.kind) AS s
WHERE e.from_state <> e.to_state;
DROP VIEW stay;
-- The new rows are at hand; only what was before has to be looked up.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_stays() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT s.what, coalesce(f.province, ''), s.provider_id, s.code, s.day, count(*)
    FROM fresh e JOIN filing f ON f.id = e.filing_id
         CROSS JOIN LATERAL (SELECT max(x.at) AS at FROM event x WHERE x.filing_id = e.filing_id AND x.seq < e.seq AND x.from_state <> x.to_state) AS began
         CROSS JOIN LATERAL stay_figures(e.from_state, e.to_state, began.at, e.at, coalesce(f.provider_id, 0), f.kind) AS s
    WHERE e.from_state <> e.to_state
    GROUP BY 1, 2, 3, 4, 5;
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- Addresses that are entered together are looked up together.
DROP TRIGGER access_range_inside ON access_range;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION access_range_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM fresh) <> (
        SELECT count(DISTINCT (held.access_id, held.first, held.last)) FROM (
            SELECT x.access_id, x.first, x.last FROM fresh x JOIN access a ON a.id = x.access_id
            JOIN provider_range r ON r.provider_id = a.provider_id AND r.first <= x.first AND r.last >= x.last AND family(r.first) = family(x.first)
            FOR KEY SHARE OF r) AS held) THEN
        RAISE EXCEPTION 'address outside the provider''s ranges'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'access_range_inside';
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER access_range_inside AFTER INSERT ON access_range REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION access_range_inside();
CREATE TRIGGER access_range_moved_inside AFTER UPDATE ON access_range REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION access_range_inside();
