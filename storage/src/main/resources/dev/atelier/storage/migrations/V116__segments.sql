-- Small contents lie in segments, many in one file; null for a file of its own.
ALTER TABLE artifact ADD COLUMN segment BIGINT;
ALTER TABLE artifact ADD COLUMN position BIGINT;

CREATE INDEX artifact_segment ON artifact (segment, position) WHERE segment IS NOT NULL;
