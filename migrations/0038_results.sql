-- +goose Up

-- A provider's results in their order, those of long ago too.
CREATE INDEX feed_provider ON feed (provider_id, id DESC);

-- What verifiers did, by time, for the figures of a provider.
CREATE INDEX event_verified ON event (at) WHERE tier = 'provider' AND action IN ('forward', 'return_to_registrant');
