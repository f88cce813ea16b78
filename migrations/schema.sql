-- Made from the migrations; do not edit. Tests compare it with a fresh dump.
CREATE SCHEMA public;
CREATE TYPE public.inetrange AS RANGE (
    subtype = inet,
    multirange_type_name = public.inetmultirange
);
CREATE FUNCTION public.access_range_inside() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
CREATE FUNCTION public.appointment_seat() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    slot appointment_slot;
BEGIN
    SELECT * INTO slot FROM appointment_slot WHERE id = NEW.slot_id FOR UPDATE;
    IF slot.closed_at IS NOT NULL
       OR (SELECT count(*) FROM appointment a WHERE a.slot_id = NEW.slot_id AND a.cancelled_at IS NULL) >= slot.seats THEN
        RAISE EXCEPTION 'no seat is free' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_seat';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.cancelled_is_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.cancelled_at IS NOT NULL THEN
        RAISE EXCEPTION '% row is cancelled', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cancelled_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.count_accesses() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.count_entities() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.count_filings() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.count_matters() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.count_reasons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT 'reason', province, 0, code, date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date, count(*) FROM fresh GROUP BY 2, 4, 5;
    RETURN NULL;
END $$;
CREATE FUNCTION public.count_sites() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.count_stays() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION public.event_waits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO log_waiting SELECT id FROM fresh;
    RETURN NULL;
END $$;
CREATE FUNCTION public.filing_figures(state text, kind smallint, nature smallint, channel text, due_on date, submitted_at timestamp with time zone, decided_at timestamp with time zone) RETURNS TABLE(what text, code text, day date)
    LANGUAGE sql IMMUTABLE
    AS $_$
    SELECT 'state', $1, DATE '1970-01-01'
    UNION ALL SELECT 'kind', $2::text, DATE '1970-01-01' WHERE $1 NOT IN ('draft', 'approved', 'refused', 'withdrawn')
    UNION ALL SELECT 'nature', $3::text, DATE '1970-01-01' WHERE $1 NOT IN ('draft', 'approved', 'refused', 'withdrawn')
    UNION ALL SELECT 'channel', $4, DATE '1970-01-01' WHERE $1 <> 'draft'
    UNION ALL SELECT 'due', '', $5 WHERE $1 = 'bureau_review' AND $5 IS NOT NULL
    UNION ALL SELECT 'submitted', '', ($6 AT TIME ZONE 'Asia/Shanghai')::date WHERE $6 IS NOT NULL
    UNION ALL SELECT 'decided', $1, ($7 AT TIME ZONE 'Asia/Shanghai')::date WHERE $7 IS NOT NULL
$_$;
CREATE FUNCTION public.filing_moves() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM filing_move m WHERE m.from_state = OLD.state AND m.to_state = NEW.state) THEN
        RAISE EXCEPTION 'a filing does not move from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'filing_moves';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.holder_of(state text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE WHEN state IN ('provider_review', 'returned_to_provider') THEN 'provider'
                WHEN state IN ('owner_signature', 'returned_to_registrant') THEN 'registrant'
                WHEN state = 'sms_verification' THEN 'principal'
                WHEN state = 'bureau_review' THEN 'bureau' END
$$;
CREATE FUNCTION public.last_access_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM site WHERE id = NEW.site_id FOR UPDATE;
    IF EXISTS (SELECT FROM site s WHERE s.id = NEW.site_id AND s.cancelled_at IS NULL)
       AND NOT EXISTS (SELECT FROM access a WHERE a.site_id = NEW.site_id AND a.cancelled_at IS NULL)
       AND NOT EXISTS (SELECT FROM filing f WHERE f.id = NEW.ended_by AND f.kind > 100) THEN
        RAISE EXCEPTION 'the last access of a site ends with the site'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'last_access_stays';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.matter_figure(course text, stage text, due_on date, ended_at timestamp with time zone, OUT code text, OUT day date) RETURNS record
    LANGUAGE sql IMMUTABLE
    AS $_$
    SELECT $1 || ':' || CASE WHEN $4 IS NULL THEN $2 ELSE 'ended' END, CASE WHEN $4 IS NULL THEN $3 ELSE DATE '1970-01-01' END
$_$;
CREATE FUNCTION public.matter_moves() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.stage <> OLD.stage AND NOT EXISTS (
        SELECT FROM matter_move m WHERE m.course = OLD.course AND m.from_stage = OLD.stage AND m.to_stage = NEW.stage) THEN
        RAISE EXCEPTION 'a % does not move from % to %', OLD.course, OLD.stage, NEW.stage
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matter_moves';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.move_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO figure_delta (what, province, provider_id, code, day, n)
    SELECT s.what, s.province, s.provider_id, s.code, s.day, count(*) FROM stay_figure s WHERE s.filing_id = NEW.id GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT s.what, coalesce(OLD.province, ''), CASE WHEN s.what = 'answer' THEN coalesce(OLD.provider_id, 0) ELSE 0 END, s.code, s.day, -count(*)
    FROM stay_figure s WHERE s.filing_id = NEW.id GROUP BY 1, 2, 3, 4, 5;
    RETURN NULL;
