-- +goose Up

-- What a public row says of a service, worked out from the register. Domains that
-- ended with their service are still told of it; those it gave up are not.
CREATE VIEW register_record AS
SELECT s.id, s.number, e.number AS entity_number, e.province, e.name AS unit_name, e.nature,
       s.service, s.names, s.home_urls,
       ARRAY(SELECT k.spelling FROM site_key k WHERE k.site_id = s.id
             AND (k.cancelled_at IS NULL OR k.cancelled_at = s.cancelled_at) ORDER BY k.spelling) AS domains,
       s.ip_only, s.approvals, s.restricted, s.approved_at, greatest(s.changed_at, e.changed_at) AS changed_at,
       coalesce(s.cancelled_at, e.cancelled_at) AS cancelled_at
FROM site s JOIN entity e ON e.id = s.entity_id;

-- The keys a live service is looked up by: registrable domains, and the address
-- of the home URL of one reached by address alone.
CREATE VIEW register_key AS
SELECT DISTINCT CASE WHEN s.ip_only THEN substring(k.key FROM '^(\[[^]]*\]|[^/:]*)') ELSE k.key END AS key, k.site_id
FROM site_key k JOIN site s ON s.id = k.site_id JOIN entity e ON e.id = s.entity_id
WHERE k.cancelled_at IS NULL AND s.cancelled_at IS NULL AND e.cancelled_at IS NULL;

-- Public lookup reads these three tables: one whole row per number and one per
-- domain, so that a question is one probe of one index. They repeat the register
-- and are kept right by triggers on it, in the same transaction.
CREATE TABLE public_number (
    id            bigint PRIMARY KEY, -- of the service
    number        text COLLATE "C" NOT NULL UNIQUE,
    entity_number text COLLATE "C" NOT NULL,
    province      text NOT NULL,
    unit_name     text NOT NULL,
    nature        smallint NOT NULL,
    service       smallint NOT NULL,
    names         text[] NOT NULL,
    home_urls     text[] NOT NULL,
    domains       text[] NOT NULL,
    ip_only       boolean NOT NULL,
    approvals     smallint[] NOT NULL,
    restricted    boolean NOT NULL,
    approved_at   timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    cancelled_at  timestamptz
);
CREATE INDEX public_number_entity ON public_number (entity_number);

CREATE TABLE public_domain (
    key text COLLATE "C" NOT NULL,
    LIKE public_number,
    PRIMARY KEY (key, id) -- an app may share the domain of a site of its entity
);
CREATE INDEX public_domain_service ON public_domain (id);

-- The names of live services and of the units behind them, in the form names are
-- compared in. A natural person's name has no bigrams: it is found whole only.
CREATE TABLE public_name (
    id     bigint PRIMARY KEY, -- of the service
    unit   text COLLATE "C" NOT NULL,
    person boolean NOT NULL,
    names  text COLLATE "C" NOT NULL, -- one a line
    grams  int4[] NOT NULL
);
CREATE INDEX public_name_unit ON public_name (unit);
CREATE INDEX public_name_first ON public_name (split_part(names, E'\n', 1));
CREATE INDEX public_name_grams ON public_name USING gin (grams) WITH (fastupdate = on);
ALTER TABLE public_name ALTER COLUMN grams SET STATISTICS 1000;

-- The form of names that public_name was written in; another makes it written anew.
CREATE TABLE public_form (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    form integer NOT NULL
);

-- publish writes the public rows of services anew. Every node hears which answers
-- changed as soon as the transaction has ended; the empty word means any may have.
-- +goose StatementBegin
CREATE FUNCTION publish(sites bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(sites) > 100 THEN
        PERFORM pg_notify('beian_public', '');
    ELSE
        PERFORM pg_notify('beian_public', w.word) FROM (
            SELECT key FROM public_domain WHERE id = ANY (sites)
            UNION SELECT key FROM register_key WHERE site_id = ANY (sites)
            UNION SELECT unnest(ARRAY[number, entity_number]) FROM register_record WHERE id = ANY (sites)) AS w (word);
    END IF;
    DELETE FROM public_domain WHERE id = ANY (sites);
    INSERT INTO public_domain
        SELECT k.key, r.* FROM register_key k JOIN register_record r ON r.id = k.site_id WHERE k.site_id = ANY (sites);
    INSERT INTO public_number SELECT * FROM register_record WHERE id = ANY (sites)
        ON CONFLICT (id) DO UPDATE SET number = excluded.number, entity_number = excluded.entity_number, province = excluded.province,
            unit_name = excluded.unit_name, nature = excluded.nature, service = excluded.service, names = excluded.names,
            home_urls = excluded.home_urls, domains = excluded.domains, ip_only = excluded.ip_only, approvals = excluded.approvals,
            restricted = excluded.restricted, approved_at = excluded.approved_at, changed_at = excluded.changed_at,
            cancelled_at = excluded.cancelled_at;
    DELETE FROM public_name WHERE id IN (SELECT id FROM public_number WHERE id = ANY (sites) AND cancelled_at IS NOT NULL);
END $$;

CREATE FUNCTION publish_entity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('beian_public', NEW.number);
    PERFORM publish(ARRAY(SELECT id FROM site WHERE entity_id = NEW.id));
    RETURN NULL;
END $$;

CREATE FUNCTION publish_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM publish(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

CREATE FUNCTION publish_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM publish(ARRAY[NEW.site_id]);
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- A transaction that writes many rows sets beian.bulk and publishes them together.
CREATE TRIGGER entity_public_new AFTER INSERT ON entity FOR EACH ROW
    WHEN (current_setting('beian.bulk', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION publish_entity();
CREATE TRIGGER entity_public AFTER UPDATE ON entity FOR EACH ROW
    WHEN (current_setting('beian.bulk', true) IS DISTINCT FROM 'on'
          AND (OLD.number, OLD.province, OLD.name, OLD.nature, OLD.changed_at, OLD.cancelled_at)
              IS DISTINCT FROM (NEW.number, NEW.province, NEW.name, NEW.nature, NEW.changed_at, NEW.cancelled_at))
    EXECUTE FUNCTION publish_entity();
CREATE TRIGGER site_public AFTER INSERT OR UPDATE ON site FOR EACH ROW
    WHEN (current_setting('beian.bulk', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION publish_site();
CREATE TRIGGER site_key_public AFTER INSERT OR UPDATE ON site_key FOR EACH ROW
    WHEN (current_setting('beian.bulk', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION publish_key();

DROP VIEW public_record;
DROP VIEW public_key;
GRANT SELECT ON register_record, register_key TO beian_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON public_number, public_domain, public_name, public_form TO beian_app;
GRANT SELECT ON public_number, public_domain, public_name TO beian_public;
