-- +goose Up

-- Times at which a provider's staff verify face to face (当面核验), and who comes.
CREATE TABLE appointment_slot (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider_id bigint NOT NULL REFERENCES provider,
    starts_at   timestamptz NOT NULL,
    minutes     smallint NOT NULL CHECK (minutes BETWEEN 5 AND 240),
    place       text NOT NULL,
    seats       smallint NOT NULL CHECK (seats BETWEEN 1 AND 50),
    account_id  bigint NOT NULL REFERENCES account,
    created_at  timestamptz NOT NULL,
    closed_at   timestamptz,
    UNIQUE (provider_id, starts_at, place)
);
CREATE TABLE appointment (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slot_id      bigint NOT NULL REFERENCES appointment_slot,
    filing_id    bigint NOT NULL REFERENCES filing,
    account_id   bigint NOT NULL REFERENCES account,
    booked_at    timestamptz NOT NULL,
    cancelled_at timestamptz,
    cancelled_by bigint REFERENCES account,
    CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL))
);
CREATE UNIQUE INDEX appointment_filing ON appointment (filing_id) WHERE cancelled_at IS NULL;
CREATE INDEX appointment_slot_id ON appointment (slot_id) WHERE cancelled_at IS NULL;

-- No slot takes more than it has seats for: its row is locked, so that of two who
-- book the last seat at once the second sees what the first did.
-- +goose StatementBegin
CREATE FUNCTION appointment_seat() RETURNS trigger LANGUAGE plpgsql AS $$
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
-- +goose StatementEnd
CREATE TRIGGER appointment_seat BEFORE INSERT ON appointment FOR EACH ROW EXECUTE FUNCTION appointment_seat();

GRANT SELECT, INSERT, UPDATE ON appointment_slot, appointment TO beian_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO beian_app;
