-- +goose Up

-- Figures (统计) that pages show are kept, not counted at each view. What changes a row of the register or
-- of the case book adds what that means for the figures to figure_delta, in the same transaction and
-- without touching a row that another transaction may hold; now and then the deltas are folded into
-- figure. A figure is the sum of both at any time.
CREATE TABLE figure (
    what        text NOT NULL,   -- entity, site, access; of filings: state, kind, nature, channel, due, submitted, received, decided
    province    text NOT NULL,
    provider_id bigint NOT NULL, -- 0 where it is nobody's
    code        text NOT NULL,
    day         date NOT NULL,   -- 1970-01-01 where the figure has none
    n           bigint NOT NULL,
    PRIMARY KEY (what, province, provider_id, code, day)
);
CREATE TABLE figure_delta (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what        text NOT NULL,
    province    text NOT NULL,
    provider_id bigint NOT NULL,
    code        text NOT NULL,
    day         date NOT NULL,
    n           bigint NOT NULL
);

-- What one filing counts as.
-- +goose StatementBegin
CREATE FUNCTION filing_figures(state text, kind smallint, nature smallint, channel text, due_on date,
    submitted_at timestamptz, received_at timestamptz, decided_at timestamptz)
RETURNS TABLE (what text, code text, day date) LANGUAGE sql IMMUTABLE AS $$
    SELECT 'state', $1, DATE '1970-01-01'
    UNION ALL SELECT 'kind', $2::text, DATE '1970-01-01' WHERE $1 NOT IN ('draft', 'approved', 'refused', 'withdrawn')
    UNION ALL SELECT 'nature', $3::text, DATE '1970-01-01' WHERE $1 NOT IN ('draft', 'approved', 'refused', 'withdrawn')
    UNION ALL SELECT 'channel', $4, DATE '1970-01-01' WHERE $1 <> 'draft'
    UNION ALL SELECT 'due', '', $5 WHERE $1 = 'bureau_review' AND $5 IS NOT NULL
    UNION ALL SELECT 'submitted', '', ($6 AT TIME ZONE 'Asia/Shanghai')::date WHERE $6 IS NOT NULL
    UNION ALL SELECT 'received', '', ($7 AT TIME ZONE 'Asia/Shanghai')::date WHERE $7 IS NOT NULL
    UNION ALL SELECT 'decided', $1, ($8 AT TIME ZONE 'Asia/Shanghai')::date WHERE $8 IS NOT NULL
$$;
-- +goose StatementEnd

-- Everything counted afresh: what the figures must come to.
CREATE VIEW figure_truth AS
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
WHERE a.cancelled_at IS NULL GROUP BY e.province, a.provider_id, a.method;

CREATE VIEW figure_now AS
SELECT what, province, provider_id, code, day, sum(n)::bigint AS n FROM (
    SELECT what, province, provider_id, code, day, n FROM figure
    UNION ALL SELECT what, province, provider_id, code, day, n FROM figure_delta) AS both_of_them
GROUP BY what, province, provider_id, code, day;

-- +goose StatementBegin
CREATE FUNCTION count_filings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO figure_delta (what, province, provider_id, code, day, n)
        SELECT x.what, coalesce(f.province, ''), coalesce(f.provider_id, 0), x.code, x.day, count(*)
        FROM fresh f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.received_at, f.decided_at) x
        GROUP BY 1, 2, 3, 4, 5;
        RETURN NULL;
    END IF;
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT what, province, provider_id, code, day, sum(n) FROM (
        SELECT x.what, coalesce(f.province, '') AS province, coalesce(f.provider_id, 0) AS provider_id, x.code, x.day, 1 AS n
        FROM fresh f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.received_at, f.decided_at) x
        UNION ALL
        SELECT x.what, coalesce(f.province, ''), coalesce(f.provider_id, 0), x.code, x.day, -1
        FROM stale f, LATERAL filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.received_at, f.decided_at) x
    ) AS moves GROUP BY what, province, provider_id, code, day HAVING sum(n) <> 0;
    RETURN NULL;
