-- Artifacts, and the files that tenants name. What the columns mean is told in ../migrations; times are
-- epoch milliseconds, flags 0 or 1, and texts are ordered by their bytes, as there.

CREATE TABLE artifact (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  width BIGINT,
  height BIGINT,
  created BIGINT NOT NULL,
  expires BIGINT,
  segment BIGINT,
  position BIGINT
);
CREATE INDEX artifact_hash ON artifact (hash);
CREATE INDEX artifact_expires ON artifact (expires) WHERE expires IS NOT NULL;
CREATE INDEX artifact_tenant ON artifact (tenant, created);
CREATE INDEX artifact_segment ON artifact (segment, position) WHERE segment IS NOT NULL;

CREATE TABLE uploaded_file (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  artifact TEXT COLLATE "C" NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX uploaded_file_tenant ON uploaded_file (tenant, id);
CREATE INDEX uploaded_file_artifact ON uploaded_file (artifact);

CREATE TABLE artifact_totals (
  id BIGINT NOT NULL PRIMARY KEY,
  artifacts BIGINT NOT NULL,
  bytes BIGINT NOT NULL
) WITH (fillfactor = 50);

-- Counted in several rows, of which one connection uses one: nobody waits for another.
INSERT INTO artifact_totals (id, artifacts, bytes) SELECT id, 0, 0 FROM generate_series(1, 32) AS shard (id);

CREATE FUNCTION artifact_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE artifact_totals SET artifacts = artifacts + 1, bytes = bytes + NEW.bytes
    WHERE id = 1 + pg_backend_pid() % 32;
  RETURN NULL;
END $$;

CREATE FUNCTION artifact_discounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE artifact_totals SET artifacts = artifacts - 1, bytes = bytes - OLD.bytes
    WHERE id = 1 + pg_backend_pid() % 32;
  RETURN NULL;
END $$;

CREATE TRIGGER artifact_counted AFTER INSERT ON artifact FOR EACH ROW EXECUTE FUNCTION artifact_counted();
CREATE TRIGGER artifact_discounted AFTER DELETE ON artifact FOR EACH ROW EXECUTE FUNCTION artifact_discounted();
