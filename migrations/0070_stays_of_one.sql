-- +goose Up

-- What a journal entry adds to the figures of stays is asked for that entry alone: joined to the whole view, each act
-- of anybody read the whole journal. OFFSET 0 keeps the planner from joining them again, and without sequential scans
-- a plan that was made while the tables were small stays good when they have grown.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_stays() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT s.what, s.province, s.provider_id, s.code, s.day, count(*)
    FROM fresh e CROSS JOIN LATERAL (SELECT * FROM stay_figure x WHERE x.filing_id = e.filing_id AND x.event_id = e.id OFFSET 0) s
    WHERE e.from_state <> e.to_state
    GROUP BY s.what, s.province, s.provider_id, s.code, s.day;
    RETURN NULL;
END $$;
-- +goose StatementEnd