END $$;
CREATE FUNCTION public.provider_range_used() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM access a JOIN access_range r ON r.access_id = a.id
        WHERE a.provider_id = OLD.provider_id AND a.cancelled_at IS NULL
          AND inetrange(r.first, r.last, '[]') && inetrange(OLD.first, OLD.last, '[]')) THEN
        RAISE EXCEPTION 'an access in force lies in the range'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'provider_range_used';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION public.publish(sites bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.publish_entity() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('beian_public', NEW.number);
    PERFORM publish(ARRAY(SELECT id FROM site WHERE entity_id = NEW.id));
    RETURN NULL;
END $$;
CREATE FUNCTION public.publish_key() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM publish(ARRAY[NEW.site_id]);
    RETURN NULL;
END $$;
CREATE FUNCTION public.publish_site() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM publish(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE FUNCTION public.stay_figures(from_state text, to_state text, began timestamp with time zone, ended timestamp with time zone, provider bigint, kind smallint) RETURNS TABLE(what text, provider_id bigint, code text, day date)
    LANGUAGE sql IMMUTABLE
    AS $_$
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
$_$;
CREATE TABLE public.access (
    id bigint NOT NULL,
    site_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    method smallint NOT NULL,
    dynamic boolean NOT NULL,
    places text[] NOT NULL,
    remark text DEFAULT ''::text NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    ended_by bigint
);
ALTER TABLE public.access ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.access_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.access_range (
    access_id bigint NOT NULL,
    first inet NOT NULL,
    last inet NOT NULL,
    place smallint DEFAULT 0 NOT NULL,
    CONSTRAINT access_range_check CHECK (((family(first) = family(last)) AND (first <= last)))
);
CREATE TABLE public.account (
    id bigint NOT NULL,
    tier text NOT NULL,
    role text DEFAULT ''::text NOT NULL,
    user_name text NOT NULL,
    user_name_key text NOT NULL,
    name text NOT NULL,
    province text,
    provider_id bigint,
    mobile bytea,
    mobile_index bytea,
    mobile_verified_at timestamp with time zone,
    email bytea,
    email_index bytea,
    email_verified_at timestamp with time zone,
    remark text DEFAULT ''::text NOT NULL,
    password_hash text NOT NULL,
    totp_secret bytea,
    totp_step bigint DEFAULT 0 NOT NULL,
    login_at timestamp with time zone,
    login_address inet,
    last_login_at timestamp with time zone,
    last_login_address inet,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT account_belongs CHECK (
CASE tier
    WHEN 'registrant'::text THEN ((role = ''::text) AND (provider_id IS NULL))
    WHEN 'provider'::text THEN ((role = ANY (ARRAY['verifier'::text, 'admin'::text])) AND (provider_id IS NOT NULL) AND (province IS NULL))
    WHEN 'bureau'::text THEN ((role = ANY (ARRAY['reviewer'::text, 'chief'::text, 'admin'::text])) AND (province IS NOT NULL) AND (provider_id IS NULL))
    ELSE ((role = ANY (ARRAY['overseer'::text, 'admin'::text])) AND (province IS NULL) AND (provider_id IS NULL))
END),
    CONSTRAINT account_closed_is_empty CHECK (((closed_at IS NULL) OR ((disabled_at IS NOT NULL) AND (name = ''::text) AND (remark = ''::text) AND (password_hash = ''::text) AND (mobile IS NULL) AND (email IS NULL) AND (mobile_index IS NULL) AND (email_index IS NULL) AND (totp_secret IS NULL)))),
    CONSTRAINT account_tier_check CHECK ((tier = ANY (ARRAY['registrant'::text, 'provider'::text, 'bureau'::text, 'ministry'::text])))
);
CREATE TABLE public.account_code (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    channel text NOT NULL,
    hash bytea NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    used_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT account_code_channel_check CHECK ((channel = ANY (ARRAY['mobile'::text, 'email'::text, 'both'::text])))
);
ALTER TABLE public.account_code ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_code_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_event (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    by_id bigint NOT NULL,
    action text NOT NULL,
    entity_id bigint,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.account_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.api_key (
    id bigint NOT NULL,
    provider_id bigint NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    start text NOT NULL,
    hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_key_name_check CHECK ((name <> ''::text)),
    CONSTRAINT api_key_scopes_check CHECK ((cardinality(scopes) > 0))
);
ALTER TABLE public.api_key ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.api_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.appointment (
    id bigint NOT NULL,
    slot_id bigint NOT NULL,
    filing_id bigint NOT NULL,
    account_id bigint NOT NULL,
    booked_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    cancelled_by bigint,
    CONSTRAINT appointment_check CHECK (((cancelled_at IS NULL) = (cancelled_by IS NULL)))
);
ALTER TABLE public.appointment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appointment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.appointment_slot (
    id bigint NOT NULL,
    provider_id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    minutes smallint NOT NULL,
    place text NOT NULL,
    seats smallint NOT NULL,
    account_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT appointment_slot_minutes_check CHECK (((minutes >= 5) AND (minutes <= 240))),
    CONSTRAINT appointment_slot_seats_check CHECK (((seats >= 1) AND (seats <= 50)))
);
ALTER TABLE public.appointment_slot ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appointment_slot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.blacklist (
    id bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    label bytea NOT NULL,
    province text NOT NULL,
    filing_id bigint NOT NULL,
    article text NOT NULL,
    listed_at timestamp with time zone NOT NULL,
    until date,
    lifted_by bigint,
    lifted_at timestamp with time zone,
    CONSTRAINT blacklist_kind_check CHECK ((kind = ANY (ARRAY['certificate'::text, 'domain'::text])))
);
ALTER TABLE public.blacklist ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.blacklist_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bureau (
    province text NOT NULL,
    name text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    hours text DEFAULT ''::text NOT NULL,
    sms boolean DEFAULT true NOT NULL,
    two_persons boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    second_share smallint DEFAULT 0 NOT NULL,
    CONSTRAINT bureau_province_check CHECK ((province ~ '^[1-6][0-9]0000$'::text)),
    CONSTRAINT bureau_second_share_check CHECK (((second_share >= 0) AND (second_share <= 100)))
);
CREATE TABLE public.calendar_notice (
    id bigint NOT NULL,
    year smallint NOT NULL,
    days text NOT NULL,
    moved integer NOT NULL,
    account_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.calendar_notice ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.calendar_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.captcha (
    id text NOT NULL,
    answer bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.claim (
    kind text NOT NULL,
    key text NOT NULL,
    filing_id bigint NOT NULL,
    CONSTRAINT claim_kind_check CHECK ((kind = ANY (ARRAY['certificate'::text, 'site'::text])))
);
CREATE TABLE public.code_edition (
    code_table text NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    note text NOT NULL,
    account_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT code_edition_version_check CHECK ((version > 0))
);
CREATE TABLE public.code_entry (
    code_table text NOT NULL,
    version integer NOT NULL,
    place integer NOT NULL,
    id integer NOT NULL,
    name text NOT NULL,
    valid boolean NOT NULL,
    CONSTRAINT code_entry_id_check CHECK ((id > 0))
);
CREATE TABLE public.delegation (
    id bigint NOT NULL,
    entity_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    delegate_id bigint,
    invited bytea NOT NULL,
    level text NOT NULL,
    personal boolean NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT delegation_check CHECK ((delegate_id <> owner_id)),
    CONSTRAINT delegation_check1 CHECK ((expires_at > invited_at)),
    CONSTRAINT delegation_level_check CHECK ((level = ANY (ARRAY['read'::text, 'prepare'::text, 'act'::text])))
);
ALTER TABLE public.delegation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.delegation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.disclosure (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    filing_id bigint,
    entity_id bigint,
    what text NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.disclosure ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.disclosure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entity (
    id bigint NOT NULL,
    number text NOT NULL,
    province text NOT NULL,
    name text NOT NULL,
    nature smallint NOT NULL,
    certificate_type smallint NOT NULL,
    certificate_index bytea NOT NULL,
    details bytea NOT NULL,
    next_sequence integer DEFAULT 1 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    password_hash text,
    shown_restricted boolean DEFAULT false NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone
);
CREATE TABLE public.entity_account (
    entity_id bigint NOT NULL,
    account_id bigint NOT NULL,
    since timestamp with time zone NOT NULL
);
ALTER TABLE public.entity ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.entity_phone (
    entity_id bigint NOT NULL,
    phone_index bytea NOT NULL
);
CREATE TABLE public.escalation (
    filing_id bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    stage text NOT NULL,
    due_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT escalation_stage_check CHECK ((stage = ANY (ARRAY['soon'::text, 'breach'::text, 'late'::text])))
);
CREATE TABLE public.event (
    id bigint NOT NULL,
    filing_id bigint NOT NULL,
    seq integer NOT NULL,
    action text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    tier text NOT NULL,
    account_id bigint,
    version integer NOT NULL,
    detail bytea,
    leaf bytea NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.expiry (
    entity_id bigint NOT NULL,
    subject text NOT NULL,
    site_id bigint DEFAULT 0 NOT NULL,
    until date NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    reminded smallint,
    CONSTRAINT expiry_check CHECK (((site_id = 0) = (subject = ANY (ARRAY['entity'::text, 'principal'::text])))),
    CONSTRAINT expiry_subject_check CHECK ((subject = ANY (ARRAY['entity'::text, 'principal'::text, 'site_principal'::text, 'domain'::text])))
);
CREATE TABLE public.feed (
    id bigint NOT NULL,
    provider_id bigint NOT NULL,
    filing_id bigint NOT NULL,
    action text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone
);
ALTER TABLE public.feed ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.feed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.figure (
    what text NOT NULL,
    day date NOT NULL,
    province text NOT NULL,
    code text NOT NULL,
    n bigint NOT NULL
);
CREATE TABLE public.figure_delta (
    id bigint NOT NULL,
    what text NOT NULL,
    province text NOT NULL,
    provider_id bigint NOT NULL,
    code text NOT NULL,
    day date NOT NULL,
    n bigint NOT NULL
);
ALTER TABLE public.figure_delta ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.figure_delta_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW public.figure_now AS
 SELECT figure.what,
    figure.day,
    figure.province,
    figure.code,
    figure.n
   FROM public.figure
UNION ALL
 SELECT figure_delta.what,
    figure_delta.day,
    figure_delta.province,
    figure_delta.code,
    figure_delta.n
   FROM public.figure_delta;
CREATE TABLE public.filing (
    id bigint NOT NULL,
    receipt text NOT NULL,
    kind smallint NOT NULL,
    state text NOT NULL,
    owner_id bigint,
    on_behalf boolean DEFAULT false NOT NULL,
    provider_id bigint,
    province text,
    channel text DEFAULT 'provider'::text NOT NULL,
    entity_id bigint,
    site_id bigint,
    base_version integer DEFAULT 0 NOT NULL,
    password_given boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    frozen_version integer DEFAULT 0 NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    unit_name text DEFAULT ''::text NOT NULL,
    nature smallint DEFAULT 0 NOT NULL,
    site_name text DEFAULT ''::text NOT NULL,
    domains text[] DEFAULT '{}'::text[] NOT NULL,
    certificate_index bytea,
    claimed_by bigint,
    claimed_until timestamp with time zone,
    first_approved_by bigint,
    entered_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    received_at timestamp with time zone,
    due_on date,
    returned_at timestamp with time zone,
    reminded_at timestamp with time zone,
    sms_due timestamp with time zone,
    decided_at timestamp with time zone,
    rounds smallint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    rules_version integer DEFAULT 0 NOT NULL,
    second_drawn boolean DEFAULT false NOT NULL,
    verified_by bigint,
    name_pairs integer[] DEFAULT '{}'::integer[] NOT NULL,
    return_asked_at timestamp with time zone,
    CONSTRAINT filing_check CHECK (((state = 'draft'::text) OR (state = 'withdrawn'::text) OR (province IS NOT NULL))),
    CONSTRAINT filing_check1 CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (provider_id IS NOT NULL) OR (kind > 100))),
    CONSTRAINT filing_check2 CHECK (((claimed_by IS NULL) = (claimed_until IS NULL))),
    CONSTRAINT filing_check3 CHECK (((claimed_by IS NULL) OR (state = ANY (ARRAY['provider_review'::text, 'returned_to_provider'::text, 'bureau_review'::text])))),
    CONSTRAINT filing_check4 CHECK (((state = 'sms_verification'::text) = (sms_due IS NOT NULL))),
    CONSTRAINT filing_check5 CHECK (((state <> 'bureau_review'::text) OR ((received_at IS NOT NULL) AND (due_on IS NOT NULL)))),
    CONSTRAINT filing_check6 CHECK (((state <> 'returned_to_registrant'::text) OR (returned_at IS NOT NULL))),
    CONSTRAINT filing_check7 CHECK (((state = ANY (ARRAY['approved'::text, 'refused'::text, 'withdrawn'::text])) = (decided_at IS NOT NULL))),
    CONSTRAINT filing_kind_check CHECK ((kind = ANY (ARRAY[1, 2, 3, 4, 5, 6, 7, 101, 102, 103]))),
    CONSTRAINT filing_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'owner_signature'::text, 'provider_review'::text, 'returned_to_registrant'::text, 'sms_verification'::text, 'bureau_review'::text, 'returned_to_provider'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text])))
);
CREATE TABLE public.matter (
    id bigint NOT NULL,
    receipt text NOT NULL,
    course text NOT NULL,
    stage text NOT NULL,
    province text NOT NULL,
    entity_id bigint,
    service text DEFAULT ''::text NOT NULL,
    domain text DEFAULT ''::text NOT NULL,
    provider_id bigint,
    owner_id bigint,
    parent_id bigint,
    act_id bigint,
    contact_index bytea,
    sealed bytea NOT NULL,
    answer_public boolean DEFAULT false NOT NULL,
    taken_by bigint,
    due_on date NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT matter_check CHECK (((stage = ANY (ARRAY['asked'::text, 'answered'::text, 'overdue'::text, 'received'::text])) = (ended_at IS NULL))),
    CONSTRAINT matter_course_check CHECK ((course = ANY (ARRAY['spot_check'::text, 'rectify'::text, 'conflict'::text, 'report'::text, 'question'::text]))),
    CONSTRAINT matter_stage_check CHECK ((stage = ANY (ARRAY['asked'::text, 'answered'::text, 'overdue'::text, 'received'::text, 'closed'::text, 'noticed'::text, 'enforced'::text, 'revoked'::text, 'upheld'::text, 'rejected'::text, 'dropped'::text, 'replied'::text, 'dismissed'::text])))
);
CREATE TABLE public.return_reason (
    filing_id bigint NOT NULL,
    seq integer NOT NULL,
    place integer NOT NULL,
    province text NOT NULL,
    code text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.site (
    id bigint NOT NULL,
    entity_id bigint NOT NULL,
    sequence integer NOT NULL,
    number text NOT NULL,
    service smallint NOT NULL,
    names text[] NOT NULL,
    home_urls text[] NOT NULL,
    ip_only boolean NOT NULL,
    approvals smallint[] DEFAULT '{}'::smallint[] NOT NULL,
    details bytea NOT NULL,
    restricted boolean DEFAULT false NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    filing_id bigint,
    CONSTRAINT site_names_check CHECK ((cardinality(names) > 0)),
    CONSTRAINT site_sequence_check CHECK ((sequence > 0)),
    CONSTRAINT site_service_check CHECK ((service = ANY (ARRAY[1, 6, 7, 8])))
);
CREATE VIEW public.stay_figure AS
 SELECT e.filing_id,
    e.id AS event_id,
    s.what,
    COALESCE(f.province, ''::text) AS province,
    s.provider_id,
    s.code,
    s.day
   FROM (((public.event e
     JOIN public.filing f ON ((f.id = e.filing_id)))
     CROSS JOIN LATERAL ( SELECT max(x.at) AS at
           FROM public.event x
          WHERE ((x.filing_id = e.filing_id) AND (x.seq < e.seq) AND (x.from_state <> x.to_state))) began)
     CROSS JOIN LATERAL public.stay_figures(e.from_state, e.to_state, began.at, e.at, COALESCE(f.provider_id, (0)::bigint), f.kind) s(what, provider_id, code, day))
  WHERE (e.from_state <> e.to_state);
CREATE VIEW public.figure_truth AS
 SELECT x.what,
    COALESCE(f.province, ''::text) AS province,
    COALESCE(f.provider_id, (0)::bigint) AS provider_id,
    x.code,
    x.day,
    count(*) AS n
   FROM public.filing f,
    LATERAL public.filing_figures(f.state, f.kind, f.nature, f.channel, f.due_on, f.submitted_at, f.decided_at) x(what, code, day)
  GROUP BY x.what, COALESCE(f.province, ''::text), COALESCE(f.provider_id, (0)::bigint), x.code, x.day
UNION ALL
 SELECT 'entity'::text AS what,
    entity.province,
    0 AS provider_id,
    (entity.nature)::text AS code,
    '1970-01-01'::date AS day,
    count(*) AS n
   FROM public.entity
  WHERE (entity.cancelled_at IS NULL)
  GROUP BY entity.province, entity.nature
UNION ALL
 SELECT 'site'::text AS what,
    e.province,
    0 AS provider_id,
    (s.service)::text AS code,
    '1970-01-01'::date AS day,
    count(*) AS n
   FROM (public.site s
     JOIN public.entity e ON ((e.id = s.entity_id)))
  WHERE (s.cancelled_at IS NULL)
  GROUP BY e.province, s.service
UNION ALL
 SELECT 'access'::text AS what,
    e.province,
    a.provider_id,
    (a.method)::text AS code,
    '1970-01-01'::date AS day,
    count(*) AS n
   FROM ((public.access a
     JOIN public.site s ON ((s.id = a.site_id)))
     JOIN public.entity e ON ((e.id = s.entity_id)))
  WHERE (a.cancelled_at IS NULL)
  GROUP BY e.province, a.provider_id, a.method
UNION ALL
 SELECT stay_figure.what,
    stay_figure.province,
    stay_figure.provider_id,
    stay_figure.code,
    stay_figure.day,
    count(*) AS n
   FROM public.stay_figure
  GROUP BY stay_figure.what, stay_figure.province, stay_figure.provider_id, stay_figure.code, stay_figure.day
UNION ALL
 SELECT 'matter'::text AS what,
    m.province,
    0 AS provider_id,
    x.code,
    x.day,
    count(*) AS n
   FROM public.matter m,
    LATERAL public.matter_figure(m.course, m.stage, m.due_on, m.ended_at) x(code, day)
  GROUP BY m.province, x.code, x.day
UNION ALL
 SELECT 'reason'::text AS what,
    return_reason.province,
    0 AS provider_id,
    return_reason.code,
    (date_trunc('month'::text, (return_reason.at AT TIME ZONE 'Asia/Shanghai'::text)))::date AS day,
    count(*) AS n
   FROM public.return_reason
  GROUP BY return_reason.province, return_reason.code, ((date_trunc('month'::text, (return_reason.at AT TIME ZONE 'Asia/Shanghai'::text)))::date);
CREATE TABLE public.filing_document (
    filing_id bigint NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    account_id bigint,
    tier text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.filing ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.filing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.filing_move (
    from_state text NOT NULL,
    to_state text NOT NULL
);
CREATE TABLE public.filing_trait (
    filing_id bigint NOT NULL,
    trait text NOT NULL,
    key bytea NOT NULL,
    CONSTRAINT filing_trait_trait_check CHECK ((trait = ANY (ARRAY['mobile'::text, 'identity'::text])))
);
CREATE TABLE public.footer_check (
    site_id bigint NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    fine boolean NOT NULL,
    finding jsonb NOT NULL,
    told boolean DEFAULT false NOT NULL
);
CREATE TABLE public.footer_round (
    one boolean DEFAULT true NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT footer_round_one_check CHECK (one)
);
CREATE TABLE public.import_batch (
    run_id bigint NOT NULL,
    first bigint NOT NULL,
    after bigint NOT NULL,
    entities integer NOT NULL,
    refused integer NOT NULL,
    rejects bytea,
    CONSTRAINT import_batch_check CHECK ((first < after))
);
CREATE TABLE public.import_run (
    id bigint NOT NULL,
    file bytea NOT NULL,
    aside text[] DEFAULT '{}'::text[] NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone
);
ALTER TABLE public.import_run ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.import_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.log_checkpoint (
    size bigint NOT NULL,
    root bytea NOT NULL,
    signed text NOT NULL,
    signed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.log_hash (
    "position" bigint NOT NULL,
    hash bytea NOT NULL
);
CREATE TABLE public.log_leaf (
    "position" bigint NOT NULL,
    event_id bigint NOT NULL
);
CREATE TABLE public.log_waiting (
    event_id bigint NOT NULL
);
CREATE TABLE public.matter_event (
    matter_id bigint NOT NULL,
    seq integer NOT NULL,
    step text NOT NULL,
    from_stage text NOT NULL,
    to_stage text NOT NULL,
    tier text NOT NULL,
    account_id bigint,
    sealed bytea,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.matter_file (
    id bigint NOT NULL,
    matter_id bigint NOT NULL,
    seq integer NOT NULL,
    file_name text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    sha256 bytea NOT NULL,
    store_key text NOT NULL,
    preview_key text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.matter_file ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.matter_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.matter ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.matter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.matter_move (
    course text NOT NULL,
    from_stage text NOT NULL,
    to_stage text NOT NULL
);
CREATE TABLE public.measure (
    filing_id bigint NOT NULL,
    target text NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT measure_target_check CHECK ((target = ANY (ARRAY['entity'::text, 'site'::text, 'domain'::text, 'access'::text, 'certificate'::text, 'password'::text])))
);
CREATE TABLE public.message (
    id bigint NOT NULL,
    account_id bigint,
    filing_id bigint,
    channel text NOT NULL,
    recipient bytea NOT NULL,
    subject text NOT NULL,
    body bytea,
    secret boolean NOT NULL,
    state text NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    last_error text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    erased_at timestamp with time zone,
    twin_of bigint,
    CONSTRAINT message_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT message_check CHECK (((body IS NULL) = (erased_at IS NOT NULL))),
    CONSTRAINT message_check1 CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
    CONSTRAINT message_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text])))
);
ALTER TABLE public.message ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.national_search (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    question bytea NOT NULL,
    reason text NOT NULL,
    hits integer NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.national_search ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.national_search_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notice (
    id bigint NOT NULL,
    province text,
    provider_id bigint,
    title text NOT NULL,
    body text NOT NULL,
    pinned boolean DEFAULT false NOT NULL,
    author_id bigint,
    published_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    made_at timestamp with time zone,
    CONSTRAINT notice_check CHECK (((province IS NULL) OR (provider_id IS NULL))),
    CONSTRAINT notice_title_check CHECK ((title <> ''::text))
);
CREATE TABLE public.notice_file (
    id bigint NOT NULL,
    notice_id bigint NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    store_key text NOT NULL,
    CONSTRAINT notice_file_name_check CHECK ((name <> ''::text))
);
ALTER TABLE public.notice_file ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notice_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.notice ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.number_counter (
    province text NOT NULL,
    year smallint NOT NULL,
    last integer NOT NULL,
    CONSTRAINT number_counter_last_check CHECK (((last >= 1) AND (last <= 999999)))
);
CREATE TABLE public.one_time_link (
    hash bytea NOT NULL,
    purpose text NOT NULL,
    account_id bigint,
    subject_id bigint DEFAULT 0 NOT NULL,
    payload bytea,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE TABLE public.paper (
    id bigint NOT NULL,
    filing_id bigint NOT NULL,
    slot text NOT NULL,
    site_key text DEFAULT ''::text NOT NULL,
    file_name text DEFAULT ''::text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    width integer DEFAULT 0 NOT NULL,
    height integer DEFAULT 0 NOT NULL,
    pages integer DEFAULT 1 NOT NULL,
    sharpness real DEFAULT 0 NOT NULL,
    sha256 bytea NOT NULL,
    store_key text NOT NULL,
    preview_key text DEFAULT ''::text NOT NULL,
    account_id bigint,
    at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone
);
ALTER TABLE public.paper ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.paper_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.password_renewal (
    id bigint NOT NULL,
    entity_id bigint NOT NULL,
    account_id bigint,
    proof text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT password_renewal_check CHECK (((account_id IS NULL) OR (proof <> ''::text)))
);
ALTER TABLE public.password_renewal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.password_renewal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.provider (
    id bigint NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    licence text NOT NULL,
    licence_province text,
    province text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    intro text DEFAULT ''::text NOT NULL,
    methods smallint[] DEFAULT '{}'::smallint[] NOT NULL,
    suspended_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    two_persons boolean DEFAULT false NOT NULL,
    CONSTRAINT provider_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'::text))
);
CREATE TABLE public.provider_figure (
    province text NOT NULL,
    what text NOT NULL,
    day date NOT NULL,
    provider_id bigint NOT NULL,
    code text NOT NULL,
    n bigint NOT NULL
);
CREATE VIEW public.provider_figure_delta AS
 SELECT p.province,
    d.what,
    d.day,
    d.provider_id,
    d.code,
    d.n
   FROM (public.figure_delta d
     CROSS JOIN LATERAL ( VALUES (d.province), ('all'::text)) p(province))
  WHERE ((d.what = ANY (ARRAY['state'::text, 'access'::text, 'answer'::text])) AND (d.provider_id <> 0));
CREATE VIEW public.provider_figure_now AS
 SELECT provider_figure.province,
    provider_figure.what,
    provider_figure.day,
    provider_figure.provider_id,
    provider_figure.code,
    provider_figure.n
   FROM public.provider_figure
UNION ALL
 SELECT provider_figure_delta.province,
    provider_figure_delta.what,
    provider_figure_delta.day,
    provider_figure_delta.provider_id,
    provider_figure_delta.code,
    provider_figure_delta.n
   FROM public.provider_figure_delta;
CREATE VIEW public.provider_figure_truth AS
 SELECT p.province,
    t.what,
    t.day,
    t.provider_id,
    t.code,
    t.n
   FROM (public.figure_truth t
     CROSS JOIN LATERAL ( VALUES (t.province), ('all'::text)) p(province))
  WHERE ((t.what = ANY (ARRAY['state'::text, 'access'::text, 'answer'::text])) AND (t.provider_id <> 0));
ALTER TABLE public.provider ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.provider_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.provider_range (
    id bigint NOT NULL,
    provider_id bigint NOT NULL,
    first inet NOT NULL,
    last inet NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT provider_range_check CHECK (((family(first) = family(last)) AND (first <= last)))
);
ALTER TABLE public.provider_range ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.provider_range_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.provider_suspension (
    provider_id bigint NOT NULL,
    province text NOT NULL,
    ground text NOT NULL,
    account_id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    resumed_by bigint,
    resumed_at timestamp with time zone
);
CREATE VIEW public.public_certificate AS
 SELECT entity.certificate_index,
    entity.number
   FROM public.entity
  WHERE (entity.cancelled_at IS NULL);
CREATE TABLE public.public_domain (
    key text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    entity_number text NOT NULL COLLATE pg_catalog."C",
    province text NOT NULL,
    unit_name text NOT NULL,
    nature smallint NOT NULL,
    service smallint NOT NULL,
    names text[] NOT NULL,
    home_urls text[] NOT NULL,
    domains text[] NOT NULL,
    ip_only boolean NOT NULL,
    approvals smallint[] NOT NULL,
    restricted boolean NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone
);
CREATE VIEW public.public_entity AS
 SELECT entity.number,
    entity.province,
    entity.name AS unit_name,
    entity.nature,
    entity.approved_at,
    entity.cancelled_at
   FROM public.entity;
CREATE TABLE public.public_form (
    one boolean DEFAULT true NOT NULL,
    form integer NOT NULL,
    CONSTRAINT public_form_one_check CHECK (one)
);
CREATE TABLE public.register_version (
    entity_id bigint NOT NULL,
    version integer NOT NULL,
    filing_id bigint,
    kind smallint NOT NULL,
    services text[] NOT NULL,
    sealed bytea NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE VIEW public.public_history AS
 SELECT e.number AS entity_number,
    v.version,
    v.kind,
    v.services,
    v.at
   FROM (public.register_version v
     JOIN public.entity e ON ((e.id = v.entity_id)));
CREATE TABLE public.public_name (
    id bigint NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    person boolean NOT NULL,
    names text NOT NULL COLLATE pg_catalog."C",
    grams integer[] NOT NULL
);
ALTER TABLE ONLY public.public_name ALTER COLUMN grams SET STATISTICS 1000;
CREATE TABLE public.public_number (
    id bigint NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    entity_number text NOT NULL COLLATE pg_catalog."C",
    province text NOT NULL,
    unit_name text NOT NULL,
    nature smallint NOT NULL,
    service smallint NOT NULL,
    names text[] NOT NULL,
    home_urls text[] NOT NULL,
    domains text[] NOT NULL,
    ip_only boolean NOT NULL,
    approvals smallint[] NOT NULL,
    restricted boolean NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone
);
CREATE TABLE public.rate (
    key text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    hits integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.reason_template (
    id bigint NOT NULL,
    provider_id bigint NOT NULL,
    place text NOT NULL,
    label text NOT NULL,
    words text NOT NULL,
    account_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);
ALTER TABLE public.reason_template ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reason_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.site_key (
    site_id bigint NOT NULL,
    key text NOT NULL,
    spelling text NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    cancelled_at timestamp with time zone
);
CREATE VIEW public.register_key AS
 SELECT DISTINCT
        CASE
            WHEN s.ip_only THEN "substring"(k.key, '^(\[[^]]*\]|[^/:]*)'::text)
            ELSE k.key
        END AS key,
    k.site_id
   FROM ((public.site_key k
     JOIN public.site s ON ((s.id = k.site_id)))
     JOIN public.entity e ON ((e.id = s.entity_id)))
  WHERE ((k.cancelled_at IS NULL) AND (s.cancelled_at IS NULL) AND (e.cancelled_at IS NULL));
CREATE VIEW public.register_record AS
 SELECT s.id,
    s.number,
    e.number AS entity_number,
    e.province,
    e.name AS unit_name,
    e.nature,
    s.service,
    s.names,
    s.home_urls,
    ARRAY( SELECT k.spelling
           FROM public.site_key k
          WHERE ((k.site_id = s.id) AND ((k.cancelled_at IS NULL) OR (k.cancelled_at = s.cancelled_at)))
          ORDER BY k.spelling) AS domains,
    s.ip_only,
    s.approvals,
    s.restricted,
    s.approved_at,
    GREATEST(s.changed_at, e.changed_at) AS changed_at,
    COALESCE(s.cancelled_at, e.cancelled_at) AS cancelled_at
   FROM (public.site s
     JOIN public.entity e ON ((e.id = s.entity_id)));
CREATE TABLE public.resource (
    id bigint NOT NULL,
    provider_id bigint NOT NULL,
    customer text NOT NULL,
    holder bytea,
    owner_id bigint,
    mobile_index bytea,
    email_index bytea,
    method smallint NOT NULL,
    dynamic boolean NOT NULL,
    ips text[] NOT NULL,
    places text[] NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    code bytea NOT NULL,
    code_index bytea NOT NULL,
    valid_until date,
    created_by bigint,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT resource_customer_check CHECK ((customer <> ''::text))
);
CREATE TABLE public.resource_customer (
    account_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    customer text NOT NULL,
    since timestamp with time zone NOT NULL
);
ALTER TABLE public.resource ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.resource_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.rule (
    province text NOT NULL,
    version integer NOT NULL,
    place integer NOT NULL,
    code text NOT NULL,
    severity text NOT NULL,
    natures smallint[] NOT NULL,
    kinds smallint[] NOT NULL,
    services smallint[] NOT NULL,
    spot text NOT NULL,
    condition text NOT NULL,
    need text NOT NULL,
    message text NOT NULL,
    source text NOT NULL,
    CONSTRAINT rule_severity_check CHECK ((severity = ANY (ARRAY['error'::text, 'warning'::text, 'note'::text])))
);
CREATE TABLE public.rule_edition (
    province text NOT NULL,
    version integer NOT NULL,
    valid_from date NOT NULL,
    footer text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    account_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT rule_edition_footer_check CHECK ((footer = ANY (ARRAY['site'::text, 'entity'::text]))),
    CONSTRAINT rule_edition_version_check CHECK ((version > 0))
);
CREATE TABLE public.session (
    token text NOT NULL,
    audience smallint NOT NULL,
    account_id bigint,
    data bytea NOT NULL,
    address inet,
    agent text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.sheet (
    filing_id bigint NOT NULL,
    sealed bytea NOT NULL,
    signed_by bigint,
    signed_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL
);
ALTER TABLE public.site ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sms_check (
    id bigint NOT NULL,
    filing_id bigint NOT NULL,
    principal bytea NOT NULL,
    mobile_index bytea NOT NULL,
    link_hash bytea NOT NULL,
    code_hash bytea,
    tries smallint DEFAULT 0 NOT NULL,
    sent smallint DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    closed_at timestamp with time zone
);
ALTER TABLE public.sms_check ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sms_check_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook (
    id bigint NOT NULL,
    provider_id bigint NOT NULL,
    url text NOT NULL,
    events text[] NOT NULL,
    secret bytea NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT webhook_events_check CHECK ((cardinality(events) > 0))
);
CREATE TABLE public.webhook_delivery (
    id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    event text NOT NULL,
    receipt text DEFAULT ''::text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    status smallint DEFAULT 0 NOT NULL,
    last_error text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    CONSTRAINT webhook_delivery_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text])))
);
ALTER TABLE public.webhook_delivery ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.webhook ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.access_range
    ADD CONSTRAINT access_range_pkey PRIMARY KEY (access_id, first, last);
ALTER TABLE ONLY public.account_code
    ADD CONSTRAINT account_code_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_user_name_key_key UNIQUE (user_name_key);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.appointment_slot
    ADD CONSTRAINT appointment_slot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.appointment_slot
    ADD CONSTRAINT appointment_slot_provider_id_starts_at_place_key UNIQUE (provider_id, starts_at, place);
ALTER TABLE ONLY public.blacklist
    ADD CONSTRAINT blacklist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bureau
    ADD CONSTRAINT bureau_pkey PRIMARY KEY (province);
ALTER TABLE ONLY public.calendar_notice
    ADD CONSTRAINT calendar_notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.captcha
    ADD CONSTRAINT captcha_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (kind, key);
ALTER TABLE ONLY public.code_edition
    ADD CONSTRAINT code_edition_pkey PRIMARY KEY (code_table, version);
ALTER TABLE ONLY public.code_entry
    ADD CONSTRAINT code_entry_pkey PRIMARY KEY (code_table, version, id);
ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.disclosure
    ADD CONSTRAINT disclosure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entity_account
    ADD CONSTRAINT entity_account_pkey PRIMARY KEY (entity_id, account_id);
ALTER TABLE ONLY public.entity
    ADD CONSTRAINT entity_number_key UNIQUE (number);
ALTER TABLE ONLY public.entity_phone
    ADD CONSTRAINT entity_phone_pkey PRIMARY KEY (phone_index, entity_id);
ALTER TABLE ONLY public.entity
    ADD CONSTRAINT entity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_pkey PRIMARY KEY (filing_id, received_at, stage);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_filing_id_seq_key UNIQUE (filing_id, seq);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.expiry
    ADD CONSTRAINT expiry_pkey PRIMARY KEY (entity_id, subject, site_id);
ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.figure_delta
    ADD CONSTRAINT figure_delta_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.figure
    ADD CONSTRAINT figure_pkey PRIMARY KEY (what, day, province, code);
ALTER TABLE ONLY public.filing_document
    ADD CONSTRAINT filing_document_pkey PRIMARY KEY (filing_id, version);
ALTER TABLE ONLY public.filing_move
    ADD CONSTRAINT filing_move_pkey PRIMARY KEY (from_state, to_state);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_receipt_key UNIQUE (receipt);
ALTER TABLE ONLY public.filing_trait
    ADD CONSTRAINT filing_trait_pkey PRIMARY KEY (filing_id, trait, key);
ALTER TABLE ONLY public.footer_check
    ADD CONSTRAINT footer_check_pkey PRIMARY KEY (site_id);
ALTER TABLE ONLY public.footer_round
    ADD CONSTRAINT footer_round_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_pkey PRIMARY KEY (run_id, first);
ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_file_key UNIQUE (file);
ALTER TABLE ONLY public.import_run
    ADD CONSTRAINT import_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.log_checkpoint
    ADD CONSTRAINT log_checkpoint_pkey PRIMARY KEY (size);
ALTER TABLE ONLY public.log_hash
    ADD CONSTRAINT log_hash_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.log_leaf
    ADD CONSTRAINT log_leaf_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.log_leaf
    ADD CONSTRAINT log_leaf_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.log_waiting
    ADD CONSTRAINT log_waiting_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY public.matter_event
    ADD CONSTRAINT matter_event_pkey PRIMARY KEY (matter_id, seq);
ALTER TABLE ONLY public.matter_file
    ADD CONSTRAINT matter_file_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.matter_move
    ADD CONSTRAINT matter_move_pkey PRIMARY KEY (course, from_stage, to_stage);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_receipt_key UNIQUE (receipt);
ALTER TABLE ONLY public.measure
    ADD CONSTRAINT measure_pkey PRIMARY KEY (filing_id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.national_search
    ADD CONSTRAINT national_search_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notice_file
    ADD CONSTRAINT notice_file_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.number_counter
    ADD CONSTRAINT number_counter_pkey PRIMARY KEY (province, year);
ALTER TABLE ONLY public.one_time_link
    ADD CONSTRAINT one_time_link_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.paper
    ADD CONSTRAINT paper_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.password_renewal
    ADD CONSTRAINT password_renewal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.provider_figure
    ADD CONSTRAINT provider_figure_pkey PRIMARY KEY (province, what, day, provider_id, code);
ALTER TABLE ONLY public.provider
    ADD CONSTRAINT provider_name_key UNIQUE (name);
ALTER TABLE ONLY public.provider
    ADD CONSTRAINT provider_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.provider_range
    ADD CONSTRAINT provider_range_overlap EXCLUDE USING gist (public.inetrange(first, last, '[]'::text) WITH &&);
ALTER TABLE ONLY public.provider_range
    ADD CONSTRAINT provider_range_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.provider
    ADD CONSTRAINT provider_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.public_domain
    ADD CONSTRAINT public_domain_pkey PRIMARY KEY (key, id);
ALTER TABLE ONLY public.public_form
    ADD CONSTRAINT public_form_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.public_name
    ADD CONSTRAINT public_name_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.public_number
    ADD CONSTRAINT public_number_number_key UNIQUE (number);
ALTER TABLE ONLY public.public_number
    ADD CONSTRAINT public_number_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rate
    ADD CONSTRAINT rate_pkey PRIMARY KEY (key, starts_at);
ALTER TABLE ONLY public.reason_template
    ADD CONSTRAINT reason_template_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reason_template
    ADD CONSTRAINT reason_template_provider_id_place_label_ended_at_key UNIQUE NULLS NOT DISTINCT (provider_id, place, label, ended_at);
ALTER TABLE ONLY public.register_version
    ADD CONSTRAINT register_version_pkey PRIMARY KEY (entity_id, version);
ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_code_index_key UNIQUE (code_index);
ALTER TABLE ONLY public.resource_customer
    ADD CONSTRAINT resource_customer_pkey PRIMARY KEY (account_id, provider_id, customer);
ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.return_reason
    ADD CONSTRAINT return_reason_pkey PRIMARY KEY (filing_id, seq, place);
ALTER TABLE ONLY public.rule_edition
    ADD CONSTRAINT rule_edition_pkey PRIMARY KEY (province, version);
ALTER TABLE ONLY public.rule
    ADD CONSTRAINT rule_pkey PRIMARY KEY (province, version, code);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token);
ALTER TABLE ONLY public.sheet
    ADD CONSTRAINT sheet_pkey PRIMARY KEY (filing_id);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_entity_id_sequence_key UNIQUE (entity_id, sequence);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_number_key UNIQUE (number);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sms_check
    ADD CONSTRAINT sms_check_link_hash_key UNIQUE (link_hash);
ALTER TABLE ONLY public.sms_check
    ADD CONSTRAINT sms_check_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (id);
CREATE INDEX access_provider ON public.access USING btree (provider_id, id) WHERE (cancelled_at IS NULL);
CREATE INDEX access_site ON public.access USING btree (site_id) WHERE (cancelled_at IS NULL);
CREATE INDEX account_bureau ON public.account USING btree (province) WHERE (tier = 'bureau'::text);
CREATE INDEX account_code_account ON public.account_code USING btree (account_id, id DESC);
CREATE INDEX account_email ON public.account USING btree (email_index) WHERE (email_index IS NOT NULL);
CREATE INDEX account_event_account ON public.account_event USING btree (account_id, id);
CREATE INDEX account_mobile ON public.account USING btree (mobile_index) WHERE (mobile_index IS NOT NULL);
CREATE INDEX account_provider ON public.account USING btree (provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX api_key_provider ON public.api_key USING btree (provider_id, id DESC);
CREATE UNIQUE INDEX appointment_filing ON public.appointment USING btree (filing_id) WHERE (cancelled_at IS NULL);
CREATE INDEX appointment_slot_id ON public.appointment USING btree (slot_id) WHERE (cancelled_at IS NULL);
CREATE INDEX blacklist_filing ON public.blacklist USING btree (filing_id);
CREATE UNIQUE INDEX blacklist_in_force ON public.blacklist USING btree (kind, key) WHERE (lifted_at IS NULL);
CREATE INDEX blacklist_province ON public.blacklist USING btree (province, id DESC);
CREATE INDEX calendar_notice_year ON public.calendar_notice USING btree (year, id DESC);
CREATE INDEX claim_filing ON public.claim USING btree (filing_id);
CREATE INDEX delegation_delegate ON public.delegation USING btree (delegate_id, entity_id) WHERE (ended_at IS NULL);
CREATE INDEX delegation_entity ON public.delegation USING btree (entity_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX delegation_once ON public.delegation USING btree (entity_id, delegate_id) WHERE (ended_at IS NULL);
CREATE INDEX disclosure_account ON public.disclosure USING btree (account_id, id DESC);
CREATE INDEX disclosure_entity ON public.disclosure USING btree (entity_id);
CREATE INDEX disclosure_filing ON public.disclosure USING btree (filing_id);
CREATE INDEX entity_account_account ON public.entity_account USING btree (account_id);
CREATE UNIQUE INDEX entity_certificate_live ON public.entity USING btree (certificate_index) WHERE (cancelled_at IS NULL);
CREATE INDEX entity_name ON public.entity USING btree (name);
CREATE INDEX entity_phone_entity ON public.entity_phone USING btree (entity_id);
CREATE INDEX entity_province ON public.entity USING btree (province, id);
CREATE INDEX event_verified ON public.event USING btree (at) WHERE ((tier = 'provider'::text) AND (action = ANY (ARRAY['forward'::text, 'return_to_registrant'::text])));
CREATE INDEX expiry_until ON public.expiry USING btree (until);
CREATE INDEX feed_provider ON public.feed USING btree (provider_id, id DESC);
CREATE INDEX feed_waiting ON public.feed USING btree (provider_id, id) WHERE (acknowledged_at IS NULL);
CREATE INDEX filing_bureau_ended ON public.filing USING btree (province, entered_at DESC, id DESC, kind, nature) WHERE ((received_at IS NOT NULL) AND (state = ANY (ARRAY['approved'::text, 'refused'::text, 'withdrawn'::text])));
CREATE INDEX filing_bureau_open ON public.filing USING btree (province, due_on, id, kind, nature, entered_at) WHERE (state = 'bureau_review'::text);
CREATE INDEX filing_bureau_work ON public.filing USING btree (province, state, entered_at, id, kind, nature) WHERE ((received_at IS NOT NULL) AND (state <> ALL (ARRAY['approved'::text, 'refused'::text, 'withdrawn'::text])));
CREATE INDEX filing_certificate ON public.filing USING btree (certificate_index) WHERE (certificate_index IS NOT NULL);
CREATE INDEX filing_claimed ON public.filing USING btree (claimed_by, entered_at, id) WHERE (claimed_by IS NOT NULL);
CREATE INDEX filing_clock_returned ON public.filing USING btree (returned_at) WHERE (state = 'returned_to_registrant'::text);
CREATE INDEX filing_clock_sms ON public.filing USING btree (sms_due) WHERE (state = 'sms_verification'::text);
CREATE INDEX filing_domains ON public.filing USING gin (domains);
CREATE INDEX filing_entity ON public.filing USING btree (entity_id) WHERE (entity_id IS NOT NULL);
CREATE INDEX filing_name_pairs ON public.filing USING gin (name_pairs);
CREATE INDEX filing_owner ON public.filing USING btree (owner_id, id DESC) WHERE (owner_id IS NOT NULL);
CREATE INDEX filing_provider ON public.filing USING btree (provider_id, id DESC);
CREATE INDEX filing_provider_ended ON public.filing USING btree (provider_id, entered_at DESC, id DESC, kind, nature, province) WHERE (state = ANY (ARRAY['approved'::text, 'refused'::text, 'withdrawn'::text]));
CREATE INDEX filing_provider_open ON public.filing USING btree (provider_id, state, entered_at, id, kind, nature, province) WHERE (state <> ALL (ARRAY['draft'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text]));
CREATE INDEX filing_provider_second ON public.filing USING btree (provider_id, state, entered_at, id) WHERE ((verified_by IS NOT NULL) AND (state = ANY (ARRAY['provider_review'::text, 'returned_to_provider'::text])));
CREATE INDEX filing_province ON public.filing USING btree (province, id DESC);
CREATE INDEX filing_second ON public.filing USING btree (province, due_on, id) WHERE ((state = 'bureau_review'::text) AND (first_approved_by IS NOT NULL));
CREATE INDEX filing_trait_key ON public.filing_trait USING btree (key, trait);
CREATE INDEX footer_check_faulty ON public.footer_check USING btree (site_id) WHERE (NOT fine);
CREATE INDEX matter_bureau ON public.matter USING btree (province, course, id DESC);
CREATE INDEX matter_bureau_open ON public.matter USING btree (province, course, id DESC) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX matter_conflict_open ON public.matter USING btree (domain) WHERE ((course = 'conflict'::text) AND (ended_at IS NULL));
CREATE INDEX matter_course ON public.matter USING btree (course, id DESC);
CREATE INDEX matter_course_open ON public.matter USING btree (course, id DESC) WHERE (ended_at IS NULL);
CREATE INDEX matter_due ON public.matter USING btree (due_on) WHERE (stage = 'asked'::text);
CREATE INDEX matter_entity ON public.matter USING btree (entity_id) WHERE (entity_id IS NOT NULL);
CREATE INDEX matter_file_matter ON public.matter_file USING btree (matter_id, id);
CREATE INDEX matter_owner ON public.matter USING btree (owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX matter_provider ON public.matter USING btree (provider_id, id DESC) WHERE (provider_id IS NOT NULL);
CREATE UNIQUE INDEX matter_rectify_open ON public.matter USING btree (entity_id, service, COALESCE(provider_id, (0)::bigint)) WHERE ((course = 'rectify'::text) AND (ended_at IS NULL));
CREATE INDEX matter_waiting ON public.matter USING btree (province, course) WHERE (stage = ANY (ARRAY['received'::text, 'answered'::text, 'overdue'::text]));
CREATE INDEX message_account ON public.message USING btree (account_id, id DESC);
CREATE INDEX message_queued ON public.message USING btree (id) WHERE (state = 'queued'::text);
CREATE INDEX message_secret ON public.message USING btree (sent_at) WHERE (secret AND (body IS NOT NULL));
CREATE INDEX message_twin ON public.message USING btree (twin_of) WHERE (twin_of IS NOT NULL);
CREATE INDEX notice_file_notice ON public.notice_file USING btree (notice_id, id);
CREATE INDEX notice_shown ON public.notice USING btree (pinned DESC, published_at DESC) WHERE (removed_at IS NULL);
CREATE INDEX one_time_link_account ON public.one_time_link USING btree (account_id);
CREATE INDEX one_time_link_password ON public.one_time_link USING btree (subject_id) WHERE (purpose = 'filing_password'::text);
CREATE UNIQUE INDEX paper_slot ON public.paper USING btree (filing_id, slot, site_key) WHERE (removed_at IS NULL);
CREATE INDEX password_renewal_entity ON public.password_renewal USING btree (entity_id, id);
CREATE INDEX provider_range_provider ON public.provider_range USING btree (provider_id);
CREATE UNIQUE INDEX provider_suspension_now ON public.provider_suspension USING btree (province, provider_id) WHERE (resumed_at IS NULL);
CREATE INDEX public_domain_service ON public.public_domain USING btree (id);
CREATE INDEX public_name_first ON public.public_name USING btree (split_part(names, '
'::text, 1));
CREATE INDEX public_name_grams ON public.public_name USING gin (grams) WITH (fastupdate='on');
CREATE INDEX public_name_unit ON public.public_name USING btree (person, unit);
CREATE INDEX public_number_entity ON public.public_number USING btree (entity_number);
CREATE INDEX rate_expiry ON public.rate USING btree (expires_at);
CREATE INDEX register_version_filing ON public.register_version USING btree (filing_id);
CREATE INDEX resource_email ON public.resource USING btree (email_index) WHERE ((ended_at IS NULL) AND (email_index IS NOT NULL));
CREATE INDEX resource_mobile ON public.resource USING btree (mobile_index) WHERE ((ended_at IS NULL) AND (mobile_index IS NOT NULL));
CREATE INDEX resource_owner ON public.resource USING btree (owner_id) WHERE ((ended_at IS NULL) AND (owner_id IS NOT NULL));
CREATE INDEX resource_provider ON public.resource USING btree (provider_id, id DESC);
CREATE INDEX resource_same_customer ON public.resource USING btree (provider_id, customer) WHERE (ended_at IS NULL);
CREATE INDEX session_account ON public.session USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX session_expiry ON public.session USING btree (expires_at);
CREATE INDEX sheet_signed ON public.sheet USING btree (signed_by, signed_at) WHERE (signed_by IS NOT NULL);
CREATE INDEX site_first_name ON public.site USING btree ((names[1]));
CREATE UNIQUE INDEX site_key_live ON public.site_key USING btree (key) WHERE ((cancelled_at IS NULL) AND (NOT shared));
CREATE UNIQUE INDEX site_key_own ON public.site_key USING btree (site_id, key, spelling) WHERE (cancelled_at IS NULL);
CREATE INDEX site_key_shared ON public.site_key USING btree (key) WHERE ((cancelled_at IS NULL) AND shared);
CREATE INDEX site_key_site ON public.site_key USING btree (site_id);
CREATE INDEX sms_check_filing ON public.sms_check USING btree (filing_id);
CREATE INDEX sms_check_mobile ON public.sms_check USING btree (mobile_index) WHERE ((confirmed_at IS NULL) AND (closed_at IS NULL));
CREATE INDEX webhook_delivery_webhook ON public.webhook_delivery USING btree (webhook_id, id DESC);
CREATE INDEX webhook_provider ON public.webhook USING btree (provider_id) WHERE (removed_at IS NULL);
CREATE TRIGGER access_frozen BEFORE UPDATE ON public.access FOR EACH ROW EXECUTE FUNCTION public.cancelled_is_frozen();
CREATE TRIGGER access_range_inside AFTER INSERT ON public.access_range REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.access_range_inside();
CREATE TRIGGER access_range_moved_inside AFTER UPDATE ON public.access_range REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.access_range_inside();
CREATE TRIGGER account_event_append_only BEFORE DELETE OR UPDATE ON public.account_event FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER appointment_seat BEFORE INSERT ON public.appointment FOR EACH ROW EXECUTE FUNCTION public.appointment_seat();
CREATE TRIGGER calendar_notice_append_only BEFORE DELETE OR UPDATE ON public.calendar_notice FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER code_edition_append_only BEFORE DELETE OR UPDATE ON public.code_edition FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER code_entry_append_only BEFORE DELETE OR UPDATE ON public.code_entry FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER count_accesses AFTER UPDATE ON public.access REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_accesses();
CREATE TRIGGER count_entities AFTER UPDATE ON public.entity REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_entities();
CREATE TRIGGER count_filings AFTER UPDATE ON public.filing REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_filings();
CREATE TRIGGER count_matters AFTER UPDATE ON public.matter REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_matters();
CREATE TRIGGER count_new_accesses AFTER INSERT ON public.access REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_accesses();
CREATE TRIGGER count_new_entities AFTER INSERT ON public.entity REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_entities();
CREATE TRIGGER count_new_filings AFTER INSERT ON public.filing REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_filings();
CREATE TRIGGER count_new_matters AFTER INSERT ON public.matter REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_matters();
CREATE TRIGGER count_new_sites AFTER INSERT ON public.site REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_sites();
CREATE TRIGGER count_reasons AFTER INSERT ON public.return_reason REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_reasons();
CREATE TRIGGER count_sites AFTER UPDATE ON public.site REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_sites();
CREATE TRIGGER count_stays AFTER INSERT ON public.event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.count_stays();
CREATE TRIGGER disclosure_append_only BEFORE DELETE OR UPDATE ON public.disclosure FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER entity_frozen BEFORE UPDATE ON public.entity FOR EACH ROW EXECUTE FUNCTION public.cancelled_is_frozen();
CREATE TRIGGER entity_public AFTER UPDATE ON public.entity FOR EACH ROW WHEN (((current_setting('beian.bulk'::text, true) IS DISTINCT FROM 'on'::text) AND ((((((old.number IS DISTINCT FROM new.number) OR (old.province IS DISTINCT FROM new.province)) OR (old.name IS DISTINCT FROM new.name)) OR (old.nature IS DISTINCT FROM new.nature)) OR (old.changed_at IS DISTINCT FROM new.changed_at)) OR (old.cancelled_at IS DISTINCT FROM new.cancelled_at)))) EXECUTE FUNCTION public.publish_entity();
CREATE TRIGGER entity_public_new AFTER INSERT ON public.entity FOR EACH ROW WHEN ((current_setting('beian.bulk'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION public.publish_entity();
CREATE TRIGGER escalation_append_only BEFORE DELETE OR UPDATE ON public.escalation FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON public.event FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER event_waits AFTER INSERT ON public.event REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.event_waits();
CREATE TRIGGER filing_moves BEFORE UPDATE OF state ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_moves();
CREATE TRIGGER last_access_stays AFTER UPDATE ON public.access FOR EACH ROW WHEN (((old.cancelled_at IS NULL) AND (new.cancelled_at IS NOT NULL))) EXECUTE FUNCTION public.last_access_stays();
CREATE TRIGGER log_checkpoint_append_only BEFORE DELETE OR UPDATE ON public.log_checkpoint FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER log_hash_append_only BEFORE DELETE OR UPDATE ON public.log_hash FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER log_leaf_append_only BEFORE DELETE OR UPDATE ON public.log_leaf FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER matter_event_append_only BEFORE DELETE OR UPDATE ON public.matter_event FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER matter_moves BEFORE UPDATE OF stage ON public.matter FOR EACH ROW EXECUTE FUNCTION public.matter_moves();
CREATE TRIGGER move_stays AFTER UPDATE OF province, provider_id ON public.filing FOR EACH ROW WHEN (((old.province IS DISTINCT FROM new.province) OR (old.provider_id IS DISTINCT FROM new.provider_id))) EXECUTE FUNCTION public.move_stays();
CREATE TRIGGER national_search_append_only BEFORE DELETE OR UPDATE ON public.national_search FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER password_renewal_append_only BEFORE DELETE OR UPDATE ON public.password_renewal FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER provider_range_used BEFORE DELETE ON public.provider_range FOR EACH ROW EXECUTE FUNCTION public.provider_range_used();
CREATE TRIGGER register_version_append_only BEFORE DELETE OR UPDATE ON public.register_version FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER return_reason_append_only BEFORE DELETE OR UPDATE ON public.return_reason FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER rule_append_only BEFORE DELETE OR UPDATE ON public.rule FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER rule_edition_append_only BEFORE DELETE OR UPDATE ON public.rule_edition FOR EACH ROW EXECUTE FUNCTION public.append_only();
CREATE TRIGGER site_frozen BEFORE UPDATE ON public.site FOR EACH ROW EXECUTE FUNCTION public.cancelled_is_frozen();
CREATE TRIGGER site_key_frozen BEFORE UPDATE ON public.site_key FOR EACH ROW EXECUTE FUNCTION public.cancelled_is_frozen();
CREATE TRIGGER site_key_public AFTER INSERT OR UPDATE ON public.site_key FOR EACH ROW WHEN ((current_setting('beian.bulk'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION public.publish_key();
CREATE TRIGGER site_public AFTER INSERT OR UPDATE ON public.site FOR EACH ROW WHEN ((current_setting('beian.bulk'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION public.publish_site();
ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES public.filing(id);
ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.access_range
    ADD CONSTRAINT access_range_access_id_fkey FOREIGN KEY (access_id) REFERENCES public.access(id);
ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);
ALTER TABLE ONLY public.account_code
    ADD CONSTRAINT account_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_by_id_fkey FOREIGN KEY (by_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_cancelled_by_fkey FOREIGN KEY (cancelled_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.appointment_slot
    ADD CONSTRAINT appointment_slot_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES public.appointment_slot(id);
ALTER TABLE ONLY public.appointment_slot
    ADD CONSTRAINT appointment_slot_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.blacklist
    ADD CONSTRAINT blacklist_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.blacklist
    ADD CONSTRAINT blacklist_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES public.filing(id);
ALTER TABLE ONLY public.blacklist
    ADD CONSTRAINT blacklist_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.calendar_notice
    ADD CONSTRAINT calendar_notice_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.code_edition
    ADD CONSTRAINT code_edition_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.code_entry
    ADD CONSTRAINT code_entry_code_table_version_fkey FOREIGN KEY (code_table, version) REFERENCES public.code_edition(code_table, version);
ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_delegate_id_fkey FOREIGN KEY (delegate_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.disclosure
    ADD CONSTRAINT disclosure_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.disclosure
    ADD CONSTRAINT disclosure_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.disclosure
    ADD CONSTRAINT disclosure_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.entity_account
    ADD CONSTRAINT entity_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.entity_account
    ADD CONSTRAINT entity_account_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id) DEFERRABLE;
ALTER TABLE ONLY public.entity_phone
    ADD CONSTRAINT entity_phone_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id) DEFERRABLE;
ALTER TABLE ONLY public.entity
    ADD CONSTRAINT entity_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.expiry
    ADD CONSTRAINT expiry_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.expiry
    ADD CONSTRAINT expiry_set_by_fkey FOREIGN KEY (set_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.filing_document
    ADD CONSTRAINT filing_document_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.filing_document
    ADD CONSTRAINT filing_document_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id) DEFERRABLE;
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_first_approved_by_fkey FOREIGN KEY (first_approved_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);
ALTER TABLE ONLY public.filing_trait
    ADD CONSTRAINT filing_trait_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.footer_check
    ADD CONSTRAINT footer_check_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.import_run(id);
ALTER TABLE ONLY public.log_leaf
    ADD CONSTRAINT log_leaf_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.event(id);
ALTER TABLE ONLY public.log_waiting
    ADD CONSTRAINT log_waiting_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.event(id);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.matter_event
    ADD CONSTRAINT matter_event_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.matter_event
    ADD CONSTRAINT matter_event_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES public.matter(id);
ALTER TABLE ONLY public.matter_file
    ADD CONSTRAINT matter_file_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES public.matter(id);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.matter(id);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.matter
    ADD CONSTRAINT matter_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.measure
    ADD CONSTRAINT measure_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_twin_of_fkey FOREIGN KEY (twin_of) REFERENCES public.message(id);
ALTER TABLE ONLY public.national_search
    ADD CONSTRAINT national_search_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.notice_file
    ADD CONSTRAINT notice_file_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES public.notice(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.number_counter
    ADD CONSTRAINT number_counter_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.one_time_link
    ADD CONSTRAINT one_time_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.paper
    ADD CONSTRAINT paper_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.paper
    ADD CONSTRAINT paper_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.password_renewal
    ADD CONSTRAINT password_renewal_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.password_renewal
    ADD CONSTRAINT password_renewal_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.provider
    ADD CONSTRAINT provider_licence_province_fkey FOREIGN KEY (licence_province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.provider
    ADD CONSTRAINT provider_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.provider_range
    ADD CONSTRAINT provider_range_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.provider_suspension
    ADD CONSTRAINT provider_suspension_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.provider_suspension
    ADD CONSTRAINT provider_suspension_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.provider_suspension
    ADD CONSTRAINT provider_suspension_province_fkey FOREIGN KEY (province) REFERENCES public.bureau(province);
ALTER TABLE ONLY public.provider_suspension
    ADD CONSTRAINT provider_suspension_resumed_by_fkey FOREIGN KEY (resumed_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.reason_template
    ADD CONSTRAINT reason_template_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.reason_template
    ADD CONSTRAINT reason_template_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.register_version
    ADD CONSTRAINT register_version_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.register_version
    ADD CONSTRAINT register_version_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.resource_customer
    ADD CONSTRAINT resource_customer_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.resource_customer
    ADD CONSTRAINT resource_customer_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
ALTER TABLE ONLY public.return_reason
    ADD CONSTRAINT return_reason_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.rule_edition
    ADD CONSTRAINT rule_edition_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.rule
    ADD CONSTRAINT rule_province_version_fkey FOREIGN KEY (province, version) REFERENCES public.rule_edition(province, version);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.sheet
    ADD CONSTRAINT sheet_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.sheet
    ADD CONSTRAINT sheet_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);
ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.site_key
    ADD CONSTRAINT site_key_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id) DEFERRABLE;
ALTER TABLE ONLY public.sms_check
    ADD CONSTRAINT sms_check_filing_id_fkey FOREIGN KEY (filing_id) REFERENCES public.filing(id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.account(id);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhook(id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.provider(id);
GRANT USAGE ON SCHEMA public TO beian_app;
GRANT USAGE ON SCHEMA public TO beian_public;
GRANT SELECT,INSERT,UPDATE ON TABLE public.access TO beian_app;
GRANT USAGE ON SEQUENCE public.access_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_range TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.account TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_code TO beian_app;
GRANT USAGE ON SEQUENCE public.account_code_id_seq TO beian_app;
GRANT SELECT,INSERT ON TABLE public.account_event TO beian_app;
GRANT USAGE ON SEQUENCE public.account_event_id_seq TO beian_app;
GRANT USAGE ON SEQUENCE public.account_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.api_key TO beian_app;
GRANT USAGE ON SEQUENCE public.api_key_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.appointment TO beian_app;
GRANT USAGE ON SEQUENCE public.appointment_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.appointment_slot TO beian_app;
GRANT USAGE ON SEQUENCE public.appointment_slot_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.blacklist TO beian_app;
GRANT USAGE ON SEQUENCE public.blacklist_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bureau TO beian_app;
GRANT SELECT,INSERT ON TABLE public.calendar_notice TO beian_app;
GRANT USAGE ON SEQUENCE public.calendar_notice_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.captcha TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.claim TO beian_app;
GRANT SELECT,INSERT ON TABLE public.code_edition TO beian_app;
GRANT SELECT,INSERT ON TABLE public.code_entry TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.delegation TO beian_app;
GRANT USAGE ON SEQUENCE public.delegation_id_seq TO beian_app;
GRANT SELECT,INSERT ON TABLE public.disclosure TO beian_app;
GRANT USAGE ON SEQUENCE public.disclosure_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.entity TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.entity_account TO beian_app;
GRANT USAGE ON SEQUENCE public.entity_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.entity_phone TO beian_app;
GRANT SELECT,INSERT ON TABLE public.escalation TO beian_app;
GRANT SELECT,INSERT ON TABLE public.event TO beian_app;
GRANT USAGE ON SEQUENCE public.event_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.expiry TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.feed TO beian_app;
GRANT USAGE ON SEQUENCE public.feed_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.figure TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.figure_delta TO beian_app;
GRANT USAGE ON SEQUENCE public.figure_delta_id_seq TO beian_app;
GRANT SELECT ON TABLE public.figure_now TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.filing TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.matter TO beian_app;
GRANT SELECT,INSERT ON TABLE public.return_reason TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.site TO beian_app;
GRANT SELECT ON TABLE public.stay_figure TO beian_app;
GRANT SELECT ON TABLE public.figure_truth TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.filing_document TO beian_app;
GRANT USAGE ON SEQUENCE public.filing_id_seq TO beian_app;
GRANT SELECT ON TABLE public.filing_move TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.filing_trait TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.footer_check TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.footer_round TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_batch TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_run TO beian_app;
GRANT USAGE ON SEQUENCE public.import_run_id_seq TO beian_app;
GRANT SELECT,INSERT ON TABLE public.log_checkpoint TO beian_app;
GRANT SELECT,INSERT ON TABLE public.log_hash TO beian_app;
GRANT SELECT,INSERT ON TABLE public.log_leaf TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.log_waiting TO beian_app;
GRANT SELECT,INSERT ON TABLE public.matter_event TO beian_app;
GRANT SELECT,INSERT ON TABLE public.matter_file TO beian_app;
GRANT USAGE ON SEQUENCE public.matter_file_id_seq TO beian_app;
GRANT USAGE ON SEQUENCE public.matter_id_seq TO beian_app;
GRANT SELECT ON TABLE public.matter_move TO beian_app;
GRANT SELECT,INSERT ON TABLE public.measure TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.message TO beian_app;
GRANT USAGE ON SEQUENCE public.message_id_seq TO beian_app;
GRANT SELECT,INSERT ON TABLE public.national_search TO beian_app;
GRANT USAGE ON SEQUENCE public.national_search_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notice TO beian_app;
GRANT SELECT,INSERT ON TABLE public.notice_file TO beian_app;
GRANT USAGE ON SEQUENCE public.notice_file_id_seq TO beian_app;
GRANT USAGE ON SEQUENCE public.notice_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.number_counter TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.one_time_link TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.paper TO beian_app;
GRANT USAGE ON SEQUENCE public.paper_id_seq TO beian_app;
GRANT SELECT,INSERT ON TABLE public.password_renewal TO beian_app;
GRANT USAGE ON SEQUENCE public.password_renewal_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider_figure TO beian_app;
GRANT SELECT ON TABLE public.provider_figure_delta TO beian_app;
GRANT SELECT ON TABLE public.provider_figure_now TO beian_app;
GRANT SELECT ON TABLE public.provider_figure_truth TO beian_app;
GRANT USAGE ON SEQUENCE public.provider_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider_range TO beian_app;
GRANT USAGE ON SEQUENCE public.provider_range_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.provider_suspension TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.public_certificate TO beian_app;
GRANT SELECT ON TABLE public.public_certificate TO beian_public;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.public_domain TO beian_app;
GRANT SELECT ON TABLE public.public_domain TO beian_public;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.public_entity TO beian_app;
GRANT SELECT ON TABLE public.public_entity TO beian_public;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.public_form TO beian_app;
GRANT SELECT,INSERT ON TABLE public.register_version TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.public_history TO beian_app;
GRANT SELECT ON TABLE public.public_history TO beian_public;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.public_name TO beian_app;
GRANT SELECT ON TABLE public.public_name TO beian_public;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.public_number TO beian_app;
GRANT SELECT ON TABLE public.public_number TO beian_public;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rate TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.reason_template TO beian_app;
GRANT USAGE ON SEQUENCE public.reason_template_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.site_key TO beian_app;
GRANT SELECT ON TABLE public.register_key TO beian_app;
GRANT SELECT ON TABLE public.register_record TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.resource TO beian_app;
GRANT SELECT,INSERT ON TABLE public.resource_customer TO beian_app;
GRANT USAGE ON SEQUENCE public.resource_id_seq TO beian_app;
GRANT SELECT,INSERT ON TABLE public.rule TO beian_app;
GRANT SELECT,INSERT ON TABLE public.rule_edition TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sheet TO beian_app;
GRANT USAGE ON SEQUENCE public.site_id_seq TO beian_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sms_check TO beian_app;
GRANT USAGE ON SEQUENCE public.sms_check_id_seq TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.webhook TO beian_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.webhook_delivery TO beian_app;
GRANT USAGE ON SEQUENCE public.webhook_delivery_id_seq TO beian_app;
GRANT USAGE ON SEQUENCE public.webhook_id_seq TO beian_app;
