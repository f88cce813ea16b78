-- +goose Up

-- A unit is found by the beginning of its name, a natural person by the whole.
DROP INDEX public_name_unit;
CREATE INDEX public_name_unit ON public_name (person, unit);