END $$;
CREATE FUNCTION count_entities() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO figure_delta (what, province, provider_id, code, day, n)
        SELECT 'entity', province, 0, nature::text, DATE '1970-01-01', count(*) FROM fresh WHERE cancelled_at IS NULL GROUP BY province, nature;
        RETURN NULL;
    END IF;
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT 'entity', province, 0, nature::text, DATE '1970-01-01', sum(n) FROM (
        SELECT province, nature, 1 AS n FROM fresh WHERE cancelled_at IS NULL
        UNION ALL SELECT province, nature, -1 FROM stale WHERE cancelled_at IS NULL
    ) AS moves GROUP BY province, nature HAVING sum(n) <> 0;
    RETURN NULL;
END $$;
CREATE FUNCTION count_sites() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO figure_delta (what, province, provider_id, code, day, n)
        SELECT 'site', e.province, 0, s.service::text, DATE '1970-01-01', count(*)
        FROM fresh s JOIN entity e ON e.id = s.entity_id WHERE s.cancelled_at IS NULL GROUP BY e.province, s.service;
        RETURN NULL;
    END IF;
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT 'site', e.province, 0, m.service::text, DATE '1970-01-01', sum(m.n) FROM (
        SELECT entity_id, service, 1 AS n FROM fresh WHERE cancelled_at IS NULL
        UNION ALL SELECT entity_id, service, -1 FROM stale WHERE cancelled_at IS NULL
    ) AS m JOIN entity e ON e.id = m.entity_id GROUP BY e.province, m.service HAVING sum(m.n) <> 0;
    RETURN NULL;
END $$;
CREATE FUNCTION count_accesses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO figure_delta (what, province, provider_id, code, day, n)
        SELECT 'access', e.province, a.provider_id, a.method::text, DATE '1970-01-01', count(*)
        FROM fresh a JOIN site s ON s.id = a.site_id JOIN entity e ON e.id = s.entity_id
        WHERE a.cancelled_at IS NULL GROUP BY e.province, a.provider_id, a.method;
        RETURN NULL;
    END IF;
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT 'access', e.province, m.provider_id, m.method::text, DATE '1970-01-01', sum(m.n) FROM (
        SELECT site_id, provider_id, method, 1 AS n FROM fresh WHERE cancelled_at IS NULL
        UNION ALL SELECT site_id, provider_id, method, -1 FROM stale WHERE cancelled_at IS NULL
    ) AS m JOIN site s ON s.id = m.site_id JOIN entity e ON e.id = s.entity_id
    GROUP BY e.province, m.provider_id, m.method HAVING sum(m.n) <> 0;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER count_new_filings AFTER INSERT ON filing REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_filings();
CREATE TRIGGER count_filings AFTER UPDATE ON filing REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_filings();
CREATE TRIGGER count_new_entities AFTER INSERT ON entity REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_entities();
CREATE TRIGGER count_entities AFTER UPDATE ON entity REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_entities();
CREATE TRIGGER count_new_sites AFTER INSERT ON site REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_sites();
CREATE TRIGGER count_sites AFTER UPDATE ON site REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_sites();
CREATE TRIGGER count_new_accesses AFTER INSERT ON access REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_accesses();
CREATE TRIGGER count_accesses AFTER UPDATE ON access REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_accesses();

INSERT INTO figure (what, province, provider_id, code, day, n) SELECT what, province, provider_id, code, day, n FROM figure_truth;

-- Searches over the whole nation (全国检索), each with its reason.
CREATE TABLE national_search (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    question   bytea NOT NULL, -- sealed: a name or a number may be in it
    reason     text NOT NULL,
    hits       integer NOT NULL,
    at         timestamptz NOT NULL
);
CREATE TRIGGER national_search_append_only BEFORE UPDATE OR DELETE ON national_search FOR EACH ROW EXECUTE FUNCTION append_only();

GRANT SELECT, INSERT, UPDATE, DELETE ON figure, figure_delta TO beian_app;
GRANT SELECT ON figure_truth, figure_now TO beian_app;
GRANT SELECT, INSERT ON national_search TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
