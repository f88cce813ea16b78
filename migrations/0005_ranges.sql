-- +goose Up

-- An access holds on to the range it lies in until its transaction ends, so that
-- the range cannot go meanwhile.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION access_range_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM provider_range r JOIN access a ON a.provider_id = r.provider_id
    WHERE a.id = NEW.access_id AND r.first <= NEW.first AND r.last >= NEW.last
      AND family(r.first) = family(NEW.first)
    FOR KEY SHARE OF r;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'address outside the provider''s ranges'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'access_range_inside';
    END IF;
    RETURN NEW;
END $$;

-- A range stays while an access in force lies in it.
CREATE FUNCTION provider_range_used() RETURNS trigger LANGUAGE plpgsql AS $$
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
-- +goose StatementEnd
CREATE TRIGGER provider_range_used BEFORE DELETE ON provider_range
    FOR EACH ROW EXECUTE FUNCTION provider_range_used();
